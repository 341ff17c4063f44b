import type { DecisionReason } from '../domain/decision-reason.ts'
import type { Decision } from '../domain/decision.ts'
import type { Fill, OrderPurpose, OrderState, OrderTerms, PositionSide, RejectionReason, Side } from '../domain/order.ts'

type Names<Name extends string> = Readonly<Record<Name, true>>

type ExitReason =
  | 'stop' | 'take-profit' | 'time-exit' | 'flatten' | 'liquidation' | 'by-hand' | 'unknown' | 'unplanned' | 'stop-passed' | 'unprotected' | 'naked'
  | 'liquidation-near' | 'funding-near' | 'daily-loss' | 'drawdown' | 'latch' | 'reduce' | 'protect-position'
type CancelReason = 'position-closed' | 'spare-stop' | 'not-all-ours' | 'orphan'

const reason: Names<DecisionReason | RejectionReason | ExitReason | CancelReason> = {
  'ev-above-threshold': true, 'seeded-entry': true, 'seeded-none': true, refused: true, 'no-edge': true, 'below-margin': true, 'cost-exceeds-barrier': true, 'below-floor': true, 'adverse-too-large': true, 'position-held': true,
  'no-model': true, 'forecast-missing': true, 'mark-unknown': true, 'barrier-unknown': true, 'equity-unknown': true, 'funding-unknown': true, 'too-small': true, 'decided-before': true,
  'forecast-unknown-request': true, 'forecast-wrong-model': true, 'forecast-stale': true, 'forecast-wrong-shape': true, 'forecast-not-finite': true,
  'forecast-not-a-probability': true, 'forecast-model-failed': true,
  'would-trigger': true, 'already-protected': true, 'reduce-only': true, 'insufficient-margin': true, filter: true, 'duplicate-id': true, 'instrument-closed': true,
  throttled: true, 'not-found': true, 'no-price': true, malformed: true,
  stop: true, 'take-profit': true, 'time-exit': true, flatten: true, liquidation: true, 'by-hand': true, unknown: true, unplanned: true, 'stop-passed': true,
  unprotected: true, naked: true, 'liquidation-near': true, 'funding-near': true, 'daily-loss': true, drawdown: true, latch: true, reduce: true, 'protect-position': true,
  'position-closed': true, 'spare-stop': true, 'not-all-ours': true, orphan: true,
}

const guard: Names<string> = {
  'entry-form': true, 'trading-off': true, 'not-reconciled': true, journal: true, latch: true, 'system-health': true, 'instrument-trading': true, 'stale-mark': true,
  'stale-candle': true, 'venue-silent': true, 'unresolved-order': true, 'foreign-quantity': true, 'margin-use': true, 'daily-loss': true, 'pre-trade-loss': true,
  drawdown: true, 'liquidation-distance': true, 'funding-against': true, 'order-rate': true, 'notional-order': true, 'notional-instrument': true, 'notional-total': true,
  'group-exposure': true, 'loss-streak': true, slippage: true,
}

interface Vocabulary {
  readonly action: Names<Decision['action']>
  readonly side: Names<Side | PositionSide | 'unknown'>
  readonly liquidity: Names<Fill['liquidity']>
  readonly purpose: Names<OrderPurpose | 'unknown'>
  readonly 'order-type': Names<OrderTerms['type']>
  readonly 'order-state': Names<OrderState>
  readonly reason: typeof reason
  readonly guard: Names<string>
  readonly latch: Names<string>
  readonly component: Names<string>
  readonly refusal: Names<string>
  readonly subject: Names<string>
  /** In an order's or a component's `detail`, where it is ours and not the venue's own words. */
  readonly detail: Names<string>
}

/** Names that rows and values hold and people read, by kind: the page has a text for each. */
export const VOCABULARY: Vocabulary = {
  action: { LONG: true, SHORT: true, FLAT: true },
  side: { buy: true, sell: true, long: true, short: true, unknown: true },
  liquidity: { taker: true, maker: true },
  purpose: { open: true, protect: true, 'take-profit': true, reduce: true, emergency: true, unknown: true },
  'order-type': { market: true, limit: true, 'stop-market': true, 'take-profit-market': true },
  'order-state': {
    pending: true, sent: true, accepted: true, 'partially-filled': true, unknown: true, filled: true, cancelled: true, expired: true, rejected: true, abandoned: true,
    superseded: true, 'needs-person': true,
  },
  reason,
  guard,
  latch: { 'daily-loss': true, drawdown: true, 'books-differ': true, 'naked-position': true, 'restored-copy': true },
  component: { journal: true, venue: true, models: true, archive: true, disk: true, copies: true, 'engine-process': true },
  refusal: { 'is-an-entry': true, 'could-open': true, 'nothing-held': true, 'wrong-side': true, 'bad-quantity': true, 'more-than-held': true, 'foreign-quantity': true },
  subject: { order: true, fill: true, position: true, leverage: true, wallet: true, 'funding-paid': true, 'liquidation-fee': true },
  detail: {
    'journal-not-writable': true, 'exits-only': true, 'trading-off': true, 'latch-set': true, 'no-model': true, 'nothing-held': true, 'never-sent': true, found: true, 'found-rejected': true,
    'not-at-venue': true, 'not-shown-yet': true,
  },
}
