import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import { openStreamHost, type StreamHost } from '../support/stream-server.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

const MARKET = ['btcusdt@kline_5m', 'btcusdt@markPrice@1s', 'btcusdt@aggTrade']
const PUBLIC = ['btcusdt@bookTicker', 'btcusdt@depth@100ms']

let host: StreamHost
let time: VirtualTime
let streams: BinanceStreams
let links: string[]
let heard: string[]
beforeEach(async () => {
  host = await openStreamHost()
  time = new VirtualTime()
  links = []
  heard = []
})
afterEach(async () => {
  streams.stop()
  await host.close()
})

function start(channels: readonly string[], seed = 7): void {
  const random = new SeededRandom(seed)
  streams = new BinanceStreams({
    endpoint: host.endpoint, channels, timer: time, random: () => random.uniform(),
    onMessage: (connection, text) => void heard.push(`${connection} ${text}`), onLink: (connection, text) => void links.push(`${connection} ${text}`),
  })
  streams.start()
}

/** Time goes on, in steps that leave sockets their turns, until this holds. */
async function passUntil(holds: () => boolean, stepMs = 100, mostMs = 600_000): Promise<number> {
  let passed = 0
  for (; passed <= mostMs && !(await soon(holds)); passed += stepMs) await time.pass(stepMs)
  expect(holds(), `${links.join(' | ')} after ${passed} ms`).toBe(true)
  return passed
}

/** Whether it holds after what is on its way in this process's sockets has arrived. */
async function soon(holds: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 20 && !holds(); turn++) await settled()
  return holds()
}

const told = (text: string) => () => links.some((link) => link.startsWith(text))
describe('subscribing', () => {
  it('opens each route with its channels, and says open when all are acknowledged', async () => {
    start([...MARKET, ...PUBLIC])
    await passUntil(() => links.length === 2)
    expect(links.toSorted()).toEqual(['market/1 open', 'public/1 open'])
    const asked = Object.fromEntries(host.peers.map(({ path, asked: [first] }) => [path, first?.params]))
    expect(asked).toEqual({ '/market/stream': MARKET, '/public/stream': PUBLIC })
    expect(heard).toEqual([])
  })

  it('refuses a channel that it does not know: the venue would acknowledge it and never speak', () => {
    expect(() => start(['btcusdt@kline_5m', 'btcusdt@markprice'])).toThrow('"btcusdt@markprice" is no stream')
    start([])
  })
})

describe('a connection that ends', () => {
  it('is opened anew by itself, and the others stay', async () => {
    start([...MARKET, ...PUBLIC])
    await passUntil(() => links.length === 2)
    host.peers.find(({ path }) => path === '/public/stream')!.socket.close(1008, 'policy')
    await passUntil(told('public/2 open'))
    expect(links.slice(2)).toEqual(['public/1 closed 1008 policy', 'public/2 open'])
    expect(host.peers).toHaveLength(3)
  })
})
