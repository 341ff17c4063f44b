import type { Fill, OrderState, OrderTerms, RejectionReason } from './order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from './units.ts'

/** What a venue can do; custody and the window depend on it. */
export interface VenueCapabilities {
  /** Stops rest at the venue and survive our death. */
  readonly restingStops: boolean
  readonly clientOrderIds: boolean
  readonly amend: boolean
  readonly short: boolean
  readonly fractional: boolean
  readonly sessions: 'continuous' | 'exchange-hours'
}

/** What a venue tells us about our account. Each is booked once, however often it is told. */
export type VenueReport =
  | { readonly kind: 'order-accepted'; readonly clientOrderId: string; readonly venueOrderId: string }
  | { readonly kind: 'order-rejected'; readonly clientOrderId: string; readonly reason: RejectionReason; readonly detail: string }
  | { readonly kind: 'order-filled'; readonly fill: Fill; readonly state: 'partially-filled' | 'filled' }
  | { readonly kind: 'order-cancelled'; readonly clientOrderId: string }
  | { readonly kind: 'order-expired'; readonly clientOrderId: string; readonly detail: string }
  | { readonly kind: 'cancel-rejected'; readonly clientOrderId: string; readonly reason: RejectionReason }
  | FundingPaid
  | LiquidationFeePaid
  | { readonly kind: 'leverage-set'; readonly instrumentId: string; readonly leverage: number }

/** Positive = received. */
export interface FundingPaid {
  readonly kind: 'funding-paid'
  readonly instrumentId: string
  readonly fundingTime: TimeMs
  readonly rate: Rate
  readonly mark: Price
  readonly amount: Amount
  readonly reference: string
}

/** `amount` is negative: the account paid it. */
export interface LiquidationFeePaid {
  readonly kind: 'liquidation-fee'
  readonly instrumentId: string
  readonly amount: Amount
  readonly reference: string
}

interface VenuePosition {
  readonly instrumentId: string
  /** Signed; all of it, ours and not ours. */
  readonly quantity: Quantity
  readonly cost: Amount
  readonly isolatedWallet: Amount
  readonly leverage: number
  /** 0 when it cannot be liquidated. */
  readonly liquidationPrice: Price
}

export interface VenueOrder {
  readonly clientOrderId: string
  readonly venueOrderId: string
  readonly terms: OrderTerms
  readonly state: OrderState
  readonly filled: Quantity
}

/** The venue's own view of the account at one moment; what we are reconciled with. */
export interface VenueSnapshot {
  readonly asOf: TimeMs
  readonly walletAsset: string
  readonly wallet: Amount
  readonly positions: readonly VenuePosition[]
  readonly openOrders: readonly VenueOrder[]
  /** Orders that ended, as far back as the venue remembers them. */
  readonly closedOrders: readonly VenueOrder[]
  readonly fills: readonly Fill[]
  readonly funding: readonly FundingPaid[]
  readonly liquidationFees: readonly LiquidationFeePaid[]
}
