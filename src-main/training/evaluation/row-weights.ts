import { joined, sumOver, taken } from '../columns.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'
import { averageUniqueness } from '../uniqueness.ts'

/** Which rows are fitted on: neighbours tell nearly the same. */
export interface Sampling {
  /** Every so-manyth candle of the clock, the same ones of every instrument. */
  readonly every: number
  /** Those with a 1 instead, by row of the data set. */
  readonly events?: Uint8Array | undefined
}

/** Rows to fit on, what each of all rows counts there, and what they amount to when overlapping labels are counted once. */
export interface SampledRows {
  readonly fit: Int32Array
  readonly stop: Int32Array
  readonly all: Int32Array
  readonly weights: Float64Array
  readonly effectiveRows: number
}

export function sampledRows(data: DataSet, side: Direction, { fit, stop }: Pick<SampledRows, 'fit' | 'stop'>, sampling: Sampling): SampledRows {
  const rows = { fit: sampled(data, fit, sampling), stop: sampled(data, stop, sampling) }
  const all = joined([rows.fit, rows.stop])
  if (!sampling.events) return { ...rows, all, weights: evenWeights(data, side, all, sampling.every), effectiveRows: sumOver(data[side].weight, fit) + sumOver(data[side].weight, stop) }
  const weights = meansOf(data, all, uniquenessAmong(data, side, all), 1)
  return { ...rows, all, weights, effectiveRows: sumOver(weights, all) }
}

export const sampled = ({ asOf, stepMs }: DataSet, rows: Int32Array, { every, events }: Sampling): Int32Array => rows.filter((row) => (events ? events[row] === 1 : Math.round(asOf[row]! / stepMs) % every === 0))

/**
 * What each of some rows counts in a fit: the mean uniqueness of its instrument's among them, so that they sum to the number of effective rows.
 * The mean and not each row's own, which favours labels that end soon: with a stop nearer than the take-profit those are stops, and every q fitted
 * so comes out too low. Of rows that are every so-manyth candle each stands for those left out, up to a whole one. 0 for all other rows.
 */
export const evenWeights = (data: DataSet, side: Direction, rows: Int32Array, every: number): Float64Array => meansOf(data, rows, data[side].weight, every)

function meansOf(data: DataSet, rows: Int32Array, weight: Float64Array, times: number): Float64Array {
  const [sums, counts] = [new Float64Array(data.instruments.length), new Float64Array(data.instruments.length)]
  for (const row of rows) {
    sums[data.instrumentOf[row]!]! += weight[row]!
    counts[data.instrumentOf[row]!]! += 1
  }
  const weights = new Float64Array(data.asOf.length)
  for (const row of rows) {
    const instrument = data.instrumentOf[row]!
    weights[row] = Math.min(1, (times * sums[instrument]!) / counts[instrument]!)
  }
  return weights
}

/** Counted among these rows alone: what is not at an event stands for nothing, and takes nothing away from those that are. */
function uniquenessAmong(data: DataSet, side: Direction, rows: Int32Array): Float64Array {
  const { asOf, instrumentOf, instruments, stepMs } = data
  const unique = new Float64Array(asOf.length)
  for (const instrument of instruments.keys()) {
    const own = rows.filter((row) => instrumentOf[row] === instrument)
    averageUniqueness(taken(asOf, own), taken(data[side].dependsUntil, own), stepMs).forEach((weight, place) => (unique[own[place]!] = weight))
  }
  return unique
}
