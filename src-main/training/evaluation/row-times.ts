import type { DataSet } from '../data-set/data-set.ts'
import type { RowTimes } from '../folds/fold.ts'

/**
 * Up to when rows depend on what came: q on the real end of the longer of both labels; all outputs on the end of the horizon, over which the
 * adverse excursion is counted however early a barrier was touched.
 */
export function rowTimes({ asOf, long, short }: DataSet, heads: 'all' | 'q'): RowTimes {
  const [first, second] = heads === 'q' ? [long.dependsUntil, short.dependsUntil] : [long.horizonUntil, short.horizonUntil]
  return { asOf, dependsUntil: first.map((end, row) => Math.max(end, second[row]!, long.dependsUntil[row]!, short.dependsUntil[row]!)) }
}

/** The longest that any row depends on what comes after it. */
export function longestLabelMs(data: DataSet): number {
  const { asOf, dependsUntil } = rowTimes(data, 'all')
  let longest = data.stepMs
  for (let row = 0; row < asOf.length; row++) longest = Math.max(longest, dependsUntil[row]! - asOf[row]!)
  return longest
}
