import { describe, expect, it } from 'vitest'
import type { OrderTerms } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Bench, fillOf, rejection } from '../support/venue-bench.ts'
import { approved, closing, kinds, listed, market, marked, plainSettings, T0 } from '../support/venue-cases.ts'

describe('orders', () => {
  it('accepts and fills a market order at the quote and takes the fee', async () => {
    const bench = new Bench()
    const reports = bench.send('a', market('buy', 100))
    expect(kinds(reports)).toEqual(['order-accepted', 'order-filled'])
    // 0.1 × 60,000 = 6,000 of notional; .05 % of it is 3; a tenth of it is margin.
    expect(fillOf(reports)[0]).toMatchObject({ side: 'buy', quantity: 100, price: 60_000_00, fee: 3_00000000, clientOrderId: 'a', time: T0 })
    expect(await bench.snapshot()).toMatchObject({ wallet: 9_997_00000000, positions: [{ quantity: 100, cost: 6_000_00000000, isolatedWallet: 600_00000000, leverage: 10 }] })
  })

  it('gives ids beyond 2^53 for the first instrument, each once', () => {
    const bench = new Bench()
    const fills = ['a', 'b', 'c'].flatMap((id) => fillOf(bench.send(id, market('buy', 10))))
    const ids = fills.flatMap(({ tradeId, venueOrderId }) => [tradeId, venueOrderId])
    expect(new Set(ids).size).toBe(6)
    expect(ids.every((id) => BigInt(id) > 2n ** 53n && String(Number(id)) !== id)).toBe(true)
  })

  it('takes both ways of the latency and keeps answers in order', () => {
    const bench = new Bench({ latency: { toVenueMs: 40, fromVenueMs: 60, jitterMs: 30 } })
    bench.venue.place(approved('a', market('buy', 100)), T0 as TimeMs)
    expect(bench.venue.nextTime()).toBeGreaterThanOrEqual(T0 + 40)
    expect(bench.to(T0 + 39)).toEqual([])
    const reports = bench.to(T0 + 70)
    expect(kinds(reports)).toEqual(['order-accepted', 'order-filled'])
    expect(reports[0]!.receivedAt).toBeGreaterThanOrEqual(T0 + 100)
    expect(reports[1]!.receivedAt).toBeLessThanOrEqual(T0 + 160)
    expect(reports[1]!.receivedAt).toBeGreaterThanOrEqual(reports[0]!.receivedAt)
  })

  it('fills at the worse side of the spread, slips further, and rounds to the tick against us', () => {
    const bench = new Bench({ halfSpread: 1_000 as Rate, slippage: 20_000 as Rate })
    bench.walk([60_000, 60_000, 60_000, 60_000])
    const bought = fillOf(bench.send('a', market('buy', 10)))[0]!.price
    const sold = fillOf(bench.send('b', market('sell', 10)))[0]!.price
    // The quote is .6 beside the mark; slippage is between half and one and a half of 12.
    expect(bought).toBeGreaterThanOrEqual(60_006_60)
    expect(bought).toBeLessThanOrEqual(60_018_70)
    expect(sold).toBeLessThanOrEqual(59_993_40)
    expect(sold).toBeGreaterThanOrEqual(59_981_30)
    expect([bought % 10, sold % 10]).toEqual([0, 0])
  })

  it('rounds a price between two ticks against us', () => {
    const bench = new Bench()
    bench.quote({ mark: 60_000, bid: 59_999.95, ask: 60_000.05 })
    expect(fillOf(bench.send('a', market('buy', 10)))[0]!.price).toBe(60_000_10)
    expect(fillOf(bench.send('b', market('sell', 10)))[0]!.price).toBe(59_999_90)
  })

  it('closes no worse than at the bankruptcy price, so that no more than the isolated wallet is lost', async () => {
    const bench = new Bench({ leverage: 100 })
    bench.send('a', market('buy', 100))
    // 60 of margin over .1: bankrupt at 59,400, and only 59,000 is bid.
    bench.quote({ mark: 60_000, bid: 59_000, ask: 60_000 })
    expect(fillOf(bench.send('b', market('sell', 100, { reduceOnly: true })))[0]!.price).toBe(59_400_00)
    // 60 of loss, fees of 3 and 2.97.
    expect((await bench.snapshot()).wallet).toBe(9_934_03000000)
  })

  it('takes requests in the order they were sent, whatever their jitter', () => {
    const bench = new Bench({ latency: { toVenueMs: 10, fromVenueMs: 0, jitterMs: 500 } })
    const ids = Array.from({ length: 30 }, (_, i) => `o${i}`)
    for (const id of ids) bench.venue.place(approved(id, market('buy', 1)), T0 as TimeMs)
    const accepted = bench.to(T0 + 510).flatMap(({ report }) => (report.kind === 'order-accepted' ? [report.clientOrderId] : []))
    expect(accepted).toEqual(ids)
  })

  it('fills a large order in parts, each no better than the one before', () => {
    const bench = new Bench({ slippage: 10_000 as Rate, topOfBook: { least: 1_000_00000000 as Amount, most: 3_000_00000000 as Amount } })
    const reports = bench.send('a', market('buy', 200))
    const fills = fillOf(reports)
    expect(fills.length).toBeGreaterThan(3)
    expect(fills.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(200)
    expect(fills.map(({ price }) => price)).toEqual(fills.map(({ price }) => price).toSorted((a, b) => a - b))
    expect(reports.map(({ report }) => (report.kind === 'order-filled' ? report.state : report.kind)).slice(-2)).toEqual(['partially-filled', 'filled'])
  })

  it('lets the rest of a market order expire where the price is too far from the mark', () => {
    const bench = new Bench({ slippage: 1_500_000 as Rate, topOfBook: { least: 600_00000000 as Amount, most: 600_00000000 as Amount } })
    const reports = bench.send('a', market('buy', 100))
    expect(kinds(reports).at(-1)).toBe('order-expired')
    expect(fillOf(reports).every(({ price }) => price <= 63_000_00)).toBe(true)
    expect(fillOf(reports).length).toBeGreaterThan(0)
  })

  it('closes and opens in two fills when an order turns the position', async () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    expect(fillOf(bench.send('b', market('sell', 150))).map(({ quantity }) => quantity)).toEqual([100, 50])
    expect((await bench.snapshot()).positions).toMatchObject([{ quantity: -50, cost: -3_000_00000000, isolatedWallet: 300_00000000 }])
  })

  it('cuts a reduce-only order to the position', async () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    const reports = bench.send('b', market('sell', 150, { reduceOnly: true }))
    expect(kinds(reports)).toEqual(['order-accepted', 'order-filled', 'order-expired'])
    expect((await bench.snapshot()).closedOrders.at(-1)).toMatchObject({ clientOrderId: 'b', state: 'expired', filled: 100 })
    expect((await bench.snapshot()).positions).toEqual([])
  })

  it('cancels a resting order, and says so when there is none', () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    bench.send('s', closing('sell', 'stop-market', 59_000))
    bench.venue.cancel('BTCUSDT', 's', T0 as TimeMs)
    bench.venue.cancel('BTCUSDT', 's', T0 as TimeMs)
    expect(kinds(bench.to(T0))).toEqual(['order-cancelled', 'cancel-rejected'])
  })

  it('tells of a trade by somebody else under a foreign id', async () => {
    const bench = new Bench()
    bench.venue.tradeByHand({ instrumentId: 'BTCUSDT', side: 'sell', quantity: 30 as Quantity, time: T0 as TimeMs })
    expect(fillOf(bench.to(T0))[0]).toMatchObject({ clientOrderId: 'web-1', quantity: 30 })
    expect((await bench.snapshot()).positions[0]?.quantity).toBe(-30)
  })
})

describe('refusals', () => {
  const held = (): Bench => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    return bench
  }

  it.each<[string, OrderTerms]>([
    ['filter', market('buy', 1_000_001)],
    ['filter', market('buy', 120_001)],
    ['filter', { ...closing('sell', 'stop-market', 59_000.05) }],
    ['filter', { ...closing('sell', 'stop-market', 0), triggerPrice: 5 as Price }],
    ['insufficient-margin', market('buy', 1_600)],
    ['reduce-only', market('buy', 10, { reduceOnly: true })],
    ['reduce-only', closing('buy', 'stop-market', 61_000)],
    ['would-trigger', closing('sell', 'stop-market', 60_000)],
    ['would-trigger', closing('sell', 'take-profit-market', 60_000)],
    ['instrument-closed', market('buy', 10, { instrumentId: 'NONE' })],
    ['malformed', market('buy', -1)],
    ['malformed', market('buy', 1.5)],
    ['malformed', { ...closing('sell', 'stop-market', 59_000), reduceOnly: true }],
    ['malformed', market('sell', 10, { closePosition: true })],
    ['malformed', market('sell', 10, { type: 'stop-market' })],
    ['malformed', market('sell', 10, { triggerPrice: 1 as Price })],
  ])('says %s', (reason, terms) => {
    const bench = held()
    expect(rejection(bench.send('x', terms))).toBe(reason)
  })

  it('says malformed to an id that venues do not take or that is reserved', () => {
    const bench = held()
    expect(['a b', 'x'.repeat(37), '', 'autoclose-1'].map((id) => rejection(bench.send(id, market('buy', 10))))).toEqual(Array(4).fill('malformed'))
  })

  it('names the rule and the numbers of a broken filter, and exempts what only reduces from the smallest notional', () => {
    const bench = new Bench({}, 3_000)
    const details = bench.send('x', market('buy', 1)).map(({ report }) => (report.kind === 'order-rejected' ? report.detail : ''))
    expect(details).toEqual(['notionalMin 5: notional 3'])
    bench.send('a', market('buy', 10))
    expect(kinds(bench.send('b', market('sell', 1, { reduceOnly: true })))).toEqual(['order-accepted', 'order-filled'])
  })

  it('knows a second closePosition order of one direction and kind, and lets stop and take-profit stand side by side', () => {
    const bench = held()
    const answers = [closing('sell', 'stop-market', 59_000), closing('sell', 'stop-market', 58_000), closing('sell', 'take-profit-market', 61_000)].map((terms, i) => rejection(bench.send(`s${i}`, terms)))
    expect(answers).toEqual(['order-accepted', 'already-protected', 'order-accepted'])
  })

  it('refuses an id only while an order of that id is open', () => {
    const bench = held()
    bench.send('s', closing('sell', 'stop-market', 59_000))
    expect(rejection(bench.send('s', market('buy', 10)))).toBe('duplicate-id')
    bench.venue.cancel('BTCUSDT', 's', T0 as TimeMs)
    expect(kinds(bench.send('s', market('buy', 10)))).toEqual(['order-cancelled', 'order-accepted', 'order-filled'])
  })

  it('has no price before the first one', () => {
    const venue = new SimulatedVenue(plainSettings)
    venue.market(listed())
    venue.place(approved('a', market('buy', 10)), T0 as TimeMs)
    expect(rejection(venue.advance(T0 as TimeMs))).toBe('no-price')
  })

  it('refuses a seeded part when told to', () => {
    const bench = new Bench({ rejectionRate: 0.5 })
    const throttled = Array.from({ length: 40 }, (_, i) => rejection(bench.send(`o${i}`, market(i % 2 ? 'sell' : 'buy', 10)))).filter((answer) => answer === 'throttled').length
    expect(throttled).toBeGreaterThan(8)
    expect(throttled).toBeLessThan(32)
  })

  it('refuses an event of the past', () => {
    const bench = held()
    bench.to(T0 + 5_000)
    expect(() => bench.venue.market(marked(T0 + 4_999, 60_000))).toThrow(RangeError)
  })
})
