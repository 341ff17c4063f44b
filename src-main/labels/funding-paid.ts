import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { LabelCandles } from './label-candles.ts'

export type Settlement = Pick<FundingRate, 'fundingTime' | 'rate'>

/** What a long of one unit had paid since the beginning, in price units × 10^8: exact integers as long as prices are and the sum stays below 2^53. */
export interface FundingPaid {
  /** Up to each candle's close, a settlement at that very time included. */
  readonly byClose: Float64Array
  /** Without it. */
  readonly beforeClose: Float64Array
}

/**
 * Each settlement costs its rate of the value it is settled at: the close of the candle that ended with it. Venues stamp settlements some
 * milliseconds late, so they count at their minute. `prices`: the mark's where there are any.
 */
export function fundingPaid({ openTime, stepMs }: LabelCandles, prices: Float64Array, settlements: readonly Settlement[]): FundingPaid {
  const [byClose, beforeClose] = [new Float64Array(openTime.length), new Float64Array(openTime.length)]
  const due = (next: number): number => (next < settlements.length ? settlements[next]!.fundingTime - (settlements[next]!.fundingTime % MINUTE_MS) : Infinity)
  let [sum, next] = [0, 0]
  let time = due(0)
  for (let place = 0; place < openTime.length; place++) {
    const closeTime = openTime[place]! + stepMs
    for (; time < closeTime; time = due(++next)) if (place > 0) sum += settlements[next]!.rate * prices[place - 1]!
    beforeClose[place] = sum
    for (; time === closeTime; time = due(++next)) sum += settlements[next]!.rate * prices[place]!
    byClose[place] = sum
  }
  return { byClose, beforeClose }
}
