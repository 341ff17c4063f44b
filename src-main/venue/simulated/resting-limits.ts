import { notionalOf } from '../../../src-shared/domain/instrument.ts'
import type { TradePrint } from '../../../src-shared/domain/event.ts'
import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Price, Quantity } from '../../../src-shared/domain/units.ts'
import { bookFill, missingMargin, positionMoved, reducibleBy } from './matching.ts'
import { settle } from './triggers.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, RestingOrder } from './venue-state.ts'

/** A limit order that finds its counterpart at once. */
export const isMarketable = ({ quote }: Listing, { side, limitPrice }: OrderTerms): boolean =>
  quote !== null && limitPrice !== undefined && (side === 'buy' ? quote.ask <= limitPrice : quote.bid >= limitPrice)

/**
 * Whoever took at a worse price would have met our order first: it is filled, for as much as was traded. At the very limit others may stand
 * before us, so nothing is; beside it nothing happens. Triggers wait for the mark price and know nothing of trades.
 */
export function printedThrough(books: VenueBooks, listing: Listing, { price, quantity }: TradePrint): void {
  let left = quantity as number
  for (const order of listing.orders.filter(({ terms }) => isThrough(terms, price))) left -= fillResting(books, listing, order, left)
  if (left < quantity) settle(books, listing)
}

const isThrough = ({ side, limitPrice }: OrderTerms, price: Price): boolean => limitPrice !== undefined && (side === 'buy' ? price < limitPrice : price > limitPrice)

/** A bid and an ask that meet do not stand beside each other: who quotes there now would have traded with us. */
export function quotedThrough(books: VenueBooks, listing: Listing): void {
  for (const order of listing.orders) if (isMarketable(listing, order.terms)) fillResting(books, listing, order, Number.MAX_SAFE_INTEGER)
}

/** At its own price, up to a quantity. Gives what was filled. */
function fillResting(books: VenueBooks, listing: Listing, order: RestingOrder, most: number): number {
  const { terms: { side, quantity = 0 as Quantity, limitPrice = 0 as Price, reduceOnly }, filled: before = 0 as Quantity } = order
  const wanted = Math.min(most, quantity - before)
  const signBefore = Math.sign(listing.position.quantity)
  let filled = 0
  let stopped: string | undefined
  while (filled < wanted && stopped === undefined) {
    const reducible = reducibleBy(listing, side)
    const part = (reducible > 0 ? Math.min(wanted - filled, reducible) : wanted - filled) as Quantity
    if (reducible === 0) stopped = reduceOnly ? 'reduce-only: no position is left to reduce' : unpaid(books, listing, limitPrice, part)
    if (stopped !== undefined) break
    filled += part
    bookFill(books, listing, { order, quantity: part, price: limitPrice, state: before + filled === quantity ? 'filled' : 'partially-filled', liquidity: 'maker' })
  }
  leave(books, listing, { ...order, filled: (before + filled) as Quantity }, stopped)
  positionMoved(books, listing, signBefore)
  return filled
}

const unpaid = (books: VenueBooks, listing: Listing, price: Price, part: Quantity): string | undefined =>
  (missingMargin(books, listing, notionalOf(books.version(listing), price, part)) > 0 ? 'insufficient margin' : undefined)

/** It rests on, or its end is told. */
function leave(books: VenueBooks, listing: Listing, order: RestingOrder & { readonly filled: Quantity }, stopped: string | undefined): void {
  const isFilled = order.filled === order.terms.quantity
  const others = listing.orders.filter(({ clientOrderId }) => clientOrderId !== order.clientOrderId)
  if (!isFilled && stopped === undefined) return books.ordersChanged(listing, listing.orders.map((resting) => (resting.clientOrderId === order.clientOrderId ? order : resting)))
  books.ordersChanged(listing, others)
  books.remember(order, isFilled ? 'filled' : 'expired')
  if (stopped !== undefined) books.report({ kind: 'order-expired', clientOrderId: order.clientOrderId, detail: stopped })
}
