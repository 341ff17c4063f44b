import { afterEach, describe, expect, it } from 'vitest'
import { startLocalBinance, type LocalBinance, type LocalBinanceOptions } from '../../src-main/lab/binance/local-binance.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { LabListener, type Frame } from '../support/lab-listener.ts'

/** 2026-11-22 00:00 UTC. */
const START = 1_795_305_600_000 as TimeMs
const HOUR = 3_600_000
let lab: LocalBinance
const sockets: LabListener[] = []

async function local(options: LocalBinanceOptions = {}): Promise<LocalBinance> {
  lab = await startLocalBinance({ startTime: START, speed: 0, historyDays: 1, ...options })
  return lab
}

async function listen(path: string): Promise<LabListener> {
  const socket = await LabListener.open(lab, path)
  sockets.push(socket)
  return socket
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await lab.close()
})

const get = async (path: string): Promise<Frame> => (await (await fetch(`${lab.restUrl}${path}`)).json()) as Frame

/** Names and types of fields, in their order. */
const shape = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])]
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, part]) => `${name}:${typeof part === 'object' ? JSON.stringify(shape(part)) : typeof part}`).join(' ')
  return typeof value
}

describe('messages have the fields of November 2026', () => {
  it.each([
    ['/market/ws/btcusdt@kline_1m', 'e:string E:number s:string k:"t:number T:number s:string i:string f:number L:number o:string c:string h:string l:string v:string n:number x:boolean q:string V:string Q:string B:string"'],
    ['/market/ws/btcusdt@markPrice@1s', 'e:string E:number s:string p:string ap:string i:string P:string r:string T:number st:number'],
    ['/market/ws/btcusdt@aggTrade', 'e:string E:number s:string a:number p:string q:string nq:string f:number l:number T:number m:boolean st:number'],
    ['/public/ws/btcusdt@bookTicker', 'e:string u:number E:number T:number s:string ps:string b:string B:string a:string A:string st:number'],
    ['/public/ws/btcusdt@depth5', 'e:string E:number T:number s:string U:number u:number pu:number b:[["string"]] a:[["string"]] ps:string st:number'],
  ])('%s', async (path, fields) => {
    await local()
    const socket = await listen(path)
    lab.clock.advance(3_000)
    const [first] = await socket.told()
    expect(shape(first)).toBe(fields)
  })
})

function apply(side: Map<string, string>, levels: readonly (readonly [string, string])[]): void {
  for (const [price, quantity] of levels) {
    if (Number(quantity) === 0) side.delete(price)
    else side.set(price, quantity)
  }
}

describe('the book of a stream', () => {
  it('built from snapshot and changes, has the best prices that bookTicker tells, and every message follows the one before', async () => {
    await local()
    const socket = await listen('/public/stream?streams=ethusdt@depth@100ms/ethusdt@bookTicker')
    lab.clock.advance(5_000)
    const snapshot = await get('/fapi/v1/depth?symbol=ETHUSDT&limit=1000') as unknown as { readonly lastUpdateId: number; readonly bids: readonly [string, string][]; readonly asks: readonly [string, string][] }
    lab.clock.advance(60_000)
    const data = (await socket.told()).map((frame) => frame['data'] as Frame)
    const depth = data.filter(({ e }) => e === 'depthUpdate') as unknown as readonly { readonly U: number; readonly u: number; readonly pu: number; readonly b: readonly [string, string][]; readonly a: readonly [string, string][] }[]
    const tickers = data.filter(({ e }) => e === 'bookTicker')
    expect(depth.length).toBeGreaterThan(100)
    for (const [i, { U, u, pu }] of depth.entries()) {
      expect(U > pu && u >= U).toBe(true)
      if (i > 0) expect(pu).toBe(depth[i - 1]!.u)
    }
    const first = depth.findIndex(({ u }) => u >= snapshot.lastUpdateId)
    expect(depth[first]!.U).toBeLessThanOrEqual(snapshot.lastUpdateId)
    const [bids, asks] = [new Map(snapshot.bids), new Map(snapshot.asks)]
    for (const { u, b, a } of depth.slice(first)) {
      apply(bids, b)
      apply(asks, a)
      const best = tickers.findLast((ticker) => Number(ticker['u']) <= u)!
      expect([Math.max(...[...bids.keys()].map(Number)), Math.min(...[...asks.keys()].map(Number))]).toEqual([Number(best['b']), Number(best['a'])])
    }
  })
})

describe('what a socket may say', () => {
  it('is answered with its own id, whatever that is', async () => {
    await local()
    const socket = await listen('/market/ws/7')
    for (const id of [1, 'c0ffee', null]) socket.send({ method: 'SUBSCRIBE', params: ['btcusdt@markPrice@1s'], id })
    socket.send({ method: 'UNSUBSCRIBE', params: ['btcusdt@markPrice@1s'], id: 2 })
    socket.send({ method: 'SET_PROPERTY', params: ['combined', true], id: 3 })
    socket.send({ method: 'GET_PROPERTY', params: ['combined'], id: 4 })
    socket.send('not json')
    expect(await socket.told()).toEqual([{ result: null, id: 1 }, { result: null, id: 'c0ffee' }, { result: null, id: null }, { result: null, id: 2 }, { result: null, id: 3 }, { result: true, id: 4 }, { code: 3, msg: expect.any(String) as string }])
  })

  it('is too much at the eleventh frame of a second', async () => {
    await local()
    const socket = await listen('/market/ws')
    for (let i = 0; i < 11; i++) socket.send({ method: 'LIST_SUBSCRIPTIONS', id: i })
    expect(await socket.closed).toBe(1008)
  })

  it('changes what it hears at once', async () => {
    await local()
    const socket = await listen('/market/stream')
    lab.clock.advance(2_000)
    expect(await socket.told()).toEqual([])
    socket.send({ method: 'SUBSCRIBE', params: ['btcusdt@markPrice@1s', 'nonsense'], id: 1 })
    await socket.told()
    lab.clock.advance(2_000)
    expect((await socket.told()).map((frame) => frame['stream'])).toEqual(['btcusdt@markPrice@1s', 'btcusdt@markPrice@1s'])
  })
})

describe('a path without a route', () => {
  it.each([['production', 0], ['demo', 3]] as const)('of profile %s tells %i mark prices in three seconds, and books always', async (profile, count) => {
    await local({ profile })
    const socket = await listen('/stream?streams=btcusdt@markPrice@1s/btcusdt@depth5@100ms')
    lab.clock.advance(3_000)
    const streams = (await socket.told()).map((frame) => frame['stream'])
    expect(streams.filter((name) => name === 'btcusdt@markPrice@1s')).toHaveLength(count)
    expect(streams.filter((name) => name === 'btcusdt@depth5@100ms').length).toBeGreaterThan(3)
  })

  it('is silent for streams of the other route', async () => {
    await local()
    const socket = await listen('/public/ws/btcusdt@markPrice@1s')
    lab.clock.advance(3_000)
    expect(await socket.told()).toEqual([])
  })
})

it('is pinged every three minutes', async () => {
  await local({ instruments: 1 })
  const socket = await listen('/market/ws')
  lab.clock.advance(600_000)
  await socket.told()
  expect(socket.pings).toBe(3)
})

it('ends a socket after a day', async () => {
  await local({ instruments: 1 })
  const socket = await listen('/market/ws')
  // Hour by hour: a client that gets the pings of a whole day at once takes them for a flood, and ends the socket itself.
  for (let hour = 0; hour < 23; hour++) {
    lab.clock.advance(HOUR)
    await socket.told()
  }
  lab.clock.advance(HOUR)
  expect(await socket.closed).toBe(1001)
})

it('asks for too much: 429, then 418 that says until when, and for the minute after its end all is well', async () => {
  await local()
  const ask = async (): Promise<Response> => fetch(`${lab.restUrl}/fapi/v1/depth?symbol=BTCUSDT&limit=1000`)
  for (let used = 20; used <= 2_400; used += 20) {
    const reply = await ask()
    expect([reply.status, reply.headers.get('x-mbx-used-weight-1m')]).toEqual([200, `${used}`])
  }
  const tooMany = await ask()
  expect([tooMany.status, tooMany.headers.get('retry-after'), ((await tooMany.json()) as Frame)['code']]).toEqual([429, '60', -1003])
  let reply = tooMany
  for (let i = 0; i < 20 && reply.status === 429; i++) reply = await ask()
  const body = (await reply.json()) as Frame
  expect([reply.status, reply.headers.get('retry-after'), body['code']]).toEqual([418, '120', -1003])
  expect(body['msg']).toContain(`banned until ${START + 120_000}`)
  lab.clock.advance(120_000)
  expect((await ask()).status).toBe(200)
})

it('settles every eight, four or one hours, by instrument, and says beforehand what will be paid', async () => {
  await local({ historyDays: 2 })
  for (const [symbol, hours] of [['BTCUSDT', 8], ['SOLUSDT', 4], ['ADAUSDT', 1]] as const) {
    const rows = (await get(`/fapi/v1/fundingRate?symbol=${symbol}&startTime=${START - 24 * HOUR}&endTime=${START - 1}&limit=100`)) as unknown as readonly { readonly fundingTime: number }[]
    expect(rows.map(({ fundingTime }) => Math.floor((fundingTime - START) / HOUR))).toEqual(Array.from({ length: 24 / hours }, (_, i) => -24 + i * hours))
  }
  const before = await get('/fapi/v1/premiumIndex?symbol=ADAUSDT')
  lab.clock.advance(HOUR + 30)
  const [settled] = (await get('/fapi/v1/fundingRate?symbol=ADAUSDT&limit=1')) as unknown as readonly Frame[]
  expect([settled!['fundingRate'], Math.floor(Number(settled!['fundingTime']) / HOUR) * HOUR]).toEqual([before['lastFundingRate'], before['nextFundingTime']])
})
