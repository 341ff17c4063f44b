import type { Candle } from '../../../src-shared/domain/candle.ts'
import type { VenueEvent } from '../../../src-shared/domain/event.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { Fill, OrderTerms, Side } from '../../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../../src-shared/domain/units.ts'
import type { FundingPaid, LiquidationFeePaid, VenueOrder } from '../../../src-shared/domain/venue.ts'
import type { TimedReport } from '../timed-venue.port.ts'

/** What a simulated venue is like. Never changed during the life of a book. */
export interface VenueSettings {
  readonly venue: string
  readonly seed: number
  readonly walletAsset: string
  readonly deposit: Amount
  /** Of every instrument that `leverages` does not name. */
  readonly leverage: number
  readonly leverages?: Readonly<Record<string, number>>
  /** Each way takes so long, plus a seeded whole number of milliseconds up to the jitter. */
  readonly latency: { readonly toVenueMs: number; readonly fromVenueMs: number; readonly jitterMs: number }
  /** Between the mark price and the best bid or ask while prices come from candles. */
  readonly halfSpread: Rate
  /** Mean slippage of a fill; the instrument's own when absent. */
  readonly slippage?: Rate
  /** Bid and ask are a real venue's: the first part of a fill is at them, and only what the best price does not hold slips. */
  readonly quotesAreReal?: boolean
  /** The best price holds a seeded notional between these; a larger order fills in several parts. Absent: one fill takes all. */
  readonly topOfBook?: { readonly least: Amount; readonly most: Amount }
  /** The part of orders, from 0 to 1, that is refused as 'throttled'. For tests of what comes after. */
  readonly rejectionRate?: number
}

/** Everything that may be asked of a simulated venue, as data. */
export type VenueCall =
  | { readonly kind: 'market'; readonly event: VenueEvent }
  | { readonly kind: 'place'; readonly clientOrderId: string; readonly terms: OrderTerms; readonly sentAt: TimeMs }
  | { readonly kind: 'cancel'; readonly instrumentId: string; readonly clientOrderId: string; readonly sentAt: TimeMs }
  | { readonly kind: 'trade-by-hand'; readonly instrumentId: string; readonly side: Side; readonly quantity: Quantity; readonly time: TimeMs }

/** An order or a cancellation on its way to the venue. */
export interface InFlight {
  readonly arrivesAt: TimeMs
  readonly clientOrderId: string
  readonly instrumentId: string
  /** Absent for a cancellation. */
  readonly terms?: OrderTerms
}

export interface RestingOrder {
  readonly clientOrderId: string
  readonly venueOrderId: string
  readonly terms: OrderTerms
  /** What of a limit order is filled already; nothing when absent. */
  readonly filled?: Quantity
}

interface HeldPosition {
  /** Signed; 0 when there is none. */
  quantity: Quantity
  /** Σ price × quantity of what is open, signed as the quantity is. */
  cost: Amount
  isolatedWallet: Amount
  /** 0 when it cannot be liquidated. */
  liquidationPrice: Price
}

/** The way the price takes through one candle: open, first extreme, second extreme, close; or through all that make it up, one after the other. */
export interface PricePath {
  /** The whole one: the price stays within it. */
  readonly candle: Candle
  readonly parts?: readonly Candle[]
  /** Which of the parts the price is in. */
  part: number
  lowFirst: boolean
  /** 0, 1 and 2 lead to the first extreme, the second and the close; 3 is past the close. */
  leg: number
  fromTime: TimeMs
  fromPrice: Price
  toTime: TimeMs
  toPrice: Price
}

export interface Quote {
  readonly mark: Price
  readonly bid: Price
  readonly ask: Price
}

/** One instrument at the venue. */
export interface Listing {
  readonly instrumentId: string
  instrument: Instrument
  readonly leverage: number
  /** Venue order and trade ids are this number and up. A text: it may be beyond 2^53. */
  readonly idBase: string
  idsIssued: number
  quote: Quote | null
  /** The way of the mark price, which is watched. */
  path: PricePath | null
  /** The way of the price of trades where that is another one. */
  trades?: PricePath | null
  readonly position: HeldPosition
  /** Oldest first. */
  orders: RestingOrder[]
  lastPathTime: number
  lastFundingTime: number
}

/** All that the venue needs to go on, but for its history. Plain data. */
export interface VenueState {
  time: TimeMs
  wallet: Amount
  random: number
  lastReceived: number
  handTrades: number
  liquidations: number
  /** In the order they were sent. */
  inFlight: InFlight[]
  /** Reports that no advance has taken along yet. */
  outbox: TimedReport[]
  readonly listings: Listing[]
}

/** What has happened, oldest first. */
export interface VenueHistory {
  readonly fills: Fill[]
  readonly funding: FundingPaid[]
  readonly liquidationFees: LiquidationFeePaid[]
  readonly closedOrders: VenueOrder[]
}

/** A whole venue as plain data: a venue restored from it goes on as this one would, bit for bit. */
export interface VenueBook {
  readonly state: VenueState
  readonly history: VenueHistory
}

export const newState = (settings: VenueSettings): VenueState => ({
  time: 0 as TimeMs, wallet: settings.deposit, random: settings.seed, lastReceived: 0, handTrades: 0, liquidations: 0, inFlight: [], outbox: [], listings: [],
})

/** Ids of the first instrument begin above 2^53, so that nobody reads them as numbers. */
const ID_BASES = ['8389765500000000000', '1000000000'] as const

export const newListing = (settings: VenueSettings, instrument: Instrument, index: number): Listing => ({
  instrumentId: instrument.instrumentId, instrument, leverage: settings.leverages?.[instrument.instrumentId] ?? settings.leverage,
  idBase: index === 0 ? ID_BASES[0] : ID_BASES[1], idsIssued: 0, quote: null, path: null,
  position: { quantity: 0 as Quantity, cost: 0 as Amount, isolatedWallet: 0 as Amount, liquidationPrice: 0 as Price },
  orders: [], lastPathTime: -1, lastFundingTime: -1,
})
