import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { call, callOf, data, until, type Check, type Row } from '../support/check.ts'
import { bare, minus, sum } from '../support/exact.ts'
import { SYMBOL, UNIFIED } from '../support/truth.ts'
import { readJson } from '../support/wire.ts'
import type { World } from '../support/world.ts'
import { awayFromMark, buy, LEVERAGE, modest, positionOf } from './deeds.ts'

interface Heard {
  readonly e: string
  readonly o: Row
  readonly a: { readonly m: string; readonly B: readonly Row[]; readonly P: readonly Row[] }
  readonly [field: string]: unknown
}

/** What the user's stream says to the official connector while something is done; `enough` says when all of it is there. */
export async function heard(world: World, deed: () => Promise<unknown>, enough: (all: readonly Heard[]) => boolean): Promise<readonly Heard[]> {
  const { listenKey } = await data<{ readonly listenKey: string }>(world, 'startUserDataStream')
  const connection = await world.official.websocketStreams.connect()
  const all: Heard[] = []
  try {
    connection.userData(listenKey).on('message', (message) => all.push(message as Heard))
    await until('the answer to the subscription', () => world.proxy.passed.has('answer'))
    await deed()
    return await until('what the user’s stream has to say', () => enough(all) && all)
  } finally {
    await connection.disconnect()
  }
}

const ofKind = (all: readonly Heard[], kind: string): readonly Heard[] => all.filter(({ e }) => e === kind)
const statuses = (all: readonly Heard[]): readonly unknown[] => ofKind(all, 'ORDER_TRADE_UPDATE').map(({ o }) => o['X'])

/** The forms in which clients open the user's stream. */
const FORMS: readonly ((key: string) => string)[] = [
  (key) => `/private/ws/${key}`, (key) => `/private/ws?listenKey=${key}`, (key) => `/private/ws?listenKey=${key}&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE`, (key) => `/private/stream?listenKey=${key}`, (key) => `/private/stream?streams=${key}`,
]

/** Waits for the next word of a watched call of ccxt while something is done. */
async function watchedWhile<Result>(world: World, method: string, deed: () => Promise<unknown>, isIt: (value: Result) => boolean): Promise<Result> {
  const found: { value?: Result; failure?: Error } = {}
  const watch = async (): Promise<void> => {
    while (found.value === undefined) {
      const value = await callOf<Result>(world.ccxt, method)
      if (isIt(value)) found.value = value
    }
  }
  watch().catch((error: unknown) => (found.failure = error as Error))
  await until('the user’s stream of ccxt', () => [...world.proxy.opened].some((path) => path.includes('listenKey=')))
  await deed()
  return until(`${method} of ccxt`, () => {
    if (found.failure) throw found.failure
    return found.value
  })
}

/** What the user's stream tells of orders, money and settings: amounts by hand, and texts without padding. */
export const userStreamChecks: readonly Check[] = [
  {
    name: 'a market order is told as new, then as filled, with its fee and what it did to the account', by: 'official',
    run: async (world) => {
      let bought = { price: '', quantity: '', fee: '' }
      const all = await heard(world, async () => (bought = await buy(world)), (seen) => statuses(seen).includes('FILLED') && ofKind(seen, 'ACCOUNT_UPDATE').length === 1)
      expect(statuses(all)).toEqual(['NEW', 'FILLED'])
      const [first, fill] = ofKind(all, 'ORDER_TRADE_UPDATE').map(({ o }) => o)
      expect(first).toMatchObject({ s: SYMBOL, S: 'BUY', o: 'MARKET', x: 'NEW', z: '0', t: 0, q: bare(bought.quantity) })
      expect(fill).toMatchObject({ x: 'TRADE', l: bare(bought.quantity), z: bare(bought.quantity), L: bare(bought.price), ap: bare(bought.price), N: 'USDT', n: bare(bought.fee), m: false, R: false, rp: '0', ps: 'BOTH', i: first!['i'], c: first!['c'] })
      expect('n' in first!).toBe(false)
      const [{ a }] = ofKind(all, 'ACCOUNT_UPDATE') as [Heard]
      expect(a.m).toBe('ORDER')
      expect(a.B).toMatchObject([{ a: 'USDT', wb: bare(sum(8, '10000', minus(bought.fee))), bc: '0' }])
      expect(a.P).toMatchObject([{ s: SYMBOL, pa: bare(bought.quantity), ep: bare(bought.price), mt: 'cross', ps: 'BOTH' }])
      const [hint] = ofKind(all, 'TRADE_LITE')
      // As recorded: its prices are padded, those of other events are not.
      expect(hint).toMatchObject({ s: SYMBOL, l: bare(bought.quantity), L: bought.price, p: '0.00', S: 'BUY', i: fill!['i'], t: fill!['t'] })
      expect(all.indexOf(hint!)).toBeLessThan(all.findIndex(({ o }) => o === fill))
    },
  },
  {
    name: 'resting, amending and cancelling are told, and change no balance', by: 'official',
    run: async (world) => {
      const quantity = Number(modest(world))
      const all = await heard(
        world,
        async () => {
          const { orderId } = await data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: Number(awayFromMark(world, -20)) })
          await data(world, 'modifyOrder', { symbol: SYMBOL, side: 'BUY', quantity, price: Number(awayFromMark(world, -15)), orderId })
          await data(world, 'cancelOrder', { symbol: SYMBOL, orderId })
        },
        (seen) => statuses(seen).includes('CANCELED'),
      )
      expect(ofKind(all, 'ORDER_TRADE_UPDATE').map(({ o }) => [o['x'], o['X'], Number(o['p'])])).toEqual([['NEW', 'NEW', Number(awayFromMark(world, -20))], ['AMENDMENT', 'NEW', Number(awayFromMark(world, -15))], ['CANCELED', 'CANCELED', Number(awayFromMark(world, -15))]])
      expect(ofKind(all, 'ACCOUNT_UPDATE')).toEqual([])
    },
  },
  {
    name: 'a conditional order is told as such, placed and cancelled', by: 'official',
    run: async (world) => {
      await buy(world)
      const all = await heard(
        world,
        async () => {
          const { algoId } = await data(world, 'newAlgoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', triggerPrice: Number(awayFromMark(world, -20)), closePosition: 'true', clientAlgoId: 'guard-2' })
          await data(world, 'cancelAlgoOrder', { algoId })
        },
        (seen) => ofKind(seen, 'ALGO_UPDATE').length === 2,
      )
      expect(ofKind(all, 'ALGO_UPDATE').map(({ o }) => [o['X'], o['caid'], o['f'], o['q'], o['ai'], Number(o['tp'])])).toEqual(['NEW', 'CANCELED'].map((status) => [status, 'guard-2', 'GTE_GTC', '0', '', Number(awayFromMark(world, -20))]))
      expect(statuses(all)).toEqual([])
    },
  },
  {
    name: 'leverage and funding are told', by: 'official',
    run: async (world) => {
      const { quantity } = await buy(world)
      const all = await heard(
        world,
        async () => {
          await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: 25 })
          await world.advance(world.market.nextFundingTime(SYMBOL) - world.now() + 2_000)
        },
        (seen) => ofKind(seen, 'ACCOUNT_UPDATE').length === 1 && ofKind(seen, 'ACCOUNT_CONFIG_UPDATE').length === 1,
      )
      expect(ofKind(all, 'ACCOUNT_CONFIG_UPDATE')[0]!['ac']).toEqual({ s: SYMBOL, l: 25 })
      const [{ a }] = ofKind(all, 'ACCOUNT_UPDATE') as [Heard]
      const [{ income }] = await data<readonly [{ readonly income: string }]>(world, 'getIncomeHistory', { incomeType: 'FUNDING_FEE' })
      expect([a.m, a.P, a.B[0]!['bc']]).toEqual(['FUNDING_FEE', [], bare(income)])
      expect((await positionOf(world))!['positionAmt']).toBe(quantity)
    },
  },
  {
    name: 'orders, as ccxt watches them', by: 'ccxt',
    run: async (world) => {
      const [price, quantity] = [awayFromMark(world, -20), modest(world)]
      let id = ''
      const deed = async (): Promise<void> => {
        id = (await call<{ readonly id: string }>(world, 'createOrder', UNIFIED, 'limit', 'buy', Number(quantity), Number(price))).id
        await call(world, 'cancelOrder', id, UNIFIED)
      }
      const orders = await watchedWhile<readonly Row[]>(world, 'watchOrders', deed, (seen) => seen.some(({ status }) => status === 'canceled'))
      expect(orders.at(-1)).toMatchObject({ id, symbol: UNIFIED, status: 'canceled', side: 'buy', price: Number(price), amount: Number(quantity), filled: 0 })
    },
  },
  {
    name: 'fills, as ccxt watches them', by: 'ccxt',
    run: async (world) => {
      let bought = { price: '', quantity: '', fee: '' }
      const trades = await watchedWhile<readonly Row[]>(world, 'watchMyTrades', async () => (bought = await buy(world)), (seen) => seen.length > 0)
      expect(trades).toMatchObject([{ symbol: UNIFIED, side: 'buy', price: Number(bought.price), amount: Number(bought.quantity), takerOrMaker: 'taker', fee: { cost: Number(bought.fee), currency: 'USDT' } }])
    },
  },
  {
    name: 'balance, as ccxt watches it', by: 'ccxt',
    run: async (world) => {
      let bought = { price: '', quantity: '', fee: '' }
      const balance = await watchedWhile<{ readonly USDT?: Row }>(world, 'watchBalance', async () => (bought = await buy(world)), (seen) => seen.USDT !== undefined && seen.USDT['total'] !== 10_000)
      expect(balance.USDT!['total']).toBe(Number(sum(8, '10000', minus(bought.fee))))
    },
  },
  {
    name: 'positions, as ccxt watches them', by: 'ccxt',
    run: async (world) => {
      let bought = { price: '', quantity: '', fee: '' }
      const positions = await watchedWhile<readonly Row[]>(world, 'watchPositions', async () => (bought = await buy(world)), (seen) => seen.some(({ contracts }) => Number(contracts) > 0))
      expect(positions.find(({ symbol }) => symbol === UNIFIED)).toMatchObject({ side: 'long', contracts: Number(bought.quantity), entryPrice: Number(bought.price), marginMode: 'cross' })
    },
  },
  {
    name: 'every form of address brings the user’s stream', by: 'wire',
    run: async (world) => {
      const { listenKey } = await data<{ readonly listenKey: string }>(world, 'startUserDataStream')
      expect(listenKey).toMatch(/^[\w-]{64}$/)
      const sockets = FORMS.map((form) => new WebSocket(`ws://127.0.0.1:${world.proxy.port}${form(listenKey)}`))
      const told = sockets.map((socket) => {
        const all: string[] = []
        socket.on('message', (text: Buffer) => {
          const message = readJson(text.toString()) as Row
          all.push(((message['data'] ?? message) as { readonly e: string }).e)
        })
        return all
      })
      await until('the sockets', () => FORMS.every((form) => world.proxy.opened.has(form(listenKey))))
      await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: Number(LEVERAGE) / 2 })
      await buy(world)
      await until('a fill on every socket', () => told.every((all) => all.includes('ORDER_TRADE_UPDATE') && all.includes('ACCOUNT_UPDATE')))
      for (const socket of sockets) socket.terminate()
    },
  },
  {
    name: 'a listen key is renewed, ended, and unknown afterwards', by: 'official',
    run: async (world) => {
      const { listenKey } = await data<{ readonly listenKey: string }>(world, 'startUserDataStream')
      expect(await data(world, 'startUserDataStream')).toEqual({ listenKey })
      expect(await data(world, 'keepaliveUserDataStream')).toEqual({ listenKey })
      expect(await data(world, 'closeUserDataStream')).toEqual({})
      await expect(data(world, 'keepaliveUserDataStream')).rejects.toMatchObject({ code: -1125 })
    },
  },
]
