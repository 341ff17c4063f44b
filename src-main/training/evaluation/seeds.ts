import { SeededRandom } from '../../base/seeded-random.ts'
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

/**
 * Draws as many blocks of time as the rows lie in, with replacement, all instruments together: what is next to each other and tells the same is drawn
 * together. A block lasts as long as the longest label.
 */
function bootstrapped(data: DataSet, seed: number): Reweigh {
  const blockMs = longestLabelMs(data)
  return (weights, rows) => {
    const blocks = rows.map((row) => Math.floor(data.asOf[row]! / blockMs))
    const first = blocks.reduce((least, block) => Math.min(least, block), Infinity)
    const count = blocks.reduce((most, block) => Math.max(most, block), -Infinity) - first + 1
    const random = new SeededRandom(seed)
    const drawn = new Float64Array(count)
    for (let draw = 0; draw < count; draw++) drawn[random.below(count)]! += 1
    const counted = new Float64Array(weights.length)
    for (const [place, row] of rows.entries()) counted[row] = weights[row]! * drawn[blocks[place]! - first]!
    return counted
  }
}
