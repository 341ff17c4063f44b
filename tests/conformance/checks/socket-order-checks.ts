import { expect } from 'vitest'
import { call, refusal, type Check, type Row } from '../support/check.ts'
import { priceOf, SYMBOL, UNIFIED } from '../support/truth.ts'
import { awayFromMark, modest } from './deeds.ts'

/** Orders over a socket, with their own signature. */
export const socketOrderChecks: readonly Check[] = [
  {
    name: 'orders over a socket', by: 'ccxt',
    run: async (world) => {
      const [price, quantity] = [awayFromMark(world, -20), Number(modest(world))]
      const order = await call(world, 'createOrderWs', UNIFIED, 'limit', 'buy', quantity, Number(price), { clientOrderId: 'socket-1' })
      expect(order).toMatchObject({ symbol: UNIFIED, status: 'open', price: Number(price), amount: quantity, clientOrderId: 'socket-1' })
      expect((await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED)).map(({ id }) => id)).toEqual([order['id']])
      expect(await call(world, 'editOrderWs', order['id'], UNIFIED, 'limit', 'buy', quantity, Number(awayFromMark(world, -15)))).toMatchObject({ id: order['id'], price: Number(awayFromMark(world, -15)) })
      expect(await call(world, 'cancelOrderWs', order['id'], UNIFIED)).toMatchObject({ id: order['id'], status: 'canceled' })
      expect(await refusal(call(world, 'cancelOrderWs', order['id'], UNIFIED))).toMatchObject({ code: -2011 })
    },
  },
  {
    name: 'a market order and a stop over a socket', by: 'ccxt',
    run: async (world) => {
      const [price, quantity] = [priceOf(world, world.market.best(SYMBOL).ask), Number(modest(world))]
      expect(await call(world, 'createOrderWs', UNIFIED, 'market', 'buy', quantity)).toMatchObject({ symbol: UNIFIED, side: 'buy', amount: quantity })
      expect(await call(world, 'fetchMyTrades', UNIFIED)).toMatchObject([{ price: Number(price), amount: quantity }])
      await call(world, 'createOrderWs', UNIFIED, 'market', 'sell', quantity, undefined, { stopLossPrice: Number(awayFromMark(world, -20)), reduceOnly: true })
      expect(await call(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })).toMatchObject([{ triggerPrice: Number(awayFromMark(world, -20)), side: 'sell' }])
    },
  },
]
