import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { connectBinance } from '../../src-main/modes/binance-connection.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import type { FeedSettings } from '../../src-main/venue/binance/feed/feed-settings.ts'
import { LiveSource, type StreamListeners } from '../../src-main/venue/binance/live-source.ts'
import type { FeedEvent, RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { BAR, exchangeInfoOf, klineRow, NOON, SYMBOL } from '../support/feed-rig.ts'
import { firstDifference } from '../support/first-difference.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { VirtualTime } from '../support/virtual-time.ts'

const HOUR = 3_600_000
const SETTINGS: FeedSettings = { venue: 'binance-usdm-local', instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: (NOON - BAR) as TimeMs, fundingUntil: null }], intervals: [BAR], depth: false }

let server: Server | undefined
let source: LiveSource | undefined
afterEach(() => {
  source?.stop()
  server?.closeAllConnections()
  server?.close()
})

/** A source whose time goes on when the test says so, a venue that answers what it is told to, and streams that the test speaks for. */
async function rig(onRecord: (message: RawMessage) => void = () => undefined): Promise<{ time: VirtualTime; wall: ManualClock; venue: { ahead: number; lies: number; asked: string[] }; listeners: StreamListeners; record: RawMessage[]; told: FeedEvent[][]; live: LiveSource }> {
  const time = new VirtualTime()
  const wall = new ManualClock()
  const begin = time.now()
  const venue = { ahead: 0, lies: 0, asked: [] as string[] }
  const now = (): number => NOON + (time.now() - begin) + venue.ahead
  const bodies: Readonly<Record<string, () => unknown>> = {
    '/fapi/v1/time': () => ({ serverTime: now() + (venue.lies-- > 0 ? HOUR : 0) }), '/fapi/v1/exchangeInfo': () => exchangeInfoOf([SYMBOL]), '/fapi/v1/fundingInfo': () => [], '/fapi/v1/fundingRate': () => [],
    '/fapi/v1/klines': () => [klineRow(-1), klineRow(0)],
  }
  server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!
    venue.asked.push(path)
    response.writeHead(bodies[path] ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(bodies[path]?.() ?? {}))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const endpoint = localBinance((server.address() as AddressInfo).port)
  const record: RawMessage[] = []
  const told: FeedEvent[][] = []
  let listeners: StreamListeners | undefined
  wall.time = NOON
  const live = new LiveSource({
    ...connectBinance(endpoint, time, time), feed: SETTINGS, clock: time, wallClock: wall, timer: time, ticker: time, record: { append: (message) => (record.push(message), onRecord(message)) },
    streams: (made) => {
      listeners = made
      return { start: () => undefined, stop: () => undefined }
    },
  })
  source = live
  live.start()
  void (async () => {
    for await (const events of live.events()) told.push([...events])
  })()
  return { time, wall, venue, listeners: listeners!, record, told, live }
}

type Rig = Awaited<ReturnType<typeof rig>>

/** Lets time go by on both clocks, until something is so. */
async function passUntil({ time, wall }: Rig, isSo: () => boolean, stepMs = 250): Promise<void> {
  await vi.waitFor(async () => {
    wall.time += stepMs
    await time.pass(stepMs)
    expect(isSo()).toBe(true)
  }, { timeout: 10_000, interval: 1 })
}

const mark = (at: number): string => JSON.stringify({ stream: 'btcusdt@markPrice@1s', data: { e: 'markPriceUpdate', E: at, s: 'BTCUSDT', p: '60000.0', i: '60000.0', P: '60000.0', r: '0.0001', T: NOON + 4 * 3_600_000 } })

it('records everything before it acts on it, in the venue’s time, and the record tells the same', async () => {
  const alarmsWhenRecorded: number[] = []
  const all: Rig = await rig(({ text }) => void (text === '{' && alarmsWhenRecorded.push(all.live.feed.alarms().length)))
  const { listeners, record, told, time } = all
  await passUntil(all, () => record.length > 0)
  listeners.onMessage('market/1', '{')
  expect([alarmsWhenRecorded, all.live.feed.alarms().length]).toEqual([[0], 1])
  listeners.onLink('market/1', 'open')
  listeners.onMessage('market/1', mark(NOON))
  await passUntil(all, () => told.flat().some(({ kind }) => kind === 'candle-closed'))
  await time.pass(10)
  expect(record.map(({ kind }) => kind).slice(0, 1)).toEqual(['tick'])
  const answers = record.filter(({ kind }) => kind === 'answer').map(({ about }) => about.split('?')[0])
  for (const path of ['/fapi/v1/exchangeInfo', '/fapi/v1/fundingInfo', '/fapi/v1/klines']) expect(answers).toContain(path)
  expect(record.every(({ receivedAt }, index) => receivedAt >= NOON && receivedAt < NOON + 600_000 && (index === 0 || receivedAt >= record[index - 1]!.receivedAt))).toBe(true)
  const events = told.flat()
  const feed = new BinanceFeed(SETTINGS)
  expect(firstDifference(record.flatMap((message) => feed.take(message)).slice(0, events.length), events)).toBeNull()
})

it('hands no instant over in two parts, however fast messages come', async () => {
  const all = await rig()
  const { listeners, told, record } = all
  await passUntil(all, () => record.length > 0)
  for (let turn = 0; turn < 20; turn++) {
    for (let id = 0; id < 5; id++) listeners.onLink('public/1', 'open')
    listeners.onMessage('public/1', '{')
    await passUntil(all, () => true, 250)
  }
  expect(told.length).toBeGreaterThan(10)
  expect(told.findIndex((part, index) => index > 0 && part[0]!.time <= told[index - 1]!.at(-1)!.time)).toBe(-1)
})

it('F67 F68 believes a time that differs by an hour only when it is said twice', async () => {
  const all = await rig()
  const { venue, record, live } = all
  await passUntil(all, () => record.length > 0)
  const probes = (): number => venue.asked.filter((path) => path === '/fapi/v1/time').length
  const before = probes()
  venue.lies = 1
  await passUntil(all, () => probes() >= before + 3, 1_000)
  expect(record.at(-1)!.receivedAt).toBeLessThan(NOON + HOUR - 60_000)
  venue.ahead = HOUR
  await passUntil(all, () => record.at(-1)!.receivedAt > NOON + HOUR, 1_000)
  expect(live.state().clock?.uncertaintyMs).toBeLessThan(1_000)
})

it('F69 asks for the time at once when the computer slept', async () => {
  const all = await rig()
  const { venue, wall, time, record } = all
  await passUntil(all, () => record.length > 3)
  const before = venue.asked.length
  // The monotonic clock stood still meanwhile.
  wall.time += 3 * 3_600_000
  venue.ahead = 3 * 3_600_000
  await passUntil(all, () => record.at(-1)!.receivedAt > NOON + 3 * 3_600_000)
  expect(venue.asked.slice(before)).toContain('/fapi/v1/time')
  expect(time.now()).toBeLessThan(1_000_000 + 120_000)
})
