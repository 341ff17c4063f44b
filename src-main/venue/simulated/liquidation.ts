import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import { notionalOf, rateOf, roundQuantityDown, roundToTick, tickAt, type InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import type { OrderTerms } from '../../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity } from '../../../src-shared/domain/units.ts'
import type { LiquidationFeePaid } from '../../../src-shared/domain/venue.ts'
import { bankruptcyPrice } from './margin.ts'
import { reportFill } from './matching.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing, RestingOrder } from './venue-state.ts'

/**
 * One step of a forced close. All orders of the instrument go. A position in a higher bracket is reduced to the next lower one, and its margin
 * stays with it; one in the lowest is closed. No worse than at the bankruptcy price, and what is left of the margin pays the fee on what was sold.
 * The fee is told first: with the last fill the trade is closed, and what comes after is in no trade.
 * Whether that was enough, whoever judges the price asks again.
 */
export function liquidate(books: VenueBooks, listing: Listing): void {
  const orders = listing.orders
  books.ordersChanged(listing, [])
  for (const order of orders) books.endUnfilled(order, 'cancelled')
  books.state.liquidations++
  const version = books.version(listing)
  const { quantity } = listing.position
  const size = Math.abs(quantity)
  const part = (size - keptQuantity(version, listing)) as Quantity
  const terms: OrderTerms = { instrumentId: listing.instrumentId, side: quantity > 0 ? 'sell' : 'buy', type: 'market', quantity: part, reduceOnly: true, closePosition: false }
  const order: RestingOrder = { clientOrderId: `autoclose-${books.state.liquidations}`, venueOrderId: books.nextId(listing), terms }
  const price = forcedPrice(books, listing)
  const walletBefore = books.state.wallet
  const { isolatedWallet } = listing.position
  books.bookTrade(listing, (-Math.sign(quantity) * part) as Quantity, price, 0 as Amount)
  const margin = isolatedWallet + books.state.wallet - walletBefore
  const fee = payFee(books, listing, { order, notional: notionalOf(version, price, part), left: margin + unrealizedOf(version, listing) })
  reportFill(books, listing, { order, quantity: part, price, state: 'filled', fee: 0 as Amount })
  books.remember({ ...order, filled: part }, 'filled')
  if (listing.position.quantity === 0) return
  listing.position.isolatedWallet = (margin - fee) as Amount
  books.marginChanged(listing)
}

/** What the next lower bracket holds at this price; nothing in the lowest, and where there is no margin left to hold it with. */
function keptQuantity(version: InstrumentVersion, listing: Listing): Quantity {
  const { position, quote } = listing
  const size = Math.abs(position.quantity) as Quantity
  if (!quote || position.isolatedWallet + unrealizedOf(version, listing) <= 0) return 0 as Quantity
  const notional = notionalOf(version, quote.mark, size)
  const { marginTiers, rules } = version
  const { floor } = marginTiers.find(({ cap }) => notional <= cap) ?? marginTiers.at(-1) ?? { floor: 0 as Amount }
  return floor === 0 ? (0 as Quantity) : roundQuantityDown(rules, multiplyDivideCut(size, floor, notional) as Quantity)
}

const unrealizedOf = (version: InstrumentVersion, { position, quote }: Listing): number => (quote ? notionalOf(version, quote.mark, position.quantity) - position.cost : 0)

function payFee(books: VenueBooks, listing: Listing, { order, notional, left }: { readonly order: RestingOrder; readonly notional: Amount; readonly left: number }): number {
  const fee = Math.min(rateOf(notional, books.version(listing).fees.liquidation), Math.max(0, left))
  if (fee === 0) return 0
  books.state.wallet = (books.state.wallet - fee) as Amount
  const paid: LiquidationFeePaid = { kind: 'liquidation-fee', instrumentId: listing.instrumentId, amount: -fee as Amount, reference: order.clientOrderId }
  books.history.liquidationFees.push(paid)
  books.report(paid)
  return fee
}

/** The quote's other side, but never past the bankruptcy price. */
function forcedPrice(books: VenueBooks, listing: Listing): Price {
  const { rules } = books.version(listing)
  const bound = bankruptcyPrice(books.version(listing), listing.position)
  const { bid, ask } = listing.quote ?? { bid: bound, ask: bound }
  if (listing.position.quantity < 0) return Math.min(bound, roundToTick(rules, ask, 'up')) as Price
  return Math.max(bound, roundToTick(rules, Math.max(bid, tickAt(rules, bid)) as Price, 'down')) as Price
}
