import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { PricedVenue } from '../../src-main/modes/priced-venue.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { approved, closing, kinds, listed, market, marked, plainSettings, T0 } from '../support/venue-cases.ts'

function priced(): { readonly venue: PricedVenue; readonly inner: SimulatedVenue } {
  const inner = new SimulatedVenue(plainSettings)
  const venue = new PricedVenue(inner)
  venue.market(listed())
  venue.market(marked(T0, 60_000))
  return { venue, inner }
}

it('fills at a price that is young, and refuses what would be filled at an old one', async () => {
  const { venue } = priced()
  venue.place(approved('a', market('buy', 100)), (T0 + 10_000) as TimeMs)
  expect(kinds(await venue.advance((T0 + 10_000) as TimeMs))).toEqual(['order-accepted', 'order-filled'])
  venue.place(approved('b', market('sell', 100)), (T0 + 10_001) as TimeMs)
  expect(venue.nextTime()).toBe(T0 + 10_101)
  expect(await venue.advance((T0 + 10_101) as TimeMs)).toEqual([{ receivedAt: T0 + 10_101, report: { kind: 'order-rejected', clientOrderId: 'b', reason: 'no-price', detail: 'the market is silent' } }])
})

it('leaves the venue where the market stopped, so that what was missed can be told', async () => {
  const { venue, inner } = priced()
  venue.place(approved('a', market('buy', 100)), T0 as TimeMs)
  venue.place(approved('s', closing('sell', 'stop-market', 59_000)), T0 as TimeMs)
  await venue.advance(T0 as TimeMs)
  venue.place(approved('b', market('sell', 100)), (T0 + 600_000) as TimeMs)
  await venue.advance((T0 + 600_100) as TimeMs)
  expect(inner.time).toBe(T0)
  venue.market(marked(T0 + 60_000, 58_900))
  expect(kinds(await venue.advance((T0 + 60_000) as TimeMs))).toEqual(['order-filled'])
})

it('takes orders that wait for a price, and cancellations, however old the price is', async () => {
  const { venue } = priced()
  venue.place(approved('a', market('buy', 100)), T0 as TimeMs)
  venue.place(approved('s', closing('sell', 'stop-market', 59_000)), (T0 + 60_000) as TimeMs)
  venue.cancel('BTCUSDT', 's', (T0 + 60_001) as TimeMs)
  expect(kinds(await venue.advance((T0 + 60_001) as TimeMs))).toEqual(['order-accepted', 'order-filled', 'order-accepted', 'order-cancelled'])
})
