import { SeededRandom } from '../../base/seeded-random.ts'
import { blockWeights } from '../../labels/block-weights.ts'
import { taken } from '../columns.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Fold } from '../folds/fold.ts'
import { walkAucs, type QTask, type Reweigh, type SideAucs } from './q-walk.ts'
import { longestLabelMs } from './row-times.ts'

export interface SeedRow {
  readonly seed: number
  readonly auc: SideAucs
}

/** What another draw of the same history would have made of q: a spread, and not a choice to pick the best from. */
export function seedRow(data: DataSet, folds: readonly Fold[], task: QTask): SeedRow {
  return { seed: task.seed, auc: walkAucs(data, folds, task, bootstrapped(data, task.seed)) }
}

/** Blocks as long as the longest label: what is next to each other and tells the same is drawn together. */
function bootstrapped(data: DataSet, seed: number): Reweigh {
  const blockMs = longestLabelMs(data)
  return (weights, rows) => {
    const drawn = blockWeights(taken(data.asOf, rows), blockMs, new SeededRandom(seed))
    const counted = new Float64Array(weights.length)
    for (const [place, row] of rows.entries()) counted[row] = weights[row]! * drawn[place]!
    return counted
  }
}
