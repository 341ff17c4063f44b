import type { Amount, Price, Quantity, TimeMs } from './units.ts'

/** Our own quantity in one instrument: the sum of our fills, never what somebody else holds there. */
export interface Position {
  readonly accountId: string
  readonly strategyId: string
  readonly instrumentId: string
  /** The entry intent that opened it. */
  readonly entryId: string
  /** Signed: negative when short. */
  readonly quantity: Quantity
  /** Σ price × quantity of what is still open, signed as the quantity is. Exact. */
  readonly cost: Amount
  readonly openedAt: TimeMs
  readonly stopPrice: Price
  readonly takeProfitPrice: Price
  readonly exitTime: TimeMs
  readonly labelSpecHash: string
  /** What the pre-trade check reserved for it. */
  readonly lossAtStop: Amount
}

export type LedgerEntryKind = 'transfer' | 'realized' | 'fee' | 'funding' | 'liquidation-fee'

/** One line of the books. Positive = the account got richer. */
export interface LedgerEntry {
  readonly accountId: string
  readonly strategyId: string
  readonly instrumentId: string
  readonly kind: LedgerEntryKind
  readonly asset: string
  readonly amount: Amount
  readonly time: TimeMs
  /** What caused it: a trade id, a settlement, a transfer. Unique together with kind and instrument. */
  readonly reference: string
}
