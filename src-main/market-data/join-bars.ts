/** What joining needs of a candle: whole numbers of one unit, or floats. */
export interface Bar {
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** A longer bar on the grid of UTC, made of shorter ones. */
export interface JoinedBar extends Bar {
  /** Shorter bars that were there. */
  readonly parts: number
  /** All of them were. A bar that is not whole is only part of the truth: it is never a closed candle, and nothing may be decided on it. */
  readonly isWhole: boolean
}

/**
 * Joins bars to a longer interval, one after the other: open of the first, highest high, lowest low, close of the last, sum of the
 * volumes. Bars without volume are bars like others. A span begins at a multiple of its interval since 1970, whatever bar comes first.
 */
export class BarJoiner {
  readonly #partMs: number
  readonly #intervalMs: number
  #start = Number.NaN
  #parts = 0
  #lastOpen = -Infinity
  #open = 0
  #high = 0
  #low = 0
  #close = 0
  #volume = 0

  /** Throws RangeError unless the longer interval holds a whole number of the shorter. */
  constructor(partMs: number, intervalMs: number) {
    if (!(partMs > 0) || intervalMs % partMs !== 0) throw new RangeError(`bars of ${partMs} ms cannot be joined to ${intervalMs} ms`)
    this.#partMs = partMs
    this.#intervalMs = intervalMs
  }

  /** Answers the bar that ends with this one, or the one before it that stayed without its last parts. Throws RangeError for a bar that does not come after the last. */
  take(bar: Bar): JoinedBar | undefined {
    if (!(bar.openTime > this.#lastOpen) || bar.openTime % this.#partMs !== 0) throw new RangeError(`a bar that opened at ${bar.openTime} cannot follow one that opened at ${this.#lastOpen}`)
    this.#lastOpen = bar.openTime
    const start = Math.floor(bar.openTime / this.#intervalMs) * this.#intervalMs
    const left = start === this.#start ? undefined : this.rest()
    if (this.#parts === 0) this.#begin(start, bar)
    else this.#extend(bar)
    return this.#parts * this.#partMs === this.#intervalMs ? this.rest() : left
  }

  /** What is there of the span that no bar has ended yet. Joining goes on after it as if it had never been. */
  rest(): JoinedBar | undefined {
    if (this.#parts === 0) return undefined
    const bar = {
      openTime: this.#start, open: this.#open, high: this.#high, low: this.#low, close: this.#close, volume: this.#volume,
      parts: this.#parts, isWhole: this.#parts * this.#partMs === this.#intervalMs,
    }
    this.#parts = 0
    return bar
  }

  #begin(start: number, { open, high, low, close, volume }: Bar): void {
    this.#start = start
    this.#parts = 1
    this.#open = open
    this.#high = high
    this.#low = low
    this.#close = close
    this.#volume = volume
  }

  #extend({ high, low, close, volume }: Bar): void {
    this.#parts++
    if (high > this.#high) this.#high = high
    if (low < this.#low) this.#low = low
    this.#close = close
    this.#volume += volume
    if (this.#volume > Number.MAX_SAFE_INTEGER) throw new RangeError(`the volume of the bar from ${this.#start} on is too large to be exact`)
  }
}
