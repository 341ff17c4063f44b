import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import { notionalOf, rateOf, roundQuantityDown, roundToTick, tickAt, type InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import type { Fill, Side } from '../../../src-shared/domain/order.ts'
import { ONE_RATE, type Amount, type Price, type Quantity, type Rate } from '../../../src-shared/domain/units.ts'
import { bankruptcyPrice, initialMargin } from './margin.ts'
import { priceAt, skipTo, turnAgainst } from './price-path.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, Quote, RestingOrder } from './venue-state.ts'

const signOf = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1)

/** The quote around a price that came from a candle of trades. */
export function quoteAround(mark: Price, price: Price, halfSpread: Rate): Quote {
  const half = multiplyDivideCut(price, halfSpread, ONE_RATE)
  return { mark, bid: (price - half) as Price, ask: (price + half) as Price }
}

/** How much of an order's direction the position could take before it is flat. */
export function reducibleBy(listing: Listing, side: Side): Quantity {
  const opposite = -signOf(side) * listing.position.quantity
  return Math.max(0, opposite) as Quantity
}

/** Executes an order against what is offered now, and reports its fills and how it ended. */
export function execute(books: VenueBooks, listing: Listing, order: RestingOrder): void {
  const { terms } = order
  const wanted = terms.quantity ?? reducibleBy(listing, terms.side)
  const signBefore = Math.sign(listing.position.quantity)
  let filled = 0
  let slippage = 0
  let stopped: string | undefined
  while (filled < wanted && stopped === undefined) {
    if (filled > 0 || books.settings.quotesAreReal !== true) slippage += slippageStep(books, listing)
    const offer = nextOffer(books, listing, { order, rest: (wanted - filled) as Quantity, slippage })
    if (typeof offer === 'string') {
      stopped = offer
      continue
    }
    filled += offer.quantity
    bookFill(books, listing, { order, ...offer, state: filled === wanted ? 'filled' : 'partially-filled' })
  }
  if (stopped === BEYOND_LIMIT) books.ordersChanged(listing, [...listing.orders, { ...order, filled: filled as Quantity }])
  else books.remember({ ...order, filled: filled as Quantity }, stopped === undefined ? 'filled' : 'expired')
  if (stopped !== undefined && stopped !== BEYOND_LIMIT) books.report({ kind: 'order-expired', clientOrderId: order.clientOrderId, detail: stopped })
  positionMoved(books, listing, signBefore)
}

interface Request {
  readonly order: RestingOrder
  readonly rest: Quantity
  readonly slippage: number
}

interface Offer {
  readonly quantity: Quantity
  readonly price: Price
}

/** What is left of a limit order rests. */
const BEYOND_LIMIT = 'nothing is offered within the limit'

/** The next part of an order that finds a counterpart, or why none does. A close and an opening are never one fill. */
function nextOffer(books: VenueBooks, listing: Listing, { order, rest, slippage }: Request): Offer | string {
  const { side, reduceOnly, closePosition, limitPrice } = order.terms
  const version = books.version(listing)
  const reducible = reducibleBy(listing, side)
  if (reducible === 0 && (reduceOnly || closePosition)) return 'reduce-only: no position is left to reduce'
  const price = offeredPrice(version, listing, side, slippage)
  if (price === undefined) return 'nothing is offered within the allowed distance from the mark price'
  if (limitPrice !== undefined && (side === 'buy' ? price > limitPrice : price < limitPrice)) return BEYOND_LIMIT
  const wanted = reducible > 0 ? Math.min(rest, reducible) : rest
  const quantity = Math.min(wanted, topOfBook(books, version, price)) as Quantity
  if (reducible > 0) return { quantity, price: notWorseThan(bankruptcyPrice(version, listing.position), price, side) }
  const missing = missingMargin(books, listing, notionalOf(version, price, quantity))
  return missing > 0 ? 'insufficient margin' : { quantity, price }
}

/** What an opening of this notional lacks in free wallet; not positive when it can be paid. */
export function missingMargin(books: VenueBooks, listing: Listing, notional: Amount): number {
  const fee = rateOf(notional, books.version(listing).fees.taker)
  return initialMargin(notional, listing.leverage) + fee - books.freeWallet()
}

/** A taker's price: the other side of the quote, worse by the slippage, rounded against the taker. */
export function offeredPrice(version: InstrumentVersion, { quote }: Listing, side: Side, slippage: number): Price | undefined {
  if (!quote) return undefined
  const best = side === 'buy' ? quote.ask : quote.bid
  const raw = best + signOf(side) * multiplyDivideCut(best, slippage, ONE_RATE)
  const price = roundToTick(version.rules, Math.max(tickAt(version.rules, best), raw) as Price, side === 'buy' ? 'up' : 'down')
  const distance = multiplyDivideCut(quote.mark, version.rules.marketDistanceMax, ONE_RATE)
  return Math.abs(price - quote.mark) > distance ? undefined : price
}

/** Half to one and a half of the mean slippage: never better than the quote. */
function slippageStep(books: VenueBooks, listing: Listing): number {
  const mean = books.settings.slippage ?? listing.instrument.slippage
  return mean > 0 ? Math.floor(mean / 2) + books.random.below(mean + 1) : 0
}

function topOfBook(books: VenueBooks, version: InstrumentVersion, price: Price): number {
  const depth = books.settings.topOfBook
  if (!depth) return Infinity
  const notional = (depth.least + books.random.below(depth.most - depth.least + 1)) as Amount
  const one = notionalOf(version, price, version.rules.quantityStep)
  const steps = one > 0 ? Math.floor(notional / one) : 1
  return roundQuantityDown(version.rules, (Math.max(1, steps) * version.rules.quantityStep) as Quantity)
}

/** Whoever takes over a position does so at its bankruptcy price: no close costs more than was put in. */
function notWorseThan(bound: Price, price: Price, side: Side): Price {
  return (side === 'sell' ? Math.max(bound, price) : Math.min(bound, price)) as Price
}

interface Execution extends Offer {
  readonly order: RestingOrder
  readonly state: 'partially-filled' | 'filled'
  readonly liquidity?: Fill['liquidity']
}

export function bookFill(books: VenueBooks, listing: Listing, execution: Execution): void {
  const { order, quantity, price, liquidity = 'taker' } = execution
  const version = books.version(listing)
  const fee = rateOf(notionalOf(version, price, quantity), version.fees[liquidity])
  books.bookTrade(listing, (signOf(order.terms.side) * quantity) as Quantity, price, fee)
  reportFill(books, listing, { ...execution, fee })
}

/** Tells of what is booked already. */
export function reportFill(books: VenueBooks, listing: Listing, { order, quantity, price, state, fee, liquidity = 'taker' }: Execution & { readonly fee: Amount }): void {
  const { side } = order.terms
  const fill: Fill = {
    venue: books.settings.venue, instrumentId: listing.instrumentId, tradeId: books.nextId(listing), venueOrderId: order.venueOrderId, clientOrderId: order.clientOrderId,
    side, quantity, price, fee, liquidity, time: books.state.time,
  }
  books.history.fills.push(fill)
  books.report({ kind: 'order-filled', fill, state })
}

/** Orders that belong to a position end with it, and a candle's path turns against a new one. */
export function positionMoved(books: VenueBooks, listing: Listing, signBefore: number): void {
  const sign = Math.sign(listing.position.quantity)
  if (sign === signBefore) return
  const ends = listing.orders.filter(({ terms }) => terms.closePosition && reducibleBy(listing, terms.side) === 0)
  if (ends.length > 0) books.ordersChanged(listing, listing.orders.filter((order) => !ends.includes(order)))
  for (const order of ends) books.endUnfilled(order, 'expired')
  const { path, trades, quote, position: { quantity } } = listing
  const { time } = books.state
  if (path && quote) turnAgainst(path, quantity, time, quote.mark)
  if (!trades) return
  skipTo(trades, time, quantity)
  turnAgainst(trades, quantity, time, priceAt(trades, time))
}
