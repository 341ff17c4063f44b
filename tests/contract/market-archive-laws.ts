import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { MarketArchive } from '../../src-main/market-data/candle-archive.port.ts'
import { candleAt, decisionAt, fundingAt, instrumentOf, INTERVAL, versionOf } from '../support/storage-samples.ts'

const at = (index: number): TimeMs => (index * INTERVAL) as TimeMs
const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

/** What every archive promises, wherever it keeps its data. */
export function marketArchiveLaws(make: () => MarketArchive): void {
  const withInstruments = async (): Promise<MarketArchive> => {
    const archive = make()
    await archive.putInstruments([instrumentOf('ETHUSDT'), instrumentOf('BTCUSDT')])
    return archive
  }

  it('gives back instruments with all their versions, and the newest description of each', async () => {
    const archive = await withInstruments()
    const changed = instrumentOf('BTCUSDT', [versionOf(0, 2, 3), versionOf(500, 1, 3)])
    await archive.putInstruments([changed])
    expect(await archive.instruments()).toStrictEqual([changed, instrumentOf('ETHUSDT')])
  })

  it('gives back candles ascending, whatever the order they came in, from ≤ openTime < to', async () => {
    const archive = await withInstruments()
    const candles = Array.from({ length: 10 }, (_, index) => candleAt(index))
    await archive.putCandles(candles.toReversed())
    expect(await archive.candles('BTCUSDT', INTERVAL, at(2), at(5))).toStrictEqual(candles.slice(2, 5))
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual(candles)
  })

  it('keeps instruments and intervals apart', async () => {
    const archive = await withInstruments()
    const hour = { ...candleAt(0), intervalMs: 12 * INTERVAL, closeTime: at(12) }
    await archive.putCandles([candleAt(0), candleAt(0, 1_001, 'ETHUSDT'), hour])
    expect(await archive.candles('ETHUSDT', INTERVAL, ...ALL)).toStrictEqual([candleAt(0, 1_001, 'ETHUSDT')])
    expect(await archive.candles('BTCUSDT', 12 * INTERVAL, ...ALL)).toStrictEqual([hour])
    expect(await archive.candles('XRPUSDT', INTERVAL, ...ALL)).toEqual([])
  })

  it('counts what is new, what was there equal, and what it corrected', async () => {
    const archive = await withInstruments()
    expect(await archive.putCandles([candleAt(0), candleAt(1)])).toEqual({ added: 2, unchanged: 0, corrected: 0 })
    expect(await archive.putCandles([candleAt(1), candleAt(2), candleAt(0, 1_005)])).toEqual({ added: 1, unchanged: 1, corrected: 1 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([candleAt(0, 1_005), candleAt(1), candleAt(2)])
  })

  it('counts more than one transaction', async () => {
    const archive = await withInstruments()
    const many = Array.from({ length: 12_345 }, (_, index) => candleAt(index))
    expect(await archive.putCandles(many)).toEqual({ added: 12_345, unchanged: 0, corrected: 0 })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual(many)
    expect(await archive.putCandles(many)).toEqual({ added: 0, unchanged: 12_345, corrected: 0 })
  })

  it('refuses a candle of an instrument it does not know and a candle that closes at another time', async () => {
    const archive = await withInstruments()
    await expect(archive.putCandles([candleAt(0, 1_000, 'XRPUSDT')])).rejects.toThrow(/XRPUSDT/)
    await expect(archive.putCandles([{ ...candleAt(0), closeTime: at(2) }])).rejects.toThrow(/closes/)
    await expect(archive.putCandles([{ ...candleAt(0), close: 10.5 as never }])).rejects.toThrow(/10\.5/)
    expect(await archive.spans()).toEqual([])
  })

  it('tells what it has', async () => {
    const archive = await withInstruments()
    await archive.putCandles([candleAt(3), candleAt(7), candleAt(4, 1_000, 'ETHUSDT')])
    expect(await archive.spans()).toEqual([
      { instrumentId: 'BTCUSDT', intervalMs: INTERVAL, firstOpenTime: at(3), lastOpenTime: at(7), candles: 2 },
      { instrumentId: 'ETHUSDT', intervalMs: INTERVAL, firstOpenTime: at(4), lastOpenTime: at(4), candles: 1 },
    ])
  })

  it('keeps funding as it keeps candles', async () => {
    const archive = await withInstruments()
    expect(await archive.putFunding([fundingAt(200, -5), fundingAt(100, 7), fundingAt(100, 7, 'ETHUSDT')])).toEqual({ added: 3, unchanged: 0, corrected: 0 })
    expect(await archive.putFunding([fundingAt(100, 7), fundingAt(200, -6)])).toEqual({ added: 0, unchanged: 1, corrected: 1 })
    expect(await archive.funding('BTCUSDT', ...ALL)).toStrictEqual([fundingAt(100, 7), fundingAt(200, -6)])
    expect(await archive.funding('BTCUSDT', 100 as TimeMs, 200 as TimeMs)).toStrictEqual([fundingAt(100, 7)])
  })

  it('gives back decisions ascending with every bit of their numbers, also those that are not known', async () => {
    const archive = await withInstruments()
    await archive.putDecisions([decisionAt(200, 'a'), decisionAt(100, 'b'), decisionAt(100, 'a2'), decisionAt(300, 'c')])
    const found = await archive.decisions(100 as TimeMs, 300 as TimeMs)
    expect(found).toStrictEqual([decisionAt(100, 'a2'), decisionAt(100, 'b'), decisionAt(200, 'a')])
    expect(found[0]?.guards[0]?.value).toBeNaN()
  })

  it('finds all of many decisions of one moment', async () => {
    const archive = await withInstruments()
    const many = Array.from({ length: 6_000 }, (_, index) => decisionAt(100, `d-${String(index).padStart(5, '0')}`))
    await archive.putDecisions(many)
    expect((await archive.decisions(100 as TimeMs, 101 as TimeMs)).map(({ decisionId }) => decisionId)).toEqual(many.map(({ decisionId }) => decisionId))
  })

  it('gives the newest candles before a time, ascending, however many', async () => {
    const archive = await withInstruments()
    const many = Array.from({ length: 12_345 }, (_, index) => candleAt(index))
    await archive.putCandles([...many, candleAt(3, 1_001, 'ETHUSDT')])
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, at(5), 3)).toStrictEqual(many.slice(2, 5))
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, Number.MAX_SAFE_INTEGER, 11_000)).toStrictEqual(many.slice(-11_000))
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, at(2), 100)).toStrictEqual(many.slice(0, 2))
    expect(await archive.candlesBefore('XRPUSDT', INTERVAL, at(2), 100)).toEqual([])
  })

  it('gives the newest decisions of one instrument as points, ascending, however many', async () => {
    const archive = await withInstruments()
    const many = Array.from({ length: 6_000 }, (_, index) => decisionAt(100 + index, `d-${index}`))
    await archive.putDecisions([...many, { ...decisionAt(150, 'other'), instrumentId: 'ETHUSDT' }])
    const point = { long: 0.1 + 0.2, short: null, action: 'FLAT', reason: 'refused' }
    expect(await archive.decisionPoints({ instrumentId: 'BTCUSDT', from: 120, to: 200, limit: 2 })).toStrictEqual([{ decisionId: 'd-98', asOf: 198, ...point }, { decisionId: 'd-99', asOf: 199, ...point }])
    expect((await archive.decisionPoints({ instrumentId: 'BTCUSDT', from: 120, to: 122, limit: 9 })).map(({ asOf }) => asOf)).toEqual([120, 121])
    expect((await archive.decisionPoints({ instrumentId: 'BTCUSDT', from: 0, to: Number.MAX_SAFE_INTEGER, limit: 5_500 })).map(({ decisionId }) => decisionId)).toEqual(many.slice(-5_500).map(({ decisionId }) => decisionId))
  })

  it('knows no value where a side has none or one that is no number', async () => {
    const archive = await withInstruments()
    const { long } = decisionAt(100, 'a')
    await archive.putDecisions([{ ...decisionAt(100, 'a'), long: { ...long!, expectedValue: Number.NaN } }, { ...decisionAt(101, 'b'), long: { ...long!, expectedValue: -0 } }, { ...decisionAt(102, 'c'), long: null, short: long }])
    expect((await archive.decisionPoints({ instrumentId: 'BTCUSDT', from: 0, to: 200, limit: 9 })).map((point) => [point.long, point.short])).toEqual([[null, null], [-0, null], [null, 0.1 + 0.2]])
  })

  it('gives one decision in full', async () => {
    const archive = await withInstruments()
    await archive.putDecisions([decisionAt(100, 'a'), decisionAt(100, 'b')])
    expect(await archive.decision(100, 'b')).toStrictEqual(decisionAt(100, 'b'))
    expect(await archive.decision(101, 'b')).toBeUndefined()
  })

  it('never alters a decision that was made', async () => {
    const archive = await withInstruments()
    await archive.putDecisions([decisionAt(100, 'a')])
    await archive.putDecisions([{ ...decisionAt(100, 'a'), action: 'LONG' }])
    expect(await archive.decisions(...ALL)).toStrictEqual([decisionAt(100, 'a')])
  })
}
