import type { SeededRandom } from '../base/seeded-random.ts'

/** An interval of values that a statistic had in resampled data. */
export interface SampleInterval {
  readonly low: number
  readonly high: number
}

/** The smallest whole number whose cube is not below n: the mean block that resampling of n periods keeps together. */
export function meanBlock(count: number): number {
  let length = 1
  while (length * length * length < count) length++
  return length
}

/**
 * Places drawn by the stationary block bootstrap (Politis and Romano 1994): blocks begin anywhere, have a geometric length with mean `block`, and go on at the
 * first place after the last.
 */
export function stationaryDraw(count: number, block: number, random: SeededRandom): Int32Array {
  const drawn = new Int32Array(count)
  let place = 0
  for (let index = 0; index < count; index++) {
    const isNew = index === 0 || random.below(block) === 0
    place = isNew ? random.below(count) : (place + 1) % count
    drawn[index] = place
  }
  return drawn
}

/** A statistic of so many resamples of the values, in the order of drawing. */
export function resampled<Value>(values: ArrayLike<number>, { resamples, block, random }: { readonly resamples: number; readonly block: number; readonly random: SeededRandom },
  statistic: (drawn: Float64Array) => Value): Value[] {
  return Array.from({ length: resamples }, () => {
    const places = stationaryDraw(values.length, block, random)
    const drawn = new Float64Array(values.length)
    for (let index = 0; index < drawn.length; index++) drawn[index] = values[places[index]!]!
    return statistic(drawn)
  })
}

/** What is left of the values when a part `tail` is cut off at each end. Null of none. */
export function middleOf(values: readonly number[], tail: number): SampleInterval | null {
  const sorted = Float64Array.from(values).sort()
  const cut = Math.floor(tail * sorted.length)
  return sorted.length > 0 ? { low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]! } : null
}
