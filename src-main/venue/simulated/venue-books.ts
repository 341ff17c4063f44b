import { SeededRandom } from '../../base/seeded-random.ts'
import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import { notionalOf, versionAt, type Instrument, type InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import { liquidationPrice } from '../../../src-shared/domain/margin.ts'
import type { OrderState, OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { VenueReport } from '../../../src-shared/domain/venue.ts'
import type { TimedReport } from '../timed-venue.port.ts'
import { initialMargin } from './margin.ts'
import { newListing, newState, type Listing, type RestingOrder, type VenueBook, type VenueHistory, type VenueSettings, type VenueState } from './venue-state.ts'

const CLOSED_KEPT = 500

/** An order as it ends. */
export interface EndedOrder {
  readonly clientOrderId: string
  readonly venueOrderId: string
  readonly terms: OrderTerms
  readonly filled: Quantity
}

/** The account at the venue: wallet, positions, history, and what is to be told. */
export class VenueBooks {
  readonly settings: VenueSettings
  readonly state: VenueState
  readonly history: VenueHistory
  /** How many orders ever closed; the history keeps the last of them. */
  closedCount: number
  readonly random: SeededRandom
  readonly #listings: Map<string, Listing>
  /** Instruments with a position or an order, in the order of listing: only these need to watch the price. */
  active: readonly Listing[]

  constructor(settings: VenueSettings, book: VenueBook | undefined) {
    this.settings = settings
    this.state = book?.state ?? newState(settings)
    this.history = book?.history ?? { fills: [], funding: [], liquidationFees: [], closedOrders: [] }
    this.closedCount = this.history.closedOrders.length
    this.random = new SeededRandom(this.state.random)
    this.#listings = new Map(this.state.listings.map((listing) => [listing.instrumentId, listing]))
    this.active = this.#activeListings()
  }

  listing(instrumentId: string): Listing | undefined {
    return this.#listings.get(instrumentId)
  }

  list(instrument: Instrument): Listing {
    const known = this.#listings.get(instrument.instrumentId)
    if (known) {
      known.instrument = instrument
      return known
    }
    const listing = newListing(this.settings, instrument, this.state.listings.length)
    this.state.listings.push(listing)
    this.#listings.set(instrument.instrumentId, listing)
    return listing
  }

  version(listing: Listing): InstrumentVersion {
    return versionAt(listing.instrument, this.state.time)
  }

  /** What is not tied to a position. */
  freeWallet(): Amount {
    return this.state.listings.reduce((free, { position }) => free - position.isolatedWallet, this.state.wallet as number) as Amount
  }

  nextId(listing: Listing): string {
    listing.idsIssued++
    return String(BigInt(listing.idBase) + BigInt(listing.idsIssued))
  }

  /** Happens now, reaches the account's owner after the way back. Reports never overtake each other. */
  report(report: VenueReport): void {
    const { fromVenueMs } = this.settings.latency
    const receivedAt = Math.max(this.state.time + fromVenueMs + this.jitter(), this.state.lastReceived)
    this.state.lastReceived = receivedAt
    this.state.outbox.push({ receivedAt: receivedAt as TimeMs, report })
  }

  takeReports(): readonly TimedReport[] {
    const reports = this.state.outbox
    this.state.outbox = []
    return reports
  }

  jitter(): number {
    const { jitterMs } = this.settings.latency
    return jitterMs > 0 ? this.random.below(jitterMs + 1) : 0
  }

  /** Books one execution: `signed` is positive for a purchase. It must not cross zero: a flip is a close and an opening. */
  bookTrade(listing: Listing, signed: Quantity, price: Price, fee: Amount): void {
    const { position } = listing
    const held = Math.abs(position.quantity)
    const size = Math.abs(signed)
    if (held > 0 && Math.sign(signed) !== Math.sign(position.quantity)) {
      if (size > held) throw new RangeError(`${size} cannot close ${held}`)
      const part = (whole: Amount): number => (size === held ? whole : multiplyDivideCut(whole, size, held))
      const cost = part(position.cost)
      const realized = notionalOf(this.version(listing), price, (0 - signed) as Quantity) - cost
      position.isolatedWallet = (position.isolatedWallet - part(position.isolatedWallet)) as Amount
      position.cost = (position.cost - cost) as Amount
      this.state.wallet = (this.state.wallet + realized) as Amount
    } else {
      const cost = notionalOf(this.version(listing), price, signed)
      position.cost = (position.cost + cost) as Amount
      position.isolatedWallet = (position.isolatedWallet + initialMargin(cost, listing.leverage)) as Amount
    }
    position.quantity = (position.quantity + signed) as Quantity
    this.state.wallet = (this.state.wallet - fee) as Amount
    this.marginChanged(listing)
  }

  marginChanged(listing: Listing): void {
    const { position } = listing
    position.liquidationPrice = position.quantity === 0 ? (0 as Price) : liquidationPrice(this.version(listing), position)
    this.active = this.#activeListings()
  }

  ordersChanged(listing: Listing, orders: Listing['orders']): void {
    listing.orders = orders
    this.active = this.#activeListings()
  }

  remember({ clientOrderId, venueOrderId, terms, filled }: EndedOrder, state: OrderState): void {
    const { closedOrders } = this.history
    closedOrders.push({ clientOrderId, venueOrderId, terms, state, filled })
    this.closedCount++
    if (closedOrders.length >= 2 * CLOSED_KEPT) closedOrders.splice(0, closedOrders.length - CLOSED_KEPT)
  }

  endUnfilled(order: RestingOrder, state: 'cancelled' | 'expired'): void {
    const { clientOrderId } = order
    this.remember({ ...order, filled: order.filled ?? (0 as Quantity) }, state)
    this.report(state === 'cancelled' ? { kind: 'order-cancelled', clientOrderId } : { kind: 'order-expired', clientOrderId, detail: 'the position is gone' })
  }

  #activeListings(): readonly Listing[] {
    return this.state.listings.filter(isActive)
  }
}

export const isActive = ({ position, orders }: Listing): boolean => position.quantity !== 0 || orders.length > 0

export const lastClosed = ({ closedOrders }: VenueHistory): VenueHistory['closedOrders'] => closedOrders.slice(-CLOSED_KEPT)
