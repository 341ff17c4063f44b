import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import { notionalOf, rateOf } from '../../../src-shared/domain/instrument.ts'
import type { Amount } from '../../../src-shared/domain/units.ts'
import type { FundingPaid } from '../../../src-shared/domain/venue.ts'
import { settle } from './triggers.ts'
import type { VenueBooks } from './venue-books.ts'
import type { Listing } from './venue-state.ts'

/** Whoever holds at this instant pays or receives quantity × mark × rate, out of the isolated wallet. Each settlement counts once. */
export function settleFunding(books: VenueBooks, listing: Listing, { fundingTime, rate }: FundingRate): void {
  if (fundingTime <= listing.lastFundingTime) return
  listing.lastFundingTime = fundingTime
  const { position, quote, instrumentId } = listing
  if (position.quantity === 0 || !quote) return
  const amount = (0 - rateOf(notionalOf(books.version(listing), quote.mark, position.quantity), rate)) as Amount
  if (amount === 0) return
  position.isolatedWallet = (position.isolatedWallet + amount) as Amount
  books.state.wallet = (books.state.wallet + amount) as Amount
  const paid: FundingPaid = { kind: 'funding-paid', instrumentId, fundingTime, rate, mark: quote.mark, amount, reference: `${instrumentId}-${fundingTime}` }
  books.history.funding.push(paid)
  books.report(paid)
  books.marginChanged(listing)
  settle(books, listing)
}
