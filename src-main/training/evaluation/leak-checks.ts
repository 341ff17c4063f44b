import type { DataSet, SideRows } from '../data-set/data-set.ts'
import type { Fold } from '../folds/fold.ts'
import { MINUTE_MS } from '../../../src-shared/domain/units.ts'
import { atMost, type Check } from './check.ts'
import { SIDES, type FoldRow } from './fold-rows.ts'
import { qOf, type QTask } from './q-walk.ts'

/** More than this on real candles is a leak, not a model. */
const IC_MOST = 0.2
const AUC_MOST = 0.75

/** Of the folds alone: what was cut, and where. */
export function foldChecks(data: DataSet, folds: readonly Fold[]): readonly Check[] {
  const joints = folds.flatMap(({ fit, stop, calibrate, test }) => [[fit, stop], [stop, calibrate], [calibrate, test]] as const)
  const count = (of: (before: Int32Array, beginning: number) => number): number => joints.reduce((sum, [before, after]) => sum + of(before, leastOf(data.asOf, after)), 0)
  return [
    atMost('purged-by-label-end', count((before, beginning) => before.filter((row) => endOf(data, row) >= beginning).length), 0),
    atMost('no-shuffled-split', count((before, beginning) => before.filter((row) => data.asOf[row]! >= beginning).length), 0),
  ]
}

const endOf = ({ long, short }: DataSet, row: number): number => Math.max(long.dependsUntil[row]!, short.dependsUntil[row]!)

const leastOf = (column: Float64Array, rows: Int32Array): number => rows.reduce((least, row) => Math.min(least, column[row]!), Infinity)

/** Of the rows alone: how many labels begin before their features were known, and whether the features of a row are of its own candle. */
export function rowChecks(data: DataSet): readonly Check[] {
  const early = SIDES.reduce((sum, side) => sum + data.asOf.reduce((count, asOf, row) => count + Number(data[side].dependsUntil[row]! - data[side].minutesHeld[row]! * MINUTE_MS < asOf), 0), 0)
  const atDecision = featuresAtDecision(data)
  return [atMost('entry-after-decision', early, 0), ...(atDecision ? [atDecision] : [])]
}

/** Of so many candles; one of a whole bar and longer never lies within one. */
const RETURNS: readonly (readonly [name: string, candles: number])[] = [['r_1', 1], ['r_3', 3]]
/** More than this is no return but another range, of a bar that was late. */
const STANDS = 0.05
const ROWS_LEAST = 100
const CORRELATION_LEAST = 0.9

/**
 * The one kind of feature that rows can be held to without their candles. The barrier range over the close is known at the decision and does not pass through
 * the features: while the range stands, its share changes by the return of the candles in between, and so must `r_1` or `r_3` say. Undefined without them.
 */
function featuresAtDecision(data: DataSet): Check | undefined {
  for (const [name, candles] of RETURNS) {
    const returns = data.features[data.featureSet.indexOf(name)]
    if (!returns) continue
    const change = (row: number): number => data.atrShare[row - candles]! / data.atrShare[row]! - 1
    const rows = Array.from(data.asOf.keys()).filter((row) => isWithinBar(data, row - candles, row) && Number.isFinite(returns[row]!) && Math.abs(change(row)) < STANDS)
    if (rows.length < ROWS_LEAST) continue
    const value = correlation(rows.map((row) => returns[row]!), rows.map(change))
    return { name: 'features-at-decision', passed: value >= CORRELATION_LEAST, value, limit: CORRELATION_LEAST }
  }
  return undefined
}

/** Without a hole between the two, and without the end of a bar, at which the range is renewed. */
function isWithinBar({ asOf, instrumentOf, labelSpec, stepMs }: DataSet, from: number, to: number): boolean {
  if (from < 0 || instrumentOf[from] !== instrumentOf[to] || asOf[to]! - asOf[from]! !== (to - from) * stepMs) return false
  return Math.floor(asOf[from]! / labelSpec.barrierIntervalMs) === Math.floor(asOf[to]! / labelSpec.barrierIntervalMs)
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (const [place, value] of x.entries()) {
    const [dx, dy] = [value - mx, y[place]! - my]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0
}

/**
 * Fits q of a fold twice: on the rows as they are, and with everything outside of what may be fitted on made into something else. Counts the answers to
 * fitted rows that differ: a scaler, a choice of features or anything else that was made from all rows gives itself away, whatever the learner.
 */
export function scaledInsideFold(data: DataSet, fold: Fold, task: QTask): Check {
  const own = new Uint8Array(data.asOf.length)
  for (const part of [fold.fit, fold.stop]) for (const row of part) own[row] = 1
  const spoilt = { ...data, features: data.features.map((column) => column.map((value, row) => (own[row] === 1 ? value : 3 * value + 1))), long: spoiltSide(data.long, own), short: spoiltSide(data.short, own) }
  const differing = SIDES.reduce((sum, side) => {
    const ask = (rows: DataSet): Float64Array => qOf(rows, { ...task, side }, { ...fold, test: [fold.fit] })[0]!
    const [before, after] = [ask(data), ask(spoilt)]
    return sum + before.filter((value, place) => value !== after[place]).length
  }, 0)
  return atMost('scaled-inside-fold', differing, 0)
}

const spoiltSide = (side: SideRows, own: Uint8Array): SideRows => ({ ...side, outcome: side.outcome.map((end, row) => (own[row] === 1 ? end : end === 1 ? -1 : 1)) })

/** Too good to be true. */
export function leakAlarms(rows: readonly FoldRow[]): readonly Check[] {
  const all = rows.filter(({ fold }) => fold === null)
  const most = (values: readonly (number | null)[]): number => values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0)
  return [atMost('leak-alarm-ic', most(all.map(({ rankIc }) => rankIc)), IC_MOST), atMost('leak-alarm-auc', most(all.map(({ auc }) => auc)), AUC_MOST)]
}
