import { expect } from 'vitest'
import { call, data, isPadded, refusal, type Check, type Row } from '../support/check.ts'
import { minus, over, sum, times } from '../support/exact.ts'
import { priceOf, rulesOf, scaled, SYMBOL, UNIFIED } from '../support/truth.ts'
import { awayFromMark, buy, letTimePass, MAKER, markOf, modest, positionOf, TAKER, ticksFromBid, walletOf } from './deeds.ts'

/** Plain orders through their lives. Prices, fees and profits are worked by hand from the book that the server's market has. */
export const orderChecks: readonly Check[] = [
  {
    name: 'a market order fills at the best ask and pays the taker’s fee', by: 'ccxt',
    run: async (world) => {
      const quantity = modest(world)
      const price = priceOf(world, world.market.best(SYMBOL).ask)
      const order = await call(world, 'createOrder', UNIFIED, 'market', 'buy', Number(quantity))
      expect(order).toMatchObject({ symbol: UNIFIED, side: 'buy', type: 'market', status: 'closed', amount: Number(quantity), filled: Number(quantity), remaining: 0, reduceOnly: false })
      const [trade, ...more] = await call<readonly Row[]>(world, 'fetchMyTrades', UNIFIED)
      expect(more).toEqual([])
      expect(trade).toMatchObject({ order: order['id'], side: 'buy', price: Number(price), amount: Number(quantity), cost: Number(times(8, price, quantity)), takerOrMaker: 'taker', fee: { cost: Number(times(8, price, quantity, TAKER)), currency: 'USDT' } })
      expect(await call(world, 'fetchOrder', order['id'], UNIFIED)).toMatchObject({ id: order['id'], status: 'closed', average: Number(price), filled: Number(quantity), cost: Number(times(8, price, quantity)) })
    },
  },
  {
    name: 'an acknowledgement knows nothing of the fill, and has no average price', by: 'official',
    run: async (world) => {
      const quantity = Number(modest(world))
      const order = await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity })
      expect(order).toMatchObject({ symbol: SYMBOL, status: 'NEW', type: 'MARKET', side: 'BUY', positionSide: 'BOTH', reduceOnly: false })
      expect(Number(order['executedQty'])).toBe(0)
      expect(Object.keys(order).filter((name) => ['avgPrice', 'cumQuote', 'cumBase'].includes(name))).toEqual([])
      const result = await data(world, 'newOrder', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity, newOrderRespType: 'RESULT' })
      expect(result).toMatchObject({ status: 'FILLED' })
      expect([Number(result['executedQty']), Number(result['origQty']), 'avgPrice' in result]).toEqual([quantity, quantity, false])
      expect(await positionOf(world)).toBeUndefined()
    },
  },
  {
    name: 'a resting order ties margin, is listed, and frees it when it is cancelled', by: 'ccxt',
    run: async (world) => {
      const [price, quantity] = [awayFromMark(world, -20), modest(world)]
      const order = await call(world, 'createOrder', UNIFIED, 'limit', 'buy', Number(quantity), Number(price), { clientOrderId: 'rests-1' })
      expect(order).toMatchObject({ status: 'open', price: Number(price), amount: Number(quantity), filled: 0, clientOrderId: 'rests-1', timeInForce: 'GTC' })
      expect((await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED)).map(({ id, status, price: at }) => [id, status, at])).toEqual([[order['id'], 'open', Number(price)]])
      const { USDT } = await call<{ readonly USDT: Readonly<Record<string, number>> }>(world, 'fetchBalance')
      expect(USDT['free']).toBeCloseTo(10_000 - Number(over(8, times(8, price, quantity), '20')), 7)
      expect(await call(world, 'cancelOrder', order['id'], UNIFIED)).toMatchObject({ id: order['id'], status: 'canceled', filled: 0 })
      expect(await call(world, 'fetchOpenOrders', UNIFIED)).toEqual([])
      expect(await call(world, 'fetchOrder', order['id'], UNIFIED)).toMatchObject({ status: 'canceled' })
      expect(await call(world, 'fetchBalance')).toMatchObject({ USDT: { free: 10_000 } })
    },
  },
  {
    name: 'a resting order fills at its own price as a maker once the market comes to it', by: 'official',
    run: async (world) => {
      const [price, quantity] = [ticksFromBid(world, -3), modest(world)]
      const { orderId } = await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: Number(quantity), price: Number(price) })
      const limit = world.market.best(SYMBOL).bid - 3 * world.market.instrument(SYMBOL)!.versions.at(-1)!.rules.priceLadder[0]!.tick
      let isMet = false
      const stop = world.market.onPrice((tick) => (isMet ||= tick.symbol === SYMBOL && ((tick.kind === 'quote' && tick.ask <= limit) || (tick.kind === 'trade' && tick.price < limit))))
      await letTimePass(world, () => isMet, 600)
      stop()
      const order = await data(world, 'queryOrder', { symbol: SYMBOL, orderId })
      expect([order['status'], Number(order['avgPrice']), Number(order['cumQuote'])]).toEqual(['FILLED', Number(price), Number(times(8, price, quantity))])
      const trades = await data<readonly Readonly<Record<string, string>>[]>(world, 'accountTradeList', { symbol: SYMBOL })
      expect(trades.every(({ maker, price: at }) => String(maker) === 'true' && Number(at) === Number(price))).toBe(true)
      expect(sum(8, ...trades.map(({ qty }) => qty!))).toBe(sum(8, quantity))
      expect(await walletOf(world)).toBe(sum(8, '10000', ...trades.map(({ qty }) => minus(times(8, price, qty!, MAKER)))))
    },
  },
  {
    name: 'post-only, fill-or-kill and immediate-or-cancel', by: 'ccxt',
    run: async (world) => {
      const [far, near, quantity] = [awayFromMark(world, -20), awayFromMark(world, 20), Number(modest(world))]
      expect(await call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(far), { postOnly: true })).toMatchObject({ status: 'open', timeInForce: 'PO', postOnly: true })
      expect(await refusal(call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(near), { postOnly: true }))).toMatchObject({ code: -5022 })
      expect(await refusal(call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(far), { timeInForce: 'FOK' }))).toMatchObject({ code: -5021 })
      expect(await call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(far), { timeInForce: 'IOC' })).toMatchObject({ status: 'expired', filled: 0 })
      expect(await call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(near), { timeInForce: 'IOC' })).toMatchObject({ status: 'closed', filled: quantity })
    },
  },
  {
    name: 'an amended order keeps its id and says what it was', by: 'ccxt',
    run: async (world) => {
      const [first, second, quantity] = [awayFromMark(world, -20), awayFromMark(world, -15), Number(modest(world))]
      const { id } = await call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(first))
      expect(await call(world, 'editOrder', id, UNIFIED, 'limit', 'buy', quantity, Number(second))).toMatchObject({ id, price: Number(second), status: 'open' })
      expect(await refusal(call(world, 'editOrder', id, UNIFIED, 'limit', 'buy', quantity, Number(second)))).toMatchObject({ code: -5027 })
      const [row] = await data<readonly { readonly orderId: number; readonly amendment: { readonly price: Row; readonly count: number } }[]>(world, 'getOrderModifyHistory', { symbol: SYMBOL, orderId: Number(id) })
      expect([String(row!.orderId), Number(row!.amendment.price['before']), Number(row!.amendment.price['after']), row!.amendment.count]).toEqual([id, Number(first), Number(second), 1])
    },
  },
  {
    name: 'what is not there has its own codes', by: 'ccxt',
    run: async (world) => {
      expect(await refusal(call(world, 'cancelOrder', '424242', UNIFIED))).toMatchObject({ name: 'OrderNotFound', code: -2011 })
      expect(await refusal(call(world, 'fetchOrder', '424242', UNIFIED))).toMatchObject({ name: 'OrderNotFound', code: -2013 })
    },
  },
  {
    name: 'each filter refuses with its own code', by: 'official',
    run: async (world) => {
      const { notionalMin, step } = rulesOf(world, SYMBOL)
      const quantity = Number(modest(world))
      const order = (more: object): Promise<Row> => data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: Number(awayFromMark(world, -20)), ...more })
      expect(Number(times(8, awayFromMark(world, -20), step))).toBeLessThan(Number(notionalMin))
      expect(await refusal(order({ quantity: Number(step) }))).toMatchObject({ code: -4164 })
      expect(await refusal(order({ price: Number(awayFromMark(world, 60)) }))).toMatchObject({ code: -4016 })
      expect(await refusal(order({ side: 'SELL', price: Number(awayFromMark(world, -60)) }))).toMatchObject({ code: -4024 })
      expect(await refusal(order({ price: Number(awayFromMark(world, -20)) + 0.01 }))).toMatchObject({ code: -4014 })
      expect(await refusal(order({ quantity: quantity + 0.00001 }))).toMatchObject({ code: -1111 })
      expect(await refusal(order({ newClientOrderId: 'x'.repeat(40) }))).toMatchObject({ code: -4015 })
      const [most] = world.market.instrument(SYMBOL)!.versions.at(-1)!.marginTiers
      await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: most!.leverageMax })
      expect(await refusal(order({ quantity: Number(over(1, scaled(most!.cap, 8), markOf(world))) + 1 }))).toMatchObject({ code: -2027 })
      expect(await refusal(order({ timeInForce: undefined }))).toMatchObject({ code: -1102 })
    },
  },
  {
    name: 'what the money does not reach for is refused', by: 'ccxt',
    run: async (world) => {
      const quantity = Number(over(1, '250000', markOf(world)))
      expect(await refusal(call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(awayFromMark(world, -20))))).toMatchObject({ name: 'InsufficientFunds', code: -2019 })
    },
  },
  {
    name: 'a client’s id is taken once while its order is open, and again afterwards', by: 'official',
    run: async (world) => {
      const rests = { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: Number(modest(world)), price: Number(awayFromMark(world, -20)), newClientOrderId: 'one-id' }
      const first = await data(world, 'newOrder', rests)
      expect(await refusal(data(world, 'newOrder', rests))).toMatchObject({ code: -4116 })
      expect(await data(world, 'cancelOrder', { symbol: SYMBOL, origClientOrderId: 'one-id' })).toMatchObject({ status: 'CANCELED', orderId: first['orderId'] })
      const second = await data(world, 'newOrder', rests)
      expect(second['orderId']).not.toBe(first['orderId'])
      expect(await data(world, 'queryOrder', { symbol: SYMBOL, origClientOrderId: 'one-id' })).toMatchObject({ orderId: second['orderId'], status: 'NEW' })
    },
  },
  {
    name: 'closing realises what the prices were apart', by: 'ccxt',
    run: async (world) => {
      const { price, quantity, fee } = await buy(world)
      await world.advance(30_000)
      const out = priceOf(world, world.market.best(SYMBOL).bid)
      await call(world, 'createOrder', UNIFIED, 'market', 'sell', Number(quantity), undefined, { reduceOnly: true })
      const trades = await call<readonly (Row & { readonly info: Readonly<Record<string, string>> })[]>(world, 'fetchMyTrades', UNIFIED)
      const sold = trades.filter(({ side }) => side === 'sell')
      const realized = sum(8, ...sold.map(({ info }) => times(8, sum(8, info['price']!, minus(price)), info['qty']!)))
      expect(sum(8, ...sold.map(({ info }) => info['realizedPnl']!))).toBe(realized)
      expect(sold[0]!['price']).toBe(Number(out))
      expect(await walletOf(world)).toBe(sum(8, '10000', minus(fee), realized, ...sold.map(({ info }) => minus(times(8, info['price']!, info['qty']!, TAKER)))))
      expect(await positionOf(world)).toBeUndefined()
      expect(await refusal(call(world, 'createOrder', UNIFIED, 'market', 'sell', Number(quantity), undefined, { reduceOnly: true }))).toMatchObject({ code: -2022 })
    },
  },
  {
    name: 'a list of orders is answered one by one, each on its own merits', by: 'ccxt',
    run: async (world) => {
      const quantity = Number(modest(world))
      const order = (price: string): object => ({ symbol: UNIFIED, type: 'limit', side: 'buy', amount: quantity, price: Number(price) })
      const [first, second, third] = await call<readonly Row[]>(world, 'createOrders', [order(awayFromMark(world, -20)), order(awayFromMark(world, 60)), order(awayFromMark(world, -25))])
      expect([first!['status'], third!['status']]).toEqual(['open', 'open'])
      expect(second!['info']).toMatchObject({ code: expect.anything() as unknown })
      expect(String((second!['info'] as Row)['code'])).toBe('-4016')
      expect(new Set((await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED)).map(({ id }) => id))).toEqual(new Set([first!['id'], third!['id']]))
      expect(await call<readonly Row[]>(world, 'cancelOrders', [first!['id'], third!['id']], UNIFIED)).toMatchObject([{ status: 'canceled' }, { status: 'canceled' }])
    },
  },
  {
    name: 'cancelling all takes plain orders and leaves conditional ones', by: 'ccxt',
    run: async (world) => {
      const quantity = Number(modest(world))
      for (const thousandths of [-20, -25]) await call(world, 'createOrder', UNIFIED, 'limit', 'buy', quantity, Number(awayFromMark(world, thousandths)))
      await call(world, 'createOrder', UNIFIED, 'market', 'buy', quantity, undefined, { triggerPrice: Number(awayFromMark(world, 30)) })
      await call(world, 'cancelAllOrders', UNIFIED)
      expect(await call(world, 'fetchOpenOrders', UNIFIED)).toEqual([])
      expect((await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })).length).toBe(1)
      await call(world, 'cancelAllOrders', UNIFIED, { trigger: true })
      expect(await call(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })).toEqual([])
    },
  },
  {
    name: 'orders that nobody renews go when the countdown is over', by: 'official',
    run: async (world) => {
      await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: Number(modest(world)), price: Number(awayFromMark(world, -20)) })
      expect(await data(world, 'autoCancelAllOpenOrders', { symbol: SYMBOL, countdownTime: 3_000 })).toEqual({ symbol: SYMBOL, countdownTime: '3000' })
      await world.advance(2_900)
      expect((await data<readonly unknown[]>(world, 'currentAllOpenOrders', { symbol: SYMBOL })).length).toBe(1)
      await world.advance(200)
      expect(await data(world, 'currentAllOpenOrders', { symbol: SYMBOL })).toEqual([])
    },
  },
  {
    name: 'ids keep all their digits', by: 'official',
    run: async (world) => {
      const other = world.market.symbols[1]!
      const { ask } = world.market.best(other)
      expect(ask).toBeGreaterThan(0)
      const quantity = Number(rulesOf(world, other).step) * 200
      const { orderId } = await data(world, 'newOrder', { symbol: other, side: 'BUY', type: 'MARKET', quantity })
      expect([typeof orderId, String(orderId).length]).toEqual(['bigint', 19])
      expect(await data(world, 'queryOrder', { symbol: other, orderId })).toMatchObject({ orderId, status: 'FILLED' })
    },
  },
  {
    name: 'ids keep all their digits', by: 'ccxt',
    run: async (world) => {
      const other = world.market.symbols[1]!
      const unified = other.replace(/USDT$/, '/USDT:USDT')
      const { id } = await call<{ readonly id: string }>(world, 'createOrder', unified, 'market', 'buy', Number(rulesOf(world, other).step) * 200)
      expect(id).toMatch(/^\d{19}$/)
      expect(await call(world, 'fetchOrder', id, unified)).toMatchObject({ id, status: 'closed' })
      expect((await call<readonly Row[]>(world, 'fetchMyTrades', unified)).map(({ order }) => order)).toEqual([id])
    },
  },
  {
    name: 'amounts are padded as the venue pads them', by: 'official',
    run: async (world) => {
      const { pricePrecision, quantityPrecision } = rulesOf(world, SYMBOL)
      const order = await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: Number(modest(world)), price: Number(awayFromMark(world, -20)) })
      isPadded(order['price'], pricePrecision)
      for (const field of ['origQty', 'executedQty', 'cumQty']) isPadded(order[field], quantityPrecision)
      await buy(world)
      const [trade] = await data<readonly Row[]>(world, 'accountTradeList', { symbol: SYMBOL })
      isPadded(trade!['price'], pricePrecision)
      isPadded(trade!['qty'], quantityPrecision)
      for (const field of ['walletBalance', 'marginBalance', 'maintMargin', 'availableBalance']) isPadded(((await data(world, 'accountInformationV3'))['assets'] as readonly Row[])[0]![field], 8)
    },
  },
]
