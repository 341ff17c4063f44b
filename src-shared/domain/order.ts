import type { Amount, Price, Quantity, TimeMs } from './units.ts'

export type Side = 'buy' | 'sell'
export type PositionSide = 'long' | 'short'
type OrderType = 'market' | 'limit' | 'stop-market' | 'take-profit-market'

/** Why an order exists. 'open' is the only one that may raise risk. */
export type OrderPurpose = 'open' | 'protect' | 'take-profit' | 'reduce' | 'emergency'

/** What a venue needs to know. Triggers are judged by the mark price. */
export interface OrderTerms {
  readonly instrumentId: string
  readonly side: Side
  readonly type: OrderType
  /** Absent with closePosition. */
  readonly quantity?: Quantity
  /** Present for stop-market and take-profit-market. */
  readonly triggerPrice?: Price
  /** Present for limit: the worst price it is filled at. The engine sends none; simulated venues know them. */
  readonly limitPrice?: Price
  readonly reduceOnly: boolean
  /** Closes all there is in that direction and ends with the position. Forbidden where part of it is not ours. */
  readonly closePosition: boolean
}

/** Belongs to the position from entry on: later models and settings do not touch it. */
export interface ExitPlan {
  readonly stopPrice: Price
  readonly takeProfitPrice: Price
  /** The position is closed at market at this time. */
  readonly exitTime: TimeMs
  readonly labelSpecHash: string
}

/** What the policy, a guard or a person wants; not yet allowed. */
export interface OrderIntent {
  /** Also the client order id: a function of what is wanted, so that a repeated signal collides with itself. */
  readonly intentId: string
  readonly accountId: string
  readonly strategyId: string
  readonly purpose: OrderPurpose
  readonly terms: OrderTerms
  /** The entry this order protects or reduces. Absent for entries. */
  readonly entryId?: string
  readonly decisionId?: string
  /** A reason code a person can look up, as 'ev-above-threshold' or 'time-exit'. */
  readonly reason: string
  /** Present for entries. */
  readonly exitPlan?: ExitPlan
  /** Present for entries: what the guards counted with. */
  readonly lossAtStop?: Amount
  /** Present for entries: the mark price at the decision; slippage is measured from it. */
  readonly referencePrice?: Price
  readonly createdAt: TimeMs
}

declare const approved: unique symbol
/** An intent that passed the gate. Only `src-main/risk` may cast to it. */
export type ApprovedOrder = OrderIntent & { readonly [approved]: true }

/**
 * pending: journalled, not yet on its way. sent: on its way, outcome not known yet. unknown: asked, and the answer was lost.
 * abandoned: provably never sent. superseded: replaced by another protective order while its own outcome was unknown.
 */
export type OrderState =
  | 'pending' | 'sent' | 'accepted' | 'partially-filled' | 'unknown'
  | 'filled' | 'cancelled' | 'expired' | 'rejected' | 'abandoned' | 'superseded' | 'needs-person'

const CLOSED: ReadonlySet<OrderState> = new Set(['filled', 'cancelled', 'expired', 'rejected', 'abandoned', 'superseded'])
export const isClosed = (state: OrderState): boolean => CLOSED.has(state)

/** One execution of an order, ours or (for liquidations) the venue's own. */
export interface Fill {
  readonly venue: string
  readonly instrumentId: string
  /** Unique per venue and instrument; a text because venues use integers beyond 2^53. */
  readonly tradeId: string
  readonly venueOrderId: string
  /** Our intentId, or the venue's own text for a liquidation. */
  readonly clientOrderId: string
  readonly side: Side
  readonly quantity: Quantity
  readonly price: Price
  /** Positive = paid, in the settlement asset. */
  readonly fee: Amount
  readonly liquidity: 'taker' | 'maker'
  readonly time: TimeMs
}

/** Known refusals. Everything a venue says that is not on a list of known codes is unknown, never a refusal. */
export type RejectionReason =
  | 'would-trigger' | 'already-protected' | 'reduce-only' | 'insufficient-margin' | 'filter' | 'duplicate-id'
  | 'instrument-closed' | 'throttled' | 'not-found' | 'no-price' | 'malformed'
