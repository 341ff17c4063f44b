import { logLossOf } from './evaluation/log-loss.ts'
import { areaUnderCurve, equalParts } from './evaluation/ranks.ts'

export interface ProbabilityMetrics {
  readonly rows: number
  readonly baseRate: number
  /** 0.5 says nothing, 1 all. */
  readonly auc: number
  readonly logLoss: number
  /** Log-loss of always saying the base rate of these rows. */
  readonly logLossOfBaseRate: number
  readonly brier: number
  /** Ten equal parts from the lowest forecast to the highest: what was said and what happened. */
  readonly calibration: readonly { readonly forecast: number; readonly observed: number; readonly rows: number }[]
}

const PARTS = 10

/** `observed` are 0 or 1. */
export function evaluateProbabilities(forecasts: readonly number[], observed: readonly number[]): ProbabilityMetrics {
  const [said, hits] = [Float64Array.from(forecasts), Float64Array.from(observed)]
  const baseRate = meanOf(observed)
  return {
    rows: forecasts.length,
    baseRate,
    auc: areaUnderCurve(said, hits) ?? NaN,
    logLoss: logLossOf(said, hits),
    logLossOfBaseRate: logLossOf(hits.map(() => baseRate), hits),
    brier: meanOf(forecasts.map((forecast, index) => (forecast - observed[index]!) * (forecast - observed[index]!))),
    calibration: equalParts(said, PARTS).map((part) => ({ forecast: meanOf(Array.from(part, (row) => forecasts[row]!)), observed: meanOf(Array.from(part, (row) => observed[row]!)), rows: part.length })),
  }
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}
