import { SeededRandom } from '../../base/seeded-random.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Fitted } from '../learner.ts'
import type { Direction } from '../outcome-rows.ts'
import { flags } from '../columns.ts'
import { logLossOf } from './log-loss.ts'

/** As many rows as tell it well enough. */
const ROWS_MOST = 4_000

/**
 * How much worse q becomes, in log-loss, when the values of one feature are shuffled among the rows: a value per feature, below 0 where shuffling
 * helped. Of up to some thousand rows that touched a barrier, evenly spread.
 */
export function permutationImportance(data: DataSet, side: Direction, rows: Int32Array, { fitted, seed }: { readonly fitted: Fitted; readonly seed: number }): Float64Array {
  const { outcome } = data[side]
  const touched = rows.filter((row) => outcome[row] !== 0)
  const every = Math.max(1, Math.ceil(touched.length / ROWS_MOST))
  const asked = touched.filter((_, place) => place % every === 0)
  const hits = flags(outcome, asked, 1)
  const all = Int32Array.from(asked.keys())
  const columns = data.features.map((column) => Float32Array.from(asked, (row) => column[row]!))
  const lossOf = (features: readonly Float32Array[]): number => logLossOf(fitted.predict({ ...data, features }, all)[0]!, hits)
  const known = lossOf(columns)
  const random = new SeededRandom(seed)
  return Float64Array.from(columns, (column, feature) => lossOf(columns.with(feature, shuffled(column, random))) - known)
}

/** Fisher and Yates. */
export function shuffled<Column extends Float32Array | Int32Array>(values: Column, random: SeededRandom): Column {
  const mixed = values.slice() as Column
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const kept = mixed[last]!
    mixed[last] = mixed[other]!
    mixed[other] = kept
  }
  return mixed
}
