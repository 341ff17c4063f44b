import { notionalOf, rateOf, roundToTick, tickAt } from '../../../src-shared/domain/instrument.ts'
import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Candle } from '../../../src-shared/domain/candle.ts'
import type { Amount, Price, Quantity } from '../../../src-shared/domain/units.ts'
import type { LiquidationFeePaid } from '../../../src-shared/domain/venue.ts'
import { bankruptcyPrice } from './margin.ts'
import { execute, quoteAround, recordFill } from './matching.ts'
import { isUnderWay, nextLeg, priceAt, skipTo, timeOf } from './price-path.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, PricePath, RestingOrder } from './venue-state.ts'

/** What waits for a price. */
type Waiting = Pick<Listing, 'position' | 'orders'>

/** True when the order waits for a rise. */
const waitsForRise = ({ side, type }: OrderTerms): boolean => (type === 'stop-market') === (side === 'buy')

export function isTriggered(terms: OrderTerms, mark: Price): boolean {
  const { triggerPrice } = terms
  if (triggerPrice === undefined) return false
  return waitsForRise(terms) ? mark >= triggerPrice : mark <= triggerPrice
}

/** When the price of an instrument next meets what waits for it, as long as neither changes; Infinity when it does not. */
export function dueAt(listing: Listing): number {
  const { path, quote } = listing
  if (!isUnderWay(path) || !quote || !mayMeet(listing, path.candle)) return Infinity
  const ahead: PricePath = { ...path }
  const level = walkToLevel(ahead, quote.mark, listing)
  return level === undefined ? Infinity : timeOf(ahead, level)
}

/** The price goes on to where `dueAt` spoke of. */
export function goOn(books: VenueBooks, listing: Listing): void {
  const { path, quote } = listing
  if (!isUnderWay(path) || !quote) return
  const level = walkToLevel(path, quote.mark, listing)
  setMark(books, listing, level ?? path.toPrice)
  settle(books, listing)
}

/** Within most candles nothing waits. */
function mayMeet({ position: { liquidationPrice }, orders }: Waiting, { low, high }: Candle): boolean {
  if (liquidationPrice >= low && liquidationPrice <= high) return true
  for (const { terms: { triggerPrice = 0 } } of orders) if (triggerPrice >= low && triggerPrice <= high) return true
  return false
}

/** Moves a path on to the leg on which something happens, and says at which price; undefined when the path ends before. */
function walkToLevel(path: PricePath, mark: Price, waiting: Waiting): Price | undefined {
  let from = mark
  while (isUnderWay(path)) {
    const level = nextLevel(from, path.toPrice, waiting)
    if (level !== undefined) return level
    const jumps = nextLeg(path, waiting.position.quantity)
    from = path.fromPrice
    if (jumps && isMet(from, waiting)) return from
  }
  return undefined
}

/** True when a price, however it was come by, calls for something. */
const isMet = (price: Price, { position, orders }: Waiting): boolean => isLiquidated(position, price) || orders.some(({ terms }) => isTriggered(terms, price))

/** Brings a price that nobody had to watch to the present. */
export function catchUp(books: VenueBooks, listing: Listing): void {
  const { path } = listing
  if (!isUnderWay(path)) return
  skipTo(path, books.state.time, listing.position.quantity)
  setMark(books, listing, priceAt(path, books.state.time))
}

function setMark(books: VenueBooks, listing: Listing, mark: Price): void {
  if (listing.quote?.mark !== mark) listing.quote = quoteAround(mark, books.settings.halfSpread)
}

/** The first price on the way to another at which something happens. */
function nextLevel(mark: Price, toPrice: Price, { position, orders }: Waiting): Price | undefined {
  const rises = toPrice >= mark
  const levels = orders.filter(({ terms }) => waitsForRise(terms) === rises).map(({ terms }) => terms.triggerPrice ?? 0)
  if (position.liquidationPrice > 0 && position.quantity < 0 === rises) levels.push(position.liquidationPrice)
  const reached = levels.filter((level) => (rises ? level <= toPrice : level >= toPrice))
  if (reached.length === 0) return undefined
  return (rises ? Math.min(...reached) : Math.max(...reached)) as Price
}

/** Does everything that the present price calls for: liquidation first, then triggered orders, oldest first. */
export function settle(books: VenueBooks, listing: Listing): void {
  for (;;) {
    if (!listing.quote) return
    const { mark } = listing.quote
    if (isLiquidated(listing.position, mark)) {
      liquidate(books, listing)
      continue
    }
    const order = listing.orders.length > 0 ? listing.orders.find(({ terms }) => isTriggered(terms, mark)) : undefined
    if (!order) return
    books.ordersChanged(listing, listing.orders.filter((other) => other !== order))
    execute(books, listing, order)
  }
}

function isLiquidated({ quantity, liquidationPrice }: Listing['position'], mark: Price): boolean {
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
