import { normalCdf, normalQuantile } from '../math/normal.ts'
import type { SharpeSeen } from './sharpe-2012.ts'
import type { Shape } from './moments.ts'

/**
 * The convention of 2025: López de Prado, Lipton and Zoonekynd, "How to Use the Sharpe Ratio" (SSRN 5520741); the error is taken at the hypothesis, over T,
 * and may know how returns follow each other. Ratios are of one period.
 */
export interface Sampling extends Shape {
  readonly periods: number
  /** Correlation of each return with the one before. */
  readonly autocorrelation?: number
}

/** Standard error of a Sharpe ratio whose true value is `sharpe`. */
export function standardError2025(sharpe: number, sampling: Sampling): number {
  return Math.sqrt(variance2025(sharpe, sampling) / sampling.periods)
}

/** The error's square times T. */
function variance2025(sharpe: number, { skewness, kurtosis, autocorrelation = 0 }: Omit<Sampling, 'periods'>): number {
  const once = autocorrelation / (1 - autocorrelation)
  const squared = (autocorrelation * autocorrelation) / (1 - autocorrelation * autocorrelation)
  const variance = 1 + 2 * once - (1 + once + squared) * skewness * sharpe + ((1 + 2 * squared) * (kurtosis - 1) * sharpe * sharpe) / 4
  if (variance > 0) return variance
  throw new Error(`no returns have skewness ${skewness}, kurtosis ${kurtosis} and autocorrelation ${autocorrelation}: kurtosis is the raw fourth moment, 3 for a normal`)
}

/** How sure it is that the true ratio is above `benchmark`. */
export function probabilisticSharpe2025(sharpe: number, benchmark: number, sampling: Sampling): number {
  return normalCdf((sharpe - benchmark) / standardError2025(benchmark, sampling))
}

/** Returns that it takes until the ratio is significant at `level`, such as .05; Infinity where it is not above the benchmark. */
export function minTrackRecord2025({ sharpe, ...shape }: SharpeSeen & Omit<Sampling, 'periods'>, benchmark: number, level: number): number {
  if (!(sharpe > benchmark)) return Infinity
  const z = normalQuantile(1 - level) / (sharpe - benchmark)
  return variance2025(benchmark, shape) * z * z
}

/** The ratio from which on it is significantly above `benchmark`. */
export function criticalSharpe2025(benchmark: number, level: number, sampling: Sampling): number {
  return benchmark + normalQuantile(1 - level) * standardError2025(benchmark, sampling)
}

/** A test of "the true ratio is `none`" against "it is `some`". */
export interface SharpeTest {
  readonly none: number
  readonly some: number
  readonly level: number
  readonly sampling: Sampling
}

/** β: how often a true ratio of `some` is not found. The test's power is 1 − β. */
export function missRate2025({ none, some, level, sampling }: SharpeTest): number {
  return normalCdf((criticalSharpe2025(none, level, sampling) - some) / standardError2025(some, sampling))
}

/** How many of the ratios found significant at `level` are none, when a part `prior` of all ideas is good and β of these are missed: the planned false discovery rate. */
export function plannedFalseDiscovery2025(level: number, missRate: number, prior: number): number {
  return falseShare(level, 1 - missRate, prior)
}

/** The same at the ratio that was seen: the observed false discovery rate. */
export function observedFalseDiscovery2025(sharpe: number, { none, some, sampling }: SharpeTest, prior: number): number {
  return falseShare(1 - probabilisticSharpe2025(sharpe, none, sampling), 1 - probabilisticSharpe2025(sharpe, some, sampling), prior)
}

const falseShare = (whereNone: number, whereSome: number, prior: number): number => (whereNone * (1 - prior)) / (whereNone * (1 - prior) + whereSome * prior)
