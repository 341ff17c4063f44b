import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ListenKeys } from '../../src-main/lab/binance/trading/listen-keys.ts'
import { LAB_KEY } from '../../src-main/lab/binance/trading/lab-trading.ts'
import { LabClient, sign, told, type Json } from '../support/lab-client.ts'

/** A busy machine may take its time. */
const PATIENCE = { timeout: 10_000 }

let venue: LabClient
beforeEach(async () => {
  venue = await LabClient.open()
})
afterEach(() => venue.close())

const BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }
const key = async (client = venue): Promise<string> => told((await client.send('POST', '/fapi/v1/listenKey')).body['listenKey'])
const names = (heard: readonly Json[]): string[] => heard.map((event) => told(event['e'] ?? (event['data'] as Json)['e']))

/** What was sent before the answer to a frame has come when the answer has. */
async function flushed(socket: { send(text: string): void }, heard: Json[]): Promise<Json[]> {
  const id = `flush-${heard.length}`
  socket.send(JSON.stringify({ method: 'LIST_SUBSCRIPTIONS', id }))
  await expect.poll(() => heard.some((one) => one['id'] === id), PATIENCE).toBe(true)
  return heard.filter((one) => !('id' in one))
}

describe('the listen key', () => {
  it('is one at a time, extended, removed, and then unknown', async () => {
    const first = await key()
    expect([first.length, await key(), told((await venue.send('PUT', '/fapi/v1/listenKey')).body['listenKey'])]).toEqual([64, first, first])
    expect((await venue.send('DELETE', '/fapi/v1/listenKey')).body).toEqual({})
    expect((await venue.send('PUT', '/fapi/v1/listenKey')).body).toMatchObject({ code: -1125 })
    expect(await key()).not.toBe(first)
  })

  it('lives an hour from when it was last extended', () => {
    const keys = new ListenKeys(1)
    const first = keys.create(0)
    keys.extend(3_599_999)
    expect([keys.expired(7_199_998), keys.expired(7_199_999), keys.running]).toEqual([undefined, first, ''])
  })

  it('expires: the socket stays, says so once, and then nothing', async () => {
    const { heard, socket } = await venue.listen(`/private/ws/${await key()}`)
    venue.lab.faults.set('key-expiry')
    await venue.ask('POST', '/fapi/v1/order', BUY)
    expect(names(await flushed(socket, heard))).toEqual(['listenKeyExpired'])
    expect((await venue.send('PUT', '/fapi/v1/listenKey')).body).toMatchObject({ code: -1125 })
  })
})

describe('the user stream', () => {
  const FORMS: readonly (readonly [string, (name: string) => string, boolean, string[]?])[] = [
    ['the key in the path', (name) => `/private/ws/${name}`, false],
    ['the key in the query', (name) => `/private/ws?listenKey=${name}`, false],
    ['the key in the query of a numbered socket', (name) => `/private/ws/1?listenKey=${name}`, false],
    ['the key in the query, with events', (name) => `/private/ws?listenKey=${name}&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE`, false, ['ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE', 'ORDER_TRADE_UPDATE']],
    ['several keys of joined streams', (name) => `/private/stream?listenKey=other&events=ALGO_UPDATE&listenKey=${name}&events=TRADE_LITE`, true, ['TRADE_LITE']],
    ['the key as a joined stream', (name) => `/private/stream?streams=${name}`, true],
  ]
  it.each(FORMS.map((form) => ({ form })))('is heard with $form.0', async ({ form: [, path, isWrapped, events = ['ORDER_TRADE_UPDATE', 'TRADE_LITE', 'ACCOUNT_UPDATE', 'ORDER_TRADE_UPDATE']] }) => {
    const listenKey = await key()
    const { heard, socket } = await venue.listen(path(listenKey))
    await venue.ask('POST', '/fapi/v1/order', BUY)
    const all = await flushed(socket, heard)
    expect(names(all)).toEqual(events)
    expect(all.every((one) => one['stream'] === (isWrapped ? listenKey : undefined))).toBe(true)
  })

  it('is heard after a frame that names the key, with any id', async () => {
    const { heard, socket } = await venue.listen('/private/stream')
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: [await key()], id: 'a1b2c3' }))
    await expect.poll(() => heard, PATIENCE).toEqual([{ result: null, id: 'a1b2c3' }])
    await venue.ask('POST', '/fapi/v1/order', BUY)
    expect(names(await flushed(socket, heard))).toHaveLength(4)
  })

  it('is silent on a socket without a route, but at the demo', async () => {
    const production = await venue.listen(`/ws/${await key()}`)
    await venue.ask('POST', '/fapi/v1/order', BUY)
    expect(await flushed(production.socket, production.heard)).toEqual([])
    const demo = await LabClient.open({ profile: 'demo' })
    const { heard, socket } = await demo.listen(`/ws/${await key(demo)}`)
    await demo.ask('POST', '/fapi/v1/order', BUY)
    expect(names(await flushed(socket, heard))).toHaveLength(4)
    await demo.close()
  })

  it('tells an order, its hint, the account and the execution, with numbers that are not padded but in the hint', async () => {
    const { heard, socket } = await venue.listen(`/private/ws/${await key()}`)
    const { orderId } = (await venue.ask('POST', '/fapi/v1/order', { ...BUY, newClientOrderId: 'mine', symbol: 'ETHUSDT', quantity: '0.1' })).body
    const [trade] = (await venue.ask('GET', '/fapi/v1/userTrades', { symbol: 'ETHUSDT' })).rows
    const [accepted, hint, account, execution] = await flushed(socket, heard)
    const bare = (text: unknown): string => String(Number(text))
    expect(accepted!['o']).toMatchObject({ s: 'ETHUSDT', c: 'mine', S: 'BUY', o: 'MARKET', x: 'NEW', X: 'NEW', i: orderId, l: '0', z: '0', L: '0', t: 0, q: '0.1', er: '0', st: 1 })
    expect('N' in (accepted!['o'] as Json)).toBe(false)
    expect(hint).toMatchObject({ s: 'ETHUSDT', c: 'mine', L: trade!['price'], l: '0.1', q: '0.1', i: orderId, t: trade!['id'] })
    expect(account!['a']).toMatchObject({ m: 'ORDER', B: [{ a: 'USDT', bc: '0' }], P: [{ s: 'ETHUSDT', pa: '0.1', ep: bare(trade!['price']), mt: 'cross', iw: '0', ps: 'BOTH', ma: 'USDT' }] })
    expect(execution!['o']).toMatchObject({ x: 'TRADE', X: 'FILLED', i: orderId, l: '0.1', z: '0.1', ap: bare(trade!['price']), N: 'USDT', n: bare(trade!['commission']), t: trade!['id'], m: false, rp: '0' })
    expect(told(orderId)).toHaveLength(19)
  })

  it('tells the life of a conditional order, funding of both kinds of margin, and settings', async () => {
    const { heard, socket } = await venue.listen(`/private/ws/${await key()}`)
    await venue.ask('POST', '/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 9 })
    await venue.ask('POST', '/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'true' })
    await venue.ask('POST', '/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'false' })
    await venue.ask('POST', '/fapi/v1/marginType', { symbol: 'ETHUSDT', marginType: 'ISOLATED' })
    await venue.ask('POST', '/fapi/v1/order', { ...BUY, quantity: '0.03' })
    await venue.ask('POST', '/fapi/v1/order', { ...BUY, symbol: 'ETHUSDT', quantity: '0.1' })
    await venue.ask('POST', '/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '1000', closePosition: true, clientAlgoId: 'stop' })
    await venue.ask('DELETE', '/fapi/v1/algoOrder', { clientAlgoId: 'stop' })
    venue.lab.clock.advance(20_000)
    const all = await flushed(socket, heard)
    expect(all.filter(({ e }) => e === 'ACCOUNT_CONFIG_UPDATE')).toMatchObject([{ ac: { s: 'BTCUSDT', l: 9 } }, { ai: { j: true } }, { ai: { j: false } }])
    expect(all.filter(({ e }) => e === 'ALGO_UPDATE').map(({ o }) => o)).toMatchObject([
      { caid: 'stop', at: 'CONDITIONAL', o: 'STOP_MARKET', X: 'NEW', f: 'GTE_GTC', q: '0', cp: true, R: true, tp: '1000', ai: '', wt: 'CONTRACT_PRICE' }, { caid: 'stop', X: 'CANCELED' },
    ])
    expect('act' in (all.find(({ e }) => e === 'ALGO_UPDATE')!['o'] as Json)).toBe(false)
    const funding = all.filter(({ e, a }) => e === 'ACCOUNT_UPDATE' && (a as Json)['m'] === 'FUNDING_FEE').map(({ a }) => a as Json)
    expect(new Set(funding.map(({ S, P }) => `${told(S)} ${(P as readonly Json[]).length}`))).toEqual(new Set(['BTCUSDT 0', 'ETHUSDT 1']))
  })
})

describe('orders over a socket', () => {
  /** As both clients sign it: all parameters, sorted by name. */
  function signed(params: Readonly<Record<string, string | number>>): object {
    const all: Record<string, string | number> = { ...params, apiKey: LAB_KEY.apiKey, timestamp: venue.now }
    return { ...all, signature: sign(Object.keys(all).toSorted().map((name) => `${name}=${all[name]!}`).join('&')) }
  }

  async function exchange(frames: readonly object[]): Promise<readonly Json[]> {
    const { heard, socket } = await venue.listen('/ws-fapi/v1')
    for (const frame of frames) socket.send(JSON.stringify(frame))
    await expect.poll(() => heard.length, PATIENCE).toBe(frames.length)
    return heard
  }

  it('places, tells of, and cancels, each answer with its id', async () => {
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '62000', newClientOrderId: 'a' }
    const heard = await exchange([
      { id: 1, method: 'order.place', params: signed(order) }, { id: 'two', method: 'order.status', params: signed({ symbol: 'BTCUSDT', origClientOrderId: 'a' }) },
      { id: 3, method: 'order.cancel', params: signed({ symbol: 'BTCUSDT', origClientOrderId: 'a' }) },
      { id: 4, method: 'algoOrder.place', params: signed({ algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '60000', quantity: '0.01', clientAlgoId: 'b', stopLossPrice: '60000' }) },
      { id: 5, method: 'algoOrder.cancel', params: signed({ clientAlgoId: 'b' }) }, { id: 6, method: 'v2/account.balance', params: signed({}) },
    ])
    expect(heard).toMatchObject([
      { id: 1, status: 200, result: { clientOrderId: 'a', status: 'NEW' } }, { id: 'two', result: { status: 'NEW' } }, { id: 3, result: { status: 'CANCELED' } },
      { id: 4, result: { algoStatus: 'NEW', clientAlgoId: 'b' } }, { id: 5, result: { code: '200' } }, { id: 6, result: [{ asset: 'USDT' }] },
    ])
    expect(heard.every(({ rateLimits }) => Array.isArray(rateLimits))).toBe(true)
  })

  it('refuses with code and status what it cannot read, does not know or must not do', async () => {
    const heard = await exchange([
      { id: 1, method: 'order.guess', params: {} }, { id: 2, method: 'order.place', params: { ...signed({}), signature: 'x' } }, { id: 3, method: 'order.place', params: { apiKey: 'other' } },
      { id: 4, method: 'order.place', params: signed({ symbol: 'BTCUSDT', side: 'BUY', type: 'STOP_MARKET', quantity: '1' }) },
    ])
    expect(heard.map(({ status, error }) => [status, (error as Json)['code']])).toEqual([[400, -1000], [400, -1022], [401, -2015], [400, -4120]])
  })

  it('starts, extends and stops the user stream', async () => {
    const { apiKey } = LAB_KEY
    const heard = await exchange(['start', 'ping', 'stop', 'ping'].map((verb, id) => ({ id, method: `userDataStream.${verb}`, params: { apiKey } })))
    expect(heard).toMatchObject([{ result: { listenKey: expect.any(String) as string } }, { result: {} }, { result: {} }, { error: { code: -1125 } }])
  })
})
