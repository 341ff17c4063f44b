import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src-main/venue/binance/answer.ts'
import { fundingInfo, serverTime } from '../../src-main/venue/binance/market-requests.ts'
import { readServerTime } from '../../src-main/venue/binance/read-market.ts'
import { RestClient } from '../../src-main/venue/binance/rest-client.ts'
import { localBinance, type BinanceEndpoint } from '../../src-main/venue/binance/endpoints.ts'
import { restTransport } from '../../src-main/venue/binance/rest-transport.ts'
import { ServerClock } from '../../src-main/venue/binance/server-clock.ts'
import { WeightBudget } from '../../src-main/venue/binance/weight-budget.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<BinanceEndpoint> {
  server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  return localBinance((server.address() as AddressInfo).port)
}

async function rig(listener: RequestListener): Promise<{ time: VirtualTime; budget: WeightBudget; ask: (weight?: number) => Promise<Answer<number>> }> {
  const http = restTransport(await serve(listener))
  const time = new VirtualTime()
  const budget = new WeightBudget({ limit: 100, share: 0.6 })
  const client = new RestClient({ http, clock: time, timer: time, serverClock: new ServerClock(time), budget })
  return { time, budget, ask: (weight = 1) => client.get({ path: '/fapi/v1/time', params: {}, weight, read: readServerTime }) }
}

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): RequestListener => (_request, response) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

describe('a public request', () => {
  it('gives what was read, and counts what the venue says was used', async () => {
    const { ask, budget, time } = await rig(answer(200, '{"serverTime":1700000000000}', { 'x-mbx-used-weight-1m': '41' }))
    expect(await ask()).toEqual({ outcome: 'ok', value: 1_700_000_000_000 })
    expect(budget.view(time.now()).used).toBe(41)
  })

  it.each<[string, RequestListener, Partial<Answer<number>>]>([
    ['a cut answer', answer(200, '{"serverTime":17000'), { outcome: 'unknown' }],
    ["a proxy's page with status 200", answer(200, '<html>Please log in</html>', { 'content-type': 'text/html' }), { outcome: 'unknown' }],
    ['a redirection', answer(302, '', { location: 'http://127.0.0.1:1/' }), { outcome: 'unknown' }],
    ['a field renamed', answer(200, '{"server_time":1700000000000}'), { outcome: 'failed', reaction: 'person' }],
    ['a refusal with status 200', answer(200, '{"code":-1121,"msg":"Invalid symbol."}'), { outcome: 'failed', reaction: 'mend', code: -1121 }],
    ['a connection that is cut', (request) => request.socket.destroy(), { outcome: 'unknown' }],
    ['an answer cut in the middle', (_request, response) => response.writeHead(200, { 'content-length': '100' }).write('{"ser', () => response.destroy()), { outcome: 'unknown' }],
  ])('%s is not taken for good', async (_what, listener, expected) => {
    const { ask } = await rig(listener)
    expect(await ask()).toMatchObject(expected)
  })

  it('nothing goes before the time that came with a 429', async () => {
    let asked = 0
    const { ask, time } = await rig((_request, response) => (asked++ === 0 ? answer(429, '{"code":-1003,"msg":"Too many requests."}', { 'retry-after': '17' }) : answer(200, '{"serverTime":1}'))(_request, response))
    expect(await ask()).toMatchObject({ outcome: 'failed', reaction: 'rest', retryAfterMs: 17_000 })
    const next = ask()
    await time.pass(16_999)
    expect(asked).toBe(1)
    await time.pass(1)
    expect(await next).toEqual({ outcome: 'ok', value: 1 })
  })

  it('waits for the next minute when its share of the weight is spent', async () => {
    let asked = 0
    const { ask, time } = await rig((request, response) => (asked++, answer(200, '{"serverTime":1}')(request, response)))
    await ask(60)
    const next = ask(1)
    await settled()
    expect(asked).toBe(1)
    await time.pass(60_000)
    expect(await next).toMatchObject({ outcome: 'ok' })
  })

  it('rests at most a minute at a time, whatever end of a ban it is told before the clock of the venue is known', async () => {
    let asked = 0
    const { ask, time } = await rig((request, response) => (asked++ === 0 ? answer(418, '{"code":-1003,"msg":"Way too many requests; IP banned until 1795219200000."}') : answer(200, '{"serverTime":1}'))(request, response))
    expect(await ask()).toMatchObject({ outcome: 'failed', reaction: 'rest' })
    const next = ask()
    await time.pass(59_999)
    expect(asked).toBe(1)
    await time.pass(1)
    expect(await next).toMatchObject({ outcome: 'ok' })
  })

  it('asks for funding at most half as often as the venue allows, besides its weight', async () => {
    let asked = 0
    const http = restTransport(await serve((request, response) => (asked++, answer(200, '[]')(request, response))))
    const time = new VirtualTime()
    const client = new RestClient({ http, clock: time, timer: time, serverClock: new ServerClock(time), budget: new WeightBudget({ limit: 10_000, share: 1 }) })
    const all = Array.from({ length: 251 }, () => client.get(fundingInfo))
    await Promise.all(all.slice(0, 250))
    expect(asked).toBe(250)
    // It began at 1,000 s: the next five minutes of the clock begin at 1,200.
    await time.pass(200_000)
    expect(await all[250]).toEqual({ outcome: 'ok', value: [] })
  })

  it('sends nothing any more once it was told to stop, and does not wait for the budget either', async () => {
    let asked = 0
    const http = restTransport(await serve((request, response) => (asked++, answer(200, '{"serverTime":1}')(request, response))))
    const time = new VirtualTime()
    const budget = new WeightBudget({ limit: 1, share: 1 })
    const client = new RestClient({ http, clock: time, timer: time, serverClock: new ServerClock(time), budget })
    await client.get(serverTime)
    const stop = new AbortController()
    const waiting = client.get(serverTime, stop.signal)
    stop.abort()
    expect(await waiting).toMatchObject({ outcome: 'unknown' })
    expect(asked).toBe(1)
  })

  it('an address where nobody listens is unknown, not a throw', async () => {
    const time = new VirtualTime()
    const client = new RestClient({ http: restTransport(localBinance(1)), clock: time, timer: time, serverClock: new ServerClock(time), budget: new WeightBudget({ limit: 100, share: 1 }) })
    expect(await client.get({ path: '/', params: {}, weight: 1, read: readServerTime })).toMatchObject({ outcome: 'unknown' })
  })
})
