import type { Bar } from './bars.ts'
import { joined } from './span-folder.ts'

/**
 * What is known of the candle that is not closed yet, from the marks of its time. It has no volume, and its high and low are those of
 * the marks that were told; the closed candle replaces it.
 */
export class FormingBar {
  readonly #baseMs: number
  #bar: Bar | undefined
  /** It began at its first mark, since the candle before it was not known. */
  #isLoose = false

  constructor(baseMs: number) {
    this.#baseMs = baseMs
  }

  /** `before` is the newest closed candle: a candle begins where its neighbour ended. Answers whether anything is different now. */
  mark(asOf: number, price: number, before: Bar | undefined): boolean {
    const openTime = asOf - (asOf % this.#baseMs)
    if (before && openTime <= before.openTime) return false
    if (this.#bar && openTime < this.#bar.openTime) return false
    const point = { openTime, open: price, high: price, low: price, close: price, volume: 0 }
    if (this.#bar?.openTime === openTime) {
      if (this.#bar.close === price) return false
      this.#bar = joined(this.#bar, point)
      return true
    }
    this.#bar = point
    this.#isLoose = true
    if (before) this.#join(before)
    return true
  }

  /** A candle closed: marks up to its end are history, and those after it go on from it. */
  closed(candle: Bar): void {
    if (this.#bar && this.#bar.openTime <= candle.openTime) this.#bar = undefined
    else this.#join(candle)
  }

  /** The unfinished bar of a longer interval: the candles of its time so far, then the marks. */
  within(spanMs: number, soFar: Bar | undefined): Bar | undefined {
    const marks = this.#bar
    if (!marks) return soFar
    const start = marks.openTime - (marks.openTime % spanMs)
    if (soFar?.openTime === start) return joined(soFar, marks)
    return marks.openTime === start ? marks : undefined
  }

  #join({ openTime, close }: Bar): void {
    if (!this.#bar || !this.#isLoose || openTime + this.#baseMs !== this.#bar.openTime) return
    this.#isLoose = false
    this.#bar = joined({ ...this.#bar, open: close, high: close, low: close, volume: 0 }, this.#bar)
  }
}
