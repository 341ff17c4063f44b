import { autocorrelation, meanOf, momentsOf, sharpeRatio } from '../../statistics/moments.ts'
import { minTrackRecord2012, type SharpeSeen } from '../../statistics/sharpe-2012.ts'
import { minTrackRecord2025 } from '../../statistics/sharpe-2025.ts'
import { strategyRisk, type StrategyRisk } from '../../statistics/strategy-risk.ts'
import { GATE, type GateEvidence } from './gate-evidence.ts'
import { overfittingOf } from './overfitting-test.ts'
import { deflatedOf } from './power.ts'
import { covering, luckOf, seriesOf, type Luck } from './trial-series.ts'

/** What was worked out of the evidence, before anything is judged. Null: cannot be said. */
export interface Findings {
  readonly luck: Luck
  readonly days: number
  readonly family: number
  readonly seen: SharpeSeen | null
  readonly deflated: number | null
  readonly overfitting: number | null
  readonly netPerTrade: number | null
  /** Days that a track as good as this one must have. */
  readonly trackNeeded: number
  readonly risk: StrategyRisk | null
  readonly failedChecks: readonly string[]
  readonly otherNumbers: readonly string[]
}

export function findingsOf(evidence: GateEvidence): Findings {
  const { days, netPerTrade, checks, otherNumbers = [] } = evidence
  const series = seriesOf(evidence)
  const luck = luckOf(series)
  const family = covering(series, days.day)
  const { skewness, kurtosis } = momentsOf(days.net)
  const sharpe = sharpeRatio(days.net)
  const seen = sharpe === null ? null : { sharpe, skewness, kurtosis }
  return {
    luck,
    days: days.net.length,
    family: family.length,
    seen,
    deflated: seen && days.net.length >= 3 ? deflatedOf(seen, days.net.length, luck) : null,
    overfitting: seen && overfittingOf(family),
    netPerTrade: netPerTrade.length > 0 ? meanOf(netPerTrade) : null,
    trackNeeded: seen ? trackNeeded(seen, days.net) : GATE.daysLeast,
    risk: strategyRisk(netPerTrade),
    failedChecks: checks.filter(({ passed }) => !passed).map(({ name }) => name),
    otherNumbers,
  }
}

/** Days until the ratio is surely above zero, by both published conventions; the later one knows that good days follow good ones. */
function trackNeeded(seen: SharpeSeen, net: readonly number[]): number {
  const level = 1 - GATE.confidence
  const following = Math.min(0.99, Math.max(0, autocorrelation(net)))
  return Math.max(GATE.daysLeast, Math.ceil(minTrackRecord2012(seen, 0, GATE.confidence)), Math.ceil(minTrackRecord2025({ ...seen, autocorrelation: following }, 0, level)))
}
