import { notionalOf, rateOf, roundToTick, tickAt } from '../../../src-shared/domain/instrument.ts'
import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { LiquidationFeePaid } from '../../../src-shared/domain/venue.ts'
import { bankruptcyPrice } from './margin.ts'
import { execute, quoteAround, recordFill } from './matching.ts'
import { isUnderWay, LEGS, nextLeg, priceAt, timeOf } from './price-path.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, PricePath, Quote, RestingOrder } from './venue-state.ts'

interface Watched {
  readonly path: PricePath
  readonly quote: Quote
  readonly position: Listing['position']
  readonly orders: Listing['orders']
}

/** True when the order waits for a rise. */
const waitsForRise = ({ side, type }: OrderTerms): boolean => (type === 'stop-market') === (side === 'buy')

export function isTriggered(terms: OrderTerms, mark: Price): boolean {
  const { triggerPrice } = terms
  if (triggerPrice === undefined) return false
  return waitsForRise(terms) ? mark >= triggerPrice : mark <= triggerPrice
}

/** When the price of an instrument next does something by itself; Infinity when nobody would notice. */
export function dueAt({ path, quote, position, orders }: Listing, now: TimeMs): number {
  if (!isUnderWay(path) || !quote || (position.quantity === 0 && orders.length === 0)) return Infinity
  const level = nextLevel({ path, quote, position, orders })
  return level === undefined ? path.toTime : Math.max(now, timeOf(path, level))
}

/** The price goes on to the next trigger or the end of its leg, whichever `dueAt` spoke of. */
export function goOn(books: VenueBooks, listing: Listing): void {
  const { path, quote } = listing
  if (!isUnderWay(path) || !quote) return
  const level = nextLevel({ path, quote, position: listing.position, orders: listing.orders })
  if (level === undefined) {
    setMark(books, listing, path.toPrice)
    nextLeg(path)
    return
  }
  setMark(books, listing, level)
  settle(books, listing)
}

/** Brings a price that nobody had to watch to the present. */
export function catchUp(books: VenueBooks, listing: Listing): void {
  const { path } = listing
  if (!isUnderWay(path)) return
  while (path.leg < LEGS && path.toTime <= books.state.time) nextLeg(path)
  setMark(books, listing, priceAt(path, books.state.time))
}

function setMark(books: VenueBooks, listing: Listing, mark: Price): void {
  if (listing.quote?.mark !== mark) listing.quote = quoteAround(mark, books.settings.halfSpread)
}

/** The first price on the leg under way at which something happens. */
function nextLevel({ path, quote, position, orders }: Watched): Price | undefined {
  const rises = path.toPrice >= quote.mark
  const levels = orders.filter(({ terms }) => waitsForRise(terms) === rises).map(({ terms }) => terms.triggerPrice ?? 0)
  if (position.liquidationPrice > 0 && position.quantity < 0 === rises) levels.push(position.liquidationPrice)
  const reached = levels.filter((level) => (rises ? level <= path.toPrice : level >= path.toPrice))
  if (reached.length === 0) return undefined
  return (rises ? Math.min(...reached) : Math.max(...reached)) as Price
}

/** Does everything that the present price calls for: liquidation first, then triggered orders, oldest first. */
export function settle(books: VenueBooks, listing: Listing): void {
  for (;;) {
    if (!listing.quote) return
    const { mark } = listing.quote
    if (isLiquidated(listing, mark)) {
      liquidate(books, listing)
      continue
    }
    const order = listing.orders.find(({ terms }) => isTriggered(terms, mark))
    if (!order) return
    books.ordersChanged(listing, listing.orders.filter((other) => other !== order))
    execute(books, listing, order)
  }
}

function isLiquidated({ position: { quantity, liquidationPrice } }: Listing, mark: Price): boolean {
  if (quantity === 0 || liquidationPrice === 0) return false
  return quantity > 0 ? mark <= liquidationPrice : mark >= liquidationPrice
}

/** All orders of the instrument go, the position is closed no worse than at its bankruptcy price, and what is left of its margin pays the fee. */
function liquidate(books: VenueBooks, listing: Listing): void {
  const { quantity } = listing.position
  const orders = listing.orders
  books.ordersChanged(listing, [])
  for (const order of orders) books.endUnfilled(order, 'cancelled')
  books.state.liquidations++
  const size = Math.abs(quantity) as Quantity
  const terms: OrderTerms = { instrumentId: listing.instrumentId, side: quantity > 0 ? 'sell' : 'buy', type: 'market', quantity: size, reduceOnly: true, closePosition: false }
  const order: RestingOrder = { clientOrderId: `autoclose-${books.state.liquidations}`, venueOrderId: books.nextId(listing), terms }
  const price = forcedPrice(books, listing)
  const walletBefore = books.state.wallet
  const { isolatedWallet } = listing.position
  recordFill(books, listing, { order, quantity: size, price, state: 'filled', fee: 0 as Amount })
  books.remember({ ...order, filled: size }, 'filled')
  const left = isolatedWallet + books.state.wallet - walletBefore
  payLiquidationFee(books, listing, { order, notional: notionalOf(books.version(listing), price, size), left })
}

function payLiquidationFee(books: VenueBooks, listing: Listing, { order, notional, left }: { readonly order: RestingOrder; readonly notional: Amount; readonly left: number }): void {
  const fee = Math.min(rateOf(notional, books.version(listing).fees.liquidation), Math.max(0, left))
  if (fee === 0) return
  books.state.wallet = (books.state.wallet - fee) as Amount
  const paid: LiquidationFeePaid = { kind: 'liquidation-fee', instrumentId: listing.instrumentId, amount: -fee as Amount, reference: order.clientOrderId }
  books.history.liquidationFees.push(paid)
  books.report(paid)
}

/** The quote's other side, but never past the bankruptcy price. */
function forcedPrice(books: VenueBooks, listing: Listing): Price {
  const { rules } = books.version(listing)
  const bound = bankruptcyPrice(books.version(listing), listing.position)
  const { bid, ask } = listing.quote ?? { bid: bound, ask: bound }
  if (listing.position.quantity < 0) return Math.min(bound, roundToTick(rules, ask, 'up')) as Price
  return Math.max(bound, roundToTick(rules, Math.max(bid, tickAt(rules, bid)) as Price, 'down')) as Price
}
