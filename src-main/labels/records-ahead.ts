/**
 * The records of a column as seen from each place on: the place itself, the next larger value, the next larger than that, … within `count` places.
 * Each place knows its next record and one far jump along them (Myers, "An applicative random-access stack", 1983), so that the first record
 * beyond a level, or the last before a place, is found in O(log n), and all of it is built in one pass.
 */
export class RecordsAhead {
  readonly values: Float64Array
  /** The largest of the `count` values from each place on; of as many as there are at the end. */
  readonly largest: Float64Array
  readonly #next: Int32Array
  readonly #jump: Int32Array

  constructor(values: Float64Array, count: number) {
    const end = values.length
    this.values = values
    this.largest = new Float64Array(end)
    const [next, jump, depth, waiting] = [new Int32Array(end + 1), new Int32Array(end + 1), new Int32Array(end + 1), new Int32Array(end)]
    next[end] = jump[end] = end
    let [first, last] = [0, -1]
    for (let place = end - 1; place >= 0; place--) {
      // Further ahead and not larger: it can never be a record again. The nearest stands last.
      while (last >= first && values[waiting[last]!]! <= values[place]!) last--
      while (last >= first && waiting[first]! >= place + count) first++
      const after = last >= first ? waiting[last]! : end
      const far = jump[after]!
      next[place] = after
      depth[place] = depth[after]! + 1
      jump[place] = depth[after]! - depth[far]! === depth[far]! - depth[jump[far]!]! ? jump[far]! : after
      waiting[++last] = place
      this.largest[place] = values[waiting[first]!]!
    }
    this.#next = next
    this.#jump = jump
  }

  /** The first place from `from` to `last` whose value is at least `distance` above `base`; a later one where there is none. `last` < from + count. */
  firstBeyond(from: number, last: number, base: number, distance: number): number {
    const [values, next, jump] = [this.values, this.#next, this.#jump]
    let place = from
    // Not by adding base and distance: the sum would round, and a touch to the tick be missed.
    while (place <= last && values[place]! - base < distance) {
      const far = jump[place]!
      place = far <= last && values[far]! - base < distance ? far : next[place]!
    }
    return place
  }

  /** The largest value from `from` to `last`, both included. from ≤ last < from + count. */
  largestUpTo(from: number, last: number): number {
    const [next, jump] = [this.#next, this.#jump]
    let place = from
    while (next[place]! <= last) place = jump[place]! <= last ? jump[place]! : next[place]!
    return this.values[place]!
  }
}
