import type { Bar } from './bars.ts'

/**
 * Folds closed candles into bars of a longer interval as the engine does: bars count by the clock, and one with a candle missing
 * is never given.
 */
export class SpanFolder {
  readonly #spanMs: number
  readonly #baseMs: number
  #bar: Bar | undefined
  #count = 0
  #newest = Number.NEGATIVE_INFINITY

  constructor(spanMs: number, baseMs: number) {
    this.#spanMs = spanMs
    this.#baseMs = baseMs
  }

  /** Takes the next candle; answers the bar that it completes. One that came before is left out. */
  add(candle: Bar): Bar | undefined {
    if (candle.openTime <= this.#newest) return undefined
    this.#newest = candle.openTime
    const start = candle.openTime - (candle.openTime % this.#spanMs)
    const before = this.#bar?.openTime === start ? this.#bar : undefined
    this.#count = before ? this.#count + 1 : 1
    this.#bar = before ? joined(before, candle) : { ...candle, openTime: start }
    if (candle.openTime + this.#baseMs !== start + this.#spanMs) return undefined
    const whole = this.#count * this.#baseMs === this.#spanMs ? this.#bar : undefined
    this.#bar = undefined
    return whole
  }

  /** The bar that is not complete yet, from the candles of its time so far; none when one of them is missing. */
  unfinished(): Bar | undefined {
    const isGapless = this.#bar && this.#bar.openTime + this.#count * this.#baseMs === this.#newest + this.#baseMs
    return isGapless ? this.#bar : undefined
  }
}

/** Two neighbours as one bar that begins with the first. */
export function joined(first: Bar, next: Bar): Bar {
  return {
    openTime: first.openTime, open: first.open, high: Math.max(first.high, next.high), low: Math.min(first.low, next.low), close: next.close, volume: first.volume + next.volume,
  }
}
