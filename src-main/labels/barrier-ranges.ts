import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { LabelCandles } from './label-candles.ts'

/**
 * For each candle the range that barriers are multiples of, in price units: the mean true range of the last `barrierAtrWindow` whole bars of the
 * clock that had closed with it. NaN before there are so many and one more.
 */
export function barrierRanges({ openTime, high, low, close, stepMs }: LabelCandles, { barrierIntervalMs, barrierAtrWindow }: LabelSpec): Float64Array {
  const means = new Float64Array(openTime.length)
  const ranges: number[] = []
  let start = NaN
  let covered = 0
  let highest = 0
  let lowest = 0
  let before = NaN
  let current = NaN
  for (let place = 0; place < openTime.length; place++) {
    if (!(openTime[place]! < start + barrierIntervalMs)) {
      start = openTime[place]! - (openTime[place]! % barrierIntervalMs)
      covered = 0
      highest = high[place]!
      lowest = low[place]!
    }
    covered += stepMs
    if (high[place]! > highest) highest = high[place]!
    if (low[place]! < lowest) lowest = low[place]!
    if (covered === barrierIntervalMs && openTime[place]! + stepMs === start + barrierIntervalMs) {
      if (!Number.isNaN(before)) ranges.push(Math.max(highest, before) - Math.min(lowest, before))
      before = close[place]!
      if (ranges.length >= barrierAtrWindow) current = meanOfLast(ranges, barrierAtrWindow)
    }
    means[place] = current
  }
  return means
}

/** Added up anew each time: a running sum would depend on where the candles begin. */
function meanOfLast(ranges: readonly number[], window: number): number {
  let sum = 0
  for (let place = ranges.length - window; place < ranges.length; place++) sum += ranges[place]!
  return sum / window
}
