import { describe, expect, it } from 'vitest'
import { amendOrder, cancelOrder, findOrder } from '../../src-main/lab/binance/trading/plain-orders.ts'
import { DAY_MS, type Price, type Quantity } from '../../src-shared/domain/units.ts'
import { query } from '../../src-main/lab/binance/trading/order-routes.ts'
import type { TradingVenue } from '../../src-main/lab/binance/trading/trading-venue.ts'
import { codeOf, LabBench, money, START, wire } from '../support/lab-account.ts'

describe('an order that cannot be meant or allowed', () => {
  it.each([
    ['a conditional type', { type: 'STOP_MARKET', side: 'BUY', quantity: '1' }, -4120],
    ['an unknown type', { type: 'STUPID', side: 'BUY', quantity: '1' }, -1116],
    ['an unknown side', { type: 'MARKET', side: 'HOLD', quantity: '1' }, -1117],
    ['an unknown symbol', { symbol: 'NOPEUSDT', type: 'MARKET', side: 'BUY', quantity: '1' }, -1121],
    ['no quantity', { type: 'MARKET', side: 'BUY' }, -1102],
    ['a quantity of 0', { type: 'MARKET', side: 'BUY', quantity: '0' }, -4003],
    ['a limit without a time in force', { type: 'LIMIT', side: 'BUY', quantity: '.1', price: '59000' }, -1102],
    ['a limit without a price', { type: 'LIMIT', side: 'BUY', quantity: '0.1', timeInForce: 'GTC' }, -1102],
    ['another time in force', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59000', timeInForce: 'DAY' }, -1115],
    ['a market order with a price', { type: 'MARKET', side: 'BUY', quantity: '0.1', price: '59000' }, -1106],
    ['too many decimals of quantity', { type: 'MARKET', side: 'BUY', quantity: '0.1005' }, -1111],
    ['too many decimals of price', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59000.001', timeInForce: 'GTC' }, -1111],
    ['a price off the tick', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59000.01', timeInForce: 'GTC' }, -4014],
    ['a price below the least', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '0', timeInForce: 'GTC' }, -4013],
    ['a price above the most', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '2000000', timeInForce: 'GTC' }, -4002],
    ['a bid far above the mark', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '63000.1', timeInForce: 'GTC' }, -4016],
    ['an offer far below the mark', { type: 'LIMIT', side: 'SELL', quantity: '0.1', price: '56999.9', timeInForce: 'GTC' }, -4024],
    ['more than a market order may be', { type: 'MARKET', side: 'BUY', quantity: '120.001' }, -4005],
    ['less than the smallest notional', { type: 'LIMIT', side: 'BUY', quantity: '0.001', price: '4000', timeInForce: 'GTC' }, -4164],
    ['a hedge side in one-way mode', { type: 'MARKET', side: 'BUY', quantity: '0.1', positionSide: 'LONG' }, -4061],
    ['reduce-only without a position', { type: 'MARKET', side: 'BUY', quantity: '0.1', reduceOnly: 'true' }, -2022],
    ['an id of forty characters', { type: 'MARKET', side: 'BUY', quantity: '0.1', newClientOrderId: 'x'.repeat(40) }, -4015],
    ['a maker that would take', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '60000', timeInForce: 'GTX' }, -5022],
    ['all or nothing of what is not there', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59999', timeInForce: 'FOK' }, -5021],
    ['a date that is too near', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59999', timeInForce: 'GTD', goodTillDate: START + 600_000 }, -1130],
    ['a date that is missing', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59999', timeInForce: 'GTD' }, -1102],
    ['a price beside priceMatch', { type: 'LIMIT', side: 'BUY', quantity: '0.1', price: '59999', timeInForce: 'GTC', priceMatch: 'QUEUE' }, -1106],
    ['a priceMatch that was switched off', { type: 'LIMIT', side: 'BUY', quantity: '0.1', timeInForce: 'GTC', priceMatch: 'OPPONENT_20' }, -1130],
  ])('%s', (_case, terms, code) => {
    const bench = new LabBench({}, {})
    if (code === -4164) bench.price(4_000)
    expect(codeOf(() => bench.place(terms))).toBe(code)
    expect(bench.account.state.orders).toEqual([])
  })

  it('a market order is refused while the best price is too far from the mark', () => {
    const bench = new LabBench()
    bench.price(60_000, { ask: 63_000.1 })
    expect(codeOf(() => bench.market('BUY', '0.1'))).toBe(-4131)
  })

  it('an id may come again once its order is closed, not while it is open', () => {
    const bench = new LabBench()
    expect([bench.market('BUY', '0.1', { newClientOrderId: 'a' }).status, bench.market('BUY', '0.1', { newClientOrderId: 'a' }).status]).toEqual(['FILLED', 'FILLED'])
    bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'a' })
    expect(codeOf(() => bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'a' }))).toBe(-4116)
  })
})

describe('an order at the market', () => {
  it('tells its beginning, then the hint, the account and the execution of each fill', () => {
    const bench = new LabBench()
    bench.price(60_000, { askQuantity: 60 })
    bench.told()
    expect(bench.market('BUY', '0.1')).toMatchObject({ status: 'FILLED', executed: 100, spent: money(60_000 * 0.06 + 60_000.1 * 0.04) })
    const fill = ['TRADE_LITE', 'account ORDER']
    expect(bench.told()).toEqual(['order NEW NEW', ...fill, 'order TRADE PARTIALLY_FILLED', ...fill, 'order TRADE FILLED'])
  })

  it('expires with its reason: 9 for the rest of a market order, 2 for that of IOC', () => {
    const bench = new LabBench({ deposit: money(1_000_000) })
    bench.price(60_000, { askQuantity: 5 })
    // Twenty levels of .005.
    expect(bench.market('BUY', '0.2')).toMatchObject({ status: 'EXPIRED', executed: 100, expiryReason: 9 })
    expect(bench.limit('BUY', '0.2', '60000.5', { timeInForce: 'IOC' })).toMatchObject({ status: 'EXPIRED', executed: 30, expiryReason: 2 })
    expect(bench.limit('BUY', '0.2', '59999', { timeInForce: 'IOC' })).toMatchObject({ status: 'EXPIRED', executed: 0, expiryReason: 2 })
  })

  it('never turns the position when it may only reduce', () => {
    const bench = new LabBench()
    bench.market('BUY', '0.1')
    expect(bench.market('SELL', '0.25', { reduceOnly: true })).toMatchObject({ executed: 100, status: 'EXPIRED' })
    expect(bench.position().quantity).toBe(0)
  })

  it('does not trade with itself', () => {
    const bench = new LabBench()
    bench.price(60_000, { ask: 60_100, bid: 59_900 })
    const resting = bench.limit('SELL', '0.1', '60000')
    const taker = bench.limit('BUY', '0.1', '60100')
    expect([resting.status, resting.expiryReason, taker.status]).toEqual(['EXPIRED_IN_MATCH', 1, 'FILLED'])
  })

  it.each([['EXPIRE_TAKER', 'NEW', 'EXPIRED_IN_MATCH'], ['EXPIRE_BOTH', 'EXPIRED_IN_MATCH', 'EXPIRED_IN_MATCH'], ['NONE', 'NEW', 'FILLED']])('%s leaves the resting order %s and the taker %s', (selfTradePreventionMode, maker, taker) => {
    const bench = new LabBench()
    bench.price(60_000, { ask: 60_100, bid: 59_900 })
    const resting = bench.limit('SELL', '0.1', '60000')
    expect([bench.limit('BUY', '0.1', '60100', { selfTradePreventionMode }).status, resting.status]).toEqual([taker, maker])
  })

  it('leaves its own orders alone that a taker does not come to', () => {
    const bench = new LabBench()
    bench.price(60_000, { ask: 60_001, bid: 59_999 })
    const resting = bench.limit('BUY', '0.1', '58000')
    bench.market('SELL', '0.1')
    expect([resting.status, bench.position().quantity]).toEqual(['NEW', -100])
  })
})

describe('a resting limit', () => {
  it('is filled at its own price as a maker when the market comes to it or trades through it', () => {
    const bench = new LabBench()
    const [near, far] = [bench.limit('BUY', '0.1', '59000'), bench.limit('BUY', '0.1', '58000')]
    bench.price(59_500, { ask: 59_000, bid: 58_990 })
    expect([near.status, near.spent, far.status]).toEqual(['FILLED', money(5_900), 'NEW'])
    bench.price(58_500, { last: 57_999.9, ask: 58_600, bid: 58_500 })
    expect(far.status).toBe('FILLED')
    expect(bench.account.state.trades.every(({ isMaker }) => isMaker)).toBe(true)
  })

  it('waits while trades only touch its price', () => {
    const bench = new LabBench()
    const order = bench.limit('BUY', '0.1', '59000')
    bench.price(59_500, { last: 59_000, ask: 59_500, bid: 59_490 })
    expect(order.status).toBe('NEW')
  })

  it('is forgotten three days after it ended unfilled, ninety after a fill', () => {
    const bench = new LabBench()
    const named = (id: string): unknown => codeOf(() => query({ state: bench.account.state } as TradingVenue, wire({ symbol: 'BTCUSDT', origClientOrderId: id })))
    cancelOrder(bench.account.state, bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'a' }))
    bench.market('BUY', '0.1', { newClientOrderId: 'b' })
    bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'c' })
    bench.wait(3 * DAY_MS)
    expect([named('a'), named('b'), named('c')]).toMatchObject([{ status: 'CANCELED' }, { status: 'FILLED' }, { status: 'NEW' }])
    bench.wait(1)
    expect([named('a'), named('b')]).toMatchObject([-2013, { status: 'FILLED' }])
    bench.wait(87 * DAY_MS)
    expect([named('b'), named('c')]).toMatchObject([-2013, { status: 'NEW' }])
  })

  it('is filled by what is offered only', () => {
    const bench = new LabBench()
    const order = bench.limit('BUY', '0.1', '59000')
    bench.price(59_000, { askQuantity: 30 })
    expect(order).toMatchObject({ status: 'PARTIALLY_FILLED', executed: 30 })
  })

  it('takes its price from the book where that is asked for', () => {
    const bench = new LabBench()
    bench.price(60_000, { bid: 59_990, ask: 60_010 })
    const prices = ['QUEUE', 'QUEUE_5', 'QUEUE_20', 'OPPONENT', 'OPPONENT_5'].map((priceMatch) => bench.place({ side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', priceMatch }).price)
    expect(prices).toEqual([5_999_000, 5_998_960, 5_998_810, 6_001_000, 6_001_040])
  })

  it('can be amended: it loses its place, may take, and goes when nothing would be left', () => {
    const bench = new LabBench()
    const order = bench.limit('BUY', '0.1', '59000')
    const to = (price: number, quantity: number): unknown => codeOf(() => amendOrder(bench.account.state, order, { price: price as Price, quantity: quantity as Quantity, modifyId: 7 }))
    expect(to(5_900_000, 100)).toBe(-5027)
    expect(to(5_900_001, 100)).toBe(-4014)
    expect(bench.account.state.desks.get('BTCUSDT')!.orders).toContain(order)
    to(5_950_000, 50)
    expect(order).toMatchObject({ price: 5_950_000, quantity: 50, amendments: 1, modifyId: 7, status: 'NEW' })
    bench.price(59_500, { askQuantity: 20 })
    to(5_940_000, 20)
    expect(order).toMatchObject({ status: 'CANCELED', executed: 20 })
    bench.price(60_000)
    const maker = bench.limit('BUY', '0.1', '59000', { timeInForce: 'GTX' })
    expect(amendOrder(bench.account.state, maker, { price: 6_000_000 as Price, quantity: 100 as Quantity, modifyId: 0 }).status).toBe('CANCELED')
  })

  it('expires at its date, to the second', () => {
    const bench = new LabBench()
    const order = bench.limit('BUY', '0.1', '59000', { timeInForce: 'GTD', goodTillDate: bench.now + 700_999 })
    bench.wait(700_998 - (order.goodTillDate % 1_000))
    expect(order.goodTillDate % 1_000).toBe(0)
    bench.wait(2_000)
    expect(order).toMatchObject({ status: 'EXPIRED', updatedAt: order.goodTillDate })
  })

  it('is cancelled once, and by the switch of a dead man when nobody renews it', () => {
    const bench = new LabBench()
    const { state } = bench.account
    const order = bench.limit('BUY', '0.1', '59000')
    expect(cancelOrder(state, order).status).toBe('CANCELED')
    expect(codeOf(() => cancelOrder(state, order))).toBe(-2011)
    const other = bench.limit('BUY', '0.1', '59000')
    const desk = state.desks.get('BTCUSDT')!
    bench.account.countdown(desk, 1_000)
    bench.wait(900)
    bench.account.countdown(desk, 1_000)
    bench.wait(900)
    expect(other.status).toBe('NEW')
    bench.wait(100)
    expect(other.status).toBe('CANCELED')
  })

  it('is found by either id; the open one of a name before a closed one', () => {
    const bench = new LabBench()
    const { state } = bench.account
    const desk = state.desks.get('BTCUSDT')!
    const open = bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'a' })
    cancelOrder(state, open)
    const again = bench.limit('BUY', '0.1', '59000', { newClientOrderId: 'a' })
    expect(findOrder(state, desk, { orderId: undefined, clientOrderId: 'a' })).toBe(again)
    expect(findOrder(state, desk, { orderId: open.orderId, clientOrderId: undefined })).toBe(open)
    expect(findOrder(state, state.desks.get('ETHUSDT')!, { orderId: open.orderId, clientOrderId: undefined })).toBeUndefined()
  })
})

it('hedge mode keeps two positions, and what closes one cannot open the other', () => {
  const bench = new LabBench({ dualSide: true })
  bench.market('BUY', '0.1', { positionSide: 'LONG' })
  bench.market('SELL', '0.2', { positionSide: 'SHORT' })
  expect([bench.position('BTCUSDT', 'LONG').quantity, bench.position('BTCUSDT', 'SHORT').quantity]).toEqual([100, -200])
  expect(codeOf(() => bench.market('SELL', '0.1'))).toBe(-4061)
  expect(codeOf(() => bench.market('SELL', '0.15', { positionSide: 'LONG' }))).toBe(-2022)
  expect(codeOf(() => bench.market('SELL', '0.1', { positionSide: 'LONG', reduceOnly: true }))).toBe(-1106)
  bench.market('SELL', '0.1', { positionSide: 'LONG' })
  expect([bench.position('BTCUSDT', 'LONG').quantity, bench.position('BTCUSDT', 'SHORT').quantity]).toEqual([0, -200])
})
