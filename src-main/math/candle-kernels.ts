import type { Rows } from './windows.ts'

/** What each candle is to the one before it, in integers where prices are. Each kernel reads the candle before `from` too. */
interface Prices {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** The number, or 0 when it is below. Exact, and without a branch, which a processor guesses wrong at every other candle. */
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

/** Too small to change any difference of prices but 0. */
const TINY = 1e-300

/** +DM, and +DM and −DM together: of a candle's new high and new low only the farther counts, and neither when they are equally far. */
export function directions({ high, low }: Prices, { from, to }: Rows, up: Float64Array, both: Float64Array): void {
  for (let index = from; index < to; index++) {
    const higher = above(high[index]! - high[index - 1]!)
    const lower = above(low[index - 1]! - low[index]!)
    const ahead = higher - lower
    const farther = (higher + lower + Math.abs(ahead)) / 2
    // 1 for higher, −1 for lower, 0 for neither; without a branch too.
    const side = ahead / (Math.abs(ahead) + TINY)
    up[index - from] = (farther * side * (side + 1)) / 2
    both[index - from] = farther * side * side
  }
}
