import type { Check } from '../../../src-shared/contract/evaluation-views.ts'
import type { DailyReturns } from '../trial-ledger.port.ts'

/** A trial as the gate sees it; the ledger's records are such. Without days (failed, cancelled, not ended) it counts as one that is like no other. */
interface GateTrial {
  readonly trialId: string
  readonly days: DailyReturns | null
}

/** Everything that a verdict rests on. */
export interface GateEvidence {
  /** The evaluation that is judged. It must be among the trials: what was not begun in the ledger is not judged. */
  readonly trialId: string
  /** Of the account on the test parts of the walk-forward, one position at a time an instrument, everything paid: never returns of overlapping labels. */
  readonly days: DailyReturns
  /** Profit after all costs over the notional at the entry, in the order in which trades ended. */
  readonly netPerTrade: readonly number[]
  /**
   * All that looked at these data, `trialId` among them. Those that cover all of its days are the family of the test of overfitting, which takes at least 16:
   * the fixed neighbourhood of the recipe, begun in the ledger as any other. The gate makes the twins that know nothing itself.
   */
  readonly trials: readonly GateTrial[]
  /** Leak checks and tests of honesty; one that failed is enough. */
  readonly checks: readonly Check[]
  /** Names of the strategy's numbers, and of what it pays, that were others than those it trades with: what was judged is not what would trade. */
  readonly otherNumbers?: readonly string[]
}

/** What is needed. The limits are part of the program, not of a strategy: what is judged does not choose its judge. */
export const GATE = {
  confidence: 0.95,
  overfittingMost: 0.2,
  /** Above it the choice is worse than drawing lots, by more than the spread that noise has (docs/gate.md). */
  overfittingRejected: 0.8,
  familyLeast: 16,
  riskMost: 0.05,
  /** Below a quarter of a year the moments themselves are not known. */
  daysLeast: 90,
} as const

export const DAYS_A_YEAR = 365
