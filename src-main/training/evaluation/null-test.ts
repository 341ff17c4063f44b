import { SeededRandom } from '../../base/seeded-random.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Fold } from '../folds/fold.ts'
import type { Check } from './check.ts'
import { shuffled } from './permutation.ts'
import { walkAucs, type QTask } from './q-walk.ts'
import { longestLabelMs } from './row-times.ts'

/** How many of their own standard errors the mean of the runs may lie above a half: with five runs less than one in two hundred does by chance. */
const ERRORS_MOST = 5
/** What the runs' own spread is never believed to be below. */
const SPREAD_LEAST = 0.005
export const NULL_RUNS = 5

/** The mean of both sides' areas, with labels that belong to other rows. */
export function nullRun(data: DataSet, folds: readonly Fold[], task: QTask): number {
  const { long, short } = walkAucs(shuffledLabels(data, task.seed), folds, task)
  return ((long ?? 0.5) + (short ?? 0.5)) / 2
}

/** There is nothing to be learnt from shuffled labels: whatever finds something has seen what it is asked. `runs` of several seeds. */
export function nullTest(runs: readonly number[]): Check {
  const mean = runs.reduce((sum, auc) => sum + auc, 0) / runs.length
  const squares = runs.reduce((sum, auc) => sum + (auc - mean) * (auc - mean), 0)
  const spread = Math.max(SPREAD_LEAST, Math.sqrt(squares / Math.max(1, runs.length - 1)))
  const limit = 0.5 + (ERRORS_MOST * spread) / Math.sqrt(runs.length)
  return { name: 'null-test', passed: mean <= limit, value: mean, limit }
}

/** Outcomes of both sides, moved in blocks as long as the longest label, instrument by instrument: they overlap among themselves as before, and belong to other features. */
export function shuffledLabels(data: DataSet, seed: number): DataSet {
  const random = new SeededRandom(seed)
  const rowsEach = Math.max(1, Math.round(longestLabelMs(data) / data.stepMs))
  const source = new Int32Array(data.asOf.length)
  for (let from = 0, to = 0; from < source.length; from = to) {
    while (to < source.length && data.instrumentOf[to] === data.instrumentOf[from]) to += 1
    const blocks = shuffled(Int32Array.from({ length: Math.ceil((to - from) / rowsEach) }, (_, block) => block), random)
    let at = from
    for (const block of blocks) for (let row = from + block * rowsEach; row < Math.min(to, from + (block + 1) * rowsEach); row++) source[at++] = row
  }
  const moved = (column: Int8Array): Int8Array => Int8Array.from(source, (row) => column[row]!)
  return { ...data, long: { ...data.long, outcome: moved(data.long.outcome) }, short: { ...data.short, outcome: moved(data.short.outcome) } }
}
