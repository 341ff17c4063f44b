/** Beyond every place. */
export const NOWHERE: number = 2 ** 30

/**
 * The records of a column as seen from one place on: the place itself, the next larger value, the next larger than that, … as far as a horizon reaches.
 * Places are pushed from the last to the first, so every value enters and leaves once, and the records lie side by side in order: the first one beyond
 * a level, or the last one up to a place, is found in O(log n), and in one or two steps where it is near.
 */
export class RecordQueue {
  /** The nearest stands last; values fall and places fall with the index. */
  readonly #values: Float64Array
  readonly #places: Int32Array
  #first = 0
  #last = -1

  /** `most`: how many pushes there will be. */
  constructor(most: number) {
    this.#values = new Float64Array(most)
    this.#places = new Int32Array(most)
  }

  /** `place`: before all that were pushed since the last `clear`. Forgets those after `horizonEnd`. */
  push(place: number, value: number, horizonEnd: number): void {
    const values = this.#values
    let last = this.#last
    // Further ahead and not larger: it can never be a record again.
    while (last >= this.#first && values[last]! <= value) last--
    while (last >= this.#first && this.#places[this.#first]! > horizonEnd) this.#first++
    last++
    values[last] = value
    this.#places[last] = place
    this.#last = last
  }

  clear(): void {
    this.#first = this.#last + 1
  }

  /** The largest value of all places. There has to be one. */
  get largest(): number {
    return this.#values[this.#first]!
  }

  /** The first place whose value is at least `distance` above `base`; NOWHERE where there is none. */
  firstBeyond(base: number, distance: number): number {
    const values = this.#values
    const first = this.#first
    // Not by adding base and distance: the sum would round, and a touch to the tick be missed.
    if (values[first]! - base < distance) return NOWHERE
    let far = this.#last
    let near = far + 1
    for (let step = 1; values[far]! - base < distance; step += step) {
      near = far
      far = far - step > first ? far - step : first
    }
    while (near - far > 1) {
      const middle = (near + far) >> 1
      if (values[middle]! - base < distance) near = middle
      else far = middle
    }
    return this.#places[far]!
  }

  /** The largest value up to a place, itself included; −∞ before the first. */
  largestUpTo(place: number): number {
    const places = this.#places
    const first = this.#first
    if (places[first]! <= place) return this.#values[first]!
    let near = this.#last + 1
    let far = this.#last
    for (let step = 1; places[far]! <= place; step += step) {
      near = far
      far = far - step > first ? far - step : first
    }
    while (near - far > 1) {
      const middle = (near + far) >> 1
      if (places[middle]! <= place) near = middle
      else far = middle
    }
    return near > this.#last ? -Infinity : this.#values[near]!
  }
}
