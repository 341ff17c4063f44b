import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { LabelCandles } from './label-candles.ts'

export type Settlement = Pick<FundingRate, 'fundingTime' | 'rate'>

/** Prices and sums are kept in two parts, the lower one below this: rate × price of prices with eight decimals is more than a double holds to the last digit. */
const PART: number = 2 ** 26

/** What a long of one unit pays for funding between two closes. */
export class FundingPaid {
  /** How many settlements there were up to each candle's close, those at that very time included, and how many of them are at that very time. */
  readonly byClose: Int32Array
  readonly atClose: Uint16Array
  /** What the first so many cost together: high × PART + low. */
  readonly #high: Float64Array
  readonly #low: Float64Array

  constructor(candles: number, settlements: number) {
    this.byClose = new Int32Array(candles)
    this.atClose = new Uint16Array(candles)
    this.#high = new Float64Array(settlements + 1)
    this.#low = new Float64Array(settlements + 1)
  }

  /** The settlement after `settled` others costs its rate of a price. Exact for rates up to 100 % and whole prices below 2^53, as long as the sum is below 2^79. */
  settle(settled: number, rate: number, price: number): void {
    const above = Math.floor(price / PART)
    const low = this.#low[settled]! + rate * (price - above * PART)
    const carry = Math.floor(low / PART)
    this.#high[settled + 1] = this.#high[settled]! + rate * above + carry
    this.#low[settled + 1] = low - carry * PART
  }

  /** Of all but the first `from` of the first `to` settlements, in price units × 10^8: exact below 2^53 and else rounded once, wherever the data begin. */
  between(from: number, to: number): number {
    return (this.#high[to]! - this.#high[from]!) * PART + (this.#low[to]! - this.#low[from]!)
  }
}

/**
 * Each settlement costs its rate of the value it is settled at: the close of the candle that ended with it, or the last before it; nothing before the first. Venues
 * stamp settlements some milliseconds late, so they count at their minute. `prices`: whole numbers, the mark's where there are any.
 */
export function fundingPaid({ openTime, stepMs }: LabelCandles, prices: Float64Array, settlements: readonly Settlement[]): FundingPaid {
  const rows = openTime.length
  const paid = new FundingPaid(rows, settlements.length)
  let place = 0
  for (const [settled, { fundingTime, rate }] of settlements.entries()) {
    const time = fundingTime - (fundingTime % MINUTE_MS)
    const begun = place
    while (place < rows && openTime[place]! + stepMs < time) place++
    paid.byClose.fill(settled, begun, place)
    if (place === rows) return paid
    const isAtClose = openTime[place]! + stepMs === time
    if (isAtClose) paid.atClose[place]! += 1
    const price = isAtClose ? prices[place]! : place > 0 ? prices[place - 1]! : 0
    paid.settle(settled, rate, price)
  }
  paid.byClose.fill(settlements.length, place)
  return paid
}
