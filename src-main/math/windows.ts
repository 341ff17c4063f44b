/**
 * Kernels over columns. Each writes one value for every wanted candle and reads for it exactly `window` values that end there, oldest
 * first, and nothing else: where a series begins, how many candles are asked for at once and which came before change no bit.
 */

/** Wanted are from ≤ index < to; the first goes to place 0 of what is written. */
export interface Rows {
  readonly from: number
  readonly to: number
}

/** Of each window: the mean, and the sum of the squared distances from it. */
export interface Moments {
  readonly mean: Float64Array
  readonly squares: Float64Array
}

/** Not the literal: with that the compiler puts every result into a box of its own, which takes longer than the division. */
const UNDEFINED: number = 0 / 0

/** NaN where there is nothing to divide by. The whole is never negative. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : UNDEFINED
}

/** Each value over the one `span` before it, less 1. Reads span + 1 values, all of them above 0, as prices are. */
export function relativeChanges(values: Float64Array, span: number, { from, to }: Rows, out: Float64Array): void {
  for (let index = from; index < to; index++) out[index - from] = values[index]! / values[index - span]! - 1
}

/**
 * Sums of integers that are not negative. A running sum of them is the very sum of the window as long as it is a safe integer;
 * beyond that every window is summed anew, since rounding would carry the past along.
 */
export function integerSums(values: Float64Array, window: number, { from, to }: Rows, out: Float64Array): void {
  let sum = sumTo(values, from, window)
  out[0] = sum
  for (let index = from + 1; index < to; index++) {
    const next = sum - values[index - window]! + values[index]!
    sum = sum <= Number.MAX_SAFE_INTEGER && next <= Number.MAX_SAFE_INTEGER ? next : sumTo(values, index, window)
    out[index - from] = sum
  }
}

/** Means of such integers. */
export function integerMeans(values: Float64Array, window: number, rows: Rows, out: Float64Array): void {
  integerSums(values, window, rows, out)
  for (let row = 0; row < rows.to - rows.from; row++) out[row]! /= window
}

/** Means of any numbers, four windows side by side: their additions do not wait for each other, and each keeps its order. Windows of at least 3. */
export function means(values: Float64Array, window: number, { from, to }: Rows, out: Float64Array): void {
  let end = from
  for (; end + 4 <= to; end += 4) {
    const start = end - window + 1
    let d = 0
    let c = values[start + 2]!
    let b = values[start + 1]! + c
    let a = values[start]! + values[start + 1]! + c
    for (let index = start + 3; index <= end; index++) {
      const value = values[index]!
      a += value
      b += value
      c += value
      d += value
    }
    const first = values[end + 1]!
    const second = values[end + 2]!
    const third = values[end + 3]!
    const row = end - from
    out[row] = a / window
    out[row + 1] = (b + first) / window
    out[row + 2] = (c + first + second) / window
    out[row + 3] = (d + first + second + third) / window
  }
  for (; end < to; end++) out[end - from] = sumTo(values, end, window) / window
}

/** The squares of `moments`, about the means that are in it already. In the same manner as `means`. */
export function squaredDistances(values: Float64Array, window: number, { from, to }: Rows, { mean, squares }: Moments): void {
  let end = from
  for (; end + 4 <= to; end += 4) {
    const row = end - from
    const start = end - window + 1
    const meanA = mean[row]!
    const meanB = mean[row + 1]!
    const meanC = mean[row + 2]!
    const meanD = mean[row + 3]!
    const oldest = values[start]!
    const older = values[start + 1]!
    const old = values[start + 2]!
    let d = 0
    let c = square(old - meanC)
    let b = square(older - meanB) + square(old - meanB)
    let a = square(oldest - meanA) + square(older - meanA) + square(old - meanA)
    for (let index = start + 3; index <= end; index++) {
      const value = values[index]!
      a += square(value - meanA)
      b += square(value - meanB)
      c += square(value - meanC)
      d += square(value - meanD)
    }
    const first = values[end + 1]!
    const second = values[end + 2]!
    const third = values[end + 3]!
    squares[row] = a
    squares[row + 1] = b + square(first - meanB)
    squares[row + 2] = c + square(first - meanC) + square(second - meanC)
    squares[row + 3] = d + square(first - meanD) + square(second - meanD) + square(third - meanD)
  }
  for (; end < to; end++) squares[end - from] = squaresTo(values, end, window, mean[end - from]!)
}

function sumTo(values: Float64Array, end: number, window: number): number {
  let sum = 0
  for (let index = end - window + 1; index <= end; index++) sum += values[index]!
  return sum
}

function squaresTo(values: Float64Array, end: number, window: number, middle: number): number {
  let sum = 0
  for (let index = end - window + 1; index <= end; index++) sum += square(values[index]! - middle)
  return sum
}

const square = (value: number): number => value * value

/**
 * Weights of a fractional difference of this order, newest value first: 1, −d, … (López de Prado 2018, 5.4). Ends before the first weight that is nearer to 0
 * than `least`, so that every value of a column is of a window of the same length.
 */
export function differencingWeights(order: number, most: number, least: number = 0): Float64Array {
  const weights = [1]
  while (weights.length < most) {
    const lag = weights.length
    const weight = (-weights[lag - 1]! * (order - lag + 1)) / lag
    if (Math.abs(weight) < least) break
    weights.push(weight)
  }
  return Float64Array.from(weights)
}
