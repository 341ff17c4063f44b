import { describe, expect, it } from 'vitest'
import { cancelAlgo, findAlgo } from '../../src-main/lab/binance/trading/algo-orders.ts'
import { findOrder } from '../../src-main/lab/binance/trading/plain-orders.ts'
import { codeOf, LabBench, money } from '../support/lab-account.ts'

/** A long of .1 that stands at 60,000, with nothing told yet. */
function long(settings = {}): LabBench {
  const bench = new LabBench(settings)
  bench.market('BUY', '0.1')
  bench.told()
  return bench
}

const STOP = { side: 'SELL', type: 'STOP_MARKET', triggerPrice: '59000', quantity: '0.1', workingType: 'MARK_PRICE' }
const CLOSE = { side: 'SELL', type: 'STOP_MARKET', triggerPrice: '59000', closePosition: 'true', workingType: 'MARK_PRICE' }

describe('a conditional order that cannot be meant or allowed', () => {
  it.each([
    ['another kind', { ...STOP, algoType: 'TWAP' }, -1130],
    ['no trigger', { side: 'SELL', type: 'STOP_MARKET', quantity: '0.1' }, -1102],
    ['no quantity', { side: 'SELL', type: 'STOP_MARKET', triggerPrice: '59000' }, -1102],
    ['a stop whose price is past already', { ...STOP, triggerPrice: '60000' }, -2021],
    ['a take-profit whose price is past already', { ...STOP, type: 'TAKE_PROFIT_MARKET', triggerPrice: '59999' }, -2021],
    ['a limit without its price', { ...STOP, type: 'STOP' }, -1102],
    ['a market stop with a price', { ...STOP, price: '58000' }, -1106],
    ['closing with a quantity', { ...CLOSE, quantity: '0.1' }, -4137],
    ['closing and reducing', { ...CLOSE, reduceOnly: 'true' }, -1106],
    ['closing by a limit', { ...CLOSE, type: 'STOP', price: '58000' }, -4136],
    ['too many decimals', { ...STOP, triggerPrice: '59000.001' }, -1111],
    ['a hedge side in one-way mode', { ...STOP, positionSide: 'LONG' }, -4061],
    ['trailing with a trigger', { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '1', triggerPrice: '59000' }, -2021],
    ['trailing without a rate', { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1' }, -1102],
    ['trailing by too little', { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '0.05' }, -1130],
    ['trailing by too much', { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '20.1' }, -1130],
    ['trailing from below for a sale', { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '1', activatePrice: '59000' }, -2021],
  ])('%s', (_case, terms, code) => {
    const bench = long()
    expect(codeOf(() => bench.algo(terms))).toBe(code)
    expect([bench.account.state.algos, bench.told()]).toEqual([[], []])
  })

  it('a trigger off the tick is taken, and no margin is asked for before it triggers', () => {
    const bench = long({ deposit: money(310) })
    expect(bench.algo({ side: 'BUY', type: 'STOP_MARKET', triggerPrice: '61000.01', quantity: '5' }).status).toBe('NEW')
    bench.told()
    bench.price(62_000)
    bench.wait(20)
    expect(bench.account.state.algos[0]).toMatchObject({ status: 'REJECTED', rejection: 'Margin is insufficient.' })
    expect(bench.told()).toEqual(['algo TRIGGERING', 'algo REJECTED'])
  })

  it('at most two hundred are open', () => {
    const bench = long()
    for (let i = 0; i < 200; i++) bench.algo({ ...STOP, reduceOnly: 'true' })
    expect(codeOf(() => bench.algo(STOP))).toBe(-4045)
  })
})

describe('a stop', () => {
  it('is no order before it triggers: a new one comes with a new id and the client’s name', () => {
    const bench = long()
    const { state } = bench.account
    const desk = state.desks.get('BTCUSDT')!
    const algo = bench.algo({ ...STOP, clientAlgoId: 'mine', reduceOnly: 'true' })
    expect([desk.orders, findOrder(state, desk, { orderId: undefined, clientOrderId: 'mine' }), bench.told()]).toEqual([[], undefined, ['algo NEW']])
    bench.price(59_000.01)
    expect(algo.status).toBe('NEW')
    bench.price(59_000)
    expect([algo.status, algo.triggeredAt, bench.told()]).toEqual(['TRIGGERING', bench.now, ['algo TRIGGERING']])
    bench.wait(10)
    expect(algo.status).toBe('TRIGGERING')
    bench.wait(1)
    expect(algo.actual).toMatchObject({ clientOrderId: 'mine', type: 'MARKET', status: 'FILLED', reduceOnly: true, executed: 100 })
    expect(String(algo.actual!.orderId)).not.toBe(String(algo.algoId))
    bench.wait(1)
    expect(bench.told()).toEqual(['order NEW NEW', 'algo TRIGGERED', 'TRADE_LITE', 'account ORDER', 'order TRADE FILLED', 'algo FINISHED'])
    expect([algo.status, bench.position().quantity]).toEqual(['FINISHED', 0])
  })

  it('looks at the price it was told to look at', () => {
    const bench = long()
    const [byMark, byLast] = [bench.algo({ ...STOP, quantity: '0.05' }), bench.algo({ ...STOP, quantity: '0.05', workingType: 'CONTRACT_PRICE' })]
    bench.price(60_000, { last: 58_900, bid: 60_000, ask: 60_000 })
    expect([byMark.status, byLast.status]).toEqual(['NEW', 'TRIGGERING'])
    bench.price(58_900, { last: 60_000 })
    expect(byMark.status).toBe('TRIGGERING')
  })

  it('waits while mark and last are too far apart, where it is protected', () => {
    const bench = long()
    const [plain, protectedOne] = [bench.algo({ ...STOP, quantity: '0.05' }), bench.algo({ ...STOP, quantity: '0.05', priceProtect: 'true' })]
    bench.price(57_000, { last: 60_000, bid: 60_000, ask: 60_000 })
    expect([plain.status, protectedOne.status]).toEqual(['TRIGGERING', 'NEW'])
    bench.price(57_000, { last: 57_100, bid: 57_100, ask: 57_100 })
    expect(protectedOne.status).toBe('TRIGGERING')
  })

  it('cannot be cancelled while it triggers, and not found afterwards but as an order', () => {
    const bench = long()
    const { state } = bench.account
    const limit = bench.algo({ ...STOP, type: 'STOP', price: '59500', reduceOnly: 'true' })
    bench.price(59_000)
    expect(codeOf(() => cancelAlgo(state, limit))).toBe(-4117)
    bench.wait(20)
    expect([limit.status, limit.actual!.status]).toEqual(['TRIGGERED', 'NEW'])
    expect(codeOf(() => cancelAlgo(state, limit))).toBe(-2011)
    bench.price(59_500)
    bench.wait(1)
    expect([limit.status, limit.actual!.status]).toEqual(['FINISHED', 'FILLED'])
    expect(findAlgo(state, { algoId: limit.algoId, clientAlgoId: undefined })).toBe(limit)
  })
})

describe('an order that closes a position', () => {
  it('is one of its direction and kind; a cancelled one stands in the way a little longer', () => {
    const bench = long()
    const first = bench.algo(CLOSE)
    expect([first.timeInForce, first.quantity]).toEqual(['GTE_GTC', 0])
    expect(codeOf(() => bench.algo({ ...CLOSE, triggerPrice: '58000' }))).toBe(-4130)
    expect(bench.algo({ ...CLOSE, type: 'TAKE_PROFIT_MARKET', triggerPrice: '61000' }).status).toBe('NEW')
    cancelAlgo(bench.account.state, first)
    expect(codeOf(() => bench.algo({ ...CLOSE, triggerPrice: '58000' }))).toBe(-4130)
    bench.wait(300)
    expect(bench.algo({ ...CLOSE, triggerPrice: '58000' }).status).toBe('NEW')
  })

  it('closes all that there is then', () => {
    const bench = long()
    const algo = bench.algo(CLOSE)
    bench.market('BUY', '0.05')
    bench.price(58_990)
    bench.wait(20)
    expect([algo.status, algo.actual!.executed, bench.position().quantity]).toEqual(['FINISHED', 150, 0])
  })

  it('expires with the position, and an order with a quantity stays', () => {
    const bench = long()
    const [closing, plain] = [bench.algo(CLOSE), bench.algo({ ...STOP, reduceOnly: 'true' })]
    bench.told()
    bench.market('SELL', '0.1')
    expect([closing.status, plain.status, bench.told().at(-1)]).toEqual(['EXPIRED', 'NEW', 'algo EXPIRED'])
    bench.price(58_900)
    bench.wait(20)
    expect(plain).toMatchObject({ status: 'REJECTED', rejection: 'ReduceOnly Order is rejected.' })
  })

  it('expires when the position turns round, too', () => {
    const bench = long()
    const closing = bench.algo(CLOSE)
    bench.market('SELL', '0.3')
    expect([closing.status, bench.position().quantity]).toEqual(['EXPIRED', -200])
  })

  it('is one for each side in hedge mode', () => {
    const bench = new LabBench({ dualSide: true })
    bench.market('BUY', '0.1', { positionSide: 'LONG' })
    bench.market('SELL', '0.1', { positionSide: 'SHORT' })
    const stops = [bench.algo({ ...CLOSE, positionSide: 'LONG' }), bench.algo({ ...CLOSE, side: 'BUY', triggerPrice: '61000', positionSide: 'SHORT' })]
    bench.price(58_900)
    bench.wait(20)
    expect([stops.map(({ status }) => status), bench.position('BTCUSDT', 'LONG').quantity, bench.position('BTCUSDT', 'SHORT').quantity]).toEqual([['FINISHED', 'NEW'], 0, -100])
  })
})

describe('a trailing stop', () => {
  const TRAIL = { side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '1', reduceOnly: 'true' }

  it('follows from the last price unless told where to begin, and says so with a second NEW', () => {
    const bench = long()
    const algo = bench.algo(TRAIL)
    expect(bench.events.map((event) => (event as unknown as { o: { X: string; ia: boolean } }).o).map(({ X, ia }) => [X, ia])).toEqual([['NEW', false], ['NEW', true]])
    bench.price(61_000)
    // 1 % below 61,000.
    bench.price(60_390.01)
    expect(algo.status).toBe('NEW')
    bench.price(60_390)
    expect(algo.status).toBe('TRIGGERING')
  })

  it('waits for its activation, and measures from there', () => {
    const bench = long()
    const algo = bench.algo({ ...TRAIL, activatePrice: '61000' })
    bench.price(59_000)
    bench.price(60_900)
    expect([algo.isActivated, algo.status]).toEqual([false, 'NEW'])
    bench.price(61_100)
    expect(algo.isActivated).toBe(true)
    bench.price(60_489)
    expect(algo.status).toBe('TRIGGERING')
  })

  it('of a short follows down', () => {
    const bench = new LabBench()
    bench.market('SELL', '0.1')
    const algo = bench.algo({ ...TRAIL, side: 'BUY', callbackRate: '0.5', activationPrice: '59500' })
    bench.price(59_400)
    bench.price(59_000)
    bench.price(59_294.99)
    expect(algo.status).toBe('NEW')
    bench.price(59_295)
    expect(algo.status).toBe('TRIGGERING')
  })
})
