import { expect, it } from 'vitest'
import type { LabelCandles } from '../../src-main/labels/label-candles.ts'
import { sumOver, taken } from '../../src-main/training/columns.ts'
import type { DataSet } from '../../src-main/training/data-set/data-set.ts'
import { eventRows } from '../../src-main/training/evaluation/event-rows.ts'
import { forecastFold } from '../../src-main/training/evaluation/fold-forecast.ts'
import { walkAucs } from '../../src-main/training/evaluation/q-walk.ts'
import { rowTimes } from '../../src-main/training/evaluation/row-times.ts'
import { sampledRows } from '../../src-main/training/evaluation/row-weights.ts'
import { WALK_FORWARD, walkForward } from '../../src-main/training/folds/walk-forward.ts'
import type { FitWish, Learner } from '../../src-main/training/learner.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import { averageUniqueness } from '../../src-main/training/uniqueness.ts'
import { inventedDataSet, STEP_MS } from '../support/data-sets.ts'

const ROWS = 1_500
const data = inventedDataSet({ rows: ROWS, horizon: 24, edge: 0.5 })
const DAY = 288

/** From a day before the first row: the price goes to and fro by a thousandth, and jumps by a hundredth before the close of some rows. */
function candlesThat(jumpAt: readonly number[]): LabelCandles {
  const openTime = Float64Array.from({ length: ROWS + DAY + 1 }, (_, place) => data.asOf[0]! + (place - DAY - 2) * STEP_MS)
  const jumps = new Set(jumpAt.map((row) => data.asOf[row]! - STEP_MS))
  let level = 100
  const close = openTime.map((time, place) => (level *= jumps.has(time) ? 1.01 : 1) * (place % 2 === 0 ? 1 : 1.001))
  return { stepMs: STEP_MS, openTime, open: close, high: close, low: close, close }
}

const JUMPS: Readonly<Record<string, readonly number[]>> = { AAAUSDT: [40, 400, 401, 1_200], BBBUSDT: [7] }
const rowsOf = (isEvent: Uint8Array): readonly number[] => Array.from(isEvent.keys()).filter((row) => isEvent[row] === 1)
const events = (): Promise<Uint8Array> => eventRows(data, 5, async (instrumentId) => candlesThat(JUMPS[instrumentId]!))

it('finds the very rows at whose close the price has moved, on each instrument its own', async () => {
  expect(rowsOf(await events())).toEqual([40, 400, 401, 1_200, ROWS + 7])
  const holed: DataSet = { ...data, asOf: data.asOf.map((time, row) => (row > 400 && row < ROWS ? time + STEP_MS : time)) }
  expect(rowsOf(await eventRows(holed, 5, async (instrumentId) => candlesThat(JUMPS[instrumentId]!)))).toEqual([40, 400, 1_199, ROWS + 7])
})

it('says so where nothing is left to fit on', async () => {
  await expect(eventRows(data, 500, async () => candlesThat([40]))).rejects.toThrow(/AAAUSDT.*500 deviations.*fewer deviations/)
})

/** Every fifth row, and eight in a row of which each tells nearly the same. */
const some = Uint8Array.from(data.asOf, (_, row) => Number(row % 5 === 0 || (row % 100 > 90 && row % 100 < 99)))

it('replaces the thinning, and counts uniqueness among what is kept', () => {
  const parts = { fit: Int32Array.from({ length: 900 }, (_, row) => row), stop: Int32Array.from({ length: 300 }, (_, row) => 950 + row) }
  const { fit, stop, all, weights, effectiveRows } = sampledRows(data, 'long', parts, { every: 7, events: some })
  expect([...fit]).toEqual(rowsOf(some).filter((row) => row < 900))
  expect([...stop]).toEqual(rowsOf(some).filter((row) => row >= 950 && row < 1_250))
  expect(all.length).toBe(fit.length + stop.length)
  const unique = averageUniqueness(taken(data.asOf, all), taken(data.long.dependsUntil, all), STEP_MS)
  const sum = unique.reduce((total, one) => total + one, 0)
  expect(effectiveRows).toBeCloseTo(sum, 9)
  expect(sumOver(weights, all)).toBeCloseTo(sum, 9)
  expect(sum).toBeGreaterThan(1.5 * sumOver(data.long.weight, all))
  expect(weights.filter((weight) => weight > 0).length).toBe(all.length)
})

it('changes what is fitted on, of all outputs and of q alone, and neither calibration nor test', () => {
  const asked: FitWish[] = []
  const learner: Learner = { ...linearLearner, fit: (rows, wanted) => (asked.push(wanted), linearLearner.fit(rows, wanted)) }
  const folds = walkForward(rowTimes(data, 'all'), { ...WALK_FORWARD, folds: 2 })
  const settings = { parameters: {}, seed: 1, every: 1, events: some }
  const { fold, long } = forecastFold(data, folds[0]!, learner, settings)
  expect(long.outputs[0]!.length).toBe(fold.test.length)
  expect(long.fitRows).toBe([...fold.fit, ...fold.stop].filter((row) => some[row] === 1).length)
  const touched = fold.calibrate.filter((row) => data.long.outcome[row] !== 0)
  expect(long.reliability.reduce((sum, { effectiveRows }) => sum + effectiveRows, 0)).toBeCloseTo(sumOver(data.long.weight, touched), 6)
  walkAucs(data, folds, { learner, ...settings })
  expect(asked.length).toBeGreaterThan(4)
  for (const { fit, stop } of asked) expect([...fit, ...stop].every((row) => some[row] === 1)).toBe(true)
})
