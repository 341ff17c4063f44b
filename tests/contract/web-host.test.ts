import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SOCKET_PROTOCOL } from '../../src-shared/contract/contract.ts'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { openWebHost, PortBusy, type Health, type WebHost } from '../../src-main/ipc/web-host.ts'
import { ManualClock } from '../support/manual-clock.ts'

const HOUR = 3_600_000
const health: Health = { name: 'haetae', version: '0.1.0', phase: 'running', mode: 'demo', ready: true, trading: false, components: [{ component: 'venue', healthy: true }] }
const files = new Map(['/', '/index.html'].map((path) => [path, { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<p>page') }]))
let host: WebHost
let clock: ManualClock
let channels: Channel[]
let serving: Promise<void> | undefined
beforeEach(async () => {
  clock = new ManualClock()
  channels = []
  serving = undefined
  host = await openWebHost({ files, port: 0, clock, health: () => health, serving: () => serving, onChannel: (channel) => channels.push(channel) })
})
afterEach(() => host.close())

/** Sends bytes as they are, which no HTTP client lets one do, and gives the whole answer. */
function raw(head: string, headers: readonly string[] = []): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1', () => socket.write(`${head} HTTP/1.1\r\n${[`Host: 127.0.0.1:${host.port}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`))
    let text = ''
    socket.on('data', (chunk) => (text += chunk))
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}
const status = async (head: string, headers?: readonly string[]) => Number((await raw(head, headers)).split(' ')[1])
const own = () => `Origin: http://127.0.0.1:${host.port}`
const tokenOf = (link: string) => new URL(link).hash.replace('#boot=', '')
const session = async (token: string) => (await raw('POST /session', [own(), 'Content-Length: 0', `Authorization: Boot ${token}`])).split('\r\n\r\n')[1]!
const exchange = (token: string) => status('POST /session', [own(), 'Content-Length: 0', `Authorization: Boot ${token}`])

function dial(secret: string, origin = `http://127.0.0.1:${host.port}`): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/`, [SOCKET_PROTOCOL, secret], { origin })
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
  })
}

it('answers health to anybody on this computer, and nothing else but the page', async () => {
  expect(JSON.parse((await raw('GET /health')).split('\r\n\r\n')[1]!)).toEqual(health)
  expect(await status('GET /')).toBe(200)
  expect(await status('GET /session')).toBe(404)
  expect(await status('POST /health', [own(), 'Content-Length: 0'])).toBe(404)
})

it.each(['/../package.json', '/%2e%2e/package.json', '/index.html%00', '//index.html', '/./index.html', '/index.html?x=1', '/..\\package.json'])('makes no path of a URL: %s', async (path) => {
  expect(await status(`GET ${path}`)).toBe(404)
})

it('sends the security headers with everything', async () => {
  for (const path of ['/', '/health', '/nothing']) {
    const answer = (await raw(`GET ${path}`)).toLowerCase()
    for (const header of ["default-src 'none'", "frame-ancestors 'none'", 'x-content-type-options: nosniff', 'cache-control: no-store', 'cross-origin-opener-policy: same-origin', 'cross-origin-embedder-policy: require-corp', 'cross-origin-resource-policy: same-origin']) expect(answer).toContain(header)
    expect(answer).not.toContain('unsafe-inline')
    expect(answer).not.toContain('access-control-allow')
  }
})

it('refuses headers that are too big, and bodies', async () => {
  expect(await status('GET /', [`X-Big: ${'x'.repeat(9_000)}`])).toBe(431)
  expect(await status('POST /session', [own(), 'Content-Length: 4'])).toBe(400)
  expect(await status('GET /', ['Origin: https://evil.test'])).toBe(403)
})

it('takes a boot token once, and only the newest', async () => {
  const [old, token] = [tokenOf(host.newLink()), tokenOf(host.newLink())]
  expect(token).toMatch(/^[0-9a-f]{64}$/)
  expect(await exchange('0'.repeat(64))).toBe(401)
  expect(await exchange('')).toBe(401)
  expect(await exchange(old)).toBe(401)
  expect(await exchange(token)).toBe(200)
  expect(await exchange(token)).toBe(401)
  expect(await exchange(tokenOf(host.newLink()))).toBe(200)
})

it('opens a web socket with the session secret alone', async () => {
  const secret = await session(tokenOf(host.newLink()))
  expect(await dial('0'.repeat(64))).toBe(401)
  expect(await dial('x')).toBe(401)
  expect(await dial(secret, 'http://evil.test')).toBe(403)
  const socket = await dial(secret)
  expect(socket).toBeInstanceOf(WebSocket)
  expect((socket as WebSocket).protocol).toBe(SOCKET_PROTOCOL)
  expect(channels).toHaveLength(1)
})

it('ends a connection whose frame is too big', async () => {
  const socket = (await dial(await session(tokenOf(host.newLink())))) as WebSocket
  channels[0]!.listen(() => undefined, () => undefined)
  const code = new Promise((resolve) => socket.once('close', resolve))
  socket.send('x'.repeat(65 * 1_024))
  expect(await code).toBe(1009)
})

it('forgets a session that nobody used for twelve hours, but not one that is open', async () => {
  const secret = await session(tokenOf(host.newLink()))
  const socket = (await dial(secret)) as WebSocket
  clock.time += 13 * HOUR
  const second = (await dial(secret)) as WebSocket
  expect(second, 'the first connection kept the session').toBeInstanceOf(WebSocket)
  const closed = Promise.all(channels.map((channel) => new Promise<void>((resolve) => channel.listen(() => undefined, resolve))))
  socket.close()
  second.close()
  await closed
  clock.time += 13 * HOUR
  expect(await dial(secret)).toBe(401)
})

it('keeps windows at the door while no engine serves, and lets them in then', async () => {
  const secret = await session(tokenOf(host.newLink()))
  const served = Promise.withResolvers<void>()
  serving = served.promise
  const dialled = dial(secret)
  await expect.poll(() => status('GET /health')).toBe(200)
  expect(channels).toEqual([])
  served.resolve()
  expect(await dialled).toBeInstanceOf(WebSocket)
  expect(channels).toHaveLength(1)
})

it('lets nobody in who comes without a session, serving or not', async () => {
  serving = new Promise(() => {})
  expect(await dial('0'.repeat(64))).toBe(401)
})

it('ends while windows wait at its door', async () => {
  const secret = await session(tokenOf(host.newLink()))
  serving = new Promise(() => {})
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/`, [SOCKET_PROTOCOL, secret], { origin: `http://127.0.0.1:${host.port}` })
  const failed = new Promise((resolve) => socket.once('error', resolve))
  await expect.poll(() => status('GET /health')).toBe(200)
  await host.close()
  expect(await failed).toBeInstanceOf(Error)
})

it('says which port is taken and what to do', async () => {
  const other = openWebHost({ files, port: host.port, clock, health: () => health, onChannel: () => undefined })
  await expect(other).rejects.toBeInstanceOf(PortBusy)
  await expect(other).rejects.toThrow(new RegExp(`Port ${host.port} .*--port 0`))
})
