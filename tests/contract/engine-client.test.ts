import type { AddressInfo } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { REMEMBERED, type Topics } from '../../src-shared/contract/contract.ts'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { serve } from '../../src-main/ipc/request-server.ts'
import { socketChannel } from '../../src-main/ipc/socket-channel.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { EngineClient } from '../../src-renderer/engine-client/engine-client.ts'
import { deskAlone, FakeDesk } from '../support/fake-desk.ts'
import { ManualClock } from '../support/manual-clock.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

const point = (time: number) => ({ time, level: 'info', code: 'x', values: { text: String(time) } }) as const
const publish = (log: TopicLog, from: number, to: number) => {
  for (let i = from; i < to; i++) log.append('log', () => point(i))
  log.flush()
}
const points = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => point(from + i))

/** A client and a server joined by a real web socket. `loses` drops what the server sends on the way. */
async function start(log: TopicLog, loses: () => boolean = () => false) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  closing.push(() => { for (const client of server.clients) client.terminate(); server.close() })
  await new Promise((resolve) => server.once('listening', resolve))
  const desk = new FakeDesk()
  const clock = new ManualClock()
  new DeskTopics(log).attach(desk, clock)
  const handlers = deskAlone(desk)
  const servers: Channel[] = []
  server.on('connection', (socket) => {
    const channel = socketChannel(socket)
    servers.push(channel)
    serve({ ...channel, send: (frame) => void (loses() || channel.send(frame)) }, handlers, log, clock)
  })
  const client = new EngineClient(async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await new Promise((resolve) => socket.once('open', resolve))
    return socketChannel(socket)
  })
  const connected = () => vi.waitFor(() => client.request('desk.status', null))
  await connected()
  return { client, servers, desk, connected }
}

function reading(client: EngineClient) {
  const read: (Topics['log'] | 'reset')[] = []
  client.subscribe('log', { onReset: () => read.push('reset'), onItems: (values) => read.push(...values) })
  return read
}

it('answers requests by the contract, and refuses what does not follow it', async () => {
  const { client, desk } = await start(new TopicLog('a'))
  expect(await client.request('desk.status', null)).toMatchObject({ mode: 'demo', equity: '12528.724' })
  expect(await client.request('desk.positions', null)).toHaveLength(2)
  expect(await client.request('positions.flatten', { requestId: 'click-00001', instrumentId: null })).toEqual({ accepted: true })
  expect(desk.asked).toHaveLength(1)
  await expect(client.request('trading.start', {} as never)).rejects.toThrow('malformed')
  await expect(client.request('toString' as never, null as never)).rejects.toThrow('no request')
})

it('reads the past, then the present', async () => {
  const log = new TopicLog('a')
  publish(log, 0, 4)
  const { client } = await start(log)
  const read = reading(client)
  await vi.waitFor(() => expect(read).toHaveLength(5))
  publish(log, 4, 10)
  await vi.waitFor(() => expect(read).toEqual(['reset', ...points(0, 10)]))
})

it('asks again for what was lost on the way', async () => {
  const log = new TopicLog('a')
  let losing = false
  const { client } = await start(log, () => losing)
  const read = reading(client)
  await vi.waitFor(() => expect(read).toEqual(['reset']))
  publish(log, 0, 3)
  losing = true
  publish(log, 3, 7)
  losing = false
  publish(log, 7, 10)
  await vi.waitFor(() => expect(read).toEqual(['reset', ...points(0, 10)]))
})

it('reads on after a lost connection without repeating or missing, and tells of both', async () => {
  const log = new TopicLog('a')
  const { client, servers } = await start(log)
  const states: string[] = []
  client.onState((state) => states.push(state))
  const read = reading(client)
  publish(log, 0, 5)
  await vi.waitFor(() => expect(read).toHaveLength(6))
  servers[0]!.close()
  publish(log, 5, 10)
  await vi.waitFor(() => expect(read).toEqual(['reset', ...points(0, 10)]), 5_000)
  expect(states).toEqual(['lost', 'open'])
})

it('rejects what was asked when the connection is lost, and one click sent again has one effect', async () => {
  const { client, servers, desk, connected } = await start(new TopicLog('a'))
  let answer = () => undefined as void
  desk.ask = (request) => { desk.asked.push(request); return new Promise((resolve) => { answer = () => resolve({ accepted: true }) }) }
  const click = { requestId: 'click-00001', instrumentId: null }
  const first = client.request('positions.flatten', click)
  await vi.waitFor(() => expect(desk.asked).toHaveLength(1))
  servers[0]!.close()
  await expect(first).rejects.toThrow('outcome is not known')
  await connected()
  const second = client.request('positions.flatten', click)
  answer()
  expect(await second).toEqual({ accepted: true })
  expect(desk.asked).toHaveLength(1)
})

it('starts over when the past is forgotten', async () => {
  const log = new TopicLog('a')
  let losing = false
  const { client } = await start(log, () => losing)
  const read = reading(client)
  await vi.waitFor(() => expect(read).toEqual(['reset']))
  losing = true
  publish(log, 0, 1)
  publish(log, 1, REMEMBERED.log + 5)
  losing = false
  publish(log, REMEMBERED.log + 5, REMEMBERED.log + 6)
  await vi.waitFor(() => expect(read).toEqual(['reset', 'reset', ...points(6, REMEMBERED.log + 6)]))
})
