import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StreamScene } from '../support/stream-scene.ts'

const MARKET = ['btcusdt@kline_5m', 'btcusdt@markPrice@1s', 'btcusdt@aggTrade']
const PUBLIC = ['btcusdt@bookTicker', 'btcusdt@depth@100ms']
/** Speaks only when something happens, so it may be silent. */
const SELDOM = ['!contractInfo']
const HOUR_MS = 3_600_000

let scene: StreamScene
beforeEach(async () => {
  scene = await StreamScene.open()
})
afterEach(() => scene.close())

const opened = (count: number) => () => scene.links.filter((link) => link.endsWith('open')).length >= count

describe('subscribing', () => {
  it('opens each route with its channels, and says open when all are acknowledged', async () => {
    scene.start([...MARKET, ...PUBLIC, ...MARKET])
    await scene.passUntil(opened(2))
    expect(scene.links.toSorted()).toEqual(['market/1 open', 'public/1 open'])
    const asked = Object.fromEntries(scene.host.peers.map(({ path, asked: [first] }) => [path, first?.params]))
    expect(asked).toEqual({ '/market/stream': MARKET, '/public/stream': PUBLIC })
    expect(scene.heard).toEqual([])
  })

  it.each(['btcusdt@markprice', 'btcusdt@kline_5', 'btcusdt', 'btc usdt@aggTrade', '', 'a"b@aggTrade'])('refuses a channel that it does not know: %s', (name) => {
    expect(() => scene.start(['btcusdt@kline_5m', name])).toThrow(`${JSON.stringify(name)} is no stream`)
  })

  it('spreads many over connections of at most 1,024, in questions that are less than ten a second', async () => {
    const names = Array.from({ length: 1_100 }, (_, index) => `s${index}usdt@aggTrade`)
    const askedAt: number[] = []
    scene.host.answer = ({ id }) => (askedAt.push(scene.time.now()), `{"result":null,"id":${id}}`)
    scene.start(names)
    await scene.passUntil(opened(2), 50)
    const [first, second] = scene.host.peers.map(({ asked }) => asked.flatMap(({ params }) => params)).toSorted((a, b) => b.length - a.length)
    expect([...first!, ...second!]).toEqual(names)
    expect(first).toHaveLength(1_024)
    // Of both connections together, so twice what one may.
    const busiest = Math.max(...askedAt.map((from) => askedAt.filter((at) => at >= from && at < from + 1_000).length))
    expect(busiest).toBeLessThan(10)
  })

  it('waits for every acknowledgement, and takes another connection when one does not come', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `s${index}usdt@aggTrade`)
    scene.host.answer = ({ id }) => (id === 2 ? undefined : `{"result":null,"id":${id}}`)
    scene.start(names)
    expect(await scene.passUntil(() => scene.links.length > 0)).toBeGreaterThanOrEqual(15_000)
    expect(scene.links).toEqual(['market/1 closed 1 subscriptions were not acknowledged within 15000 ms'])
    scene.host.answer = ({ id }) => `{"result":null,"id":${id}}`
    await scene.passUntil(() => scene.told('market/2 open'))
  })

  it.each([
    ['{"error":{"code":2,"msg":"Invalid request"},"id":1}', '2 Invalid request'], ['{"code":0,"msg":"Unknown property"}', '0 Unknown property'],
    ['{"id":1,"code":1,"msg":"Invalid value type"}', '1 Invalid value type'],
  ])('says what the venue refused: %s', async (answer, why) => {
    scene.host.answer = () => answer
    scene.start(MARKET)
    await scene.passUntil(() => scene.links.length > 0)
    expect(scene.links).toEqual([`market/1 closed the subscription was refused: ${why}`])
  })

  it('gives frames as they came, also such as are not known, and before the acknowledgement', async () => {
    scene.host.answer = () => undefined
    scene.start(MARKET)
    await scene.passUntil(() => scene.host.peers.some(({ asked }) => asked.length === 1))
    const texts = ['{"stream":"btcusdt@aggTrade","data":{"é":"\u{1F600}"}}', '{"e":"serverShutdown"}', 'no JSON', '{"result":null,"id":77}', '']
    for (const text of texts) scene.newest().socket.send(text)
    scene.newest().socket.send('{"result":null,"id":1}')
    await scene.passUntil(opened(1))
    expect(scene.heard).toEqual(texts.map((text) => `market/1 ${text}`))
  })
})

describe('a connection that ends', () => {
  it('is opened anew by itself, and the others stay', async () => {
    scene.start([...MARKET, ...PUBLIC])
    await scene.passUntil(opened(2))
    scene.newest('/public/stream').socket.close(1008, 'policy')
    await scene.passUntil(() => scene.told('public/2 open'))
    expect(scene.links.slice(2)).toEqual(['public/1 closed 1008 policy', 'public/2 open'])
    expect(scene.host.peers).toHaveLength(3)
    expect(scene.newest('/public/stream').asked[0]?.params).toEqual(PUBLIC)
  })

  it('says nothing more once stopped', async () => {
    const streams = scene.start([...MARKET, ...PUBLIC])
    await scene.passUntil(opened(2))
    streams.stop()
    for (const { socket } of scene.host.peers) socket.send('{"stream":"x","data":{}}')
    await scene.passUntil(() => scene.host.peers.every(({ isOver }) => isOver))
    await scene.time.pass(HOUR_MS)
    expect(scene.links).toHaveLength(2)
    expect([scene.heard, scene.host.dials()]).toEqual([[], 2])
  })
})

describe('silence', () => {
  it('is found within three seconds though pings go on, and another connection takes over', async () => {
    scene.start(MARKET)
    await scene.passUntil(opened(1))
    const old = scene.newest()
    await scene.talkUntil(() => [old], () => scene.frames === 20)
    expect(scene.links).toEqual(['market/1 open'])
    const pinged = scene.passUntil(() => (old.socket.ping(), old.socket.pong(), scene.told('market/1 silent')))
    expect(await pinged).toBeLessThanOrEqual(3_000)
    await scene.passUntil(() => scene.told('market/2 open'))
    expect(old.isOver).toBe(false)
    await scene.talkUntil(() => [scene.newest()], () => old.isOver)
    expect(scene.links.slice(1)).toEqual(['market/1 silent nothing came for 2400 ms', 'market/2 open', 'market/1 closed market/2 has taken over'])
  })

  it('of everything brings new connections ever more slowly, and keeps what is open', async () => {
    scene.start(MARKET)
    await scene.passUntil(opened(1))
    await scene.time.pass(0)
    const dialsBy: number[] = []
    for (let minute = 0; minute < 10; minute++) {
      await scene.passUntil(() => scene.time.now() >= 1_000_000 + (minute + 1) * 60_000, 500)
      dialsBy.push(scene.host.dials())
    }
    expect(dialsBy[0]).toBeLessThanOrEqual(8)
    expect(dialsBy.at(-1)).toBeLessThanOrEqual(24)
    expect(scene.peer(0).isOver).toBe(false)
    await scene.talkUntil(() => scene.open, () => scene.peer(0).isOver, 120)
  })

  it('is nothing to worry about where nothing was promised', async () => {
    scene.start(SELDOM)
    await scene.passUntil(opened(1))
    await scene.time.pass(20 * HOUR_MS)
    expect(scene.links).toEqual(['market/1 open'])
  })
})

describe('one stream that says nothing while others talk', () => {
  const both = ['btcusdt@markPrice@1s', 'ethusdt@markPrice@1s', 'ethusdt@aggTrade']

  it('is subscribed to on another connection, later each time', async () => {
    scene.start(both)
    await scene.passUntil(opened(1))
    const openedAt: number[] = []
    await scene.talkUntil(() => scene.open, () => {
      while (openedAt.length < scene.links.filter((link) => link.endsWith('open')).length) openedAt.push(scene.time.now())
      return openedAt.length === 4
    })
    const gaps = openedAt.slice(1).map((at, index) => at - openedAt[index]!)
    for (const [index, gap] of gaps.entries()) expect(Math.abs(gap - 30_000 * 2 ** index)).toBeLessThanOrEqual(10_000)
    expect(scene.links.filter((link) => link.includes('silent'))).toEqual([])
    expect(scene.numbers).toEqual(Array.from({ length: scene.frames }, (_, index) => index + 1))
  })

  it('is none when each speaks, or may be silent', async () => {
    scene.start(both)
    await scene.passUntil(opened(1))
    await scene.talkUntil(() => scene.open, () => (scene.open[0]!.socket.send('{"stream":"ethusdt@markPrice@1s","data":{}}'), scene.frames >= 200))
    expect(scene.links).toEqual(['market/1 open'])
  })
})

describe('before the venue cuts at 24 hours', () => {
  it('another connection takes over while both talk: no frame is missed', async () => {
    scene.start(SELDOM)
    await scene.passUntil(opened(1))
    await scene.time.pass(23 * HOUR_MS - 1_000)
    expect(scene.host.peers).toHaveLength(1)
    await scene.passUntil(() => scene.host.peers.length === 2, 10_000, HOUR_MS / 2)
    await scene.talkUntil(() => scene.open, () => scene.peer(0).isOver)
    expect(scene.links).toEqual(['market/1 open', 'market/2 open', 'market/1 closed market/2 has taken over'])
    expect(scene.numbers).toEqual(Array.from({ length: scene.frames }, (_, index) => index + 1))
    // Of some seconds both were heard.
    expect(scene.heard.length - scene.frames).toBeGreaterThanOrEqual(4)
  })

  it('it stays until another one is there', async () => {
    scene.start(SELDOM)
    await scene.passUntil(opened(1))
    scene.host.refuse = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'
    await scene.time.pass(23 * HOUR_MS)
    await scene.passUntil(() => scene.told('market/4 closed HTTP 503'), 10_000, HOUR_MS / 2)
    await scene.say([scene.peer(0)])
    scene.host.refuse = undefined
    await scene.passUntil(() => scene.peer(0).isOver, 1_000)
    expect(scene.links.at(-1)).toBe('market/1 closed market/5 has taken over')
  })
})
