import type { DecisionDetail, DecisionRow, GuardView } from '../../../src-shared/contract/views.ts'

export type SideName = 'long' | 'short'

/** The side that was chosen, else the one that came nearer. */
export function leadingSide({ action, long, short }: Pick<DecisionRow, 'action' | 'long' | 'short'>): SideName {
  if (action !== 'FLAT') return action === 'LONG' ? 'long' : 'short'
  return (short?.expectedValue ?? -Infinity) > (long?.expectedValue ?? -Infinity) ? 'short' : 'long'
}

export interface PolicyCheck {
  readonly id: 'value' | 'probability'
  readonly hasPassed: boolean
  readonly value: number
  readonly limit: number
}

/** What the policy itself demands of a side, before any guard is asked. */
export function policyChecks(detail: DecisionDetail, side: SideName): readonly PolicyCheck[] {
  const { expectedValue = null, winProbability = null, breakEvenProbability = null } = detail[side] ?? {}
  const checks: PolicyCheck[] = []
  if (expectedValue !== null) checks.push({ id: 'value', hasPassed: expectedValue > detail.expectedValueMin, value: expectedValue, limit: detail.expectedValueMin })
  if (winProbability !== null && breakEvenProbability !== null) {
    const limit = breakEvenProbability + detail.margin
    checks.push({ id: 'probability', hasPassed: winProbability >= limit, value: winProbability, limit })
  }
  return checks
}

const ORDER: Readonly<Record<GuardView['verdict'], number>> = { refuse: 0, warn: 1, allow: 2 }

/** Those that refused first, then those that warned; each group in the order they are asked. */
export const byVerdict = (guards: readonly GuardView[]): readonly GuardView[] => guards.toSorted((a, b) => ORDER[a.verdict] - ORDER[b.verdict])
