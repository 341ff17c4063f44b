import { describe, expect, it } from 'vitest'
import { BAR, exchangeInfoOf, FeedRig, klineRow, NOON, SYMBOL } from '../support/feed-rig.ts'

const KLINES = '/fapi/v1/klines'

describe('a feed', () => {
  it('lists, prices and is healthy', () => {
    const rig = new FeedRig({ depth: false }).begin()
    expect(rig.told('instrument-listed').map(({ instrument }) => [instrument.instrumentId, instrument.versions[0]?.rules.priceLadder[0]?.tick])).toEqual([['BTCUSDT', 10_000_000]])
    expect(rig.told('price-marked').map(({ time, mark }) => [time - NOON, mark.asOf - NOON, mark.mark, mark.bid, mark.ask])).toEqual([[200, 195, 6_000_000_000_000, 5_999_990_000_000, 6_000_010_000_000]])
    expect(rig.told('component-reported').at(-1)).toMatchObject({ component: 'market-data', healthy: true })
    expect(rig.told('funding-settled').map(({ funding }) => [funding.fundingTime - NOON, funding.rate, funding.intervalMs])).toEqual([[3, 10_000, 4 * 3_600_000]])
    expect(rig.feed.alarms()).toEqual([])
  })

  it('tells closed candles once each, forming ones never', () => {
    const rig = new FeedRig().begin()
    rig.kline(1_000, 0, { x: false })
    rig.kline(BAR + 20, 0)
    rig.kline(BAR + 30, 0)
    expect(rig.told('candle-closed').map(({ time, candle }) => [time - NOON, candle.volume])).toEqual([[BAR + 20, 12_345]])
  })

  it('fills a hole before it tells what comes after it', () => {
    const rig = new FeedRig().begin()
    rig.kline(BAR + 20, 0)
    rig.kline(4 * BAR + 20, 3)
    expect(rig.bars).toEqual([0])
    rig.answer(4 * BAR + 90, KLINES, [klineRow(1), klineRow(2), klineRow(3), klineRow(4)])
    expect(rig.bars).toEqual([0, 1, 2, 3])
  })

  it('asks for the candles since the receiver’s last one', () => {
    const rig = new FeedRig({ instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: (NOON - 2 * BAR) as never, fundingUntil: null }] }).begin()
    expect(rig.told('component-reported').at(-1)?.healthy).toBe(false)
    rig.answer(700, KLINES, [klineRow(-2), klineRow(-1), klineRow(0)])
    expect(rig.bars).toEqual([-2])
    rig.tick(2_200)
    rig.tick(4_500)
    rig.answer(4_600, KLINES, [klineRow(-1), klineRow(0)])
    expect(rig.bars).toEqual([-2, -1])
    rig.mark(5_000, '60000.00')
    expect(rig.told('component-reported').at(-1)).toMatchObject({ healthy: true })
  })

  it('says when the rules have changed', () => {
    const rig = new FeedRig().begin()
    const filters = (SYMBOL['filters'] as readonly Record<string, unknown>[]).map((filter) => (filter['filterType'] === 'PRICE_FILTER' ? { ...filter, tickSize: '0.50' } : filter))
    rig.tick(16 * 60_000)
    rig.answer(16 * 60_000 + 100, '/fapi/v1/exchangeInfo', exchangeInfoOf([{ ...SYMBOL, filters }]))
    rig.answer(16 * 60_000 + 110, '/fapi/v1/fundingInfo', [])
    expect(rig.told('instrument-listed').at(-1)?.instrument.versions.map(({ rules }) => rules.priceLadder[0]?.tick)).toEqual([10_000_000, 50_000_000])
  })
})
