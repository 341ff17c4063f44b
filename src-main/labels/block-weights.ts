import type { SeededRandom } from '../base/seeded-random.ts'

/**
 * How often each row is in a sample that draws blocks of time with replacement, all instruments at once: labels that overlap are drawn or left out together, so a
 * sample differs from the next about as much as another history would. As many blocks are drawn as the rows last; what reaches beyond the end begins anew.
 * `times` in milliseconds, in any order; `blockMs`: at least what a label lasts.
 */
export function blockWeights(times: Float64Array, blockMs: number, random: SeededRandom): Float64Array {
  const from = times.reduce((least, time) => Math.min(least, time), Infinity)
  const span = times.reduce((most, time) => Math.max(most, time), -Infinity) - from + 1
  if (!(blockMs > 0)) throw new RangeError(`a block of ${blockMs} ms holds no row: choose the horizon of the labels`)
  const weights = new Float64Array(times.length)
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]!)
  const sorted = Float64Array.from(order, (row) => times[row]! - from)
  const add = (begin: number, end: number): void => {
    for (let place = firstFrom(sorted, begin); place < sorted.length && sorted[place]! < end; place++) weights[order[place]!]! += 1
  }
  for (let left = span; left > 0; left -= blockMs) {
    const begin = random.uniform() * span
    const end = begin + Math.min(left, blockMs)
    add(begin, Math.min(end, span))
    add(0, end - span)
  }
  return weights
}

function firstFrom(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
