import type { DailyReturns } from '../trial-ledger.port.ts'
import { correlationClusters, correlationMatrix, effectiveTrials } from '../../statistics/clusters.ts'
import { momentsOf, sharpeRatio } from '../../statistics/moments.ts'
import type { GateEvidence } from './gate-evidence.ts'

/** Fewer days in common say nothing about whether two trials are alike. */
const COMMON_LEAST = 30

/** All trials, the judged one with the days of the evidence. Throws where it is not among them, or days are not as they must be. */
export function seriesOf(evidence: GateEvidence): readonly (DailyReturns | null)[] {
  if (!evidence.trials.some(({ trialId }) => trialId === evidence.trialId)) {
    throw new Error(`trial ${evidence.trialId} is not among the trials on these data: begin it in the ledger before anything looks at data`)
  }
  const series = [evidence.days, ...evidence.trials.filter(({ trialId }) => trialId !== evidence.trialId).map(({ days }) => days)]
  for (const days of series) if (days) assertSound(days)
  return series
}

function assertSound({ day, net }: DailyReturns): void {
  if (day.length !== net.length) throw new Error(`${day.length} days have ${net.length} returns: there must be one each`)
  const wrong = day.findIndex((time, place) => !Number.isFinite(net[place]!) || (place > 0 && time <= day[place - 1]!))
  if (wrong >= 0) throw new Error(`day ${wrong + 1} of a trial is not after the one before it, or its return is no number`)
}

/** What the trials could reach by luck. */
export interface Luck {
  readonly trials: number
  /** How many independent ones they are worth. */
  readonly effective: number
  /**
   * Variance of the Sharpe ratios, per day, of the trials that gained; 0 of fewer than two. How far below zero others lie says what they paid in costs, and
   * nothing of how far luck reaches up.
   */
  readonly spread: number
}

export function luckOf(series: readonly (DailyReturns | null)[]): Luck {
  const told = series.filter((days) => days !== null)
  const moving = told.filter(({ net }) => sharpeRatio(net) !== null)
  const matrix = correlationMatrix(aligned(moving), COMMON_LEAST)
  const { deviation } = momentsOf(moving.map(({ net }) => sharpeRatio(net)!).filter((ratio) => ratio > 0))
  // Those that never traded are all alike; of those that told nothing nobody knows.
  const idle = moving.length < told.length ? 1 : 0
  return { trials: series.length, effective: effectiveTrials(matrix, correlationClusters(matrix)) + idle + series.length - told.length, spread: deviation * deviation }
}

/** One place for each day that any has; NaN where one does not. */
function aligned(series: readonly DailyReturns[]): readonly Float64Array[] {
  const days = [...new Set(series.flatMap(({ day }) => day))].toSorted((a, b) => a - b)
  const places = new Map(days.map((day, place) => [day, place]))
  return series.map(({ day, net }) => {
    const column = new Float64Array(days.length).fill(NaN)
    day.forEach((time, place) => (column[places.get(time)!] = net[place]!))
    return column
  })
}

/** The returns of those that cover all of the days, on these days. */
export function covering(series: readonly (DailyReturns | null)[], days: readonly number[]): readonly Float64Array[] {
  return series.flatMap((trial) => {
    if (!trial) return []
    const nets = new Map(trial.day.map((day, place) => [day, trial.net[place]!]))
    return days.every((day) => nets.has(day)) ? [Float64Array.from(days, (day) => nets.get(day)!)] : []
  })
}
