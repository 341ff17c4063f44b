import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStreamHost } from '../support/stream-server.ts'
import { StreamScene } from '../support/stream-scene.ts'

const MARKET = ['btcusdt@kline_5m', 'btcusdt@markPrice@1s']
const SELDOM = ['!contractInfo']
const BOTH = [...SELDOM, 'btcusdt@rpiDepth@500ms']
const MINUTE_MS = 60_000

let scene: StreamScene
beforeEach(async () => {
  scene = await StreamScene.open()
})
afterEach(() => scene.close())

const answer = (status: string, ...headers: readonly string[]): string => [`HTTP/1.1 ${status}`, ...headers, 'Content-Length: 4', '', 'oops'].join('\r\n')

describe('a handshake', () => {
  it.each([
    [answer('404 Not Found', 'Content-Type: text/html'), 'HTTP 404, text/html'],
    [answer('503 Service Unavailable'), 'HTTP 503, no content type'],
    [answer('200 OK', 'Content-Type: text/html; charset=utf-8'), 'HTTP 200, text/html; charset=utf-8'],
    ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: guessed\r\n\r\n', 'Invalid Sec-WebSocket-Accept header'],
    ['SSH-2.0-portal\r\n', 'Parse Error'],
    ['', 'socket hang up'],
  ])('that is refused opens nothing and is tried again: %s', async (bytes, why) => {
    scene.host.refuse = bytes
    scene.start(SELDOM)
    await scene.passUntil(() => scene.links.length === 1)
    expect(scene.links[0]).toContain(`market/1 closed ${why}`)
    scene.host.refuse = undefined
    await scene.passUntil(() => scene.told('market/2 open'), 100, 2_000)
  })

  it('that is redirected is not followed', async () => {
    const elsewhere = await openStreamHost()
    scene.host.refuse = answer('302 Found', `Location: ${elsewhere.endpoint.streamUrl}/market/stream`)
    scene.start(SELDOM)
    await scene.passUntil(() => scene.links.length === 3)
    expect(scene.links[0]).toBe(`market/1 closed HTTP 302, redirection to ${elsewhere.endpoint.streamUrl}/market/stream, not followed`)
    expect(elsewhere.dials()).toBe(0)
    await elsewhere.close()
  })

  it('finds no host, or one that does not speak TLS where it should', async () => {
    const { streamUrl } = scene.host.endpoint
    scene.start(SELDOM, 7, { streamUrl: streamUrl.replace('ws:', 'wss:') })
    await scene.passUntil(() => scene.links.length === 1)
    expect(scene.links[0]).toMatch(/^market\/1 closed .*wrong version number/)
    const elsewhere = await openStreamHost()
    const endpoint = { streamUrl: elsewhere.endpoint.streamUrl }
    await elsewhere.close()
    scene.start(['btcusdt@rpiDepth@500ms'], 7, endpoint)
    await scene.passUntil(() => scene.told('public/1'))
    expect(scene.links.find((link) => link.startsWith('public/1'))).toMatch(/^public\/1 closed connect ECONNREFUSED/)
  })

  it('that is never answered is given up', async () => {
    scene.start(SELDOM)
    scene.host.hold = true
    expect(await scene.passUntil(() => scene.links.length === 1)).toBeGreaterThanOrEqual(15_000)
    expect(scene.links).toEqual(['market/1 closed no connection after 15000 ms'])
  })

  it.each([['429 Too Many Requests', 'Retry-After: 300', 300_000], ['418 I am a teapot', 'Retry-After: 300', 300_000], ['429 Too Many Requests', 'X-Nothing: 1', 120_000], ['403 Forbidden', 'Retry-After: soon', 120_000]])('with %s and %s rests, on every route', async (status, header, restMs) => {
    scene.host.refuse = answer(status, header)
    scene.start(BOTH)
    await scene.passUntil(() => scene.links.length === 2)
    scene.host.refuse = undefined
    await scene.time.pass(restMs - 5_000)
    expect(scene.host.dials()).toBe(2)
    await scene.passUntil(() => scene.told('market/2 open') && scene.told('public/2 open'), 100, 10_000)
  })
})

describe('what no venue sends', () => {
  it.each([
    ['a binary frame', (send: (data: string | Buffer) => void) => send(Buffer.from('{"stream":"x","data":{}}')), 'a binary frame came where text was promised'],
    ['a frame of more than four megabytes', (send: (data: string | Buffer) => void) => send(`{"stream":"x","data":"${'x'.repeat(4 * 1_024 * 1_024)}"}`), 'Max payload size exceeded'],
  ])('%s ends the connection', async (_name, send, why) => {
    scene.start(SELDOM)
    await scene.passUntil(() => scene.told('market/1 open'))
    send((data) => scene.newest().socket.send(data))
    await scene.passUntil(() => scene.links.length === 2)
    expect(scene.links[1]).toBe(`market/1 closed ${why}`)
    expect(scene.heard).toEqual([])
    await scene.passUntil(() => scene.told('market/2 open'))
  })

  it('bytes that are no frame end the connection, and so does text that is no UTF-8', async () => {
    scene.start(SELDOM)
    await scene.passUntil(() => scene.told('market/1 open'))
    scene.newest().wire.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await scene.passUntil(() => scene.told('market/1 closed Invalid WebSocket frame'))
    await scene.passUntil(() => scene.told('market/2 open'))
    scene.newest().wire.write(Buffer.from([0x81, 0x02, 0xc3, 0x28]))
    await scene.passUntil(() => scene.told('market/2 closed Invalid WebSocket frame: invalid UTF-8'))
    expect(scene.heard).toEqual([])
  })

  it('a cut without a word ends it too', async () => {
    scene.start(SELDOM)
    await scene.passUntil(() => scene.told('market/1 open'))
    scene.newest().socket.terminate()
    await scene.passUntil(() => scene.told('market/2 open'))
    expect(scene.links[1]).toBe('market/1 closed 1006')
  })
})

describe('reconnecting', () => {
  /** How long each of the next connections let us wait, when every one is cut as soon as it is subscribed. */
  async function waits(count: number, seed: number): Promise<readonly number[]> {
    const at: number[] = []
    scene.host.answer = ({ id }) => {
      const { socket } = scene.newest()
      setImmediate(() => socket.terminate())
      at.push(scene.time.now())
      return `{"result":null,"id":${id}}`
    }
    const streams = scene.start(SELDOM, seed)
    await scene.passUntil(() => at.length === count + 1, 50)
    streams.stop()
    return at.slice(1).map((time, index) => time - at[index]!)
  }

  it('takes twice as long each time though each connection opens, up to a minute, with chance in it', async () => {
    const gaps = await waits(10, 7)
    for (const [index, gap] of gaps.entries()) {
      const most = Math.min(MINUTE_MS, 500 * 2 ** index)
      expect(gap).toBeGreaterThanOrEqual(most / 2)
      expect(gap).toBeLessThanOrEqual(most + 200)
    }
    expect(await waits(6, 8)).not.toEqual(gaps.slice(0, 6))
  })

  it('is quick again after a minute of health', async () => {
    scene.host.refuse = answer('502 Bad Gateway')
    scene.start(SELDOM)
    await scene.passUntil(() => scene.told('market/7 closed'), 500)
    scene.host.refuse = undefined
    await scene.passUntil(() => scene.told('market/8 open'), 500)
    await scene.time.pass(MINUTE_MS)
    scene.newest().socket.terminate()
    await scene.passUntil(() => scene.told('market/8 closed'))
    expect(await scene.passUntil(() => scene.told('market/9 open'))).toBeLessThanOrEqual(700)
  })

  it('opens at most twenty connections a minute, whatever happens on however many routes', async () => {
    const names = Array.from({ length: 12 * 1_024 }, (_, index) => `s${index}usdt@forceOrder`)
    scene.host.refuse = answer('503 Service Unavailable')
    scene.start(names)
    for (let minute = 1; minute <= 3; minute++) {
      const before = scene.host.dials()
      const until = scene.time.now() + MINUTE_MS
      await scene.passUntil(() => scene.time.now() >= until, 500)
      expect(scene.host.dials() - before).toBeLessThanOrEqual(20)
    }
    expect(scene.host.dials()).toBeGreaterThan(25)
  })

  it('goes on through silence of one connection while the other one talks', async () => {
    scene.start([...MARKET, 'btcusdt@rpiDepth@500ms'])
    await scene.passUntil(() => scene.links.length === 2)
    await scene.passUntil(() => scene.told('market/2 open'))
    expect(scene.links.filter((link) => link.startsWith('public'))).toEqual(['public/1 open'])
  })
})
