import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import { NOON } from '../support/feed-rig.ts'
import { Loopback } from '../support/loopback.ts'
import { VirtualTime } from '../support/virtual-time.ts'

const MARKET = ['btcusdt@kline_5m', 'btcusdt@markPrice@1s', 'btcusdt@aggTrade']
const PUBLIC = ['btcusdt@bookTicker', 'btcusdt@depth@100ms']
const TURNS_MAX = 1_000

let lab: LocalBinance
let time: VirtualTime
let loopback: Loopback
let streams: BinanceStreams
let links: string[]
/** Of each connection, how many frames of which stream. */
let heard: Map<string, Map<string, number>>
beforeEach(async () => {
  lab = await startLocalBinance({ speed: 0, instruments: 1, historyDays: 1, startTime: NOON })
  time = new VirtualTime()
  loopback = await Loopback.open()
  links = []
  heard = new Map()
  streams = new BinanceStreams({
    endpoint: lab, channels: [...MARKET, ...PUBLIC], timer: time, random: () => 0.5,
    onLink: (connection, text) => void links.push(`${connection} ${text}`),
    onMessage: (connection, text) => {
      const counts = heard.get(connection) ?? new Map<string, number>()
      const { stream } = JSON.parse(text) as { readonly stream: string }
      heard.set(connection, counts.set(stream, (counts.get(stream) ?? 0) + 1))
    },
  })
  streams.start()
  await goOnUntil(() => links.filter((link) => link.endsWith('open')).length === 2)
})
afterEach(async () => {
  streams.stop()
  loopback.close()
  await lab.close()
})

const told = (text: string) => (): boolean => links.some((link) => link.startsWith(text))
const frames = (route: string): number => [...heard].flatMap(([connection, counts]) => (connection.startsWith(route) ? [...counts.values()] : [])).reduce((sum, count) => sum + count, 0)

/** The venue's time and ours go on together, second by second, until this holds; how many seconds. */
async function goOnUntil(holds: () => boolean, mostSeconds = 60): Promise<number> {
  for (let second = 0; second <= mostSeconds; second++) {
    await loopback.delivered()
    if (holds()) return second
    lab.clock.advance(1_000)
    await loopback.delivered()
    await time.pass(1_000)
  }
  expect.fail(`after ${mostSeconds} s: ${links.join(' | ')}`)
}

/** Both routes talk: so many seconds, each of them heard before the next. */
async function talk(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    const before = [frames('market'), frames('public')]
    lab.clock.advance(1_000)
    for (let turn = 0; turn < TURNS_MAX && (frames('market') === before[0] || frames('public') === before[1]); turn++) await loopback.delivered()
    expect([frames('market') > before[0]!, frames('public') > before[1]!], links.join(' | ')).toEqual([true, true])
    await time.pass(1_000)
  }
}

const opened = (): number => links.filter((link) => link.endsWith('open')).length

it('hears every stream on the route where the venue has it', async () => {
  await talk(10)
  expect(links.toSorted()).toEqual(['market/1 open', 'public/1 open'])
  expect([...heard.get('market/1')!.keys()].toSorted()).toEqual(MARKET.toSorted())
  expect([...heard.get('public/1')!.keys()].toSorted()).toEqual(PUBLIC.toSorted())
})

describe('comes back by itself, and within seconds, when', () => {
  it.each([['half-open', { socket: 'market' }, 'market'], ['wrong-route', {}, 'market']] as const)('%s leaves a connection that says nothing', async (fault, options, route) => {
    await talk(3)
    lab.faults.set(fault, options)
    expect(await goOnUntil(told(`${route}/1 silent`))).toBeLessThanOrEqual(3)
    lab.faults.clear(fault)
    await goOnUntil(told(`${route}/1 closed`))
    await talk(3)
    expect(links.filter((link) => link.startsWith('public'))).toEqual(['public/1 open'])
  })

  it('one of several sockets dies, and the others go on', async () => {
    lab.faults.set('socket-dies', { socket: 'public' })
    await goOnUntil(told('public/2 open'))
    await talk(3)
    expect(links.slice(2)).toEqual(['public/1 closed 1006', 'public/2 open'])
  })

  it('all are closed as after 24 hours', async () => {
    lab.faults.set('day-cut', {})
    await goOnUntil(() => opened() === 4)
    expect(links).toEqual(expect.arrayContaining(['market/1 closed 1001', 'public/1 closed 1001', 'market/2 open', 'public/2 open']))
    await talk(3)
  })

  it.each([['maintenance', 'closed HTTP 503'], ['redirect', 'closed HTTP 302, redirection to /login, not followed']])('%s refuses connections', async (fault, why) => {
    lab.faults.set('socket-dies', { socket: 'market' })
    lab.faults.set(fault, {})
    await goOnUntil(() => links.some((link) => link.startsWith('market/3') && link.includes(why)))
    lab.faults.clear(fault)
    await goOnUntil(() => links.some((link) => /^market\/\d+ open/.test(link) && !link.startsWith('market/1')))
    await goOnUntil(() => links.findLast((link) => link.startsWith('public'))?.endsWith('open') ?? false)
    await talk(3)
  })
})

it('does not storm a venue that cuts each connection at once', async () => {
  lab.faults.set('storm', {})
  lab.faults.set('day-cut', {})
  await goOnUntil(() => time.now() >= 1_000_000 + 180_000, 200)
  // Three minutes, two routes, each 0.5, 1, 2, … 60 s after the one before.
  const dials = new Set(links.flatMap((link) => /^\w+\/\d+/.exec(link) ?? [])).size
  expect(dials).toBeGreaterThan(8)
  expect(dials).toBeLessThanOrEqual(22)
  lab.faults.clear('storm')
  await goOnUntil(() => ['market', 'public'].every((route) => links.findLast((link) => link.startsWith(route))?.endsWith('open')), 90)
})
