import { normalCdf, normalQuantile } from '../math/normal.ts'
import type { Shape } from './moments.ts'

/**
 * The convention of 2012: Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", J. of Risk; the error is taken at the ratio that was seen, over T − 1.
 * Ratios are of one period, never annual. The convention of 2025 stands in `sharpe-2025.ts` and gives other numbers: both are right.
 */
export interface SharpeSeen extends Shape {
  readonly sharpe: number
}

/** 1 − γ₃·SR + (γ₄ − 1)/4·SR², the error's square times T − 1. Throws where no data can have such moments. */
export function variance2012({ sharpe, skewness, kurtosis }: SharpeSeen): number {
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
  if (variance > 0) return variance
  throw new Error(`no returns have skewness ${skewness} and kurtosis ${kurtosis}: kurtosis is the raw fourth moment, 3 for a normal`)
}

/** Probabilistic Sharpe ratio: how sure it is that the true ratio is above `benchmark`, after `periods` returns. */
export function probabilisticSharpe2012(seen: SharpeSeen, benchmark: number, periods: number): number {
  return normalCdf(((seen.sharpe - benchmark) * Math.sqrt(periods - 1)) / Math.sqrt(variance2012(seen)))
}

/** Returns that it takes until the ratio is above the benchmark with this confidence; Infinity where it is not above it. */
export function minTrackRecord2012(seen: SharpeSeen, benchmark: number, confidence: number): number {
  if (!(seen.sharpe > benchmark)) return Infinity
  const z = normalQuantile(confidence) / (seen.sharpe - benchmark)
  return 1 + variance2012(seen) * z * z
}
