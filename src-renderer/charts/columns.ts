const ROOM_MIN = 1_024

/**
 * Rows of numbers as typed columns, ascending by the first of them, with room at both ends: a hundred thousand candles are five
 * megabytes, and growing seldom copies.
 */
export class Columns {
  #columns: readonly Float64Array[]
  #start = 0
  #length = 0
  #prepended = 0

  constructor(width: number) {
    this.#columns = Array.from({ length: width }, () => new Float64Array(0))
  }

  get length(): number {
    return this.#length
  }

  /** How many were put before the first one so far: what was at `i` is at `i` plus what this grew by. */
  get prepended(): number {
    return this.#prepended
  }

  value(column: number, index: number): number {
    return this.#columns[column]![this.#start + index]!
  }

  /** The newest row whose key is not above this one; −1 when all are above. */
  indexAt(key: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.value(0, middle) <= key) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Adds a row that is later than all; another one is left out. */
  add(row: readonly number[]): boolean {
    if (this.#length > 0 && row[0]! <= this.value(0, this.#length - 1)) return false
    this.#makeRoom(0, 1)
    for (const [i, value] of row.entries()) this.#columns[i]![this.#start + this.#length] = value
    this.#length++
    return true
  }

  /** Puts older rows before the first; what the page holds of the rest is left out. */
  prepend(page: readonly ArrayLike<number>[]): void {
    const keys = page[0]!
    const count = this.#length === 0 ? keys.length : lowerBound(keys, this.value(0, 0))
    this.#makeRoom(count, 0)
    this.#start -= count
    this.#length += count
    this.#prepended += count
    this.#write(page, count, 0)
  }

  /** Lets the newest page replace what there is of its time; later rows stay. */
  merge(page: readonly ArrayLike<number>[]): void {
    const keys = page[0]!
    if (keys.length === 0) return
    if (this.#length > 0 && keys[keys.length - 1]! < this.value(0, 0)) return this.prepend(page)
    const keep = this.indexAt(keys[0]! - 1) + 1
    const later = this.indexAt(keys[keys.length - 1]!) + 1
    const tail = Array.from({ length: this.#length - later }, (_, i) => this.#columns.map((_column, j) => this.value(j, later + i)))
    this.#length = keep
    this.#makeRoom(0, keys.length)
    this.#length += keys.length
    this.#write(page, keys.length, keep)
    for (const row of tail) this.add(row)
  }

  #write(page: readonly ArrayLike<number>[], count: number, at: number): void {
    for (const [i, values] of page.entries()) {
      const column = this.#columns[i]!
      for (let j = 0; j < count; j++) column[this.#start + at + j] = values[j]!
    }
  }

  #makeRoom(before: number, after: number): void {
    const capacity = this.#columns[0]!.length
    if (this.#start >= before && this.#start + this.#length + after <= capacity) return
    const room = Math.max(ROOM_MIN, this.#length >> 1)
    const start = before + room
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(start + this.#length + after + room)
      larger.set(column.subarray(this.#start, this.#start + this.#length), start)
      return larger
    })
    this.#start = start
  }
}

/** How many values of an ascending row are below a limit. */
export function lowerBound(values: ArrayLike<number>, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
