import type { PositionSide } from './order.ts'
import type { ModelPair } from './strategy.ts'
import type { Amount, Price, Quantity, TimeMs } from './units.ts'

/** Expected value and what it was made of, as fractions of the notional. */
export interface SideValue {
  readonly expectedValue: number
  readonly winProbability: number
  /** q*: the win probability at which the expected value is 0. */
  readonly breakEvenProbability: number
  readonly timeoutProbability: number
  readonly adverseExcursion: number
  readonly holdMinutes: number
  readonly fundingCost: number
  /** Before all costs. Null in decisions of versions that did not keep it, as the two below. */
  readonly grossValue: number | null
  /** Taker fees of both sides. */
  readonly feeCost: number | null
  /** Assumed slippage of both sides. */
  readonly slippageCost: number | null
  /** The probability that was counted with, where it is not q itself but the lower bound of a bin in which the model was seldom put to the test. */
  readonly countedProbability?: number | undefined
  /** (q − q*) in standard errors of the bin that q lies in. Absent for a model without bins. */
  readonly confidence?: number | undefined
}

/** A decision as it is drawn: what each side was expected to be worth, and what came of it. */
export interface DecisionPoint {
  readonly decisionId: string
  readonly asOf: TimeMs
  readonly long: number | null
  readonly short: number | null
  readonly action: Decision['action']
  readonly reason: string
}

/** One guard's answer, with the numbers behind it. `limit` and `value` are in `unit`. */
export interface GuardVerdict {
  readonly guard: string
  readonly verdict: 'allow' | 'warn' | 'refuse'
  /** NaN when it could not be known, which refuses. */
  readonly value: number
  readonly limit: number
  readonly unit: string
}

/** What came out for one instrument at one closed candle. FLAT rows are decisions too. */
export interface Decision {
  readonly decisionId: string
  readonly accountId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly asOf: TimeMs
  readonly action: 'LONG' | 'SHORT' | 'FLAT'
  /** Why: 'ev-above-threshold' for an entry, else a reason code; 'refused' when a guard said no. */
  readonly reason: string
  readonly long: SideValue | null
  readonly short: SideValue | null
  readonly side: PositionSide | null
  readonly markPrice: Price
  readonly quantity: Quantity
  readonly notional: Amount
  readonly stopPrice: Price
  readonly takeProfitPrice: Price
  readonly exitTime: TimeMs
  readonly guards: readonly GuardVerdict[]
  /** What the models saw, in the order of the feature set. */
  readonly features: readonly number[]
  /** Who was asked. Empty names: nobody, since no models were chosen. */
  readonly modelIds: ModelPair
  readonly featureSetHash: string
  readonly configHash: string
}
