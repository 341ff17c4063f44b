import { expect } from 'vitest'
import { data, type Check, type Row } from '../support/check.ts'
import { SYMBOL } from '../support/truth.ts'
import type { World } from '../support/world.ts'
import { awayFromMark, buy, letTimePass, modest, ticksFromMark } from './deeds.ts'
import { shapeOf, unexpected, unexpectedIn } from './shape-checks.ts'
import { heard } from './user-stream-checks.ts'

/** What is there before anything is asked: a position, an order that rests, one that was amended, a stop, one that was cancelled, one that fired. */
async function busyAccount(world: World): Promise<Readonly<Record<'resting' | 'stop' | 'fired', unknown>>> {
  await buy(world)
  const quantity = Number(modest(world))
  const { orderId } = await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: Number(awayFromMark(world, -20)) })
  await data(world, 'modifyOrder', { symbol: SYMBOL, side: 'BUY', quantity, price: Number(awayFromMark(world, -19)), orderId })
  const trigger = ticksFromMark(world, -30)
  const level = Math.round(Number(trigger) * 10 ** world.market.instrument(SYMBOL)!.versions.at(-1)!.priceDecimals)
  const fired = await data(world, 'newAlgoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: Number(trigger), quantity, reduceOnly: 'true', workingType: 'MARK_PRICE' })
  await letTimePass(world, () => world.market.mark(SYMBOL) <= level, 900)
  await world.advance(1_000)
  await buy(world)
  const stop = await data(world, 'newAlgoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: Number(awayFromMark(world, -20)), closePosition: 'true' })
  return { resting: orderId, stop: stop['algoId'], fired: fired['algoId'] }
}

type Ids = Awaited<ReturnType<typeof busyAccount>>

interface Asked {
  readonly method: string
  readonly about?: string
  readonly request?: (ids: Ids, world: World) => object
  /** Where the venue is known to differ from its specification: seen in recorded answers, or told in its own notes. */
  readonly known?: readonly string[]
}

const bySymbol = (): object => ({ symbol: SYMBOL })
/** Only trailing orders have these. */
const UNTRAILED = ['activatePrice: missing', 'priceRate: missing']
const inList = (fields: readonly string[]): string[] => fields.map((field) => `[].${field}`)
/** Recorded answers have no price of a trailing stop where there is none; an iceberg's quantity is null. */
const ALGO = ['icebergQuantity: null, not text']
const LEGACY = ['tpTriggerPrice: missing', 'tpPrice: missing', 'slTriggerPrice: missing', 'slPrice: missing']
const UNTRIGGERED = ['actualType: missing', 'actualQty: missing']

const SIGNED: readonly Asked[] = [
  { method: 'accountInformationV3' },
  { method: 'futuresAccountBalanceV3' },
  { method: 'futuresAccountConfiguration' },
  { method: 'symbolConfiguration' },
  { method: 'notionalAndLeverageBrackets', request: bySymbol, known: inList(['notionalCoef: missing']) },
  { method: 'userCommissionRate', request: bySymbol },
  { method: 'getIncomeHistory' },
  { method: 'queryUserRateLimit' },
  { method: 'getCurrentMultiAssetsMode' },
  { method: 'getCurrentPositionMode' },
  { method: 'positionInformationV3' },
  { method: 'accountTradeList', request: bySymbol },
  { method: 'newOrder', request: (_ids, world) => ({ symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: Number(modest(world)), price: Number(awayFromMark(world, -21)) }) },
  { method: 'modifyOrder', request: ({ resting }, world) => ({ symbol: SYMBOL, side: 'BUY', orderId: resting, quantity: Number(modest(world)), price: Number(awayFromMark(world, -22)) }) },
  { method: 'queryOrder', request: ({ resting }) => ({ symbol: SYMBOL, orderId: resting }), known: UNTRAILED },
  { method: 'queryCurrentOpenOrder', request: ({ resting }) => ({ symbol: SYMBOL, orderId: resting }), known: UNTRAILED },
  { method: 'currentAllOpenOrders', request: bySymbol, known: inList(UNTRAILED) },
  { method: 'allOrders', request: bySymbol, known: inList(UNTRAILED) },
  { method: 'getOrderModifyHistory', request: ({ resting }) => ({ symbol: SYMBOL, orderId: resting }) },
  { method: 'cancelOrder', request: ({ resting }) => ({ symbol: SYMBOL, orderId: resting }), known: UNTRAILED },
  { method: 'cancelAllOpenOrders', request: bySymbol },
  { method: 'autoCancelAllOpenOrders', request: () => ({ symbol: SYMBOL, countdownTime: 0 }) },
  { method: 'newAlgoOrder', request: (_ids, world) => ({ algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: Number(modest(world)), callbackRate: 1 }), known: ALGO },
  { method: 'queryAlgoOrder', request: ({ stop }) => ({ algoId: stop }), known: [...ALGO, ...UNTRIGGERED, 'isActivated: not specified'] },
  { method: 'queryAlgoOrder', about: ' after its trigger', request: ({ fired }) => ({ algoId: fired }), known: [...ALGO, 'isActivated: not specified'] },
  { method: 'currentAllAlgoOpenOrders', request: bySymbol, known: inList([...ALGO, ...LEGACY, 'isActivated: not specified']) },
  { method: 'queryAllAlgoOrders', request: bySymbol, known: inList([...ALGO, ...LEGACY, 'isActivated: not specified', 'actualQty: not specified', 'actualType: not specified']) },
  { method: 'cancelAlgoOrder', request: ({ stop }) => ({ algoId: stop }) },
  { method: 'cancelAllAlgoOpenOrders', request: bySymbol },
  { method: 'changeInitialLeverage', request: () => ({ symbol: SYMBOL, leverage: 30 }) },
  { method: 'positionAdlQuantileEstimation', known: ['[].adlQuantile.LONG: missing', '[].adlQuantile.SHORT: missing', '[].adlQuantile.HEDGE: missing'] },
  { method: 'startUserDataStream' },
]

/** By `e`: the connector's type of it, and where recorded events differ. Fees come only with fills, and what follows a price only with trailing stops. */
const EVENTS: Readonly<Record<string, readonly [type: string, ...known: string[]]>> = {
  ORDER_TRADE_UPDATE: ['OrderTradeUpdate', 'o.N: missing', 'o.n: missing', 'o.AP: missing', 'o.cr: missing', 'o.M: missing', 'o.st: not specified'],
  ACCOUNT_UPDATE: ['AccountUpdate', 'a.S: missing', 'a.P[].ma: not specified'],
  ALGO_UPDATE: ['AlgoUpdate', 'o.ap: missing', 'o.aq: missing', 'o.act: missing', 'o.rm: missing'],
  ACCOUNT_CONFIG_UPDATE: ['AccountConfigUpdate', 'ai: missing', 'ac: missing'],
  TRADE_LITE: ['TradeLite'],
}

export const signedShapeChecks: readonly Check[] = [
  ...SIGNED.map(({ method, about = '', request, known = [] }): Check => ({
    name: `every field of ${method}${about} is as specified`, by: 'wire',
    run: async (world) => {
      const ids = await busyAccount(world)
      expect(unexpected(await data<unknown>(world, method, request?.(ids, world)), { method, known })).toEqual([])
    },
  })),
  {
    name: 'every field of the user’s stream is as specified', by: 'wire',
    run: async (world) => {
      const deed = async (): Promise<void> => {
        const { resting, stop } = await busyAccount(world)
        await data(world, 'cancelOrder', { symbol: SYMBOL, orderId: resting })
        await data(world, 'cancelAlgoOrder', { algoId: stop })
        await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: 11 })
      }
      const all = await heard(world, deed, (seen) => seen.some(({ e }) => e === 'ACCOUNT_CONFIG_UPDATE'))
      const wrong = all.flatMap((event) => {
        const [type, ...known] = EVENTS[event.e] ?? ['']
        if (type === '') return [`${event.e}: not specified`]
        const { e: _kind, ...rest } = event as Row
        return unexpectedIn(rest, shapeOf(type), known).map((difference) => `${event.e} ${difference}`)
      })
      expect([...new Set(wrong)]).toEqual([])
      expect(new Set(all.map(({ e }) => e))).toEqual(new Set(Object.keys(EVENTS)))
    },
  },
]
