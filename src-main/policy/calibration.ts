import type { ReliabilityBin, SideForecast } from '../../src-shared/domain/forecast.ts'

/** With fewer effective rows what a bin showed is not told apart from luck, and its lower bound counts. */
const ROWS_ENOUGH = 200
/** Of a two-sided interval of 95 %: what is added to hits and misses so that neither 0 nor all of a few rows looks certain (Agresti and Coull). */
const Z_SQUARED = 1.96 * 1.96

/** The probability that is counted with: q, or less where the model was seldom put to the test. Never more than q. */
export function countedProbability({ winProbability, reliability }: SideForecast): number {
  if (!reliability || reliability.effectiveRows >= ROWS_ENOUGH) return winProbability
  return Math.min(winProbability, reliability.lower)
}

/** One standard error of the part that was observed in a bin. Never 0. */
export function standardError({ effectiveRows, observed }: ReliabilityBin): number {
  const rows = effectiveRows + Z_SQUARED
  const share = (effectiveRows * observed + Z_SQUARED / 2) / rows
  return Math.sqrt((share * (1 - share)) / rows)
}
