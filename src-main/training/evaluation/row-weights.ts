import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'

/**
 * What each of some rows counts in a fit: the mean uniqueness of its instrument's among them, so that they sum to the number of effective rows.
 * The mean and not each row's own, which favours labels that end soon: with a stop nearer than the take-profit those are stops, and every q fitted
 * so comes out too low. Of rows that are every so-manyth candle each stands for those left out, up to a whole one. 0 for all other rows.
 */
export function evenWeights(data: DataSet, side: Direction, rows: Int32Array, every: number): Float64Array {
  const { weight } = data[side]
  const [sums, counts] = [new Float64Array(data.instruments.length), new Float64Array(data.instruments.length)]
  for (const row of rows) {
    sums[data.instrumentOf[row]!]! += weight[row]!
    counts[data.instrumentOf[row]!]! += 1
  }
  const weights = new Float64Array(data.asOf.length)
  for (const row of rows) {
    const instrument = data.instrumentOf[row]!
    weights[row] = Math.min(1, (every * sums[instrument]!) / counts[instrument]!)
  }
  return weights
}

/** Every so-manyth candle of the clock, the same ones of every instrument. */
export const thinned = ({ asOf, stepMs }: DataSet, rows: Int32Array, every: number): Int32Array => rows.filter((row) => Math.round(asOf[row]! / stepMs) % every === 0)
