import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandlePath } from '../../src-shared/domain/event.ts'
import type { Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import { Bench, fillOf, rejection } from '../support/venue-bench.ts'
import { closing, funded, market, path, T0 } from '../support/venue-cases.ts'

type Prices = readonly [open: number, high: number, low: number, close: number]

const AT = T0 + 200_000

/** Five minutes, and the candle that they make up. */
function minutes(...all: readonly Prices[]): CandlePath {
  const whole = path(AT, [all[0]![0], Math.max(...all.map(([, high]) => high)), Math.min(...all.map(([, , low]) => low)), all.at(-1)![3]])
  const parts = all.map((prices, i): Candle => {
    const openTime = AT + i * 60_000
    return { ...path(openTime, prices).candle, intervalMs: 60_000, closeTime: (openTime + 60_000) as TimeMs }
  })
  return { ...whole, parts }
}

const FLAT: Prices = [60_000, 60_000, 60_000, 60_000]

/** A long of .1 from 60,000 with a stop at 59,500 and a take-profit at 60,500. */
function protectedLong(): Bench {
  const bench = new Bench()
  bench.send('entry', market('buy', 100))
  bench.send('stop', closing('sell', 'stop-market', 59_500))
  bench.send('target', closing('sell', 'take-profit-market', 60_500))
  return bench
}

/** What closes it, as 'order price second-of-the-candle'. */
function closedBy(way: CandlePath, bench = protectedLong()): string {
  bench.venue.market(way)
  return fillOf(bench.to(AT + 299_999)).map(({ clientOrderId, price, time }) => `${clientOrderId} ${price / 100} ${(time - AT) / 1_000}`).join()
}

describe('the way through a candle whose minutes are known', () => {
  const won = minutes([60_000, 60_600, 59_900, 60_100], [60_100, 60_100, 59_400, 59_700], [59_700, 60_000, 59_700, 60_000], FLAT, FLAT)

  it('says what came first where the five-minute candle would say the stop', () => {
    const { parts: _, ...whole } = won
    // Down from 60,000 to 59,400 in 100 s: 59,500 after 5/6 of it, at 83.334 s.
    expect(closedBy(whole)).toBe('stop 59500 83.334')
    // In the first minute down to 59,900 until second 20, then up to 60,600 until 40: 60,500 after 6/7 of 20 s.
    expect(closedBy(won)).toBe('target 60500 37.143')
  })

  it('meets the worse extreme first inside of each minute', () => {
    expect(closedBy(minutes(FLAT, [60_000, 60_600, 59_400, 60_000], FLAT, FLAT, FLAT))).toBe('stop 59500 76.667')
  })

  it('fills at the open of the minute that jumps past a stop or a take-profit', () => {
    expect(closedBy(minutes(FLAT, FLAT, [59_300, 60_700, 59_300, 60_000], FLAT, FLAT))).toBe('stop 59300 120')
    expect(closedBy(minutes(FLAT, [60_700, 60_700, 59_000, 60_000], FLAT, FLAT, FLAT))).toBe('target 60700 60')
  })

  it('liquidates at the first minute that gets there', () => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    // Liquidation at 54,216.87; the fifth minute falls from 55,000 to 53,000 in 20 s and is there after 783.13 ÷ 2,000 of them.
    expect(closedBy(minutes(FLAT, FLAT, FLAT, [60_000, 60_000, 55_000, 55_000], [55_000, 55_000, 53_000, 55_000]), bench)).toBe('autoclose-1 54216.8 247.832')
  })

  it('is as quiet as any other while nothing waits for a price, and says the price of each moment', () => {
    const bench = new Bench()
    bench.venue.market(won)
    expect(bench.venue.nextTime()).toBe(Infinity)
    // The second minute falls from 60,100 to 59,400 from second 80 on for 20 s, as it rises to its high first for nobody; at 90 s it is halfway.
    expect(fillOf(bench.send('a', market('buy', 10), AT + 90_000))[0]!.price).toBe(59_750_00)
    expect(fillOf(bench.send('b', market('buy', 10), AT + 119_999))[0]!.price, 'not the open of a minute that has not begun').toBe(59_700_00)
    expect(fillOf(bench.send('c', market('buy', 10), AT + 299_999))[0]!.price).toBe(60_000_00)
  })

  it('turns against a position that comes about early in any minute', () => {
    const bench = new Bench()
    bench.venue.market(minutes(FLAT, FLAT, [60_000, 61_000, 59_000, 59_100], [59_100, 60_000, 59_100, 60_000], FLAT))
    bench.send('entry', market('buy', 100), AT + 120_050)
    bench.send('stop', closing('sell', 'stop-market', 59_500), AT + 120_060)
    bench.send('target', closing('sell', 'take-profit-market', 60_500), AT + 120_060)
    expect(fillOf(bench.to(AT + 299_999))[0]).toMatchObject({ clientOrderId: 'stop', price: 59_500_00 })
  })

  it('comes to what looking at the minutes one by one comes to', () => {
    const price = fc.integer({ min: 59_000, max: 61_000 })
    const minute = fc.tuple(price, price, price, price).map(([open, close, a, b]): Prices => [open, Math.max(open, close, a, b), Math.min(open, close, a, b), close])
    fc.assert(fc.property(fc.tuple(minute, minute, minute, minute, minute), (all) => {
      expect(closedBy(minutes(...all)).split(' ').slice(0, 2).join(' ')).toBe(plainly(all))
    }), { numRuns: 500 })
  })
})

/** Open first, then the stop, then the take-profit. */
function plainly(all: readonly Prices[]): string {
  for (const [open, high, low] of all) {
    if (open <= 59_500) return `stop ${open}`
    if (open >= 60_500) return `target ${open}`
    if (low <= 59_500) return 'stop 59500'
    if (high >= 60_500) return 'target 60500'
  }
  return ''
}

describe('a candle without a trade', () => {
  const still = (time: number, price: number): CandlePath => {
    const { candle, ...way } = path(time, [price, price, price, price])
    return { ...way, candle: { ...candle, volume: 0 as Quantity } }
  }

  it('refuses what would have to be executed, takes what may wait, and fills stops when trading goes on', async () => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    bench.venue.market(still(AT, 60_000))
    expect(rejection(bench.send('exit', market('sell', 100, { reduceOnly: true }), AT + 1_000))).toBe('instrument-closed')
    expect(rejection(bench.send('stop', closing('sell', 'stop-market', 59_500), AT + 1_000))).toBe('order-accepted')
    bench.venue.market(still(AT + 300_000, 59_000))
    expect(bench.venue.nextTime()).toBe(Infinity)
    expect(bench.to(AT + 599_999)).toEqual([])
    bench.venue.market(path(AT + 600_000, [58_900, 60_000, 58_900, 60_000]))
    expect(fillOf(bench.to(AT + 600_000)).map(({ clientOrderId, price }) => [clientOrderId, price])).toEqual([['stop', 58_900_00]])
  })

  it('settles funding all the same, and liquidates nobody', async () => {
    const bench = new Bench()
    bench.send('entry', market('buy', 100))
    bench.venue.market(still(AT, 50_000))
    bench.venue.market(funded(AT + 10, 10_000))
    // .1 × 50,000 × .01 %, out of 600.
    expect(bench.to(AT + 299_999).map(({ report }) => (report.kind === 'funding-paid' ? report.amount : report.kind))).toEqual([-50_000_000])
    expect((await bench.snapshot()).positions[0]).toMatchObject({ quantity: 100, isolatedWallet: 599_50000000 })
  })
})

describe('a mark price of its own', () => {
  const marks = (prices: Prices): readonly Candle[] => [{ ...path(AT, prices).candle, volume: 0 as Quantity }]

  it('triggers stops, which are filled at the price of trades of that moment', () => {
    const trades = path(AT, [60_050, 60_050, 59_050, 60_050])
    // The mark never comes to the stop at 59,500, though trades do.
    expect(closedBy({ ...trades, marks: marks([60_000, 60_000, 59_600, 60_000]) })).toBe('')
    // The mark falls 1,000 in a hundred seconds and is at the stop after 50; trades fall as far and are at 59,550 then.
    expect(closedBy({ ...trades, marks: marks([60_000, 60_000, 59_000, 60_000]) })).toBe('stop 59550 50')
  })

  it('liquidates, whatever the last trade was', () => {
    const long = (): Bench => {
      const bench = new Bench()
      bench.send('entry', market('buy', 100))
      return bench
    }
    const trades = path(AT, [60_000, 60_000, 54_000, 60_000])
    expect(closedBy({ ...trades, marks: marks([60_000, 60_000, 55_000, 60_000]) }, long())).toBe('')
    // Liquidated at a mark of 54,216.87, where trades are at 57,108.4: 60,000 − half of 5,783.13, at the tick below.
    expect(closedBy({ ...path(AT, [60_000, 60_000, 57_000, 60_000]), marks: marks([60_000, 60_000, 54_000, 60_000]) }, long())).toBe('autoclose-1 57108.4 96.386')
  })

  it('is what funding is counted with, while orders meet bid and ask around trades', () => {
    const bench = new Bench({ halfSpread: 10_000 as Rate })
    bench.send('entry', market('buy', 100))
    bench.venue.market({ ...path(AT, [60_000, 60_000, 60_000, 60_000]), marks: marks([61_000, 61_000, 61_000, 61_000]) })
    bench.venue.market(funded(AT + 10, 10_000))
    // .1 × 61,000 × .01 %; sold at 60,000 − 6.
    expect(bench.to(AT + 10).map(({ report }) => (report.kind === 'funding-paid' ? report.amount : report.kind))).toEqual([-61_000_000])
    expect(fillOf(bench.send('exit', market('sell', 100, { reduceOnly: true }), AT + 20))[0]!.price).toBe(59_994_00)
  })

  it('is joined of its minutes, and jumps with them', () => {
    const minute = (i: number, prices: Prices): Candle => ({ ...path(AT + i * 60_000, prices).candle, intervalMs: 60_000, closeTime: (AT + (i + 1) * 60_000) as TimeMs, volume: 0 as Quantity })
    const trades = path(AT, [60_000, 60_000, 60_000, 60_000])
    expect(closedBy({ ...trades, marks: [minute(0, FLAT), minute(1, FLAT), minute(2, [59_400, 59_600, 59_400, 59_500]), minute(3, FLAT), minute(4, FLAT)] })).toBe('stop 60000 120')
  })

  it('fills nothing while nothing is traded', () => {
    const { candle, ...way } = path(AT, [60_000, 60_000, 60_000, 60_000])
    expect(closedBy({ ...way, candle: { ...candle, volume: 0 as Quantity }, marks: marks([60_000, 60_000, 59_000, 60_000]) })).toBe('')
  })
})
