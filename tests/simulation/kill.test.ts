import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import type { DeskStatus } from '../../src-main/engine/desk.port.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { RemoteVenue } from '../../src-main/venue/remote/remote-venue.ts'
import { meetingPath } from '../../src-main/venue/remote/venue-place.ts'

const KILLS = 50
const home = mkdtempSync(join(tmpdir(), 'haetae-kill-'))
const folder = join(home, 'sim_demo_7')
const random = new SeededRandom(50)

afterAll(async () => {
  // When all went well the last engine has ended the venue already.
  const venue = await RemoteVenue.connect({ path: meetingPath(folder), accountId: 'sim:demo:7', onUnknown: () => {}, onLink: () => {} }).catch(() => undefined)
  await venue?.stop().catch(() => undefined)
  rmSync(home, { recursive: true, force: true })
})

interface Recovered {
  readonly child: ChildProcess
  readonly status: DeskStatus
}

/** With a seed the engine kills itself around a commit; without one somebody else does. */
function start(seed?: number): Promise<Recovered> {
  const child = fork('tests/support/demo-child.ts', [home, ...(seed === undefined ? [] : [String(seed)])], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: join(home, 'compiled') } })
  let errors = ''
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((done, fail) => {
    child.once('message', (message: { status: DeskStatus }) => done({ child, status: message.status }))
    child.once('exit', (code, signal) => fail(new Error(`the engine ended by itself (${code ?? signal}): ${errors}`)))
  })
}

const columns = (file: string, sql: string): string[] => {
  const database = new Database(join(folder, file), { readonly: true })
  try {
    return database.prepare<[], { row: string }>(sql).all().map(({ row }) => row)
  } finally {
    database.close()
  }
}

/** Both as the venue numbers them; the journal's rows hold the fill inside of the change. */
const venueFills = () => columns('venue/venue.db', 'SELECT body AS row FROM fill ORDER BY sequence').map((row) => JSON.parse(row) as object)
const journalFills = () => columns('journal.db', "SELECT payload AS row FROM change WHERE kind = 'fill-booked' ORDER BY sequence").map((row) => (JSON.parse(row) as { fill: object }).fill)
const byTrade = (fills: object[]) => fills.map((fill) => JSON.stringify(fill, Object.keys(fill).toSorted())).toSorted()
const venueWallet = () => (JSON.parse(columns('venue/venue.db', 'SELECT body AS row FROM state')[0]!) as { wallet: number }).wallet

it(`keeps one truth through ${KILLS} kills at random moments: the recovered ledger is the venue's own book`, async () => {
  let adopted = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const atCommit = kill % 2 === 1
    const { child, status } = await start(atCommit ? kill : undefined)
    // The market stands still here, so both files are at rest.
    expect(byTrade(journalFills()), `after ${kill} kills`).toEqual(byTrade(venueFills()))
    if (kill > 0) expect(status.wallet, `after ${kill} kills`).toBe(venueWallet())
    expect(status.latches, `after ${kill} kills`).toEqual([])
    child.removeAllListeners('exit')
    const gone = new Promise((done) => child.once('exit', (_code, signal) => done(signal)))
    child.send('go')
    if (!atCommit) {
      await wait(20 + random.below(300))
      child.kill('SIGKILL')
    }
    expect(await gone).toBe('SIGKILL')
    adopted += Math.max(0, venueFills().length - journalFills().length)
  }
  const { child } = await start()
  expect(byTrade(journalFills())).toEqual(byTrade(venueFills()))
  expect(venueFills().length).toBeGreaterThan(50)
  // Else no kill was where it hurts.
  expect(adopted).toBeGreaterThan(0)
  console.log(`${venueFills().length} fills; the venue was ahead of the journal by ${adopted} fills over all kills`)
  child.removeAllListeners('exit')
  const ended = new Promise((done) => child.once('exit', done))
  child.disconnect()
  await ended
}, 300_000)
