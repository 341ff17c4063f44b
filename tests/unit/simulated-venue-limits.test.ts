import { describe, expect, it } from 'vitest'
import type { OrderTerms, Side } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport } from '../../src-main/venue/timed-venue.port.ts'
import { Bench, fillOf, rejection } from '../support/venue-bench.ts'
import { closing, kinds, market, T0 } from '../support/venue-cases.ts'

const limit = (side: Side, quantity: number, price: number, more: Partial<OrderTerms> = {}): OrderTerms => market(side, quantity, { type: 'limit', limitPrice: Math.round(price * 100) as Price, ...more })

/** Others trade; `price` in whole units of money, the quantity in thousandths. */
function print(bench: Bench, price: number, quantity = 1_000, time = T0 + 1_000): readonly TimedReport[] {
  bench.venue.market({ kind: 'trade-printed', time: time as TimeMs, instrumentId: 'BTCUSDT', price: Math.round(price * 100) as Price, quantity: quantity as Quantity, isBuyerMaker: true })
  return bench.to(time)
}

/** The bid stands 10 below 60,000 and the ask 10 above. */
function quoted(settings: ConstructorParameters<typeof Bench>[0] = {}): Bench {
  const bench = new Bench({ quotesAreReal: true, ...settings })
  bench.quote({ mark: 60_000, bid: 59_990, ask: 60_010 })
  return bench
}

describe('limit orders', () => {
  it.each<[string, Side, number, readonly string[]]>([
    ['through a bid', 'buy', 59_949.9, ['order-filled']],
    ['at a bid', 'buy', 59_950, []],
    ['beside a bid', 'buy', 59_950.1, []],
    ['through an offer', 'sell', 60_050.1, ['order-filled']],
    ['at an offer', 'sell', 60_050, []],
    ['beside an offer', 'sell', 60_049.9, []],
  ])('are met by a trade %s', (_name, side, price, expected) => {
    const bench = quoted()
    expect(rejection(bench.send('a', limit(side, 100, side === 'buy' ? 59_950 : 60_050)))).toBe('order-accepted')
    expect(kinds(print(bench, price, 1_000, T0 + 2_000))).toEqual(expected)
  })

  it('are filled at their own price and pay the maker\'s fee', async () => {
    const bench = quoted()
    bench.send('a', limit('buy', 100, 59_950))
    // 0.1 × 59,950 = 5,995 of notional; .02 % of it is 1.199.
    expect(fillOf(print(bench, 59_000, 5_000, T0 + 2_000))).toMatchObject([{ price: 59_950_00, quantity: 100, fee: 1_19900000, liquidity: 'maker', clientOrderId: 'a' }])
    expect(await bench.snapshot()).toMatchObject({ wallet: 9_998_80100000, openOrders: [], closedOrders: [{ clientOrderId: 'a', state: 'filled', filled: 100 }] })
  })

  it('are filled for no more than was traded, and rest with the rest', async () => {
    const bench = quoted()
    bench.send('a', limit('buy', 100, 59_950))
    expect(print(bench, 59_900, 30, T0 + 2_000).map(({ report }) => report.kind === 'order-filled' && [report.fill.quantity, report.state])).toEqual([[30, 'partially-filled']])
    expect((await bench.snapshot()).openOrders).toMatchObject([{ clientOrderId: 'a', filled: 30 }])
    expect(print(bench, 59_900, 200, T0 + 3_000).map(({ report }) => report.kind === 'order-filled' && [report.fill.quantity, report.state])).toEqual([[70, 'filled']])
    bench.send('b', limit('sell', 100, 60_100, { reduceOnly: true }), T0 + 4_000)
    bench.venue.cancel('BTCUSDT', 'b', (T0 + 4_000) as TimeMs)
    expect(kinds(bench.to(T0 + 4_000))).toEqual(['order-cancelled'])
  })

  it('trade with a quote that meets them, and take at once what is offered within them', () => {
    const bench = quoted()
    bench.send('a', limit('buy', 100, 59_995))
    expect(fillOf(bench.quote({ mark: 60_000, bid: 59_980, ask: 59_995 }))).toMatchObject([{ price: 59_995_00, liquidity: 'maker' }])
    expect(fillOf(bench.send('b', limit('buy', 100, 60_000)))).toMatchObject([{ price: 59_995_00, liquidity: 'taker' }])
  })

  it('rest with what the best price does not hold', async () => {
    const bench = quoted({ slippage: 20_000 as Rate, topOfBook: { least: 600_00000000 as Amount, most: 600_00000000 as Amount } })
    expect(fillOf(bench.send('a', limit('buy', 100, 60_010)))).toMatchObject([{ price: 60_010_00, quantity: 9 }])
    expect((await bench.snapshot()).openOrders).toMatchObject([{ clientOrderId: 'a', filled: 9 }])
  })

  it('expire where nothing is left to reduce or to pay with', () => {
    const bench = quoted()
    bench.send('entry', market('buy', 100))
    bench.send('out', limit('sell', 100, 60_100, { reduceOnly: true }))
    bench.send('flat', market('sell', 100))
    expect(kinds(print(bench, 60_200, 500, T0 + 2_000))).toEqual(['order-expired'])
    bench.send('big', limit('buy', 1_500, 59_900))
    bench.send('other', market('sell', 1_000))
    expect(kinds(print(bench, 59_800, 5_000, T0 + 3_000))).toContain('order-filled')
  })

  it.each<[string, OrderTerms]>([
    ['malformed', market('buy', 10, { type: 'limit' })],
    ['malformed', market('buy', 10, { limitPrice: 5_000_000 as Price })],
    ['malformed', limit('buy', 10, 59_000, { triggerPrice: 5_900_000 as Price })],
    ['filter', limit('buy', 10, 59_000.05)],
    ['insufficient-margin', limit('buy', 2_000, 59_000)],
  ])('are refused as %s', (reason, terms) => {
    expect(rejection(quoted().send('x', terms))).toBe(reason)
  })
})

describe('a real market', () => {
  it('fills at its bid and ask, slipping only behind what they hold', () => {
    const bench = quoted({ slippage: 20_000 as Rate })
    expect(fillOf(bench.send('a', market('buy', 100)))).toMatchObject([{ price: 60_010_00 }])
    expect(fillOf(bench.send('b', market('sell', 100)))).toMatchObject([{ price: 59_990_00 }])
    const thin = quoted({ slippage: 20_000 as Rate, topOfBook: { least: 3_000_00000000 as Amount, most: 3_000_00000000 as Amount } })
    const prices = fillOf(thin.send('a', market('buy', 100))).map(({ price }) => price)
    expect([prices.length, prices[0]]).toEqual([3, 60_010_00])
    expect(prices[1]).toBeGreaterThan(60_010_00)
  })

  it('triggers a stop by the mark alone, whatever is traded or quoted', () => {
    const bench = quoted()
    bench.send('a', market('buy', 100))
    bench.send('s', closing('sell', 'stop-market', 59_900))
    expect(print(bench, 59_000, 9_000, T0 + 2_000)).toEqual([])
    expect(bench.quote({ mark: 59_901, bid: 59_700, ask: 59_800 })).toEqual([])
    expect(fillOf(bench.quote({ mark: 59_900, bid: 59_890, ask: 59_950 }))).toMatchObject([{ clientOrderId: 's', price: 59_890_00 }])
  })
})
