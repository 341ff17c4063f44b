import { log } from '../math/elementary.ts'

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

/** `observed` are 0 or 1. */
export function evaluateProbabilities(forecasts: readonly number[], observed: readonly number[]): ProbabilityMetrics {
  const order = forecasts.map((_, index) => index).toSorted((first, second) => forecasts[first]! - forecasts[second]! || first - second)
  const baseRate = meanOf(observed)
  return {
    rows: forecasts.length,
    baseRate,
    auc: areaUnderCurve(order, forecasts, observed),
    logLoss: meanOf(forecasts.map((forecast, index) => lossOf(forecast, observed[index]!))),
    logLossOfBaseRate: meanOf(observed.map((outcome) => lossOf(baseRate, outcome))),
    brier: meanOf(forecasts.map((forecast, index) => (forecast - observed[index]!) * (forecast - observed[index]!))),
    calibration: deciles(order).map((part) => ({ forecast: meanOf(part.map((index) => forecasts[index]!)), observed: meanOf(part.map((index) => observed[index]!)), rows: part.length })),
  }
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

function lossOf(forecast: number, outcome: number): number {
  const limited = Math.min(Math.max(forecast, 1e-12), 1 - 1e-12)
  return -log(outcome === 1 ? limited : 1 - limited)
}

/** By ranks; equal forecasts share theirs. */
function areaUnderCurve(order: readonly number[], forecasts: readonly number[], observed: readonly number[]): number {
  let [rankSum, positives] = [0, 0]
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && forecasts[order[to]!] === forecasts[order[from]!]) to += 1
    const hits = order.slice(from, to).filter((index) => observed[index] === 1).length
    rankSum += (hits * (from + 1 + to)) / 2
    positives += hits
    from = to
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives))
}

function deciles(order: readonly number[]): number[][] {
  const cut = (part: number): number => Math.floor((part * order.length) / 10)
  return Array.from({ length: 10 }, (_, part) => order.slice(cut(part), cut(part + 1)))
}
