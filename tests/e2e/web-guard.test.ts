import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { SOCKET_PROTOCOL } from '../../src-shared/contract/contract.ts'
import { openWebHost, type WebHost } from '../../src-main/ipc/web-host.ts'
import { openChromium } from '../support/chromium.ts'
import { ManualClock } from '../support/manual-clock.ts'

// What another page in the same browser can try: its name leads to this computer, as after a rebinding.
const files = new Map([['/', { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<title>ours</title><p>page</p>') }]])
let channels = 0
let host: WebHost
let attacker: Server
let browser: Browser
let page: Page
/** The statuses with which our host answered, as the browser's network saw them: the page itself may not. */
let statuses: number[]

beforeAll(async () => {
  const health = { name: 'haetae', version: '0', phase: 'running', mode: 'demo', ready: true, trading: true, components: [] } as const
  host = await openWebHost({ files, port: 0, clock: new ManualClock(), health: () => health, onChannel: () => void channels++ })
  attacker = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<title>theirs</title><form method="post"></form>'))
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve))
  browser = await openChromium()
})
beforeEach(async () => {
  page = await browser.newPage()
  statuses = []
  const network = await page.context().newCDPSession(page)
  const tried = new Set<string>()
  const answered = new Map<string, number[]>()
  // The browser may tell of an answer before it tells of its request.
  const count = (): void => void (statuses = [...tried].flatMap((requestId) => answered.get(requestId) ?? []))
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.includes(`:${host.port}/`)) tried.add(requestId)
    count()
  })
  network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    answered.set(requestId, [...(answered.get(requestId) ?? []), statusCode])
    count()
  })
  await network.send('Network.enable')
})
afterEach(() => page.close())
afterAll(async () => {
  await browser.close()
  await host.close()
  attacker.close()
})

const openTheirs = () => page.goto(`http://evil.test:${(attacker.address() as AddressInfo).port}/`)

/** Runs this on the attacker's page until our host has answered. */
async function attack(script: string): Promise<unknown> {
  await openTheirs()
  const said: unknown = await page.evaluate(script)
  await expect.poll(() => statuses.length, { timeout: 15_000 }).toBeGreaterThan(0)
  return said
}

const ours = (): string => `http://127.0.0.1:${host.port}`
const rebound = (): string => `http://evil.test:${host.port}`
const tried = (url: string, options = '{}'): string => `fetch('${url}', ${options}).then((answer) => answer.type + ' ' + answer.status, () => 'refused')`

it('does not show itself under a rebound name', async () => {
  const answer = await page.goto(`${rebound()}/`)
  expect(answer?.status()).toBe(403)
  expect(await page.title()).not.toBe('ours')
})

it.each([
  ['a fetch by the rebound name', () => tried(rebound())],
  ['a fetch by our address', () => tried(ours())],
  ['a fetch whose answer it may not read', () => tried(ours(), "{ mode: 'no-cors' }")],
  ['a post whose answer it may not read', () => tried(`${ours()}/session`, "{ method: 'POST', mode: 'no-cors' }")],
  ['a post by the rebound name', () => tried(`${rebound()}/session`, "{ method: 'POST' }")],
  ['a preflight for a header of its own', () => tried(`${ours()}/session`, "{ method: 'POST', headers: { authorization: 'Boot 00' } }")],
])('refuses %s', async (_, script) => {
  const said = await attack(script())
  expect(said).toMatch(/^(refused|opaque 0|basic 403)$/)
  expect(statuses.every((status) => status === 403), String(statuses)).toBe(true)
})

it('refuses a form', async () => {
  await attack(`(() => { const form = document.forms[0]; form.action = '${ours()}/session'; form.submit() })()`)
  expect(statuses).toEqual([403])
})

it('is in nobody’s frame', async () => {
  await attack(`(() => { const frame = document.createElement('iframe'); frame.src = '${ours()}/'; document.body.append(frame) })()`)
  expect(statuses).toEqual([403])
  expect(page.frames().map((frame) => frame.url())).not.toContain(`${ours()}/`)
})

it.each([['by our address', () => `127.0.0.1:${host.port}`], ['by the rebound name', () => `evil.test:${host.port}`]])('refuses a web socket %s, even with the secret', async (_, address) => {
  const secret = await sessionSecret()
  await openTheirs()
  expect(await page.evaluate(dial(address(), secret))).toBe('refused')
  expect(channels).toBe(0)
})

it('opens a web socket for its own page, so that the refusals above mean something', async () => {
  const secret = await sessionSecret()
  await page.goto(`${ours()}/`)
  expect(await page.title()).toBe('ours')
  expect(await page.evaluate(dial(`127.0.0.1:${host.port}`, secret))).toBe('open')
  expect(channels).toBe(1)
})

async function sessionSecret(): Promise<string> {
  const link = new URL(host.newLink())
  await page.goto(`${ours()}/`)
  return page.evaluate(`fetch('${ours()}/session', { method: 'POST', headers: { authorization: 'Boot ${link.hash.replace('#boot=', '')}' } }).then((answer) => answer.text())`)
}

const dial = (address: string, secret: string): string => `new Promise((resolve) => {
  const socket = new WebSocket('ws://${address}/', ['${SOCKET_PROTOCOL}', '${secret}'])
  socket.onopen = () => resolve('open')
  socket.onerror = () => resolve('refused')
})`
