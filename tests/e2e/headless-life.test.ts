import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { SOCKET_PROTOCOL, type Topics } from '../../src-shared/contract/contract.ts'
import { socketChannel } from '../../src-main/ipc/socket-channel.ts'
import type { Health } from '../../src-main/ipc/web-host.ts'
import { EngineClient, type ConnectionState } from '../../src-renderer/engine-client/engine-client.ts'
import { click, leasePid, pidsOf } from '../support/engine-home.ts'
import { gone, isAlive } from '../support/venue-process.ts'

// The headless program from the bundle, its engine and its venue, each killed in turn. The page is its own client over a real web socket.
const home = mkdtempSync(join(tmpdir(), 'haetae-life-'))
const account = join(home, 'sim_demo_5')
const SOON = { timeout: 60_000, interval: 10 }
const hosts: ChildProcess[] = []
const closing: (() => void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  for (const host of hosts.splice(0)) host.kill('SIGKILL')
  await expect.poll(() => pidsOf(home), SOON).toEqual([])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Running {
  readonly host: ChildProcess
  readonly url: URL
  readonly ended: Promise<unknown>
  readonly health: () => Promise<Health>
}

async function start(...args: readonly string[]): Promise<Running> {
  const host = spawn(process.execPath, ['dist/main/headless.js', '--headless', '--no-open', ...args], { env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] })
  hosts.push(host)
  const ended = new Promise((resolve) => host.once('exit', (code, signal) => resolve({ code, signal })))
  const url = await new Promise<URL>((resolve, reject) => {
    host.stdout.on('data', (chunk: Buffer) => {
      const [, found] = /Haetae: (http:\S+)/.exec(chunk.toString()) ?? []
      if (found) resolve(new URL(found))
    })
    void ended.then((end) => reject(new Error(`the host ended: ${JSON.stringify(end)}`)))
  })
  return { host, url, ended, health: async () => (await (await fetch(`${url.origin}/health`)).json()) as Health }
}

/** The page's client, with the session that the link buys. */
async function openPage({ url }: Running) {
  const boot = new URLSearchParams(url.hash.slice(1)).get('boot')
  const secret = await (await fetch(`${url.origin}/session`, { method: 'POST', headers: { authorization: `Boot ${boot}`, origin: url.origin } })).text()
  const states: ConnectionState[] = []
  const latest: Partial<Topics> = {}
  const client = new EngineClient(async () => {
    const socket = new WebSocket(url.origin.replace('http', 'ws'), [SOCKET_PROTOCOL, secret], { origin: url.origin })
    closing.push(() => socket.terminate())
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return socketChannel(socket)
  })
  client.onState((state) => states.push(state))
  for (const topic of ['workstation', 'status'] as const) client.subscribe(topic, { onReset: () => void delete latest[topic], onItems: (values) => void Object.assign(latest, { [topic]: values.at(-1) }) })
  return { client, states, latest }
}

it('keeps the page’s session through the death of the engine, and says that it is down', async () => {
  const running = await start('--mode', 'demo', '--speed', '1000')
  expect(await running.health()).toMatchObject({ phase: 'running', mode: 'demo', ready: true, trading: true })
  const page = await openPage(running)
  await expect.poll(() => page.latest.workstation?.phase, SOON).toBe('running')
  process.kill(leasePid(account), 'SIGKILL')
  await expect.poll(running.health, SOON).toMatchObject({ phase: 'down', ready: false, trading: false })
  await expect.poll(() => [page.states.at(-1), page.latest.workstation?.recentCrashes, page.latest.status?.ready], SOON).toEqual(['open', 1, true])
  // The door was shut meanwhile, and nobody was sent away for want of a session.
  expect(page.states).toEqual(['open', 'lost', 'open'])
  await expect.poll(running.health, SOON).toMatchObject({ phase: 'running', ready: true, trading: true })
})

it('takes engine and venue with it when it is killed', async () => {
  await start('--mode', 'demo', '--speed', '1000')
  const pids = [leasePid(account), leasePid(join(account, 'venue'))]
  expect(pids.map(isAlive)).toEqual([true, true])
  hosts.at(-1)!.kill('SIGKILL')
  await Promise.all(pids.map(gone))
  expect(pids.filter(isAlive)).toEqual([])
})

it.each(['SIGTERM', 'SIGINT'] as const)('winds everything down at %s', async (signal) => {
  const running = await start('--mode', 'demo', '--speed', '1000')
  const pids = [leasePid(account), leasePid(join(account, 'venue'))]
  running.host.kill(signal)
  expect(await running.ended).toEqual({ code: 0, signal: null })
  expect(pids.filter(isAlive)).toEqual([])
})

it('shows a page that asks what to run, and the next time what it was told', async () => {
  const first = await start()
  expect(await first.health()).toMatchObject({ phase: 'choosing', mode: null, ready: false, trading: false })
  const page = await openPage(first)
  await expect.poll(() => page.latest.workstation?.phase, SOON).toBe('choosing')
  expect(await page.client.request('workstation.open', { ...click(), opening: { mode: 'demo', seed: 5, speed: 600, edge: 'trend' } })).toEqual({ accepted: true })
  await expect.poll(first.health, SOON).toMatchObject({ phase: 'running', ready: true })
  first.host.kill('SIGTERM')
  await first.ended
  const second = await start()
  expect(await second.health()).toMatchObject({ phase: 'running', mode: 'demo', ready: true })
})
