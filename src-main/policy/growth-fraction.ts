interface Outcome {
  readonly probability: number
  /** Net return on the notional. */
  readonly return: number
}

const STEPS = 64

/**
 * The fraction f of equity that makes Σ p·log(1 + f·r) largest, found where its slope Σ p·r/(1 + f·r) is 0.
 * 0 when the mean return is not positive. Never so large that an outcome could take all there is; Infinity when no outcome loses.
 */
export function growthFraction(outcomes: readonly Outcome[]): number {
  const slopeAt = (fraction: number): number => outcomes.reduce((sum, { probability, return: value }) => sum + (probability * value) / (1 + fraction * value), 0)
  if (!(slopeAt(0) > 0)) return 0
  const worst = Math.min(...outcomes.map(({ return: value }) => value))
  if (worst >= 0) return Number.POSITIVE_INFINITY
  let low = 0
  let high = -1 / worst
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2
    if (1 + middle * worst > 0 && slopeAt(middle) > 0) low = middle
    else high = middle
  }
  return low
}
