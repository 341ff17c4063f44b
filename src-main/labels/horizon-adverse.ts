import type { LabelCandle } from './triple-barrier.ts'

/** Adverse excursions as fractions of the entry price, ≥ 0; NaN where the candles end or break before the horizon does. */
export interface HorizonAdverse {
  readonly long: Float64Array
  readonly short: Float64Array
}

/**
 * For each candle the farthest that the price went against an entry at the next open within `horizon` candles, the one of the entry
 * included, as if there were no stop. Looks ahead: only training and reports may see this. One pass, whatever the horizon.
 */
export function horizonAdverse(candles: readonly LabelCandle[], horizon: number): HorizonAdverse {
  const lowest = extremesAhead(Float64Array.from(candles, ({ low }) => -low), horizon)
  const highest = extremesAhead(Float64Array.from(candles, ({ high }) => high), horizon)
  const breaks = breaksBefore(candles)
  const long = new Float64Array(candles.length).fill(NaN)
  const short = new Float64Array(candles.length).fill(NaN)
  for (let index = 0; index + horizon < candles.length; index++) {
    if (breaks[index + horizon] !== breaks[index]) continue
    const entry = candles[index + 1]!.open
    long[index] = (entry + lowest[index + 1]!) / entry
    short[index] = (highest[index + 1]! - entry) / entry
  }
  return { long, short }
}

/** The largest of the `count` values from each place on; of as many as there are at the end. Places of candidates wait in falling order of value. */
function extremesAhead(values: Float64Array, count: number): Float64Array {
  const largest = new Float64Array(values.length)
  const waiting = new Int32Array(values.length)
  let [first, last] = [0, -1]
  for (let place = values.length - 1; place >= 0; place--) {
    // Further ahead and not larger: it can never be the largest again. The nearest stands last.
    while (last >= first && values[waiting[last]!]! <= values[place]!) last--
    waiting[++last] = place
    while (waiting[first]! >= place + count) first++
    largest[place] = values[waiting[first]!]!
  }
  return largest
}

/** How often the row of candles was broken up to each of them. */
function breaksBefore(candles: readonly LabelCandle[]): Int32Array {
  const breaks = new Int32Array(candles.length)
  for (let index = 1; index < candles.length; index++) breaks[index] = breaks[index - 1]! + Number(candles[index]!.openTime !== candles[index - 1]!.closeTime)
  return breaks
}
