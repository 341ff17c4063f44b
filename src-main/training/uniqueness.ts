import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { Direction, OutcomeRows } from './outcome-rows.ts'

/**
 * How much of each row is its own: the mean, over the steps its label lasts, of one over the labels that last through that step too (average
 * uniqueness). Their sum is the number of effective rows. `starts` and `ends` are times, the end excluded, of rows of one instrument; a label
 * that ends where it began lasts one step.
 */
export function averageUniqueness(starts: Float64Array, ends: Float64Array, stepMs: number): Float64Array {
  const origin = smallest(starts)
  const from = starts.map((start) => Math.floor((start - origin) / stepMs))
  const to = ends.map((end, row) => Math.max(from[row]! + 1, Math.ceil((end - origin) / stepMs)))
  const shares = sharesBefore(from, to)
  return from.map((start, row) => (shares[to[row]!]! - shares[start]!) / (to[row]! - start))
}

/** Of every row, instrument by instrument: markets side by side count as apart, though they are not quite. */
export function uniquenessOf(rows: OutcomeRows, direction: Direction, stepMs: number): Float64Array {
  const weights = new Float64Array(rows.asOf.length)
  for (const places of Map.groupBy(weights.keys(), (row) => rows.instrumentIds[row]!).values()) {
    const starts = Float64Array.from(places, (row) => rows.asOf[row]!)
    const ends = Float64Array.from(places, (row) => rows.asOf[row]! + MINUTE_MS * rows.outcomes[direction][row]!.minutesHeld)
    averageUniqueness(starts, ends, stepMs).forEach((weight, place) => (weights[places[place]!] = weight))
  }
  return weights
}

/** For each step the sum, over the steps before it, of one over the labels that last through them. */
function sharesBefore(from: Float64Array, to: Float64Array): Float64Array {
  const count = new Float64Array(to.reduce((most, step) => Math.max(most, step), 0) + 1)
  for (let row = 0; row < from.length; row++) {
    count[from[row]!]! += 1
    count[to[row]!]! -= 1
  }
  const shares = new Float64Array(count.length)
  let lasting = 0
  for (let step = 0; step + 1 < count.length; step++) {
    lasting += count[step]!
    shares[step + 1] = shares[step]! + (lasting > 0 ? 1 / lasting : 0)
  }
  return shares
}

const smallest = (values: Float64Array): number => values.reduce((least, value) => Math.min(least, value), Infinity)
