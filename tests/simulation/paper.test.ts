import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { compareWithBooks, journalled } from '../../src-main/modes/paper-comparison.ts'
import { replayPaper } from '../../src-main/modes/paper-replay.ts'
import type { Missed } from '../../src-main/modes/paper-source.ts'
import { RemoteVenue } from '../../src-main/venue/remote/remote-venue.ts'
import { meetingPath } from '../../src-main/venue/remote/venue-place.ts'
import { PAPER_ACCOUNT, sureRuntime } from '../support/paper-session.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

// Whole engines on paper, in processes of their own, on a Binance of this computer whose time runs at six hundred times ours.

const SPEED = 600
const AWAY_MINUTES = 20

interface Told {
  readonly kind: string
  readonly missed?: Missed
}

class Engine {
  readonly told: Told[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #errors = ''

  constructor(home: string, { port, market }: LocalBinance, recordId: string) {
    this.#child = fork(fileURLToPath(import.meta.resolve('../support/paper-child.ts')), [home, String(port), market.symbols.join(), recordId], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: join(home, 'compiled') } })
    this.#child.on('message', (message: Told) => this.told.push(message))
    this.#child.stderr!.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()))
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()))
    onTestFinished(() => void this.#child.kill('SIGKILL'))
  }

  count(kind: string): number {
    return this.told.filter((one) => one.kind === kind).length
  }

  /** It has come so far, or has died of something. */
  until(wanted: () => boolean): Promise<void> {
    return expect.poll(() => (this.#errors === '' ? wanted() : this.#errors), { timeout: 60_000, interval: 50 }).not.toBe(false).then(() => expect(this.#errors).toBe(''))
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  async stop(): Promise<void> {
    this.#child.send('stop')
    await this.#ended
    expect(this.#errors).toBe('')
  }
}

const rows = (path: string, sql: string): readonly string[] => {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare<[], { row: string }>(sql).all().map(({ row }) => row)
  } finally {
    database.close()
  }
}

const sorted = (fills: readonly object[]): readonly string[] => fills.map((fill) => JSON.stringify(fill, Object.keys(fill).toSorted())).toSorted()

async function rerun(folder: string, recordId: string): Promise<{ readonly decisions: number; readonly orders: number; readonly difference: string | null }> {
  const opening = { folder, accountId: PAPER_ACCOUNT, program: 'test' }
  const replay = await replayPaper({ folder: join(folder, 'record'), recordId, journalled: (changes) => journalled(opening, changes), runtime: async () => sureRuntime })
  const { difference, books } = await compareWithBooks(opening, replay)
  return { decisions: books?.decisions ?? 0, orders: books?.orders ?? 0, difference }
}

it('trades on paper, dies while it holds, runs its stops through what it missed, and decides the same when its records are run again', async () => {
  const home = temporaryFolder()
  const folder = join(home, 'sim_paper_binance_local')
  const market = await startLocalBinance({ speed: SPEED, instruments: 2, historyDays: 18, isUnlimited: true })
  onTestFinished(() => market.close())
  onTestFinished(async () => {
    const venue = await RemoteVenue.connect({ path: meetingPath(folder), accountId: PAPER_ACCOUNT, onUnknown: () => {}, onLink: () => {} }).catch(() => undefined)
    await venue?.stop().catch(() => undefined)
  })

  const first = new Engine(home, market, 'first')
  // Both entries, their stops and their take-profits; and so much after it that the last second, which a record may lack, is not all there is.
  await first.until(() => first.count('fill-booked') >= 2 && first.count('order-accepted') >= 6 && first.count('decision-made') >= 14)
  await first.kill()
  const diedAt = market.clock.now()
  await expect.poll(() => market.clock.now() - diedAt, { timeout: 60_000 }).toBeGreaterThan(AWAY_MINUTES * 60_000)

  const second = new Engine(home, market, 'second')
  await second.until(() => second.count('missed') > 0)
  const { missed } = second.told.find(({ kind }) => kind === 'missed')!
  expect(missed!.to - missed!.from).toBeGreaterThan(AWAY_MINUTES * 60_000)
  await second.until(() => second.count('decision-made') >= 6)
  await second.stop()

  expect([first.count('latch-set'), second.count('latch-set')]).toEqual([0, 0])
  const journal = rows(join(folder, 'journal.db'), "SELECT payload AS row FROM change WHERE kind = 'fill-booked' ORDER BY sequence").map((row) => (JSON.parse(row) as { fill: object }).fill)
  const venue = rows(join(folder, 'venue/venue.db'), 'SELECT body AS row FROM fill ORDER BY sequence').map((row) => JSON.parse(row) as object)
  expect(sorted(journal)).toEqual(sorted(venue))
  for (const recordId of ['first', 'second']) expect(await rerun(folder, recordId)).toMatchObject({ difference: null, decisions: expect.toSatisfy((count: number) => count >= 2) })
}, 120_000)

it.skipIf(process.env['HAETAE_TEST_FULL'] !== '1')('comes up without a venue, decides nothing, and goes on when the venue is there', async () => {
  const options = { speed: SPEED, instruments: 2, historyDays: 18, isUnlimited: true }
  const gone = await startLocalBinance(options)
  await gone.close()
  const engine = new Engine(temporaryFolder(), gone, 'late')
  await engine.until(() => engine.count('unreached') > 0)
  expect(engine.count('decision-made')).toBe(0)
  const market = await startLocalBinance({ ...options, port: gone.port })
  onTestFinished(() => market.close())
  await engine.until(() => engine.count('decision-made') >= 2 && engine.count('fill-booked') > 0)
  await engine.stop()
  expect(engine.count('latch-set')).toBe(0)
}, 120_000)
