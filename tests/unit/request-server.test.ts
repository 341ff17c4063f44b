import { beforeEach, expect, it } from 'vitest'
import type { Channel, ServerFrame } from '../../src-shared/contract/frames.ts'
import { RequestRefused, serve } from '../../src-main/ipc/request-server.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { deskAlone, FakeDesk } from '../support/fake-desk.ts'
import { ManualClock } from '../support/manual-clock.ts'

/** The server's end of a channel, by hand. */
class HandChannel implements Channel {
  readonly sent: ServerFrame[] = []
  full = false
  closed = false
  receive: (frame: unknown) => void = () => undefined
  send = (frame: ServerFrame): void => void this.sent.push(frame)
  congested = (): boolean => this.full
  close = (): void => void (this.closed = true)
  listen = (onFrame: (frame: unknown) => void): void => void (this.receive = onFrame)
}

let desk: FakeDesk
let clock: ManualClock
let channel: HandChannel
let log: TopicLog
beforeEach(() => {
  desk = new FakeDesk()
  clock = new ManualClock()
  channel = new HandChannel()
  log = new TopicLog('a')
  serve(channel, deskAlone(desk), log, clock)
})
const settled = () => new Promise((resolve) => setImmediate(resolve))
const request = async (name: string, params: unknown): Promise<ServerFrame | undefined> => {
  channel.receive({ kind: 'request', id: 1, name, params })
  await settled()
  return channel.sent.at(-1)
}
const LATER = { code: 'not-ready', values: {} }
const answer = (result: unknown) => ({ kind: 'answer', id: 1, result })

it.each([['no object', 'x'], ['unknown kind', { kind: 'obey' }], ['a field too many', { kind: 'subscribe', topic: 'log', session: '', after: 0, extra: 1 }], ['a negative place', { kind: 'subscribe', topic: 'log', session: '', after: -1 }], ['no JSON', undefined]])('ends the connection at a malformed frame: %s', (_, frame) => {
  channel.receive(frame)
  expect(channel.closed).toBe(true)
  channel.receive({ kind: 'request', id: 1, name: 'positions.flatten', params: { requestId: 'click-00001', instrumentId: null } })
  expect(desk.asked).toEqual([])
})

it.each([['a name nobody has', 'toString', null], ['no click id', 'trading.start', {}], ['a short click id', 'trading.start', { requestId: 'x' }], ['a field too many', 'positions.flatten', { requestId: 'click-00001', instrumentId: null, quantity: 1 }]])('refuses a request with %s', async (_, name, params) => {
  expect(await request(name, params)).toMatchObject({ kind: 'refusal' })
  expect([desk.asked, channel.closed]).toEqual([[], false])
})

it('does once what one click asked twice, over two connections too, and answers the same', async () => {
  const click = { requestId: 'click-00001', instrumentId: null }
  expect(await request('positions.flatten', click)).toEqual(answer({ accepted: true }))
  desk.answer = { accepted: false, reason: LATER }
  expect(await request('positions.flatten', click)).toEqual(answer({ accepted: true }))
  expect(desk.asked).toHaveLength(1)
  expect(await request('positions.flatten', { ...click, instrumentId: 'BTCUSDT' })).toEqual(answer({ accepted: false, reason: { code: 'click-for-something-else', values: {} } }))
  expect(await request('positions.flatten', { ...click, requestId: 'click-00002' })).toEqual(answer({ accepted: false, reason: LATER }))
  expect(desk.asked).toHaveLength(2)
})

it('remembers a thousand clicks', async () => {
  const handlers = deskAlone(desk)
  for (let i = 0; i <= 1_000; i++) await handlers['trading.start']({ requestId: `click-${i}` })
  await handlers['trading.start']({ requestId: 'click-1' })
  expect(desk.asked).toHaveLength(1_001)
  await handlers['trading.start']({ requestId: 'click-0' })
  expect(desk.asked).toHaveLength(1_002)
})

it('clears a latch only for whoever typed its name', async () => {
  const params = { requestId: 'click-00001', latch: 'daily-loss', confirmation: 'yes' }
  expect(await request('latch.clear', params)).toMatchObject({ result: { accepted: false, reason: { code: 'type-latch-name', values: { latch: 'daily-loss' } } } })
  expect(desk.asked).toEqual([])
  await request('latch.clear', { ...params, confirmation: 'daily-loss' })
  expect(desk.asked).toEqual([{ kind: 'clear-latch', by: 'window', latch: 'daily-loss' }])
})

it('refuses a flood of requests, and takes them again when time has passed', async () => {
  const send = (i: number) => channel.receive({ kind: 'request', id: i, name: 'desk.positions', params: null })
  for (let i = 1; i <= 60; i++) send(i)
  await settled()
  expect(channel.sent.filter(({ kind }) => kind === 'answer')).toHaveLength(50)
  expect(channel.sent.filter(({ kind }) => kind === 'refusal')).toHaveLength(10)
  clock.time += 100
  for (let i = 61; i <= 70; i++) send(i)
  await settled()
  expect(channel.sent.filter(({ kind }) => kind === 'answer')).toHaveLength(55)
})

it('sends a slow reader nothing more, and all it missed when there is room', () => {
  const say = (time: number) => log.append('log', () => ({ time, level: 'info', code: 'x', values: {} }))
  channel.receive({ kind: 'subscribe', topic: 'log', session: '', after: 0 })
  channel.full = true
  say(1)
  say(2)
  log.flush()
  expect(channel.sent).toEqual([{ kind: 'reset', topic: 'log', session: 'a', sequence: 0 }])
  channel.full = false
  say(3)
  log.flush()
  expect(channel.sent.slice(1)).toMatchObject([{ kind: 'items', first: 1, values: [{ time: 1 }, { time: 2 }, { time: 3 }] }])
})

it('tells why a request failed', async () => {
  desk.ask = () => Promise.reject(new Error('the journal cannot be written'))
  expect(await request('trading.start', { requestId: 'click-00001' })).toEqual({ kind: 'refusal', id: 1, reason: 'trading.start failed: the journal cannot be written' })
})

it('tells the code of a request that is refused, and nothing else', async () => {
  desk.ask = () => Promise.reject(new RequestRefused('not-running'))
  expect(await request('trading.start', { requestId: 'click-00001' })).toEqual({ kind: 'refusal', id: 1, reason: 'not-running' })
})

it('does nothing more for a window that it has shown out', () => {
  channel.receive({ kind: 'subscribe', topic: 'log', session: '', after: 0 })
  const sent = channel.sent.length
  channel.receive('no frame')
  log.append('log', () => ({ time: 1, level: 'info', code: 'x', values: {} }))
  log.flush()
  expect([channel.closed, channel.sent.length]).toEqual([true, sent])
})
