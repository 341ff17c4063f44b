import { expect, it } from 'vitest'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { PricedVenue } from '../../src-main/modes/priced-venue.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { approved, closing, kinds, listed, market, marked, plainSettings, T0 } from '../support/venue-cases.ts'

function priced(isInCare = true): { readonly venue: PricedVenue; readonly inner: SimulatedVenue } {
  const inner = new SimulatedVenue(plainSettings)
  const venue = new PricedVenue(inner, () => isInCare)
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

it('tells of what nobody holds only the price that an order meets, and of what is held each change of the mark', async () => {
  const heard = (isInCare: boolean): readonly number[] => {
    const { venue, inner } = priced(isInCare)
    const told: number[] = []
    inner.market = (event) => void told.push(event.time - T0)
    venue.market(marked(T0 + 1_000, 60_001))
    const mark = marked(T0 + 2_000, 60_001)
    if (mark.kind === 'price-marked') venue.market({ ...mark, mark: { ...mark.mark, ask: 60_002_00 as never } })
    venue.market({ kind: 'trade-printed', time: (T0 + 2_500) as TimeMs, instrumentId: 'BTCUSDT', price: 1 as never, quantity: 1 as never, isBuyerMaker: true })
    venue.place(approved('a', market('buy', 100)), (T0 + 3_000) as TimeMs)
    venue.market(marked(T0 + 3_050, 60_001))
    venue.market(marked(T0 + 5_000, 60_001))
    return told
  }
  expect(heard(false)).toEqual([2_000, 3_050])
  expect(heard(true)).toEqual([1_000, 2_000, 3_050])
})

it('tells a price that was kept back at a time that the venue has not passed', () => {
  const { venue, inner } = priced(false)
  const told: number[] = []
  inner.market = (event) => void told.push(event.time - T0)
  venue.market(marked(T0 + 1_000, 60_001))
  void venue.advance((T0 + 2_000) as TimeMs)
  venue.place(approved('a', market('buy', 100)), (T0 + 3_000) as TimeMs)
  expect(told).toEqual([2_000])
})

it('tells the price again to a venue that began again from its book', () => {
  const { venue, inner } = priced(false)
  const told: number[] = []
  inner.market = (event) => void told.push(event.time - T0)
  for (const time of [T0 + 1_000, T0 + 2_500]) venue.place(approved('a', market('buy', 100)), time as TimeMs)
  venue.forget()
  venue.place(approved('b', market('buy', 100)), (T0 + 3_000) as TimeMs)
  expect(told).toEqual([0, 0])
})

it('goes on telling trades to a venue where a limit rests from before', async () => {
  const { venue, inner } = priced()
  venue.place(approved('a', market('buy', 100, { type: 'limit', limitPrice: 5_900_000 as Price })), T0 as TimeMs)
  await venue.advance(T0 as TimeMs)
  const again = new PricedVenue(new SimulatedVenue(plainSettings, inner.book()), () => true)
  expect((await again.snapshot()).openOrders).toHaveLength(1)
  again.market({ kind: 'trade-printed', time: (T0 + 1_000) as TimeMs, instrumentId: 'BTCUSDT', price: 5_899_900 as Price, quantity: 100 as Quantity, isBuyerMaker: true })
  expect(kinds(await again.advance((T0 + 1_000) as TimeMs))).toEqual(['order-filled'])
})
