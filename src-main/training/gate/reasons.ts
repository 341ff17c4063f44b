import type { GateVerdict } from '../../../src-shared/contract/evaluation-views.ts'
import { told } from '../../../src-shared/contract/told-codes.ts'
import type { Told } from '../../../src-shared/contract/workstation-views.ts'
import type { Findings } from './findings.ts'
import { GATE } from './gate-evidence.ts'

const percent = (share: number): string => (100 * share).toFixed(1)

/** Why the verdict is as it is, the heaviest first, and what would change it. */
export function reasonsOf(verdict: GateVerdict['verdict'], findings: Findings, daysMissing: number | null): readonly Told[] {
  if (verdict === 'proven') return [told('gate-proven', { trials: findings.luck.trials, days: findings.days })]
  // What is rejected need not be told what it is short of.
  if (verdict === 'rejected') return againstIt(findings)
  const reasons = [...againstIt(findings), ...ofOtherNumbers(findings), ...shortOf(findings)]
  if (daysMissing !== null) return [...reasons, told('gate-days-missing', { days: daysMissing })]
  return findings.seen ? [...reasons, told('gate-time-unknown', {})] : reasons
}

/** What no time mends. */
function againstIt({ failedChecks, netPerTrade, seen, overfitting }: Findings): readonly Told[] {
  const isOverfitted = overfitting !== null && overfitting > GATE.overfittingRejected
  return [
    ...failedChecks.map((check) => told('gate-check-failed', { check })),
    ...(seen === null || netPerTrade === null ? [told('gate-no-trades', {})] : []),
    ...(netPerTrade !== null && netPerTrade <= 0 ? [told('gate-trades-lose', { bps: (10_000 * netPerTrade).toFixed(1) })] : []),
    ...(seen !== null && seen.sharpe <= 0 ? [told('gate-days-lose', {})] : []),
    ...(isOverfitted ? [told('gate-overfitted', { percent: percent(overfitting) })] : []),
  ]
}

function shortOf(findings: Findings): readonly Told[] {
  const { deflated, luck, days, trackNeeded, seen, risk } = findings
  if (seen === null) return []
  const isLuck = deflated === null || deflated < GATE.confidence
  return [
    ...(isLuck ? [told('gate-luck', { percent: percent(deflated ?? 0), trials: luck.trials, effective: luck.effective.toFixed(1) })] : []),
    ...ofChoosing(findings),
    ...(days < trackNeeded && Number.isFinite(trackNeeded) ? [told('gate-track-short', { days, needed: trackNeeded })] : []),
    ...(risk === null ? [told('gate-few-trades', {})] : risk.failure > GATE.riskMost ? [told('gate-risky', { percent: percent(risk.failure), limit: percent(GATE.riskMost) })] : []),
  ]
}

const ofOtherNumbers = ({ otherNumbers }: Findings): readonly Told[] => (otherNumbers.length > 0 ? [told('gate-other-numbers', { names: otherNumbers.join(', ') })] : [])

function ofChoosing({ family, overfitting }: Findings): readonly Told[] {
  if (family < GATE.familyLeast) return [told('gate-family-small', { count: family, needed: GATE.familyLeast })]
  const isOpen = overfitting !== null && overfitting > GATE.overfittingMost && overfitting <= GATE.overfittingRejected
  return isOpen ? [told('gate-overfitting-open', { percent: percent(overfitting), limit: percent(GATE.overfittingMost) })] : []
}
