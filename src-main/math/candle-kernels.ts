import type { Rows } from './windows.ts'

/** What each candle is to the one before it, in integers where prices are. Each kernel reads the candle before `from` too. */
interface Prices {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** The number, or 0 when it is below: exact, and quicker than Math.max, which guesses at every candle. */
const above = (value: number): number => (Math.abs(value) + value) / 2

/** From low to high, and on to the close before if that lies outside. */
export function trueRanges({ high, low, close }: Prices, { from, to }: Rows, out: Float64Array): void {
  for (let index = from; index < to; index++) {
    const before = close[index - 1]!
    out[index - from] = high[index]! - low[index]! + above(before - high[index]!) + above(low[index]! - before)
  }
}

/** How far each value is from the one before. */
export function movements(values: Float64Array, { from, to }: Rows, out: Float64Array): void {
  for (let index = from; index < to; index++) out[index - from] = Math.abs(values[index]! - values[index - 1]!)
}

/** +DM and −DM: of a candle's new high and new low only the farther counts, and neither when they are equally far. */
export function directions({ high, low }: Prices, { from, to }: Rows, up: Float64Array, down: Float64Array): void {
  for (let index = from; index < to; index++) {
    const higher = above(high[index]! - high[index - 1]!)
    const lower = above(low[index - 1]! - low[index]!)
    up[index - from] = higher > lower ? higher : 0
    down[index - from] = lower > higher ? lower : 0
  }
}
