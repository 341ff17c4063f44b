import { expect } from 'vitest'
import { call, data, refusal, type Check, type Row } from '../support/check.ts'
import { SYMBOL, UNIFIED } from '../support/truth.ts'
import type { World } from '../support/world.ts'
import { awayFromMark, buy, letTimePass, modest, positionOf, ticksFromMark } from './deeds.ts'

const stop = (world: World, more: object): Promise<Row> =>
  data(world, 'newAlgoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: Number(awayFromMark(world, -20)), workingType: 'MARK_PRICE', ...more })

const openAlgos = (world: World): Promise<readonly Row[]> => data(world, 'currentAllAlgoOpenOrders', { symbol: SYMBOL })

/** Notes the first mark that a condition holds for, so that the trigger is known from the market and not from the venue's word. */
function watchMark(world: World, isSo: (mark: number) => boolean): { readonly at: () => number | undefined; readonly stop: () => void } {
  let at: number | undefined
  const end = world.market.onPrice((tick) => {
    if (tick.kind === 'mark' && tick.symbol === SYMBOL && at === undefined && isSo(tick.mark)) at = world.now()
  })
  return { at: () => at, stop: end }
}

/** Stops, take-profits and trailing stops: orders of a kind of their own, with their own ids, routes and lives. */
export const algoChecks: readonly Check[] = [
  {
    name: 'a conditional order is none of the plain ones', by: 'ccxt',
    run: async (world) => {
      const { quantity } = await buy(world)
      const order = await call(world, 'createOrder', UNIFIED, 'market', 'sell', Number(quantity), undefined, { stopLossPrice: Number(awayFromMark(world, -20)), reduceOnly: true })
      expect(order).toMatchObject({ side: 'sell', status: 'open', amount: Number(quantity), triggerPrice: Number(awayFromMark(world, -20)), reduceOnly: true })
      expect(await call(world, 'fetchOpenOrders', UNIFIED)).toEqual([])
      expect((await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })).map(({ id }) => id)).toEqual([order['id']])
      expect(await refusal(call(world, 'fetchOrder', order['id'], UNIFIED))).toMatchObject({ code: -2013 })
      expect(await refusal(call(world, 'cancelOrder', order['id'], UNIFIED))).toMatchObject({ code: -2011 })
      await call(world, 'cancelOrder', order['id'], UNIFIED, { trigger: true })
      expect(await call(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })).toEqual([])
    },
  },
  {
    name: 'the plain route takes no conditional order', by: 'official',
    run: async (world) => expect(await refusal(data(world, 'newOrder', { symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', quantity: 0.01, stopPrice: 1 }))).toMatchObject({ code: -4120 }),
  },
  {
    name: 'what would trigger at once is refused', by: 'official',
    run: async (world) => {
      await buy(world)
      expect(await refusal(stop(world, { closePosition: 'true', triggerPrice: Number(awayFromMark(world, 5)) }))).toMatchObject({ code: -2021 })
      expect(await refusal(stop(world, { type: 'TAKE_PROFIT_MARKET', closePosition: 'true', triggerPrice: Number(awayFromMark(world, -5)) }))).toMatchObject({ code: -2021 })
    },
  },
  {
    name: 'one stop and one take-profit may close the position, no second of a kind', by: 'official',
    run: async (world) => {
      await buy(world)
      const first = await stop(world, { closePosition: 'true', clientAlgoId: 'guard-1' })
      expect(first).toMatchObject({ clientAlgoId: 'guard-1', orderType: 'STOP_MARKET', algoStatus: 'NEW', closePosition: true, timeInForce: 'GTE_GTC', workingType: 'MARK_PRICE', algoType: 'CONDITIONAL' })
      expect(Number(first['quantity'])).toBe(0)
      expect(await refusal(stop(world, { closePosition: 'true', triggerPrice: Number(awayFromMark(world, -15)) }))).toMatchObject({ code: -4130 })
      const second = await stop(world, { type: 'TAKE_PROFIT_MARKET', closePosition: 'true', triggerPrice: Number(awayFromMark(world, 20)) })
      expect(new Set((await openAlgos(world)).map(({ algoId }) => algoId))).toEqual(new Set([first['algoId'], second['algoId']]))
      expect(await data(world, 'cancelAlgoOrder', { algoId: first['algoId'] })).toMatchObject({ algoId: first['algoId'], code: '200', msg: 'success' })
      expect(await data(world, 'queryAlgoOrder', { clientAlgoId: 'guard-1' })).toMatchObject({ algoStatus: 'CANCELED', actualOrderId: '' })
    },
  },
  {
    name: 'stops that close the position expire with it', by: 'official',
    run: async (world) => {
      const { quantity } = await buy(world)
      const { algoId } = await stop(world, { closePosition: 'true' })
      await data(world, 'newOrder', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: Number(quantity), reduceOnly: 'true' })
      await world.advance(1_000)
      expect(await openAlgos(world)).toEqual([])
      expect(await data(world, 'queryAlgoOrder', { algoId })).toMatchObject({ algoStatus: 'EXPIRED' })
    },
  },
  {
    name: 'a stop becomes a plain order with the client’s id when the mark comes to it', by: 'official',
    run: async (world) => {
      const { quantity } = await buy(world)
      const triggerPrice = ticksFromMark(world, -30)
      const level = Math.round(Number(triggerPrice) * 10 ** world.market.instrument(SYMBOL)!.versions.at(-1)!.priceDecimals)
      const met = watchMark(world, (mark) => mark <= level)
      const { algoId } = await stop(world, { triggerPrice: Number(triggerPrice), quantity: Number(quantity), reduceOnly: 'true', clientAlgoId: 'way-out' })
      await letTimePass(world, () => met.at() !== undefined, 900)
      met.stop()
      await world.advance(1_000)
      const algo = await data(world, 'queryAlgoOrder', { algoId })
      expect(algo).toMatchObject({ algoStatus: 'FINISHED', actualType: 'MARKET', triggerTime: met.at() })
      expect([typeof algo['actualOrderId'], Number(algo['actualQty'])]).toEqual(['string', Number(quantity)])
      const order = await data(world, 'queryOrder', { symbol: SYMBOL, origClientOrderId: 'way-out' })
      expect([String(order['orderId']), order['status'], order['type'], Number(order['avgPrice'])]).toEqual([algo['actualOrderId'], 'FILLED', 'MARKET', Number(algo['actualPrice'])])
      expect(String(algo['actualOrderId'])).not.toBe(String(algoId))
      expect(await positionOf(world)).toBeUndefined()
    },
  },
  {
    name: 'a stop and a take-profit, as ccxt places and reads them', by: 'ccxt',
    run: async (world) => {
      const { quantity } = await buy(world)
      await call(world, 'createOrder', UNIFIED, 'STOP_MARKET', 'sell', undefined, undefined, { stopPrice: Number(awayFromMark(world, -20)), closePosition: true })
      await call(world, 'createOrder', UNIFIED, 'market', 'sell', Number(quantity), undefined, { takeProfitPrice: Number(awayFromMark(world, 20)), reduceOnly: true })
      const open = await call<readonly Row[]>(world, 'fetchOpenOrders', UNIFIED, undefined, undefined, { trigger: true })
      expect(new Set(open.map(({ info, triggerPrice, side, status }) => [(info as Row)['orderType'], triggerPrice, side, status].join()))).toEqual(
        new Set([`STOP_MARKET,${Number(awayFromMark(world, -20))},sell,open`, `TAKE_PROFIT_MARKET,${Number(awayFromMark(world, 20))},sell,open`]),
      )
    },
  },
  {
    name: 'a trailing stop follows and fires at the distance it was told', by: 'ccxt',
    run: async (world) => {
      const { quantity } = await buy(world)
      const order = await call(world, 'createOrder', UNIFIED, 'market', 'sell', Number(quantity), undefined, { trailingPercent: 0.1, reduceOnly: true })
      const last = { highest: world.market.last(SYMBOL) as number, firedAt: undefined as number | undefined }
      const end = world.market.onPrice((tick) => {
        if (tick.symbol !== SYMBOL || tick.kind !== 'trade' || last.firedAt !== undefined) return
        last.highest = Math.max(last.highest, tick.price)
        if (tick.price <= Math.floor(last.highest * 0.999)) last.firedAt = world.now()
      })
      await letTimePass(world, () => last.firedAt !== undefined, 1_800)
      end()
      await world.advance(1_000)
      const algo = await data(world, 'queryAlgoOrder', { algoId: Number(order['id']) })
      expect(algo).toMatchObject({ algoStatus: 'FINISHED', orderType: 'TRAILING_STOP_MARKET', triggerTime: last.firedAt })
      expect(await positionOf(world)).toBeUndefined()
    },
  },
  {
    name: 'history has what was cancelled', by: 'official',
    run: async (world) => {
      await buy(world)
      const { algoId } = await stop(world, { closePosition: 'true' })
      expect(await data(world, 'cancelAllAlgoOpenOrders', { symbol: SYMBOL })).toMatchObject({ code: 200 })
      expect((await data<readonly Row[]>(world, 'queryAllAlgoOrders', { symbol: SYMBOL })).map((row) => [row['algoId'], row['algoStatus']])).toEqual([[algoId, 'CANCELED']])
    },
  },
  {
    name: 'conditional orders cost no weight and count as orders', by: 'wire',
    run: async (world) => {
      const quantity = Number(modest(world))
      const { official } = world
      const before = Number((await official.restAPI['checkServerTime']!()).headers['x-mbx-used-weight-1m'])
      const reply = await official.restAPI['newAlgoOrder']!({ algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'BUY', type: 'STOP_MARKET', quantity, triggerPrice: Number(awayFromMark(world, 20)) })
      expect([reply.headers['x-mbx-order-count-10s'], reply.headers['x-mbx-order-count-1m']]).toEqual(['1', '1'])
      expect(Number((await official.restAPI['checkServerTime']!()).headers['x-mbx-used-weight-1m'])).toBe(before + 1)
    },
  },
]
