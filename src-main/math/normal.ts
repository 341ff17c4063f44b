import { exp, log } from './elementary.ts'

/** The standard normal distribution from our own exp and log: the same bits on every machine. Both tails to 1e-13 of their own size. */

const ROOT_TWO_PI = 2.5066282746310002
/** Beyond it the series would lose digits by cancelling, and the continued fraction is short. */
const SERIES_UNTIL = 3
const FRACTION_TERMS = 80

export const normalDensity = (x: number): number => exp(-0.5 * x * x) / ROOT_TWO_PI

/** Φ(x): how much of a standard normal lies at or below x. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) <= SERIES_UNTIL) return 0.5 + normalDensity(x) * oddSeries(x)
  return x < 0 ? upperTail(-x) : 1 - upperTail(x)
}

/**
 * Φ⁻¹(p): the x that a part p of a standard normal lies at or below. ∓Infinity at 0 and 1, NaN outside.
 * A start good to 4.5e-4 (Hastings; Abramowitz and Stegun 26.2.23), then Halley's steps on Φ itself.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  // The lower tail keeps its digits where 1 − p is all that is left of the upper one.
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * log(p))
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  for (let step = 0; step < 3; step++) {
    const miss = (normalCdf(x) - p) / normalDensity(x)
    x -= miss / (1 + 0.5 * x * miss)
  }
  return x
}

/** x + x³/3 + x⁵/15 + …: Φ(x) − ½ over the density. */
function oddSeries(x: number): number {
  let [term, sum] = [x, x]
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

/** 1/(x + 1/(x + 2/(x + 3/…))) times the density, for x > 0. */
function upperTail(x: number): number {
  let below = x
  for (let term = FRACTION_TERMS; term > 0; term--) below = x + term / below
  return normalDensity(x) / below
}
