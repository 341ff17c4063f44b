import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeasibilityReport, FeasibilityWish } from '../../src-shared/contract/learning-views.ts'
import { feasibilityReport } from '../../src-shared/contract/learning-schemas.ts'
import { HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { breakEvenOf, feasibilityAt, medianOf } from '../../src-main/training/feasibility.ts'
import { RunCancelled } from '../../src-main/modes/backtest-run.ts'
import { runFeasibility } from '../../src-main/modes/learning/feasibility-run.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { dataFolder, hasData, record, type Recording } from '../support/recorded.ts'

const STEP = 5 * MINUTE_MS
const NAIVE = { barrierIntervalMs: STEP, barrierAtrWindow: 1, takeProfitAtr: 2, stopAtr: 1 }
const column = (...values: readonly number[]): Float64Array => Float64Array.from(values)
const FOUR = { stepMs: STEP, openTime: column(0, STEP, 2 * STEP, 3 * STEP), open: column(100, 100, 100, 110), high: column(100, 105, 125, 115), low: column(100, 95, 95, 105), close: column(100, 100, 110, 113) }

describe('what has to be won', () => {
  it('is (sl + c)/(pt + sl), and who cannot win it at all is counted', () => {
    const { breakEven, payable } = breakEvenOf(column(0.001, 0.0025, 0.004), { takeProfitAtr: 2, stopAtr: 1 }, 0.004)
    expect([breakEven, payable]).toEqual([expect.closeTo(0.0065 / 0.0075, 12), expect.closeTo(2 / 3, 12)])
    // A cost as large as the take-profit leaves nothing, even to who always wins.
    expect(breakEvenOf(column(0.002), { takeProfitAtr: 2, stopAtr: 1 }, 0.004 + 1e-9)).toEqual({ breakEven: expect.closeTo(1, 5) as number, payable: 0 })
  })

  it('has its middle between the two in the middle', () => {
    expect([medianOf(column(1, 2, 10)), medianOf(column(1, 2, 4, 10)), medianOf(column())]).toEqual([2, 3, NaN])
  })

  it('counts both sides of each candle that has a range and an end', () => {
    // Decided at the second, both barriers within reach of the third: long wins, short is stopped. Decided at the third, nothing is touched. The last has no end.
    const found = feasibilityAt(FOUR, { ...NAIVE, horizon: 1 })!
    expect([...found.ranges]).toEqual([10 / 113, 10 / 100, 30 / 110])
    expect(found.shares).toEqual({ timeoutShare: 0.5, timeoutReturn: 0, baseRate: 0.5 })
  })

  it('leaves out entries whose horizon is not over, though they are: the others of that time are not known', () => {
    expect(feasibilityAt(FOUR, { ...NAIVE, horizon: 3 })).toBeUndefined()
  })

  it('is not to be said of candles that end too soon', () => {
    const one = { stepMs: STEP, openTime: column(0), open: column(1), high: column(1), low: column(1), close: column(1) }
    expect(feasibilityAt(one, perpEv.labelSpec)).toBeUndefined()
  })
})

describe('the table of an archive', () => {
  let recording: Recording
  let wish: FeasibilityWish
  beforeAll(async () => {
    recording = await record(8, 2)
    const instruments = (await recording.archive.instruments()).map(({ instrumentId }) => instrumentId)
    wish = { strategyId: 'perp-ev', instruments, from: null, to: null, changes: {}, barrierIntervalsMs: [STEP, HOUR_MS], horizons: [24, 48], costs: [] }
  })
  afterAll(() => recording.close())
  const table = (more: Partial<FeasibilityWish> = {}, cancelled = false, parts: number[] = []): Promise<FeasibilityReport> =>
    runFeasibility({ ...wish, ...more }, { archive: recording.archive, runId: 'feasibility-1', progress: (part) => void parts.push(part), cancelled: () => cancelled })

  it('has a cell for each instrument, scale, horizon and cost, with the costs of each instrument where none is asked for', async () => {
    const parts: number[] = []
    const report = await table({}, false, parts)
    expect(feasibilityReport.parse(report)).toEqual(report)
    expect(report.cells.map(({ instrumentId, barrierIntervalMs, horizon }) => [instrumentId, barrierIntervalMs, horizon])).toEqual(wish.instruments.flatMap((name) => [STEP, HOUR_MS].flatMap((interval) => [24, 48].map((horizon) => [name, interval, horizon]))))
    const [instrument] = await recording.archive.instruments()
    const cost = 2 * (instrument!.versions[0]!.fees.taker + instrument!.slippage) / 1e8
    expect(report.cells[0]!.cost).toBeCloseTo(cost, 12)
    expect([parts.at(-1), parts.toSorted((a, b) => a - b)]).toEqual([1, parts])
    const { atrShare, timeoutShare: t, timeoutReturn: m, winNeeded } = report.cells[3]!
    expect(winNeeded).toBeCloseTo((atrShare + (cost - t * m) / (1 - t)) / (3 * atrShare), 12)
  })

  it('warns where most candles cannot pay, and is told what the strategy may be changed to', async () => {
    const { cells, warnings } = await table({ costs: [0.2, 0.0001], changes: { 'labelSpec.takeProfitAtr': 3 } })
    expect(cells.filter(({ cost }) => cost === 0.2).every(({ payable }) => payable === 0)).toBe(true)
    expect(warnings).toContainEqual({ code: 'feasibility-unpayable', values: { instruments: wish.instruments.join(', '), minutes: 5, percent: '20.00' } })
    expect((await table({ costs: [0.0001] })).warnings).toEqual([])
  })

  it.each([
    ['a scale that is no multiple of the decisions', { barrierIntervalsMs: [7 * MINUTE_MS] }, /choose a multiple/],
    ['a horizon longer than the span', { horizons: [5_000] }, /choose a longer span or a shorter horizon/],
    ['a scale twice', { barrierIntervalsMs: [STEP, STEP] }, /twice/],
    ['a number that the strategy does not have', { changes: { 'labelSpec.depth': 1 } }, /is no parameter/],
    ['an instrument that is not there', { instruments: ['NOPEUSDT'] }, /import it first/],
  ])('refuses %s', async (_what, more, reason) => {
    await expect(table(more)).rejects.toThrow(reason)
  })

  it('ends when it is told to stop', async () => {
    await expect(table({}, true)).rejects.toThrow(RunCancelled)
  })
})

/** Worked out beforehand with NumPy from the same candles: median range, and break-even at 0.40 % and 0.14 % with barriers from five minutes, and at 0.40 % from hours. */
const KNOWN = [
  ['BTCUSDT', 0.133, 1.34, 26, 0.68, 0.57],
  ['ETHUSDT', 0.151, 1.21, 32, 0.64, 0.54],
  ['LTCUSDT', 0.219, 0.94, 58, 0.55, 0.48],
  ['SUIUSDT', 0.401, 0.67, 89, 0.45, 0.42],
] as const

describe.skipIf(!hasData)(`real candles of ${dataFolder} (skipped where they are not)`, () => {
  it.each(KNOWN)('of %s come to the known table', (name, ...known) => {
    const rows = gunzipSync(readFileSync(join(dataFolder, 'binance-usdm', `${name}-5m.csv.gz`))).toString().trim().split('\n').slice(1).map((row) => row.split(','))
    const of = (place: number): Float64Array => Float64Array.from(rows, (row) => Number(row[place]))
    const candles = { stepMs: STEP, openTime: of(0), open: of(1), high: of(2), low: of(3), close: of(4) }
    const [five, hour] = [STEP, HOUR_MS].map((barrierIntervalMs) => feasibilityAt(candles, { ...perpEv.labelSpec, barrierIntervalMs })!.ranges)
    const [naive, cheap, wide] = [breakEvenOf(five!, perpEv.labelSpec, 0.004), breakEvenOf(five!, perpEv.labelSpec, 0.0014), breakEvenOf(hour!, perpEv.labelSpec, 0.004)]
    const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals))
    expect([rounded(100 * medianOf(five!), 3), rounded(naive.breakEven, 2), rounded(100 * naive.payable, 0), rounded(cheap.breakEven, 2), rounded(wide.breakEven, 2)]).toEqual(known)
  })
})
