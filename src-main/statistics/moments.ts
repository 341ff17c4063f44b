/** What the sampling of a Sharpe ratio depends on. `kurtosis` is the raw fourth moment, 3 for a normal: never the excess. */
export interface Shape {
  readonly skewness: number
  readonly kurtosis: number
}

export interface Moments extends Shape {
  readonly count: number
  readonly mean: number
  /** Of the sample: n − 1 below the root. */
  readonly deviation: number
}

export const NORMAL_SHAPE: Shape = { skewness: 0, kurtosis: 3 }

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index]!
  return sum / values.length
}

/** Skewness and kurtosis are those of the population, and a normal's where nothing varies. NaN mean of none; deviation 0 of fewer than two. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const [count, mean] = [values.length, meanOf(values)]
  let [second, third, fourth] = [0, 0, 0]
  for (let index = 0; index < count; index++) {
    const off = values[index]! - mean
    const square = off * off
    second += square
    third += square * off
    fourth += square * square
  }
  const variance = second / count
  const deviation = count > 1 ? Math.sqrt(second / (count - 1)) : 0
  if (!(variance > 0)) return { count, mean, deviation, ...NORMAL_SHAPE }
  return { count, mean, deviation, skewness: third / count / (variance * Math.sqrt(variance)), kurtosis: fourth / count / (variance * variance) }
}

/** Mean over sample deviation, of one period. Null where fewer than two values, or nothing varies. */
export function sharpeRatio(values: ArrayLike<number>): number | null {
  const { mean, deviation } = momentsOf(values)
  return deviation > 0 ? mean / deviation : null
}

/** Correlation of each value with the one before; 0 where nothing varies. */
export function autocorrelation(values: ArrayLike<number>): number {
  const mean = meanOf(values)
  let [together, all] = [0, 0]
  for (let index = 0; index < values.length; index++) {
    const off = values[index]! - mean
    all += off * off
    if (index > 0) together += off * (values[index - 1]! - mean)
  }
  return all > 0 ? together / all : 0
}
