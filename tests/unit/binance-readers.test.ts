import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { Lossless } from '../../src-main/venue/binance/lossless-json.ts'
import { readExchangeInfo } from '../../src-main/venue/binance/read-exchange-info.ts'
import { readKlines, type KlineSeries } from '../../src-main/venue/binance/read-klines.ts'
import { readBestPrices, readDepth, readFundingInfo, readOpenInterest, readPremiumIndex, readServerTime, readSettlements } from '../../src-main/venue/binance/read-market.ts'

const OPEN = 1_700_000_100_000
const series: KlineSeries = { instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: 5 * MINUTE_MS, version: { priceDecimals: 8, quantityDecimals: 3 } }
const row: (string | number)[] = [OPEN, '37041.10', '37060.00', '37001.50', '37055.20', '231.115', OPEN + 299_999, '8559123.12345670', 4_321, '120.001', '4444444.4', '0']
const withField = (index: number, value: string | number): Lossless => [row.with(index, value)]

describe('klines', () => {
  it('are read exactly', () => {
    expect(readKlines([row], series)).toEqual([{
      candle: { instrumentId: 'BTCUSDT', intervalMs: 300_000, openTime: OPEN, closeTime: OPEN + 300_000, open: 3_704_110_000_000, high: 3_706_000_000_000, low: 3_700_150_000_000, close: 3_705_520_000_000, volume: 231_115 },
      turnover: { quoteWhole: 8_559_123, quoteFraction: 12_345_670, trades: 4_321 },
    }])
  })

  it.each<[string, Lossless]>([
    ['a field more', [[...row, '1']]],
    ['a field less', [row.slice(0, 11)]],
    ['a price as a number', withField(1, 37_041.1)],
    ['a time as a text', withField(0, String(OPEN))],
    ['a price of 0', withField(3, '0')],
    ['a negative price', withField(3, '-1')],
    ['a price with an exponent', withField(1, '3.7e4')],
    ['more decimals of quantity than there are', withField(5, '231.1155')],
    ['a high below the close', withField(2, '37050')],
    ['a low above the open', withField(3, '37042')],
    ['a candle off its grid', withField(0, OPEN + 60_000)],
    ['a close time of another interval', withField(6, OPEN + 59_999)],
    ['the same candle twice', [row, row]],
    ['no rows at all', { code: 0, msg: 'x' }],
  ])('with %s are refused', (_what, body) => {
    expect(readKlines(body, series)).toBeUndefined()
  })

  it('of the mark price have neither volume nor a count', () => {
    const mark: KlineSeries = { ...series, kind: 'mark' }
    const rows = [row.with(5, '0').with(7, '0').with(8, 300)]
    expect(readKlines(rows, mark)?.[0]).toMatchObject({ candle: { volume: 0 }, turnover: null })
    expect(readKlines([row], mark)).toBeUndefined()
  })
})

describe('other answers about the market', () => {
  it.each([
    ['premiumIndex', readPremiumIndex, { symbol: 'BTCUSDT', markPrice: '37041.10000000', indexPrice: '37040.00000000', estimatedSettlePrice: '37040', lastFundingRate: '0.00010000', interestRate: '0.0001', nextFundingTime: 1_700_006_400_000, time: 1_700_000_100_123 }, 'lastFundingRate'],
    ['openInterest', readOpenInterest, { openInterest: '10659.509', symbol: 'BTCUSDT', time: 1_700_000_100_000 }, 'openInterest'],
    ['bookTicker', readBestPrices, { symbol: 'BTCUSDT', bidPrice: '37041.10', bidQty: '1.5', askPrice: '37041.20', askQty: '0.4', time: 1_700_000_100_000, lastUpdateId: 7 }, 'askQty'],
    ['depth', readDepth, { lastUpdateId: 5_000_000_000_001, E: 1, T: 1, bids: [['37041.10', '1.5']], asks: [['37041.20', '0.4']] }, 'lastUpdateId'],
    ['time', readServerTime, { serverTime: 1_700_000_100_123 }, 'serverTime'],
  ] as const)('%s is read, and refused when a field is renamed or another type', (_name, read: (body: Lossless) => unknown, body, field) => {
    expect(read(body as Lossless)).toBeDefined()
    const { [field as never]: value, ...rest } = body as Record<string, Lossless>
    expect(read({ ...rest, [`${field}X`]: value as Lossless })).toBeUndefined()
    expect(read({ ...rest, [field]: [value as Lossless] })).toBeUndefined()
  })

  it('settlements come in the order of their times', () => {
    const settlement = (fundingTime: number): Lossless => ({ symbol: 'BTCUSDT', fundingRate: '-0.00001234', fundingTime, markPrice: '37000', rateType: 'Regular' })
    expect(readSettlements([settlement(1), settlement(2)])).toHaveLength(2)
    expect(readSettlements([settlement(2), settlement(1)])).toBeUndefined()
  })

  it('an interval of funding is whole hours', () => {
    expect(readFundingInfo([{ symbol: 'ENAUSDT', fundingIntervalHours: 4 }])).toEqual([{ symbol: 'ENAUSDT', fundingIntervalHours: 4 }])
    expect(readFundingInfo([{ symbol: 'ENAUSDT', fundingIntervalHours: '4' }])).toBeUndefined()
  })
})

const btc = {
  symbol: 'BTCUSDT', pair: 'BTCUSDT', contractType: 'PERPETUAL', deliveryDate: 4_133_404_800_000, onboardDate: 1_569_398_400_000, status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', marginAsset: 'USDT',
  pricePrecision: 2, quantityPrecision: 3, liquidationFee: '0.012500', marketTakeBound: '0.05',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '556.80', maxPrice: '4529764', tickSize: '0.10' }, { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '120', stepSize: '0.001' }, { filterType: 'MAX_NUM_ORDERS', limit: 200 }, { filterType: 'MIN_NOTIONAL', notional: '50' },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
  ],
}
const info = (symbol: unknown): Lossless => ({ timezone: 'UTC', serverTime: 1_700_000_000_000, rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400 }], symbols: [symbol] }) as unknown as Lossless

describe('exchangeInfo', () => {
  it('gives the rules in exact integers', () => {
    expect(readExchangeInfo(info(btc))).toEqual({
      serverTime: 1_700_000_000_000, weightLimit: 2_400, unreadable: [],
      listed: [{
        symbol: 'BTCUSDT', baseAsset: 'BTC', settleAsset: 'USDT', status: 'trading', onboardDate: 1_569_398_400_000, priceDecimals: 8, quantityDecimals: 3, liquidationFee: 1_250_000,
        rules: {
          priceLadder: [{ from: 0, tick: 10_000_000 }], priceMin: 55_680_000_000, priceMax: 452_976_400_000_000, quantityStep: 1, quantityMin: 1, quantityMax: 1_000_000, marketQuantityMax: 120_000,
          notionalMin: 5_000_000_000, marketDistanceMax: 5_000_000,
        },
      }],
    })
  })

  it('names a perpetual whose rules it cannot read, and leaves out what is none', () => {
    const { filters } = btc
    expect(readExchangeInfo(info({ ...btc, filters: filters.filter(({ filterType }) => filterType !== 'MIN_NOTIONAL') }))).toMatchObject({ listed: [], unreadable: [{ symbol: 'BTCUSDT' }] })
    expect(readExchangeInfo(info({ ...btc, contractType: 'CURRENT_QUARTER' }))).toMatchObject({ listed: [], unreadable: [] })
    expect(readExchangeInfo(info({ ...btc, status: 'SETTLING' }))?.listed[0]?.status).toBe('halted')
  })

  it('is nothing without the limit of weight', () => {
    expect(readExchangeInfo({ ...(info(btc) as object), rateLimits: [] } as Lossless)).toBeUndefined()
  })
})
