import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { refusal, data, type Check, type Row } from '../support/check.ts'
import { SYMBOL } from '../support/truth.ts'
import { ask, readJson, type Answer, type Ask } from '../support/wire.ts'
import type { World } from '../support/world.ts'
import { awayFromMark, buy, modest } from './deeds.ts'

const at = (world: World, how: Ask): Promise<Answer> => ask(world.access, how)
const codeOf = ({ body }: Answer): unknown => (body as Row | undefined)?.['code']

/** What each call costs of the minute's budget. */
const WEIGHTS: readonly (readonly [Ask, number])[] = [
  [{ path: '/fapi/v1/time', sign: false }, 1],
  [{ path: '/fapi/v1/exchangeInfo', sign: false }, 1],
  [{ path: '/fapi/v1/klines', params: { symbol: SYMBOL, interval: '1m', limit: 99 }, sign: false }, 1],
  [{ path: '/fapi/v1/klines', params: { symbol: SYMBOL, interval: '1m', limit: 499 }, sign: false }, 2],
  [{ path: '/fapi/v1/klines', params: { symbol: SYMBOL, interval: '1m', limit: 1_000 }, sign: false }, 5],
  [{ path: '/fapi/v1/klines', params: { symbol: SYMBOL, interval: '1m', limit: 1_001 }, sign: false }, 10],
  [{ path: '/fapi/v1/markPriceKlines', params: { symbol: SYMBOL, interval: '1m', limit: 1_500 }, sign: false }, 10],
  [{ path: '/fapi/v1/depth', params: { symbol: SYMBOL, limit: 20 }, sign: false }, 2],
  [{ path: '/fapi/v1/depth', params: { symbol: SYMBOL, limit: 1_000 }, sign: false }, 20],
  [{ path: '/fapi/v1/premiumIndex', params: { symbol: SYMBOL }, sign: false }, 1],
  [{ path: '/fapi/v1/premiumIndex', sign: false }, 10],
  [{ path: '/fapi/v1/ticker/24hr', params: { symbol: SYMBOL }, sign: false }, 1],
  [{ path: '/fapi/v1/ticker/24hr', sign: false }, 40],
  [{ path: '/fapi/v1/ticker/bookTicker', params: { symbol: SYMBOL }, sign: false }, 2],
  [{ path: '/fapi/v1/openInterest', params: { symbol: SYMBOL }, sign: false }, 1],
  [{ path: '/fapi/v1/trades', params: { symbol: SYMBOL }, sign: false }, 5],
  [{ path: '/fapi/v1/aggTrades', params: { symbol: SYMBOL }, sign: false }, 20],
  [{ path: '/fapi/v3/account' }, 5],
  [{ path: '/fapi/v3/balance' }, 5],
  [{ path: '/fapi/v3/positionRisk' }, 5],
  [{ path: '/fapi/v1/openOrders', params: { symbol: SYMBOL } }, 1],
  [{ path: '/fapi/v1/openOrders' }, 40],
  [{ path: '/fapi/v1/openAlgoOrders' }, 40],
  [{ path: '/fapi/v1/income' }, 30],
  [{ path: '/fapi/v1/userTrades', params: { symbol: SYMBOL } }, 5],
  [{ path: '/fapi/v1/positionSide/dual' }, 30],
  [{ path: '/fapi/v1/leverageBracket' }, 1],
  [{ path: '/fapi/v1/commissionRate', params: { symbol: SYMBOL } }, 20],
]

/** What no client looks at, though ours will: headers, statuses, signatures, and what the clients make of them. */
export const wireChecks: readonly Check[] = [
  {
    name: 'each call costs what it costs at the venue', by: 'wire',
    run: async (world) => {
      let before = Number((await at(world, { path: '/fapi/v1/time', sign: false })).headers.get('x-mbx-used-weight-1m'))
      for (const [how, weight] of WEIGHTS) {
        const answer = await at(world, how)
        const used = Number(answer.headers.get('x-mbx-used-weight-1m'))
        expect([how.path, how.params, answer.status, used - before]).toEqual([how.path, how.params, 200, weight])
        before = used
      }
    },
  },
  {
    name: 'rates and their settings carry no weight', by: 'wire',
    run: async (world) => {
      for (const path of ['/fapi/v1/fundingRate', '/fapi/v1/fundingInfo']) expect((await at(world, { path, sign: false })).headers.get('x-mbx-used-weight-1m')).toBeNull()
    },
  },
  {
    name: 'who asks too much is told to rest, and who goes on is shut out until a time', by: 'official',
    run: async (world) => {
      const { restAPI } = world.official
      for (let used = 0; used < 2_400; used += 40) await restAPI['ticker24hrPriceChangeStatistics']!()
      expect(await refusal(restAPI['ticker24hrPriceChangeStatistics']!())).toMatchObject({ name: 'TooManyRequestsError', code: -1003 })
      const answer = await at(world, { path: '/fapi/v1/time', sign: false })
      expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([429, 60 - Math.floor((world.now() % 60_000) / 1_000)])
      let last = answer
      for (let tries = 0; tries < 20 && last.status !== 418; tries++) last = await at(world, { path: '/fapi/v1/time', sign: false })
      const { code, msg } = last.body as { readonly code: number; readonly msg: string }
      const until = Number(/banned until (\d+)/.exec(msg)?.[1])
      expect([last.status, code, until - world.now()]).toEqual([418, -1003, 120_000])
      await world.advance(120_001)
      expect((await at(world, { path: '/fapi/v1/time', sign: false })).status).toBe(200)
    },
  },
  {
    name: 'a signature is over exactly what was sent', by: 'wire',
    run: async (world) => {
      const right = { path: '/fapi/v1/accountConfig' }
      expect((await at(world, right)).status).toBe(200)
      expect(codeOf(await at(world, { ...right, secret: 'another' }))).toBe(-1022)
      expect(codeOf(await at(world, { ...right, sign: false }))).toBe(-1102)
      const signature = (text: string): string => createHmac('sha256', world.access.secret).update(text).digest('hex')
      const [query, body] = [`symbol=${SYMBOL}&timestamp=${world.now()}`, 'leverage=9']
      const send = async (text: string, inBody: string, signed: string): Promise<unknown> =>
        readJson(await (await fetch(`http://127.0.0.1:${world.proxy.port}/fapi/v1/leverage?${text}`, { method: 'POST', headers: { 'X-MBX-APIKEY': world.access.apiKey, 'content-type': 'application/x-www-form-urlencoded' }, body: `${inBody}&signature=${signed}` })).text())
      expect(await send(query, body, signature(query + body))).toMatchObject({ leverage: 9, symbol: SYMBOL })
      expect(await send(query, body, signature(query + body).toUpperCase())).toMatchObject({ leverage: 9 })
      expect(await send(query, body, signature(`${query}&${body}`))).toMatchObject({ code: -1022 })
      expect(await send(query, 'leverage=10', signature(query + body))).toMatchObject({ code: -1022 })
    },
  },
  {
    name: 'keys and clocks are looked at, each with its own code', by: 'wire',
    run: async (world) => {
      const path = '/fapi/v1/accountConfig'
      const timed = (offset: number, recvWindow?: number): Promise<Answer> => {
        const params = new URLSearchParams({ ...(recvWindow === undefined ? {} : { recvWindow: String(recvWindow) }), timestamp: String(world.now() + offset) }).toString()
        return at(world, { path: `${path}?${params}&signature=${createHmac('sha256', world.access.secret).update(params).digest('hex')}`, sign: false })
      }
      expect([(await timed(-4_999)).status, codeOf(await timed(-5_001)), (await timed(-9_000, 10_000)).status, codeOf(await timed(1_001)), (await timed(999)).status]).toEqual([200, -1021, 200, -1021, 200])
      const [none, strange] = [await at(world, { path, apiKey: '' }), await at(world, { path, apiKey: 'unknownkey' })]
      expect([codeOf(none), codeOf(strange), strange.status]).toEqual([-2014, -2015, 401])
    },
  },
  {
    name: 'wrong keys, as ccxt understands them', by: 'ccxt',
    run: async (world) => {
      Object.assign(world.ccxt, { secret: 'another' })
      expect(await refusal((world.ccxt['fetchBalance'] as () => Promise<unknown>)())).toMatchObject({ name: 'AuthenticationError', code: -1022 })
      Object.assign(world.ccxt, { secret: world.access.secret, apiKey: 'unknownkey' })
      expect(await refusal((world.ccxt['fetchBalance'] as () => Promise<unknown>)())).toMatchObject({ name: 'AuthenticationError', code: -2015 })
    },
  },
  {
    name: 'a clock that is wrong, as ccxt understands it', by: 'ccxt',
    run: async (world) => {
      world.ccxt['milliseconds'] = () => world.now() - 20_000
      expect(await refusal((world.ccxt['fetchBalance'] as () => Promise<unknown>)())).toMatchObject({ name: 'InvalidNonce', code: -1021 })
      await (world.ccxt['loadTimeDifference'] as () => Promise<unknown>).call(world.ccxt)
      expect(await (world.ccxt['fetchBalance'] as () => Promise<Row>)()).toMatchObject({ USDT: { total: 10_000 } })
    },
  },
  {
    name: 'what is no call of the venue is a page and no JSON', by: 'wire',
    run: async (world) => {
      for (const path of ['/fapi/v1/bookTicker', '/fapi/v1/positionRisk', '/nothing']) {
        const { status, headers, text } = await at(world, { path, sign: false })
        expect([status, headers.get('content-type')?.split(';')[0], text.startsWith('<html>')]).toEqual([404, 'text/html', true])
      }
    },
  },
  {
    name: 'orders are counted in ten seconds and in a minute', by: 'wire',
    run: async (world) => {
      await buy(world)
      const quantity = Number(modest(world))
      const reply = await world.official.restAPI['newOrder']!({ symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: Number(awayFromMark(world, -20)) })
      expect([reply.headers['x-mbx-order-count-10s'], reply.headers['x-mbx-order-count-1m']]).toEqual(['2', '2'])
      await world.advance(10_000)
      const later = await world.official.restAPI['newOrder']!({ symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price: Number(awayFromMark(world, -21)) })
      expect([later.headers['x-mbx-order-count-10s'], later.headers['x-mbx-order-count-1m']]).toEqual(['1', '3'])
    },
  },
  {
    name: 'the account’s limits are told', by: 'official',
    run: async (world) =>
      expect(await data(world, 'queryUserRateLimit')).toEqual([
        { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 }, { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1_200 },
      ]),
  },
]
