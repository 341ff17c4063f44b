import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { LabListener, type Frame } from '../support/lab-listener.ts'

/** 2026-11-22 00:00 UTC. */
const START = 1_795_305_600_000 as TimeMs
let lab: LocalBinance

beforeAll(async () => {
  lab = await startLocalBinance({ startTime: START, speed: 0, historyDays: 2, isUnlimited: true })
  lab.clock.advance(5_000)
})
afterAll(() => lab.close())

const LETTER: Readonly<Record<string, string>> = { string: 's', number: 'n', boolean: 'b' }

/** Fields as the notes on the venue write them: `symbol s, time n`; of an array what its first element has. */
function fields(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one !== 'object' || one === null ? '' : Object.entries(one).map(([name, part]) => `${name} ${LETTER[typeof part] ?? (Array.isArray(part) ? '[]' : '{}')}`).join(', ')
}

describe('answers have the fields of November 2026', () => {
  it.each([
    ['time', 'serverTime n'],
    ['exchangeInfo', 'timezone s, serverTime n, futuresType s, rateLimits [], exchangeFilters [], assets [], symbols []'],
    ['premiumIndex?symbol=BTCUSDT', 'symbol s, markPrice s, indexPrice s, estimatedSettlePrice s, lastFundingRate s, interestRate s, nextFundingTime n, time n'],
    ['premiumIndex', 'symbol s, markPrice s, indexPrice s, estimatedSettlePrice s, lastFundingRate s, interestRate s, nextFundingTime n, time n'],
    ['fundingRate?symbol=ADAUSDT', 'symbol s, fundingRate s, fundingTime n, markPrice s, rateType s'],
    ['fundingInfo', 'symbol s, adjustedFundingRateCap s, adjustedFundingRateFloor s, fundingIntervalHours n, disclaimer b, updateTime n'],
    ['openInterest?symbol=BTCUSDT', 'openInterest s, symbol s, time n'],
    ['ticker/24hr?symbol=BTCUSDT', 'symbol s, priceChange s, priceChangePercent s, weightedAvgPrice s, lastPrice s, lastQty s, openPrice s, highPrice s, lowPrice s, volume s, quoteVolume s, openTime n, closeTime n, firstId n, lastId n, count n'],
    ['ticker/bookTicker?symbol=BTCUSDT', 'symbol s, bidPrice s, bidQty s, askPrice s, askQty s, time n'],
    ['ticker/price?symbol=BTCUSDT', 'symbol s, price s, time n'],
    ['depth?symbol=BTCUSDT&limit=5', 'lastUpdateId n, E n, T n, bids [], asks []'],
    ['trades?symbol=BTCUSDT', 'id n, price s, qty s, quoteQty s, time n, isBuyerMaker b, isRPITrade b'],
    ['aggTrades?symbol=BTCUSDT', 'a n, p s, q s, nq s, f n, l n, T n, m b'],
  ])('%s', async (path, wanted) => {
    expect(fields(await (await fetch(`${lab.restUrl}/fapi/v1/${path}`)).json())).toBe(wanted)
  })

  it('of an instrument, with filters of text', async () => {
    const { symbols } = (await (await fetch(`${lab.restUrl}/fapi/v1/exchangeInfo`)).json()) as { readonly symbols: readonly { readonly filters: readonly Frame[] }[] }
    expect(fields(symbols)).toBe('symbol s, pair s, contractType s, deliveryDate n, onboardDate n, status s, maintMarginPercent s, requiredMarginPercent s, baseAsset s, quoteAsset s, marginAsset s, pricePrecision n, quantityPrecision n, baseAssetPrecision n, quotePrecision n, underlyingType s, underlyingSubType [], settlePlan n, triggerProtect s, liquidationFee s, marketTakeBound s, maxMoveOrderLimit n, filters [], orderTypes [], timeInForce [], permissionSets []')
    expect(symbols[0]!.filters.map((filter) => `${String(filter['filterType'])}: ${fields(filter).slice('filterType s, '.length)}`)).toEqual([
      'PRICE_FILTER: minPrice s, maxPrice s, tickSize s', 'LOT_SIZE: minQty s, maxQty s, stepSize s', 'MARKET_LOT_SIZE: minQty s, maxQty s, stepSize s', 'MAX_NUM_ORDERS: limit n',
      'MIN_NOTIONAL: notional s', 'PERCENT_PRICE: multiplierUp s, multiplierDown s, multiplierDecimal s', 'POSITION_RISK_CONTROL: positionControlSide s',
    ])
  })

  it.each(['klines?symbol=BTCUSDT', 'continuousKlines?pair=BTCUSDT&contractType=PERPETUAL', 'markPriceKlines?symbol=BTCUSDT', 'indexPriceKlines?pair=BTCUSDT', 'premiumIndexKlines?symbol=BTCUSDT'])('%s: rows of twelve', async (path) => {
    const rows = (await (await fetch(`${lab.restUrl}/fapi/v1/${path}&interval=1m&limit=5`)).json()) as readonly (readonly unknown[])[]
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(row.map((value) => LETTER[typeof value]).join('')).toBe('nsssssnsnsss')
    expect(rows.map(([time]) => time)).toEqual([-4, -3, -2, -1, 0].map((i) => (Math.floor(lab.clock.now() / 60_000) + i) * 60_000))
  })
})

describe('messages of tickers have the fields of November 2026', () => {
  const PRICES = 'c s, o s, h s, l s, v s, q s'
  it.each([
    ['btcusdt@miniTicker', `e s, E n, s s, ${PRICES}, ps s, st n`],
    ['!miniTicker@arr', `e s, E n, s s, ${PRICES}, ps s, st n`],
    ['btcusdt@ticker', 'e s, E n, s s, p s, P s, w s, c s, Q s, o s, h s, l s, v s, q s, O n, C n, F n, L n, n n, ps s, st n'],
    ['!ticker@arr', 'e s, E n, s s, p s, P s, w s, c s, Q s, o s, h s, l s, v s, q s, O n, C n, F n, L n, n n, ps s, st n'],
    ['!markPrice@arr', 'e s, E n, s s, p s, ap s, i s, P s, r s, T n, st n'],
    ['btcusdt_perpetual@continuousKline_1m', 'e s, E n, ps s, ct s, k {}'],
  ])('%s', async (stream, wanted) => {
    const socket = await LabListener.open(lab, `/market/stream?streams=${stream}`)
    lab.clock.advance(6_000)
    const [first] = await socket.told()
    expect([first!['stream'], fields(first!['data'])]).toEqual([stream, wanted])
    socket.close()
  })

  it('forceOrder, somewhere within half an hour', async () => {
    const socket = await LabListener.open(lab, '/market/ws/!forceOrder@arr')
    lab.clock.advance(1_800_000)
    const [first] = await socket.told()
    expect([fields(first), fields(first!['o'])]).toEqual(['e s, E n, o {}, ps s, st n', 's s, S s, o s, f s, q s, p s, ap s, X s, l s, z s, T n'])
    socket.close()
  })
})

it('what is asked without a limit or beyond it', async () => {
  const rows = async (path: string): Promise<readonly unknown[]> => (await (await fetch(`${lab.restUrl}/fapi/v1/${path}`)).json()) as readonly unknown[]
  expect(await rows('klines?symbol=BTCUSDT&interval=1m')).toHaveLength(500)
  expect(await rows('klines?symbol=BTCUSDT&interval=1m&limit=1500')).toHaveLength(1_500)
  expect(await rows('fundingRate?symbol=ADAUSDT&limit=1000')).not.toHaveLength(0)
  expect(await rows('aggTrades?symbol=BTCUSDT&startTime=1&endTime=7200001')).toMatchObject({ code: -1127 })
  const from = (await rows('aggTrades?symbol=BTCUSDT&limit=3')) as readonly { readonly a: number }[]
  expect(await rows(`aggTrades?symbol=BTCUSDT&fromId=${from[0]!.a}&limit=3`)).toEqual(from)
})
