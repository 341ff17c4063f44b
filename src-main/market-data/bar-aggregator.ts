import type { Candle } from '../../src-shared/domain/candle.ts'

/**
 * Whole bars of a longer interval from closed candles, and the average true range of the last of them.
 * A bar with a candle missing is dropped, and bars count by the clock, so the answer depends on the last candles alone,
 * never on when the process started.
 */
export class BarAggregator {
  readonly #intervalMs: number
  readonly #window: number
  /** High, low, close of the last window + 1 whole bars; integers in the instrument's price unit. */
  readonly #bars: { high: number; low: number; close: number }[] = []
  #barStart = Number.NaN
  #candles = 0
  #high = 0
  #low = 0

  constructor(intervalMs: number, window: number) {
    this.#intervalMs = intervalMs
    this.#window = window
  }

  /** Candles must come in order of time and divide the interval. */
  update(candle: Candle): void {
    const start = candle.openTime - (candle.openTime % this.#intervalMs)
    if (start !== this.#barStart) {
      this.#barStart = start
      this.#candles = 0
      this.#high = candle.high
      this.#low = candle.low
    }
    this.#candles++
    this.#high = Math.max(this.#high, candle.high)
    this.#low = Math.min(this.#low, candle.low)
    const isWhole = this.#candles * candle.intervalMs === this.#intervalMs
    if (candle.closeTime === start + this.#intervalMs && isWhole) this.#close(candle.close)
  }

  /** Simple mean of the true range over the window, in the instrument's price unit. Null until window + 1 whole bars are there. */
  averageTrueRange(): number | null {
    if (this.#bars.length <= this.#window) return null
    let sum = 0
    for (let i = 1; i < this.#bars.length; i++) {
      const { high, low } = this.#bars[i]!
      const before = this.#bars[i - 1]!.close
      sum += Math.max(high, before) - Math.min(low, before)
    }
    return sum / this.#window
  }

  #close(close: number): void {
    this.#bars.push({ high: this.#high, low: this.#low, close })
    if (this.#bars.length > this.#window + 1) this.#bars.shift()
  }
}
