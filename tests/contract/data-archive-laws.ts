import { describe, expect, it } from 'vitest'
import type { CandleKind, CandleSeriesId, Turnover } from '../../src-shared/domain/candle-columns.ts'
import { DAY_MS, type Amount, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { DataArchive, OpenInterest, SeriesSource } from '../../src-main/market-data/data-archive.port.ts'
import { plainRows } from '../support/candle-cases.ts'
import { candleAt, fundingAt, instrumentOf, INTERVAL, versionOf } from '../support/storage-samples.ts'

const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const
const DAY = DAY_MS / INTERVAL
const at = (index: number): TimeMs => (index * INTERVAL) as TimeMs
const series = (kind: CandleKind = 'trade', instrumentId = 'BTCUSDT'): CandleSeriesId => ({ instrumentId, kind, intervalMs: INTERVAL })
const turnoverOf = (trades: number): Turnover => ({ quoteWhole: 34_025_735_406, quoteFraction: trades, trades })
const tier = { floor: 0 as Amount, cap: 1_000 as Amount, maintenanceRate: 7 as Rate, deduction: 0 as Amount, leverageMax: 3 }

/** What an archive promises of its data beyond what the engine asks for. `at` is the moment at which it learns. */
export function dataArchiveLaws(make: (clock: { now: () => TimeMs }) => DataArchive): void {
  let time = 0
  const withInstruments = async (): Promise<DataArchive> => {
    const archive = make({ now: () => time as TimeMs })
    await archive.putInstruments([instrumentOf('ETHUSDT'), instrumentOf('BTCUSDT')])
    return archive
  }
  /** More than two days, the last of them open. */
  const many = Array.from({ length: 2 * DAY + 40 }, (_, index) => candleAt(index, 995 + (index % 10)))

  it('gives candles as columns, from ≤ openTime < to, packed days and open ones alike', async () => {
    const archive = await withInstruments()
    await archive.putCandles(many)
    const rows = (from: number, to: number) => many.slice(from, to).map(({ openTime, open, high, low, close, volume }) => [openTime, open, high, low, close, volume, Number.NaN, Number.NaN, Number.NaN])
    for (const [from, to] of [[0, 9_999], [5, 10], [DAY - 1, DAY + 1], [2 * DAY - 3, 2 * DAY + 3], [2 * DAY + 39, 9_999], [7, 7]] as const) {
      const columns = await archive.columns(series(), at(from), at(to))
      expect(plainRows(columns)).toStrictEqual(rows(from, to))
      expect([columns.priceDecimals, columns.quantityDecimals, columns.turnover]).toEqual([2, 3, null])
    }
    expect(plainRows(await archive.columns(series('trade', 'XRPUSDT'), ...ALL))).toEqual([])
    expect(plainRows(await archive.columns(series('trade', 'ETHUSDT'), ...ALL))).toEqual([])
  })

  it.each([[DAY + 10, 50], [DAY, 1], [DAY + 1, 2], [2 * DAY + 20, 25], [2 * DAY + 5, 400], [9_999, DAY], [10, 50], [DAY + 10, 0]])('gives the newest candles before the %ith, %i of them, across days that are packed', async (before, limit) => {
    const archive = await withInstruments()
    await archive.putCandles(many)
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, at(before), limit)).toStrictEqual(limit === 0 ? [] : many.slice(0, before).slice(-limit))
  })

  it('remembers the gaps of each series that the venue itself has, in place of those that were known', async () => {
    const archive = await withInstruments()
    const gap = (index: number, times: number) => ({ from: at(index), to: at(index + 2), askedAt: at(99), times })
    expect(await archive.knownGaps(series())).toEqual([])
    await archive.putKnownGaps(series(), [gap(3, 1), gap(9, 2)])
    await archive.putKnownGaps(series('mark'), [gap(5, 1)])
    expect([await archive.knownGaps(series()), await archive.knownGaps(series('mark')), await archive.knownGaps(series('trade', 'ETHUSDT'))]).toEqual([[gap(3, 1), gap(9, 2)], [gap(5, 1)], []])
    await archive.putKnownGaps(series(), [gap(9, 3)])
    expect(await archive.knownGaps(series())).toEqual([gap(9, 3)])
    await archive.putKnownGaps(series(), [])
    expect(await archive.knownGaps(series())).toEqual([])
  })

  it('keeps mark prices apart from trades, and nobody who asks for candles gets them', async () => {
    const archive = await withInstruments()
    await archive.putCandles([candleAt(0)])
    await archive.putCandles([candleAt(0, 1_001), candleAt(1, 1_002)], { kind: 'mark' })
    expect(await archive.candles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([candleAt(0)])
    expect([...(await archive.columns(series('mark'), ...ALL)).close]).toEqual([1_001, 1_002])
    expect(await archive.markCandles('BTCUSDT', INTERVAL, ...ALL)).toStrictEqual([candleAt(0, 1_001), candleAt(1, 1_002)])
    expect(await archive.spans()).toEqual([{ instrumentId: 'BTCUSDT', intervalMs: INTERVAL, firstOpenTime: 0, lastOpenTime: 0, candles: 1 }])
    expect(await archive.markSpans()).toEqual([{ instrumentId: 'BTCUSDT', intervalMs: INTERVAL, firstOpenTime: 0, lastOpenTime: INTERVAL, candles: 2 }])
    expect(await archive.series()).toEqual([
      { instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL, first: 0, last: 0, rows: 1 },
      { instrumentId: 'BTCUSDT', kind: 'mark', intervalMs: INTERVAL, first: 0, last: INTERVAL, rows: 2 },
    ])
  })

  describe('turnover', () => {
    const trades = async (archive: DataArchive): Promise<number[]> => [...((await archive.columns(series(), ...ALL)).turnover?.trades ?? [])]

    it.each([['open', 0], ['packed', DAY - 2]])('completes the candles of a span that is %s, is never taken from them, and corrects them when it differs', async (_case, first) => {
      const archive = await withInstruments()
      const three = [first, first + 1, first + 2].map((index) => candleAt(index))
      await archive.putCandles(three)
      expect(await archive.putCandles(three, { turnover: [turnoverOf(5), null, turnoverOf(7)] })).toEqual({ added: 0, unchanged: 3, corrected: 0 })
      expect(await trades(archive)).toEqual([5, Number.NaN, 7])
      expect(await archive.putCandles(three)).toEqual({ added: 0, unchanged: 3, corrected: 0 })
      expect(await trades(archive)).toEqual([5, Number.NaN, 7])
      expect(await archive.putCandles(three, { turnover: [turnoverOf(6), turnoverOf(8), turnoverOf(7)] })).toEqual({ added: 0, unchanged: 2, corrected: 1 })
      expect(await trades(archive)).toEqual([6, 8, 7])
      expect(plainRows(await archive.columns(series(), ...ALL))[0]).toEqual([at(first), 1_000, 1_010, 990, 1_000, first + 5, 34_025_735_406, 6, 6])
    })

    it('is refused when it cannot be one', async () => {
      const archive = await withInstruments()
      for (const wrong of [{ ...turnoverOf(1), trades: -1 }, { ...turnoverOf(1), quoteFraction: 100_000_000 }, { ...turnoverOf(1), quoteWhole: 0.5 }]) {
        await expect(archive.putCandles([candleAt(0)], { turnover: [wrong] })).rejects.toThrow(RangeError)
      }
    })
  })

  it('says of each correction what was, what is, and when it was learnt, whatever became of the span', async () => {
    const archive = await withInstruments()
    const learn = async (moment: number, index: number, close: number): Promise<void> => {
      time = moment
      await archive.putCandles([candleAt(index, close)])
    }
    await learn(100, 3, 1_000)
    await learn(200, 3, 1_001)
    await archive.putCandles(many.slice(DAY - 1, DAY + 2))
    await learn(300, 3, 1_002)
    await learn(400, 3, 1_002)
    await learn(500, 1, 1_003)
    await learn(600, 1, 1_004)
    await archive.putCandles([candleAt(3, 1_005)], { kind: 'mark' })
    const told = (await archive.corrections(series())).map((one) => [one.openTime, one.old.close, one.new.close, one.learntAt])
    expect(told).toEqual([[at(1), 1_003, 1_004, 600], [at(3), 1_000, 1_001, 200], [at(3), 1_001, 1_002, 300]])
    expect((await archive.corrections(series()))[0]).toMatchObject({ old: candleAt(1, 1_003), new: candleAt(1, 1_004) })
    expect(await archive.correctionCount(series())).toBe(3)
    expect(await archive.corrections(series('mark'))).toEqual([])
  })

  it('keeps open interest, exact whatever its size', async () => {
    const archive = await withInstruments()
    const row = (moment: number, contracts: string): OpenInterest => ({ instrumentId: 'XRPUSDT', intervalMs: 100, time: moment as TimeMs, contracts, value: '987379981.48831234' })
    expect(await archive.putOpenInterest([row(200, '118269047389.125'), row(100, '1')])).toEqual({ added: 2, unchanged: 0, corrected: 0 })
    expect(await archive.putOpenInterest([row(200, '118269047389.126'), row(100, '1')])).toEqual({ added: 0, unchanged: 1, corrected: 1 })
    expect(await archive.openInterest({ instrumentId: 'XRPUSDT', intervalMs: 100 }, ...ALL)).toStrictEqual([row(100, '1'), row(200, '118269047389.126')])
    expect(await archive.openInterest({ instrumentId: 'XRPUSDT', intervalMs: 100 }, 100 as TimeMs, 200 as TimeMs)).toHaveLength(1)
    expect(await archive.openInterest({ instrumentId: 'XRPUSDT', intervalMs: 200 }, ...ALL)).toEqual([])
    expect(await archive.correctionCount({ instrumentId: 'XRPUSDT', kind: 'open-interest', intervalMs: 100 })).toBe(1)
  })

  it('gives instruments the margin tiers of each time, whichever of both came first', async () => {
    const archive = await withInstruments()
    await archive.putMarginTiers('BTCUSDT', 500 as TimeMs, [tier])
    await archive.putMarginTiers('BTCUSDT', 900 as TimeMs, [{ ...tier, leverageMax: 2 }])
    await archive.putMarginTiers('SOLUSDT', 500 as TimeMs, [tier])
    const [early, late] = [versionOf(100, 2, 3), versionOf(700, 4, 3)]
    await archive.putInstruments([instrumentOf('BTCUSDT', [early, late])])
    const [btc, eth] = await archive.instruments()
    expect(btc?.versions).toEqual([early, { ...early, validFrom: 500, marginTiers: [tier] }, { ...late, marginTiers: [tier] }, { ...late, validFrom: 900, marginTiers: [{ ...tier, leverageMax: 2 }] }])
    expect(eth).toEqual(instrumentOf('ETHUSDT'))
    expect(await archive.marginTiers('SOLUSDT')).toEqual([{ validFrom: 500, tiers: [tier] }])
    await archive.putMarginTiers('BTCUSDT', 50 as TimeMs, [tier])
    expect((await archive.instruments())[0]?.versions[0]).toEqual({ ...early, marginTiers: [tier] })
  })

  it('remembers which file each series came from, once', async () => {
    const archive = await withInstruments()
    const source = (name: string, sha256: string, importedAt: number): SeriesSource => ({ ...series(), name, sha256, bytes: 9, importedAt: importedAt as TimeMs, taken: 3, refused: 1, first: at(0), last: at(2) })
    await archive.putSources([source('b.csv', 'bb', 20), { ...source('b.csv', 'bb', 20), kind: 'funding', intervalMs: 0 }])
    await archive.putSources([source('a.csv', 'aa', 10)])
    await archive.putSources([{ ...source('c.csv', 'bb', 30), taken: 4 }])
    expect(await archive.sources(series())).toEqual([source('a.csv', 'aa', 10), { ...source('c.csv', 'bb', 20), taken: 4 }])
    expect(await archive.sources({ ...series(), kind: 'funding', intervalMs: 0 })).toHaveLength(1)
    expect(await archive.sources(series('mark'))).toEqual([])
  })

  it('tells all series that it has, by instrument', async () => {
    const archive = await withInstruments()
    await archive.putFunding([fundingAt(200, 1, 'AUSDT'), fundingAt(100, 1, 'AUSDT'), fundingAt(100, 1)])
    await archive.putCandles(many)
    await archive.putMarginTiers('BTCUSDT', 500 as TimeMs, [tier])
    expect((await archive.series()).map(({ instrumentId, kind, intervalMs, first, last, rows }) => [instrumentId, kind, intervalMs, first, last, rows])).toEqual([
      ['AUSDT', 'funding', 0, 100, 200, 2], ['BTCUSDT', 'trade', INTERVAL, 0, at(many.length - 1), many.length], ['BTCUSDT', 'funding', 0, 100, 100, 1], ['BTCUSDT', 'margin-tiers', 0, 500, 500, 1],
    ])
  })
}
