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
