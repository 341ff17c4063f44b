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
  let [sum, next] = [0, 0]
  for (let place = 0; place < openTime.length; place++) {
    const closeTime = openTime[place]! + stepMs
    const before = place === 0 ? 0 : prices[place - 1]!
    for (; next < settlements.length && minuteOf(settlements[next]!) < closeTime; next++) sum += settlements[next]!.rate * before
    beforeClose[place] = sum
    for (; next < settlements.length && minuteOf(settlements[next]!) === closeTime; next++) sum += settlements[next]!.rate * prices[place]!
    byClose[place] = sum
  }
  return { byClose, beforeClose }
}

const minuteOf = ({ fundingTime }: Settlement): number => fundingTime - (fundingTime % MINUTE_MS)
