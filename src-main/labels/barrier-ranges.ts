import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { LabelCandles } from './label-candles.ts'

/**
 * For each candle the range that barriers are multiples of, in price units: the mean true range of the last `barrierAtrWindow` whole bars of the
 * clock that had closed with it. NaN before there are so many and one more.
 */
export function barrierRanges({ openTime, high, low, close, stepMs }: LabelCandles, { barrierIntervalMs, barrierAtrWindow }: LabelSpec): Float64Array {
  const means = new Float64Array(openTime.length)
  const ranges: number[] = []
  let [start, covered, highest, lowest] = [NaN, 0, 0, 0]
  let [before, current] = [NaN, NaN]
  for (let place = 0; place < openTime.length; place++) {
    const begin = openTime[place]! - (openTime[place]! % barrierIntervalMs)
    if (begin !== start) [start, covered, highest, lowest] = [begin, 0, high[place]!, low[place]!]
    covered += stepMs
    if (high[place]! > highest) highest = high[place]!
    if (low[place]! < lowest) lowest = low[place]!
    if (covered === barrierIntervalMs && openTime[place]! + stepMs === start + barrierIntervalMs) {
      if (!Number.isNaN(before)) ranges.push(Math.max(highest, before) - Math.min(lowest, before))
      before = close[place]!
      if (ranges.length >= barrierAtrWindow) current = ranges.slice(-barrierAtrWindow).reduce((sum, range) => sum + range, 0) / barrierAtrWindow
    }
    means[place] = current
  }
  return means
}
