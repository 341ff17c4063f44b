import { describe, expect, it } from 'vitest'
import type { Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import { Bench, fillOf, rejection } from '../support/venue-bench.ts'
import { btc } from '../support/instruments.ts'
import { closing, funded, kinds, listed, market, marked, path, T0 } from '../support/venue-cases.ts'

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
    expect(bench.venue.nextTime()).toBe(Infinity)
    bench.send('stop', closing('sell', 'stop-market', 59_950), T0 + 50)
    expect(bench.venue.nextTime()).toBeLessThan(T0 + 51_000)
    bench.send('profit', closing('sell', 'take-profit-market', 60_400), T0 + 60)
    bench.venue.cancel('BTCUSDT', 'stop', (T0 + 70) as TimeMs)
    bench.to(T0 + 70)
    expect(bench.venue.nextTime(), 'the rise ends below it').toBe(Infinity)
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
    // (599.39 − 6,000) ÷ (.1 × −.996)
    expect(snapshot.positions[0]!.liquidationPrice).toBe(54_222_99)
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
    expect(kinds(reports)).toEqual(['order-cancelled', 'liquidation-fee', 'order-filled'])
    // Sold at 54,216.8: loss 578.32, left 21.68, and the fee of 1.25 % of 5,421.68 is 67.771: all that is left goes.
    expect(fillOf(reports)[0]).toMatchObject({ clientOrderId: 'autoclose-1', price: 54_216_80, fee: 0 })
    expect(reports[1]!.report).toMatchObject({ amount: -21_68000000 })
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

it('counts with the brackets that are in force, from the next candle on', async () => {
  const version = btc.versions[0]!
  const stricter = version.marginTiers.map((tier) => ({ ...tier, maintenanceRate: 1_000_000 as Rate }))
  const bench = new Bench()
  bench.venue.market(listed({ ...btc, versions: [version, { ...version, validFrom: (T0 + 200_000) as TimeMs, marginTiers: stricter }] }))
  bench.send('a', market('buy', 100))
  bench.venue.market(path(T0 + 100_000, [60_000, 60_000, 60_000, 60_000]))
  expect((await bench.snapshot()).positions[0]!.liquidationPrice).toBe(54_216_87)
  bench.venue.market(path(T0 + 400_000, [60_000, 60_000, 54_600, 54_600]))
  // (600 − 6,000) ÷ (.1 × −.99).
  expect((await bench.snapshot()).positions[0]!.liquidationPrice).toBe(54_545_45)
  expect(kinds(bench.to(T0 + 699_999))).toEqual([])
  expect(kinds(bench.walk([54_600, 54_600, 54_500, 54_500], 299_999, T0 + 700_000))).toEqual(['liquidation-fee', 'order-filled'])
})

it('takes new rules for an instrument it knows and keeps its position', async () => {
  const bench = new Bench()
  bench.send('a', market('buy', 100))
  const version = btc.versions[0]!
  bench.venue.market(listed({ ...btc, versions: [version, { ...version, validFrom: (T0 + 1) as TimeMs, rules: { ...version.rules, quantityMin: 50 as Quantity } }] }))
  expect(rejection(bench.send('b', market('buy', 49), T0 + 1))).toBe('filter')
  expect((await bench.snapshot()).positions[0]!.quantity).toBe(100)
})

it('reduces a position in a higher bracket to the one below, keeps its margin with it, and stops when that is enough', async () => {
  const version = btc.versions[0]!
  const bench = new Bench()
  bench.venue.market(listed({ ...btc, versions: [{ ...version, fees: { ...version.fees, liquidation: 50_000 as Rate } }] }))
  bench.send('a', market('buy', 1_200))
  bench.send('s', closing('sell', 'stop-market', 40_000))
  // (7,200 + 50 − 72,000) ÷ (1.2 × −.995) = 54,229.48 in the second bracket.
  expect((await bench.snapshot()).positions[0]!.liquidationPrice).toBe(54_229_48)
  expect(kinds(bench.mark(54_229.49))).toEqual([])
  const reports = bench.mark(54_229.4)
  expect(kinds(reports)).toEqual(['order-cancelled', 'liquidation-fee', 'order-filled'])
  // 65,075.28 at the mark; 50,000 of it are .922. .278 lose 1,604.2268, and .05 % of 15,075.7732 is 7.5378866. 7,200 − 1,604.2268 − 7.5378866 stay.
  expect(fillOf(reports)[0]).toMatchObject({ clientOrderId: 'autoclose-1', quantity: 278, price: 54_229_40 })
  const snapshot = await bench.snapshot()
  expect(snapshot.wallet).toBe(10_000_00000000 - 36_00000000 - 1_604_22680000 - 7_53788660)
  // (5,588.2353134 − 55,320) ÷ (.922 × −.996) = 54,155.63 in the first bracket.
  expect(snapshot.positions[0]).toMatchObject({ quantity: 922, cost: 55_320_00000000, isolatedWallet: 5_588_23531340, liquidationPrice: 54_155_63 })
})
