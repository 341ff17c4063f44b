import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Candle } from '../../../src-shared/domain/candle.ts'
import type { Price } from '../../../src-shared/domain/units.ts'
import { liquidate } from './liquidation.ts'
import { execute, quoteAround } from './matching.ts'
import { isStill, isUnderWay, nextLeg, priceAt, skipTo, timeOf } from './price-path.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, PricePath } from './venue-state.ts'

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
  if (!isUnderWay(path) || !quote || isStill(listing) || !mayMeet(listing, path.candle)) return Infinity
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

/** Bid and ask stand around the price of trades at this moment. */
function setMark(books: VenueBooks, listing: Listing, mark: Price): void {
  const { trades, quote, position } = listing
  if (!trades && quote?.mark === mark) return
  if (trades) skipTo(trades, books.state.time, position.quantity)
  listing.quote = quoteAround(mark, trades ? priceAt(trades, books.state.time) : mark, books.settings.halfSpread)
}

/** The first price on the way to another at which something happens. */
function nextLevel(mark: Price, toPrice: Price, { position, orders }: Waiting): Price | undefined {
  const rises = toPrice >= mark
  const levels = orders.flatMap(({ terms }) => (terms.triggerPrice !== undefined && waitsForRise(terms) === rises ? [terms.triggerPrice] : []))
  if (position.liquidationPrice > 0 && position.quantity < 0 === rises) levels.push(position.liquidationPrice)
  const reached = levels.filter((level) => (rises ? level <= toPrice : level >= toPrice))
  if (reached.length === 0) return undefined
  return (rises ? Math.min(...reached) : Math.max(...reached)) as Price
}

/** Does everything that the present price calls for: liquidation first, then triggered orders, oldest first. While nothing is traded it waits. */
export function settle(books: VenueBooks, listing: Listing): void {
  for (;;) {
    if (!listing.quote || isStill(listing)) return
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
