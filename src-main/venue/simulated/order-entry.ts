import { formatDecimal } from '../../../src-shared/domain/decimal.ts'
import { notionalOf } from '../../../src-shared/domain/instrument.ts'
import type { OrderTerms, RejectionReason } from '../../../src-shared/domain/order.ts'
import { MONEY_DECIMALS, type Price, type Quantity, type TimeMs } from '../../../src-shared/domain/units.ts'
import { brokenFilter } from './filters.ts'
import { notionalMaxAt } from './margin.ts'
import { execute, missingMargin, offeredPrice, reducibleBy } from './matching.ts'
import { isStill } from './price-path.ts'
import { isMarketable } from './resting-limits.ts'
import { isTriggered } from './triggers.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, RestingOrder } from './venue-state.ts'

interface Refusal {
  readonly reason: RejectionReason
  readonly detail: string
}

const ID_PATTERN = /^[.A-Z:/a-z0-9_-]{1,36}$/
const RESERVED = 'autoclose-'

/** An order arrives: it is refused, rests, or is executed. */
export function enterOrder(books: VenueBooks, instrumentId: string, clientOrderId: string, terms: OrderTerms): void {
  const listing = books.listing(instrumentId)
  const refused = refusalOf(books, listing, clientOrderId, terms)
  if (refused || !listing) return books.report({ kind: 'order-rejected', clientOrderId, reason: 'instrument-closed', detail: `${instrumentId} is not traded here`, ...refused })
  const order: RestingOrder = { clientOrderId, venueOrderId: books.nextId(listing), terms }
  books.report({ kind: 'order-accepted', clientOrderId, venueOrderId: order.venueOrderId })
  if (terms.type === 'market' || isMarketable(listing, terms)) execute(books, listing, order)
  else books.ordersChanged(listing, [...listing.orders, order])
}

export function cancelOrder(books: VenueBooks, instrumentId: string, clientOrderId: string): void {
  const listing = books.listing(instrumentId)
  const order = listing?.orders.find((resting) => resting.clientOrderId === clientOrderId)
  if (!listing || !order) return books.report({ kind: 'cancel-rejected', clientOrderId, reason: 'not-found' })
  books.ordersChanged(listing, listing.orders.filter((resting) => resting !== order))
  books.endUnfilled(order, 'cancelled')
}

function refusalOf(books: VenueBooks, listing: Listing | undefined, clientOrderId: string, terms: OrderTerms): Refusal | undefined {
  const wrong = malformation(clientOrderId, terms)
  if (wrong !== undefined) return { reason: 'malformed', detail: wrong }
  if (!listing || !isListed(listing, books.state.time)) return { reason: 'instrument-closed', detail: `${terms.instrumentId} is not traded here` }
  if (isHalted(books, listing, terms)) return { reason: 'instrument-closed', detail: `nothing is traded of ${terms.instrumentId} at present` }
  if (!listing.quote) return { reason: 'no-price', detail: `${terms.instrumentId} has no price yet` }
  if (isThrottled(books)) return { reason: 'throttled', detail: 'the venue is busy' }
  const broken = brokenFilter(books.version(listing), terms, listing.quote.mark)
  if (broken !== undefined) return { reason: 'filter', detail: broken }
  return conflict(listing, clientOrderId, terms) ?? unaffordable(books, listing, terms)
}

const isListed = ({ instrument }: Listing, time: TimeMs): boolean => instrument.versions.some(({ validFrom }) => validFrom <= time)

/** Orders that wait for a price may come while nothing is traded; they wait until something is. */
const isHalted = (books: VenueBooks, listing: Listing, { type }: OrderTerms): boolean => books.version(listing).status === 'halted' || (type === 'market' && isStill(listing))

function isThrottled({ settings: { rejectionRate = 0 }, random }: VenueBooks): boolean {
  return rejectionRate > 0 && random.uniform() < rejectionRate
}

function malformation(clientOrderId: string, terms: OrderTerms): string | undefined {
  const { type, quantity, reduceOnly, closePosition } = terms
  if (!ID_PATTERN.test(clientOrderId) || clientOrderId.startsWith(RESERVED)) return 'the client order id is not allowed'
  const hasTrigger = type === 'stop-market' || type === 'take-profit-market'
  if (closePosition ? !hasTrigger || reduceOnly || quantity !== undefined : !isPositive(quantity)) return 'it takes either a positive quantity or a plain closePosition with a trigger'
  return malformedPrice('trigger', hasTrigger, terms.triggerPrice) ?? malformedPrice('limit', type === 'limit', terms.limitPrice)
}

function malformedPrice(name: 'trigger' | 'limit', isNeeded: boolean, price: Price | undefined): string | undefined {
  if (isNeeded !== (price !== undefined)) return `a ${name} price ${isNeeded ? 'is missing' : 'is not allowed'}`
  return price === undefined || isPositive(price) ? undefined : `the ${name} price is not a positive integer`
}

const isPositive = (value: number | undefined): boolean => Number.isSafeInteger(value) && (value ?? 0) > 0

/** What stands against an order at the moment of its arrival. */
function conflict(listing: Listing, clientOrderId: string, terms: OrderTerms): Refusal | undefined {
  const { side, type, reduceOnly, closePosition } = terms
  if (listing.orders.some((order) => order.clientOrderId === clientOrderId)) return { reason: 'duplicate-id', detail: `${clientOrderId} is open already` }
  if ((reduceOnly || closePosition) && reducibleBy(listing, side) === 0) return { reason: 'reduce-only', detail: `no position that a ${side} would reduce` }
  if (listing.quote && isTriggered(terms, listing.quote.mark)) return { reason: 'would-trigger', detail: 'the mark price is past the trigger already' }
  const other = listing.orders.find((order) => closePosition && order.terms.closePosition && order.terms.side === side && order.terms.type === type)
  return other && { reason: 'already-protected', detail: `${other.clientOrderId} closes the position already` }
}

/** Triggered orders are paid for when they trigger. */
function unaffordable(books: VenueBooks, listing: Listing, { type, side, quantity, triggerPrice, limitPrice, reduceOnly }: OrderTerms): Refusal | undefined {
  const version = books.version(listing)
  const opening = Math.max(0, (quantity ?? 0) - reducibleBy(listing, side)) as Quantity
  if (triggerPrice !== undefined || reduceOnly || opening === 0 || !listing.quote) return undefined
  const price: Price = (type === 'limit' ? limitPrice : offeredPrice(version, listing, side, 0)) ?? listing.quote.mark
  const missing = missingMargin(books, listing, notionalOf(version, price, opening))
  if (missing > 0) return { reason: 'insufficient-margin', detail: `${formatDecimal(missing, MONEY_DECIMALS, true)} ${listing.instrument.settleAsset} are missing` }
  const held = Math.abs(listing.position.quantity) - reducibleBy(listing, side)
  const most = notionalMaxAt(version.marginTiers, listing.leverage)
  if (notionalOf(version, listing.quote.mark, (held + opening) as Quantity) <= most) return undefined
  return { reason: 'insufficient-margin', detail: `leverage ${listing.leverage} allows a notional of ${formatDecimal(most, MONEY_DECIMALS, true)}` }
}
