import type { Candle, FundingRate, MarkPrice } from './candle.ts'
import type { DayBoundary } from './day.ts'
import type { Decision } from './decision.ts'
import type { ForecastRefusal, ForecastRequest } from './forecast.ts'
import type { Instrument } from './instrument.ts'
import type { ApprovedOrder, Fill, OrderState, RejectionReason } from './order.ts'
import type { LedgerEntry } from './position.ts'
import type { Reason } from './reason.ts'
import type { ModelPair } from './strategy.ts'
import type { Amount, Quantity, TimeMs } from './units.ts'

/** One finished round trip, for the trade log. Amounts are in the settlement asset, exact. */
export interface Trade {
  readonly accountId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly entryId: string
  readonly decisionId: string
  readonly side: 'long' | 'short'
  readonly quantity: Quantity
  readonly openedAt: TimeMs
  readonly closedAt: TimeMs
  readonly entryCost: Amount
  readonly realized: Amount
  readonly fees: Amount
  readonly funding: Amount
  /** 'stop', 'take-profit', 'time-exit', 'flatten', 'liquidation', … */
  readonly exitReason: string
}

/** Changes that can alter an order, money, a latch or a setting: written before anything leaves, folded at recovery. */
export type JournalledChange =
  | { readonly kind: 'session-started'; readonly time: TimeMs; readonly sessionId: string; readonly mode: string; readonly configHash: string }
  | { readonly kind: 'intent-opened'; readonly time: TimeMs; readonly order: ApprovedOrder }
  | { readonly kind: 'attempt-sent'; readonly time: TimeMs; readonly intentId: string; readonly attempt: number }
  | { readonly kind: 'order-accepted'; readonly time: TimeMs; readonly intentId: string; readonly venueOrderId: string }
  | { readonly kind: 'order-rejected'; readonly time: TimeMs; readonly intentId: string; readonly reason: RejectionReason; readonly detail: string }
  | { readonly kind: 'order-unknown'; readonly time: TimeMs; readonly intentId: string; readonly detail: string }
  | { readonly kind: 'order-closed'; readonly time: TimeMs; readonly intentId: string; readonly state: OrderState; readonly detail: string }
  | { readonly kind: 'cancel-requested'; readonly time: TimeMs; readonly instrumentId: string; readonly intentId: string; readonly reason: string }
  | { readonly kind: 'fill-booked'; readonly time: TimeMs; readonly fill: Fill; readonly accountId: string; readonly strategyId: string; readonly entryId: string; readonly realized: Amount }
  | { readonly kind: 'ledger-posted'; readonly time: TimeMs; readonly entry: LedgerEntry }
  | { readonly kind: 'trade-closed'; readonly time: TimeMs; readonly trade: Trade }
  | { readonly kind: 'exit-due'; readonly time: TimeMs; readonly instrumentId: string; readonly entryId: string; readonly reason: string }
  | { readonly kind: 'latch-set'; readonly time: TimeMs; readonly latch: string; readonly reason: Reason }
  | { readonly kind: 'latch-cleared'; readonly time: TimeMs; readonly latch: string; readonly by: string }
  | { readonly kind: 'trading-switched'; readonly time: TimeMs; readonly on: boolean; readonly by: string }
  /** From now on these answer the strategy's questions, where told on these instruments only. Null: none do, and it opens nothing. */
  | { readonly kind: 'models-chosen'; readonly time: TimeMs; readonly strategyId: string; readonly models: ModelPair | null; readonly instruments?: readonly string[]; readonly by: string }
  | { readonly kind: 'day-opened'; readonly time: TimeMs; readonly day: number; readonly boundary: DayBoundary; readonly openingEquity: Amount }
  | { readonly kind: 'high-water-raised'; readonly time: TimeMs; readonly equity: Amount }
  | { readonly kind: 'foreign-quantity-seen'; readonly time: TimeMs; readonly instrumentId: string; readonly quantity: Quantity; readonly reference: string }
  | { readonly kind: 'difference-found'; readonly time: TimeMs; readonly subject: string; readonly reason: Reason }
  | { readonly kind: 'reconciled'; readonly time: TimeMs; readonly differences: number }
  | { readonly kind: 'alarm-raised'; readonly time: TimeMs; readonly code: string; readonly values: Reason['values'] }

/** Changes to what is rebuilt from market data after a restart. */
export type TransientChange =
  | { readonly kind: 'instrument-accepted'; readonly time: TimeMs; readonly instrument: Instrument }
  | { readonly kind: 'price-accepted'; readonly time: TimeMs; readonly mark: MarkPrice }
  | { readonly kind: 'candle-accepted'; readonly time: TimeMs; readonly candle: Candle }
  | { readonly kind: 'candle-refused'; readonly time: TimeMs; readonly candle: Candle; readonly reason: 'duplicate' | 'late' | 'malformed' | 'unknown-instrument' }
  | { readonly kind: 'gap-found'; readonly time: TimeMs; readonly instrumentId: string; readonly missing: number }
  | { readonly kind: 'funding-accepted'; readonly time: TimeMs; readonly funding: FundingRate }
  | { readonly kind: 'forecast-requested'; readonly time: TimeMs; readonly request: ForecastRequest }
  | { readonly kind: 'forecast-refused'; readonly time: TimeMs; readonly requestId: string; readonly reason: ForecastRefusal }
  | { readonly kind: 'decision-made'; readonly time: TimeMs; readonly decision: Decision }
  | { readonly kind: 'component-marked'; readonly time: TimeMs; readonly component: string; readonly healthy: boolean; readonly detail: string }
  | { readonly kind: 'venue-heard'; readonly time: TimeMs }
  | { readonly kind: 'reconcile-requested'; readonly time: TimeMs; readonly reason: string }
  | { readonly kind: 'wake-requested'; readonly time: TimeMs; readonly wakeAt: TimeMs }

/** Everything the engine can decide. Journal, outbox, forecaster, publisher and window all read this one list. */
export type Change = JournalledChange | TransientChange
