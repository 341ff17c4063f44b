import type { Criterion, GateVerdict } from '../../../src-shared/contract/evaluation-views.ts'
import { SeededRandom } from '../../base/seeded-random.ts'
import { meanBlock, middleOf, resampled } from '../../statistics/bootstrap.ts'
import { momentsOf, sharpeRatio } from '../../statistics/moments.ts'
import { findingsOf, type Findings } from './findings.ts'
import { DAYS_A_YEAR, GATE, type GateEvidence } from './gate-evidence.ts'
import { daysUntilDeflated, provableSharpe } from './power.ts'
import { reasonsOf } from './reasons.ts'

const RESAMPLES = 2_000
const TAIL = 0.05
const SEED = 20_260

/**
 * Proven, not proven yet (and how long until), or rejected. Everything is of daily net returns of the walk-forward's back-test; the trials are those that
 * the ledger counted. Throws where the judged one is not among them. The same evidence gives the same verdict, to the bit.
 */
export function judge(evidence: GateEvidence): GateVerdict {
  const findings = findingsOf(evidence)
  const { luck, days, seen } = findings
  const criteria = criteriaOf(findings)
  // What trades with other numbers, or pays other costs, is another recipe: it is not proven by this one.
  const isProven = criteria.every(({ met }) => met) && findings.otherNumbers.length === 0
  const verdict = isRejected(findings) ? 'rejected' : isProven ? 'proven' : 'not-proven'
  const daysMissing = verdict === 'proven' ? 0 : verdict === 'rejected' ? null : missingDays(findings)
  const annual = Math.sqrt(DAYS_A_YEAR)
  return {
    verdict,
    criteria,
    trials: luck.trials,
    effectiveTrials: luck.effective,
    days,
    sharpe: seen?.sharpe ?? null,
    sharpeAnnual: seen && seen.sharpe * annual,
    sharpeInterval: seen && intervalOf(evidence.days.net),
    sharpeProvable: days >= 3 ? provableSharpe(momentsOf(evidence.days.net), days, luck) : null,
    daysMissing,
    reasons: reasonsOf(verdict, findings, daysMissing),
  }
}

function criteriaOf({ deflated, overfitting, netPerTrade, days, trackNeeded: track, seen, risk, failedChecks }: Findings): readonly Criterion[] {
  const atLeast = (name: Criterion['name'], value: number | null, needed: number): Criterion => ({ name, value, needed, is: 'at-least', met: value !== null && value >= needed })
  const atMost = (name: Criterion['name'], value: number | null, needed: number): Criterion => ({ name, value, needed, is: 'at-most', met: value !== null && value <= needed })
  return [
    atLeast('deflated-sharpe', deflated, GATE.confidence),
    atMost('overfitting', overfitting, GATE.overfittingMost),
    { name: 'walk-forward-value', value: netPerTrade, needed: 0, is: 'above', met: netPerTrade !== null && netPerTrade > 0 },
    { ...atLeast('track-length', seen && days, track), ...(Number.isFinite(track) ? {} : { needed: null, met: false }) },
    atMost('strategy-risk', risk?.failure ?? null, GATE.riskMost),
    atMost('checks', failedChecks.length, 0),
  ]
}

function isRejected({ netPerTrade, seen, overfitting, failedChecks }: Findings): boolean {
  const loses = (netPerTrade !== null && netPerTrade <= 0) || (seen !== null && seen.sharpe <= 0)
  return loses || failedChecks.length > 0 || (overfitting ?? 0) > GATE.overfittingRejected
}

/** The longest of what time can mend, given results as good as these; null where it cannot mend anything of it. */
function missingDays({ seen, days, luck, trackNeeded: track, risk, deflated }: Findings): number | null {
  if (!seen) return null
  const untilDeflated = deflated !== null && deflated >= GATE.confidence ? days : daysUntilDeflated(seen, days, luck)
  const untilSafe = risk === null || risk.failure <= GATE.riskMost ? days : Math.ceil(days * risk.timesMore)
  const until = Math.max(untilDeflated, track, untilSafe)
  return Number.isFinite(until) && until > days ? until - days : null
}

function intervalOf(net: readonly number[]): GateVerdict['sharpeInterval'] {
  const ratios = resampled(net, { resamples: RESAMPLES, block: meanBlock(net.length), random: new SeededRandom(SEED) }, sharpeRatio).filter((ratio) => ratio !== null)
  const annual = Math.sqrt(DAYS_A_YEAR)
  return ratios.length > RESAMPLES / 2 ? middleOf(ratios.map((ratio) => ratio * annual), TAIL) : null
}
