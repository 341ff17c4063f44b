import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { RemoteVenue } from '../../src-main/venue/remote/remote-venue.ts'
import { meetingPath } from '../../src-main/venue/remote/venue-place.ts'
import { ACCOUNT, approved, closing, funded, kinds, listed, market, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'
import { accountFolder, connectTo, gone, isAlive, killVenue, PROGRAM, run, startVenue, venuePid, type Heard } from '../support/venue-process.ts'

const latency = { toVenueMs: 40, fromVenueMs: 60, jitterMs: 50 }
const settings = { ...plainSettings, latency }

async function opened(folder: string, heard?: Heard): Promise<RemoteVenue> {
  const venue = await startVenue(folder, settings, heard)
  venue.market(listed())
  venue.market(marked(T0, 60_000))
  await venue.advance(T0 as TimeMs)
  return venue
}

/** Writes raw text to the venue of a folder; answers all it says until it ends the connection. */
async function whisper(folder: string, ...texts: readonly string[]): Promise<string> {
  const socket = connect(meetingPath(folder))
  let heard = ''
  socket.setEncoding('utf8').on('data', (chunk) => void (heard += String(chunk)))
  socket.on('error', () => undefined)
  for (const text of texts) socket.write(text)
  await once(socket, 'close')
  return heard
}

const hello = `${JSON.stringify({ id: 1, kind: 'hello', accountId: ACCOUNT })}\n`
const placing = (accountId: string, more: object = {}): string =>
  `${JSON.stringify({ id: 2, kind: 'advance', until: T0 + 1_000, calls: [{ kind: 'place', accountId, clientOrderId: 'x', terms: market('buy', 10), sentAt: T0, ...more }] })}\n`

it('has the order of a client that was killed in mid-flight, and tells a new one', async () => {
  const folder = accountFolder()
  const first = await opened(folder)
  first.close()
  const client = spawn(process.execPath, [resolve('tests/support/venue-client.ts'), folder, String(T0 + 10)], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(client.stdout, 'data')
  client.kill('SIGKILL')
  await once(client, 'exit')
  const second = await connectTo(folder)
  onTestFinished(() => second.close())
  await second.advance((T0 + 1_000) as TimeMs)
  const snapshot = await second.snapshot()
  // It left before it was heard of, so it may not have arrived; if it did, it is all there.
  const arrived = snapshot.closedOrders.some(({ clientOrderId }) => clientOrderId === 'in-flight')
  expect(snapshot.positions.map(({ quantity }) => quantity)).toEqual(arrived ? [100] : [])
  expect(isAlive(venuePid(folder)!)).toBe(true)
})

it('has the order of a client that was killed after the venue had it', async () => {
  const folder = accountFolder()
  const first = await opened(folder)
  first.close()
  const client = spawn(process.execPath, [resolve('tests/support/venue-client.ts'), folder, String(T0 + 10)], { stdio: ['pipe', 'pipe', 'inherit'] })
  let said = ''
  for await (const chunk of client.stdout) {
    said += String(chunk)
    if (said.includes('told')) break
  }
  client.kill('SIGKILL')
  const second = await connectTo(folder)
  onTestFinished(() => second.close())
  expect(await second.snapshot()).toMatchObject({ positions: [{ quantity: 100 }], fills: [{ clientOrderId: 'in-flight' }] })
})

it('keeps its book exactly when it is killed, with orders on their way and a path under way, and goes on as if nothing had happened', async () => {
  const killed = accountFolder()
  const spared = accountFolder()
  const told: unknown[] = []
  for (const folder of [killed, spared]) {
    const heard: Heard = { unknown: [], links: [] }
    let venue = await opened(folder, heard)
    venue.market(path(T0, [60_000, 60_400, 59_800, 60_200]))
    venue.place(approved('a', market('buy', 100)), T0 as TimeMs)
    await venue.advance((T0 + 200) as TimeMs)
    venue.market(funded(T0 + 1_000, 10_000))
    venue.place(approved('s', closing('sell', 'stop-market', 59_900)), (T0 + 1_000) as TimeMs)
    await venue.advance((T0 + 1_001) as TimeMs)
    const before = await venue.snapshot()
    if (folder === killed) {
      await killVenue(folder)
      venue = await startVenue(folder, settings, heard)
    }
    expect(await venue.snapshot()).toEqual(before)
    told.push(await venue.advance((T0 + 300_000) as TimeMs), await venue.snapshot())
    venue.close()
  }
  expect(told.slice(2)).toEqual(told.slice(0, 2))
  expect(JSON.stringify(told)).toContain('"clientOrderId":"s"')
})

it('ignores market events that are older than its book, and settles no funding twice', async () => {
  const folder = accountFolder()
  const venue = await opened(folder)
  venue.place(approved('a', market('buy', 100)), T0 as TimeMs)
  venue.market(funded(T0 + 5_000, 10_000))
  await venue.advance((T0 + 5_000) as TimeMs)
  const before = await venue.snapshot()
  venue.market(marked(T0 + 1_000, 40_000))
  venue.market(funded(T0 + 5_000, 10_000))
  expect(await venue.advance((T0 + 4_000) as TimeMs)).toEqual([])
  expect(await venue.snapshot()).toEqual(before)
  expect(before.funding).toHaveLength(1)
})

it('refuses a second process for the same account, and the first goes on', async () => {
  const folder = accountFolder()
  const venue = await opened(folder)
  const second = await run(PROGRAM, [folder, ACCOUNT, JSON.stringify(settings)])
  expect(second.code).toBe(1)
  expect(second.text).toMatch(/in use by another Haetae \(venue, process \d+\)/)
  expect((await venue.snapshot()).wallet).toBe(settings.deposit)
})

it('refuses the book of another account', async () => {
  const folder = accountFolder()
  await opened(folder)
  await killVenue(folder)
  const other = await run(PROGRAM, [folder, 'sim:other:1', JSON.stringify(settings)])
  expect(other.code).toBe(1)
  expect(other.text).toContain('sim:other:1')
})

it('greets nobody who asks for another account, and takes no order of one', async () => {
  const folder = accountFolder()
  await opened(folder)
  await expect(connectTo(folder, 'sim:other:1')).rejects.toThrow(/not of sim:other:1/)
  expect(await whisper(folder, hello, placing('sim:other:1'))).toContain('not of sim:other:1')
  const venue = await connectTo(folder)
  expect((await venue.snapshot()).asOf).toBe(T0)
  venue.close()
})

it.each<[string, readonly string[]]>([
  ['no JSON', ['{"id":1,\n']],
  ['an unknown kind', ['{"id":1,"kind":"transfer"}\n']],
  ['an order before hello', [placing(ACCOUNT)]],
  ['a quantity that is text', [hello, placing(ACCOUNT, { terms: { ...market('buy', 10), quantity: '10' } })]],
  ['a field nobody knows', [hello, placing(ACCOUNT, { price: 5 })]],
  ['a candle that cannot be', [hello, `${JSON.stringify({ id: 2, kind: 'advance', until: T0 + 1_000, calls: [{ kind: 'market', event: path(T0, [60_000, 1, 2, 60_000]) }] })}\n`]],
  ['a good order behind a bad message', [hello + '{"id":2}\n' + placing(ACCOUNT)]],
])('refuses %s, ends the connection, and its book is as before', async (_name, texts) => {
  const folder = accountFolder()
  const first = await opened(folder)
  const before = await first.snapshot()
  first.close()
  expect(await whisper(folder, ...texts)).toMatch(/"ok":false/)
  const venue = await connectTo(folder)
  onTestFinished(() => venue.close())
  expect(await venue.snapshot()).toEqual(before)
})

it('ends the connection of whoever sends a line without end', async () => {
  const folder = accountFolder()
  await opened(folder)
  expect(await whisper(folder, 'x'.repeat(8_000_001))).toBe('')
  expect(isAlive(venuePid(folder)!)).toBe(true)
})

it('serves one engine at a time: the newest', async () => {
  const folder = accountFolder()
  const heard: Heard = { unknown: [], links: [] }
  const older = await opened(folder, heard)
  const newer = await connectTo(folder)
  onTestFinished(() => newer.close())
  older.place(approved('late', market('buy', 10)), T0 as TimeMs)
  expect(await older.advance((T0 + 1_000) as TimeMs)).toEqual([])
  expect(heard).toEqual({ unknown: ['late'], links: [true, false] })
  expect((await newer.snapshot()).asOf).toBe(T0)
})

it('brings orders out as unknown when the link dies, and trades again after reconnecting', async () => {
  const folder = accountFolder()
  const heard: Heard = { unknown: [], links: [] }
  const venue = await opened(folder, heard)
  await killVenue(folder)
  venue.place(approved('a', market('buy', 10)), T0 as TimeMs)
  expect(await venue.advance((T0 + 1_000) as TimeMs)).toEqual([])
  venue.place(approved('b', market('buy', 10)), T0 as TimeMs)
  expect(venue.nextTime()).toBe(T0)
  expect(await venue.advance((T0 + 2_000) as TimeMs)).toEqual([])
  expect(heard).toEqual({ unknown: ['a', 'b'], links: [true, false] })
  await expect(venue.snapshot()).rejects.toThrow('down')
  await expect(venue.reconnect()).rejects.toThrow()
  const other = await startVenue(folder, settings)
  other.close()
  await venue.reconnect()
  venue.market(marked(T0 + 3_000, 60_000))
  venue.place(approved('c', market('buy', 10)), (T0 + 3_000) as TimeMs)
  expect(kinds(await venue.advance((T0 + 4_000) as TimeMs))).toEqual(['order-accepted', 'order-filled'])
  expect(heard.links).toEqual([true, false, true])
})

it('ends when it is told to, on SIGTERM, and when nobody has been there for long; its book stays', async () => {
  const folder = accountFolder()
  const venue = await opened(folder)
  const pids = [venuePid(folder)!]
  await venue.stop()
  await gone(pids[0]!)
  const again = await startVenue(folder, settings)
  expect((await again.snapshot()).asOf).toBe(T0)
  pids.push(venuePid(folder)!)
  process.kill(pids[1]!, 'SIGTERM')
  await gone(pids[1]!)
  const brief = await startVenue(folder, { ...settings, idleMs: 50 })
  pids.push(venuePid(folder)!)
  expect((await brief.snapshot()).asOf).toBe(T0)
  brief.close()
  await gone(pids[2]!)
  expect(new Set(pids).size).toBe(3)
  expect(venuePid(folder)).toBeUndefined()
})

it('says why it will not start', async () => {
  await expect(startVenue(accountFolder(), { ...settings, leverage: -1 })).rejects.toThrow(/leverage/)
})

it.skipIf(process.platform === 'win32')('meets at a short private place when the folder is deep', async () => {
  const folder = join(accountFolder(), 'deep'.repeat(30))
  mkdirSync(folder, { recursive: true })
  const place = meetingPath(folder)
  expect(Buffer.byteLength(place)).toBeLessThanOrEqual(100)
  onTestFinished(() => rmSync(dirname(place), { recursive: true, force: true }))
  const venue = await startVenue(folder, settings)
  expect(statSync(dirname(place)).mode & 0o777).toBe(0o700)
  expect(statSync(place).mode & 0o777).toBe(0o600)
  const pid = venuePid(folder)!
  await venue.stop()
  await gone(pid)
  expect(existsSync(place)).toBe(false)
})
