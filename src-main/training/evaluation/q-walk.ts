import type { DataSet } from '../data-set/data-set.ts'
import type { CombinatorialFolds, Split } from '../folds/combinatorial.ts'
import type { Fold } from '../folds/fold.ts'
import type { Direction } from '../outcome-rows.ts'
import type { SideTask } from './fold-forecast.ts'
import { areaUnderCurve } from './ranks.ts'
import { chosen, flags, joined, taken, touchedPlaces } from '../columns.ts'
import { sampledRows } from './row-weights.ts'

/** What is asked of q alone: no calibration, since ranks do not change by it. */
export type QTask = Omit<SideTask, 'side'>

/** How well q ranks rows that touched a barrier, on each side; null where all of them ended alike. */
export type SideAucs = Readonly<Record<Direction, number | null>>

/** Changes what the rows of a fit count, by row of the data set. */
export type Reweigh = (weights: Float64Array, rows: Int32Array) => Float64Array

/** The walk-forward with q alone, over all test parts together. */
export function walkAucs(data: DataSet, folds: readonly Fold[], task: QTask, reweigh?: Reweigh): SideAucs {
  const auc = (side: Direction): number | null => {
    const forecasts = folds.map((fold) => qOf(data, { ...task, side }, { ...fold, test: [fold.test] }, reweigh)[0]!)
    return aucOf(data, side, folds.map(({ test }) => test), forecasts)
  }
  return { long: auc('long'), short: auc('short') }
}

/** What one split says of its test groups, side by side. */
export type SplitForecast = Readonly<Record<Direction, readonly Float64Array[]>>

export function splitForecast(data: DataSet, split: Split, task: QTask): SplitForecast {
  const of = (side: Direction): readonly Float64Array[] => qOf(data, { ...task, side }, { ...split, stop: new Int32Array(0) })
  return { long: of('long'), short: of('short') }
}

/** For each path, over all of time, how well the forecasts of its splits rank. */
export function pathAucs(data: DataSet, { splits, paths }: CombinatorialFolds, forecasts: readonly SplitForecast[]): Readonly<Record<Direction, readonly (number | null)[]>> {
  const of = (side: Direction): readonly (number | null)[] => paths.map((path) => {
    const places = path.map((split, group) => ({ split, at: splits[split]!.testGroups.indexOf(group) }))
    return aucOf(data, side, places.map(({ split, at }) => splits[split]!.test[at]!), places.map(({ split, at }) => forecasts[split]![side][at]!))
  })
  return { long: of('long'), short: of('short') }
}

/** Fits q on the first two parts and asks it about each test part. */
export function qOf(data: DataSet, task: SideTask, { fit, stop, test }: Pick<Fold, 'fit' | 'stop'> & { readonly test: readonly Int32Array[] }, reweigh: Reweigh = (weights) => weights): readonly Float64Array[] {
  const { learner, side, parameters, seed } = task
  const rows = sampledRows(data, side, { fit, stop }, task)
  const fitted = learner.fit(data, { side, fit: rows.fit, stop: rows.stop, weights: reweigh(rows.weights, rows.all), parameters, seed, heads: 'q' })
  return test.map((part) => fitted.predict(data, part)[0]!)
}

function aucOf(data: DataSet, side: Direction, parts: readonly Int32Array[], forecasts: readonly Float64Array[]): number | null {
  const { outcome } = data[side]
  const rows = joined(parts)
  const q = new Float64Array(rows.length)
  forecasts.reduce((at, column) => {
    q.set(column, at)
    return at + column.length
  }, 0)
  const touched = touchedPlaces(outcome, rows)
  return areaUnderCurve(taken(q, touched), flags(outcome, chosen(rows, touched), 1))
}
