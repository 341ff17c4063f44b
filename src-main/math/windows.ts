/**
 * Kernels over the last values of a series: each reads exactly `window` values that end at `end`, oldest first, and nothing else, so the
 * result does not depend on where the series began. NaN where the value is not defined.
 */

/** Last value over the one `span` before it, less 1. Reads span + 1 values. */
export function relativeChange(values: Float64Array, end: number, span: number): number {
  return ratio(values[end]!, values[end - span]!) - 1
}

function mean(values: Float64Array, end: number, window: number): number {
  let sum = 0
  for (let index = end - window + 1; index <= end; index++) sum += values[index]!
  return sum / window
}

/** Population standard deviation, in two passes. */
function deviation(values: Float64Array, end: number, window: number): number {
  const middle = mean(values, end, window)
  let sum = 0
  for (let index = end - window + 1; index <= end; index++) {
    const distance = values[index]! - middle
    sum += distance * distance
  }
  return Math.sqrt(sum / window)
}

/** Distance of the last value from the mean of the window, in standard deviations. NaN when all are equal. */
export function zScore(values: Float64Array, end: number, window: number): number {
  return ratio(values[end]! - mean(values, end, window), deviation(values, end, window))
}

/** Place of the last value in a band of ± `width` deviations about the mean: −0.5 at the lower end, 0.5 at the upper. NaN when all are equal. */
export function bandPosition(values: Float64Array, end: number, window: number, width: number): number {
  return zScore(values, end, window) / (2 * width)
}

/** Mean of the rises over the mean of all movements, times 100. Reads window + 1 values. NaN when nothing moved. */
export function simpleRsi(values: Float64Array, end: number, window: number): number {
  let [rises, falls] = [0, 0]
  for (let index = end - window + 1; index <= end; index++) {
    const change = values[index]! - values[index - 1]!
    if (change > 0) rises += change
    else falls -= change
  }
  return 100 * ratio(rises, rises + falls)
}

/** Simple mean of the true range. Reads `window` highs and lows and window + 1 closes. */
export function meanTrueRange(series: { readonly high: Float64Array; readonly low: Float64Array; readonly close: Float64Array }, end: number, window: number): number {
  const { high, low, close } = series
  let sum = 0
  for (let index = end - window + 1; index <= end; index++) {
    const before = close[index - 1]!
    sum += Math.max(high[index]!, before) - Math.min(low[index]!, before)
  }
  return sum / window
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole
}
