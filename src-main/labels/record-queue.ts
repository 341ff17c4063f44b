/** How many of the nearest are looked at together: a loop that ends where one stays would be guessed wrong nearly each time. */
const AT_ONCE = 3

/**
 * The records of a column as seen from one place on: the place itself, the next larger value, the next larger than that, … as far as a horizon reaches.
 * Places are pushed from the last to the first, so every value enters and leaves once, and the records lie side by side in order: the first one beyond
 * a level, or the last one up to a place, is found in O(log n). Searches halve what is left without a branch on what they compare: a processor guesses such
 * branches wrong half of the time, which takes longer than some comparisons more.
 */
export class RecordQueue {
  /** The nearest stands last; values fall and places fall with the index. Before the first all are Infinity: nothing pushed is larger. */
  readonly #values: Float64Array
  readonly #places: Int32Array
  #first = AT_ONCE
  #last: number = AT_ONCE - 1

  /** `most`: how many pushes there will be. */
  constructor(most: number) {
    this.#values = new Float64Array(AT_ONCE + most)
    this.#places = new Int32Array(AT_ONCE + most)
    this.#values.fill(Infinity, 0, AT_ONCE)
  }

  /** `place`: before all that were pushed since the last `clear`. Forgets those after `horizonEnd`. */
  push(place: number, value: number, horizonEnd: number): void {
    const values = this.#values
    let last = this.#last
    // Further ahead and not larger: it can never be a record again.
    let gone: number
    do {
      gone = Number(values[last]! <= value) + Number(values[last - 1]! <= value) + Number(values[last - 2]! <= value)
      last -= gone
    } while (gone === AT_ONCE)
    while (last >= this.#first && this.#places[this.#first]! > horizonEnd) values[this.#first++] = Infinity
    last++
    values[last] = value
    this.#places[last] = place
    this.#last = last
  }

  clear(): void {
    this.#values.fill(Infinity, this.#first, this.#last + 1)
    this.#first = this.#last + 1
  }

  /** The largest value of all places. There has to be one. */
  get largest(): number {
    return this.#values[this.#first]!
  }

  /** Of an index that was found. */
  placeAt(index: number): number {
    return this.#places[index]!
  }

  /** The index of the first place whose value is at least `distance` above `base`; −1 where there is none. */
  firstBeyond(base: number, distance: number): number {
    const values = this.#values
    let found = this.#first
    // Not by adding base and distance: the sum would round, and a touch to the tick be missed.
    if (values[found]! - base < distance) return -1
    for (let left = this.#last - found + 1; left > 1;) {
      const half = left >> 1
      found += half & -Number(values[found + half]! - base >= distance)
      left -= half
    }
    return found
  }

  /** The index of the last record up to a place, itself included, which is the largest value up to it; one beyond all where there is none. */
  lastUpTo(place: number): number {
    const places = this.#places
    let before = this.#first
    if (places[before]! <= place) return before
    for (let left = this.#last - before + 1; left > 1;) {
      const half = left >> 1
      before += half & -Number(places[before + half]! > place)
      left -= half
    }
    return before + 1
  }

  /** Of an index that was found; −∞ of the one beyond all. */
  valueAt(index: number): number {
    return index > this.#last ? -Infinity : this.#values[index]!
  }
}
