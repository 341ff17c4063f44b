import { log } from '../math/elementary.ts'

/** In place of a share of nothing, whose logarithm has no end. */
const LEAST_SHARE = 1e-4
const BINS = 10

/** Population stability index of two distributions over the same bins, as shares: Σ (actual − expected)·ln(actual ÷ expected). Above .2 it is usual to act. */
export function stabilityIndex(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  let sum = 0
  for (let bin = 0; bin < expected.length; bin++) {
    const [before, now] = [Math.max(expected[bin]!, LEAST_SHARE), Math.max(actual[bin]!, LEAST_SHARE)]
    sum += (now - before) * log(now / before)
  }
  return sum
}

/**
 * How far the values of a column have moved: bins are the tenths of what was, and one of what is missing (NaN). Null where there is nothing on one side.
 * Tenths that fall together, as of a column of few values, are one bin.
 */
export function stabilityOf(before: ArrayLike<number>, now: ArrayLike<number>): number | null {
  if (before.length === 0 || now.length === 0) return null
  const sorted = Float64Array.from(before).filter((value) => !Number.isNaN(value)).sort()
  const cuts = Array.from({ length: BINS - 1 }, (_, part) => sorted[Math.floor(((part + 1) * sorted.length) / BINS)]!)
  const edges = sorted.length > 0 ? [...new Set(cuts)] : []
  return stabilityIndex(sharesOf(before, edges), sharesOf(now, edges))
}

/** Of the values below the first edge, from each edge on, and of those missing. */
function sharesOf(values: ArrayLike<number>, edges: readonly number[]): Float64Array {
  const shares = new Float64Array(edges.length + 2)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    const bin = Number.isNaN(value) ? edges.length + 1 : edges.findIndex((edge) => value < edge)
    shares[bin < 0 ? edges.length : bin]! += 1 / values.length
  }
  return shares
}
