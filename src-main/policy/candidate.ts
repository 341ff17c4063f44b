import type { SideValue } from '../../src-shared/domain/decision.ts'
import type { DecisionReason } from '../../src-shared/domain/decision-reason.ts'
import type { PolicySettings } from '../../src-shared/domain/strategy.ts'

/** Why a side is no candidate for an entry, from what is least to be helped to what nearly was one. */
type Miss = Extract<DecisionReason, 'cost-exceeds-barrier' | 'no-edge' | 'below-margin' | 'below-floor' | 'adverse-too-large'>
const NEAREST_FIRST: readonly Miss[] = ['adverse-too-large', 'below-floor', 'below-margin', 'no-edge', 'cost-exceeds-barrier']

/** What stands against a side; null for a candidate. `barrierAtr` as a fraction of the price. */
export function missOf(value: SideValue, policy: PolicySettings, barrierAtr: number): Miss | null {
  const q = value.countedProbability ?? value.winProbability
  // Where the timeout is certain q has no say, and nothing else may speak for an entry.
  if (value.timeoutProbability >= 1) return 'no-edge'
  if (!(value.expectedValue > policy.expectedValueMin)) return value.breakEvenProbability < 1 ? 'no-edge' : 'cost-exceeds-barrier'
  if (!(q >= value.breakEvenProbability + policy.margin)) return 'below-margin'
  if (policy.winFloor !== undefined && !(q >= policy.winFloor)) return 'below-floor'
  if (policy.adverseAtrMax !== undefined && !(value.adverseExcursion <= policy.adverseAtrMax * barrierAtr)) return 'adverse-too-large'
  return null
}

/** Of what stands against both sides, what came nearer to an entry. */
export const nearestMiss = (misses: readonly (Miss | null)[]): Miss => NEAREST_FIRST.find((miss) => misses.includes(miss)) ?? 'no-edge'
