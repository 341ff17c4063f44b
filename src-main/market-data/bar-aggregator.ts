import type { Candle } from '../../src-shared/domain/candle.ts'
import { BarJoiner, type JoinedBar } from './join-bars.ts'

/**
 * Whole bars of a longer interval from closed candles, and the average true range of the last of them.
 * A bar with a candle missing is dropped, and bars count by the clock, so the answer depends on the last candles alone,
 * never on when the process started.
 */
export class BarAggregator {
  readonly #intervalMs: number
  readonly #window: number
  /** The last window + 1 whole bars; integers in the instrument's price unit. */
  readonly #bars: JoinedBar[] = []
  #lastOpen = -Infinity
  /** The newest candle without its volume, over and over again: every candle comes by here. */
  readonly #candle = { openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 }
  #joiner: { readonly partMs: number; readonly bars: BarJoiner } | undefined
  /** Of the bars as they are: a new bar comes seldom, and every candle asks. */
  #averageTrueRange: number | null = null

  constructor(intervalMs: number, window: number) {
    this.#intervalMs = intervalMs
    this.#window = window
  }

  /** Candles that do not divide the interval, or do not come after the last one, make no bar. */
  update({ intervalMs, openTime, open, high, low, close }: Candle): void {
    if (this.#intervalMs % intervalMs !== 0 || openTime % intervalMs !== 0 || openTime <= this.#lastOpen) return
    this.#lastOpen = openTime
    if (this.#joiner?.partMs !== intervalMs) this.#joiner = { partMs: intervalMs, bars: new BarJoiner(intervalMs, this.#intervalMs) }
    // Volumes are not asked for, so their sum need not be exact.
    const candle = this.#candle
    candle.openTime = openTime
    candle.open = open
    candle.high = high
    candle.low = low
    candle.close = close
    const bar = this.#joiner.bars.take(candle)
    if (bar?.isWhole) this.#keep(bar)
  }

  /** Simple mean of the true range over the window, in the instrument's price unit. Null until window + 1 whole bars are there. */
  averageTrueRange(): number | null {
    return this.#averageTrueRange
  }

  #keep(bar: JoinedBar): void {
    this.#bars.push(bar)
    if (this.#bars.length > this.#window + 1) this.#bars.shift()
    this.#averageTrueRange = this.#bars.length > this.#window ? this.#average() : null
  }

  #average(): number {
    let sum = 0
    for (let i = 1; i < this.#bars.length; i++) {
      const { high, low } = this.#bars[i]!
      const before = this.#bars[i - 1]!.close
      sum += Math.max(high, before) - Math.min(low, before)
    }
    return sum / this.#window
  }
}
