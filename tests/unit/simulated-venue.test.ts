import { describe, expect, it } from 'vitest'
import type { OrderTerms } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../src-shared/domain/venue.ts'
import type { TimedReport } from '../../src-main/venue/timed-venue.port.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { approved, closing, funded, kinds, listed, market, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'
import { btc } from '../support/instruments.ts'


class Bench {
  readonly venue: SimulatedVenue
  #time = T0

  constructor(settings: Partial<VenueSettings> = {}, price = 60_000) {
    this.venue = new SimulatedVenue({ ...plainSettings, ...settings })
    this.venue.market(listed())
    this.venue.market(marked(T0, price))
  }

  send(id: string, terms: OrderTerms, time = this.#time): readonly TimedReport[] {
    this.venue.place(approved(id, terms), time as TimeMs)
    return this.to(time)
  }

  mark(price: number, time = this.#time + 1_000): readonly TimedReport[] {
    this.venue.market(marked(time, price))
    return this.to(time)
  }

  walk(prices: readonly [number, number, number, number], until = 299_999, time = T0 + 200_000): readonly TimedReport[] {
    this.venue.market(path(time, prices))
    return this.to(time + until)
  }

  to(time: number): readonly TimedReport[] {
    this.#time = time
    return this.venue.advance(time as TimeMs)
  }

  snapshot = (): Promise<VenueSnapshot> => this.venue.snapshot()
}

const fillOf = (reports: readonly TimedReport[]) => reports.flatMap(({ report }) => (report.kind === 'order-filled' ? [report.fill] : []))
const rejection = (reports: readonly TimedReport[]) => reports.map(({ report }) => (report.kind === 'order-rejected' ? report.reason : report.kind)).join()

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

describe('triggers and the path of a candle', () => {
  const protectedLong = (): Bench => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    bench.send('stop', closing('sell', 'stop-market', 59_500))
    bench.send('target', closing('sell', 'take-profit-market', 60_500))
    return bench
  }

  it('executes at the trigger inside a candle, at the millisecond of the crossing, and ends what belonged to the position', () => {
    const reports = protectedLong().walk([60_000, 60_100, 59_000, 60_000])
    expect(kinds(reports)).toEqual(['order-filled', 'order-expired'])
    // Half of the way from 60,000 down to 59,000, which takes a third of five minutes.
    expect(fillOf(reports)[0]).toMatchObject({ clientOrderId: 'stop', price: 59_500_00, time: T0 + 200_000 + 50_000 })
  })

  it('meets the worse extreme first: the low for a long, the high for a short', () => {
    expect(fillOf(protectedLong().walk([60_000, 61_000, 59_000, 60_900]))[0]!.clientOrderId).toBe('stop')
    const bench = new Bench()
    bench.send('entry', market('sell', 100))
    bench.send('stop', closing('buy', 'stop-market', 60_500))
    bench.send('target', closing('buy', 'take-profit-market', 59_500))
    expect(fillOf(bench.walk([60_000, 61_000, 59_000, 59_100]))[0]!.clientOrderId).toBe('stop')
  })

  it('reaches the better extreme when the worse one stays away from the stop', () => {
    const reports = protectedLong().walk([60_000, 61_000, 59_600, 60_200])
    expect(fillOf(reports)[0]).toMatchObject({ clientOrderId: 'target', price: 60_500_00 })
    expect(fillOf(reports)[0]!.time).toBeGreaterThan(T0 + 300_000)
  })

  it('executes at the new price after a gap', () => {
    expect(fillOf(protectedLong().walk([59_000, 59_200, 58_900, 59_000]))[0]).toMatchObject({ clientOrderId: 'stop', price: 59_000_00 })
    expect(fillOf(protectedLong().mark(61_000))[0]).toMatchObject({ clientOrderId: 'target', price: 61_000_00 })
  })

  it('turns against a position that comes about early in a candle', () => {
    // A falling candle would rise first for nobody; the long that is opened 50 ms into it falls first.
    const bench = new Bench()
    bench.venue.market(path(T0, [60_000, 61_000, 59_000, 59_100]))
    bench.send('entry', market('buy', 100), T0 + 50)
    bench.send('stop', closing('sell', 'stop-market', 59_500), T0 + 60)
    bench.send('target', closing('sell', 'take-profit-market', 60_500), T0 + 60)
    expect(fillOf(bench.to(T0 + 299_999))[0]).toMatchObject({ clientOrderId: 'stop', price: 59_500_00 })
  })

  it('fills an order that arrives on the way at the price of that moment', () => {
    const bench = new Bench()
    bench.venue.market(path(T0, [60_000, 60_300, 59_900, 60_100]))
    // Rising candle, nobody holds: 60,000 → 59,900 in 100 s, then → 60,300 in 100 s. After 150 s it is at 60,100.
    expect(fillOf(bench.send('a', market('buy', 10), T0 + 150_000))[0]!.price).toBe(60_100_00)
    expect(fillOf(bench.send('b', market('buy', 10), T0 + 300_000))[0]!.price).toBe(60_100_00)
  })

  it('does not let a mark price cut a path short', () => {
    const bench = protectedLong()
    bench.venue.market(path(T0 + 200_000, [60_000, 60_100, 59_000, 60_000]))
    bench.venue.market(marked(T0 + 200_001, 60_000))
    expect(fillOf(bench.to(T0 + 499_999)).map(({ clientOrderId }) => clientOrderId)).toEqual(['stop'])
  })

  it('keeps quantity stops when the position is gone and expires them at their trigger', () => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    bench.send('stop', { ...market('sell', 100), type: 'stop-market', triggerPrice: 59_500_00 as Price, reduceOnly: true })
    expect(kinds(bench.send('exit', market('sell', 100, { reduceOnly: true })))).toEqual(['order-accepted', 'order-filled'])
    expect(kinds(bench.mark(59_000))).toEqual(['order-expired'])
  })

  it('says when it next has something to do, and nothing when nobody would notice', () => {
    const bench = new Bench()
    bench.venue.market(path(T0, [60_000, 60_300, 59_900, 60_100]))
    expect(bench.venue.nextTime()).toBe(Infinity)
    bench.send('entry', market('buy', 100), T0 + 50)
    expect(bench.venue.nextTime()).toBe(T0 + 100_000)
    bench.send('stop', closing('sell', 'stop-market', 59_950), T0 + 50)
    expect(bench.venue.nextTime()).toBeLessThan(T0 + 51_000)
  })
})

describe('funding and liquidation', () => {
  it('takes funding from the isolated wallet of holders, once a settlement', async () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    bench.mark(61_000)
    bench.venue.market(funded(T0 + 2_000, 10_000))
    bench.venue.market(funded(T0 + 2_000, 10_000))
    const reports = bench.to(T0 + 2_000)
    // 0.1 × 61,000 × .01 % = .61
    expect(reports.map(({ report }) => report)).toEqual([{ kind: 'funding-paid', instrumentId: 'BTCUSDT', fundingTime: T0 + 2_000, rate: 10_000, mark: 61_000_00, amount: -61_000_000, reference: `BTCUSDT-${T0 + 2_000}` }])
    const snapshot = await bench.snapshot()
    expect([snapshot.wallet, snapshot.positions[0]!.isolatedWallet]).toEqual([9_996_39000000, 599_39000000])
  })

  it('pays a short what a long would pay, cuts it at eight decimals, and asks nobody who holds nothing', () => {
    const bench = new Bench({}, 60_000.01)
    bench.venue.market(funded(T0 + 1, 12_345))
    bench.send('a', market('sell', 7), T0 + 1)
    bench.venue.market(funded(T0 + 2, 12_345))
    // .007 × 60,000.01 = 420.00007; × .00012345 = .0518490086… is cut to .05184900
    expect(bench.to(T0 + 2).map(({ report }) => (report.kind === 'funding-paid' ? report.amount : 0))).toEqual([5_184_900])
  })

  it('liquidates on the mark price: orders go first, the rest of the margin pays the fee, no more is lost', async () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    bench.send('s', closing('sell', 'take-profit-market', 70_000))
    expect((await bench.snapshot()).positions[0]!.liquidationPrice).toBe(54_216_87)
    expect(kinds(bench.mark(54_216.88))).toEqual([])
    const reports = bench.mark(54_216.87)
    expect(kinds(reports)).toEqual(['order-cancelled', 'order-filled', 'liquidation-fee'])
    // Sold at 54,216.8: loss 578.32, left 21.68, and the fee of 1.25 % of 5,421.68 is 67.771: all that is left goes.
    expect(fillOf(reports)[0]).toMatchObject({ clientOrderId: 'autoclose-1', price: 54_216_80, fee: 0 })
    expect(reports.at(-1)!.report).toMatchObject({ amount: -21_68000000 })
    expect(await bench.snapshot()).toMatchObject({ wallet: 9_397_00000000, positions: [] })
  })

  it('loses no more than the isolated wallet in a gap', async () => {
    const bench = new Bench()
    bench.send('a', market('sell', 100))
    const reports = bench.mark(90_000)
    // 600 of margin over 0.1: bankrupt at 66,000.
    expect(fillOf(reports)[0]).toMatchObject({ price: 66_000_00 })
    expect((await bench.snapshot()).wallet).toBe(9_397_00000000)
    expect(kinds(reports)).toEqual(['order-filled'])
  })

  it('liquidates inside a candle where the price crosses', () => {
    const bench = new Bench()
    bench.send('a', market('buy', 100))
    expect(fillOf(bench.walk([60_000, 60_000, 50_000, 60_000]))[0]).toMatchObject({ clientOrderId: 'autoclose-1', price: 54_216_80, time: T0 + 200_000 + 57_832 })
  })

  it('pays part of the margin back when part is closed', async () => {
    const bench = new Bench()
    bench.send('a', market('buy', 300))
    bench.mark(61_000)
    bench.send('b', market('sell', 100, { reduceOnly: true }))
    // A third of 1,800 goes; 100 of profit; fees of 9 and 3.05.
    expect(await bench.snapshot()).toMatchObject({ wallet: 10_087_95000000, positions: [{ quantity: 200, cost: 12_000_00000000, isolatedWallet: 1_200_00000000 }] })
  })
})

it('remembers the last five hundred closed orders and gives fills from a time on', async () => {
  const bench = new Bench()
  for (let i = 0; i < 1_200; i++) bench.send(`o${i}`, market(i % 2 ? 'sell' : 'buy', 10), T0 + i)
  const snapshot = await bench.venue.snapshot((T0 + 1_100) as TimeMs)
  expect(snapshot.closedOrders.map(({ clientOrderId }) => clientOrderId)).toEqual(Array.from({ length: 500 }, (_, i) => `o${700 + i}`))
  expect(snapshot.fills).toHaveLength(100)
})

it('takes new rules for an instrument it knows and keeps its position', async () => {
  const bench = new Bench()
  bench.send('a', market('buy', 100))
  const version = btc.versions[0]!
  bench.venue.market(listed({ ...btc, versions: [version, { ...version, validFrom: (T0 + 1) as TimeMs, rules: { ...version.rules, quantityMin: 50 as Quantity } }] }))
  expect(rejection(bench.send('b', market('buy', 49), T0 + 1))).toBe('filter')
  expect((await bench.snapshot()).positions[0]!.quantity).toBe(100)
})
