import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { monotonicClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { collect } from '../../src-main/modes/collect.ts'
import { passportOf, type DataPassport } from '../../src-main/reports/data-passport.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { KlineVenue } from '../support/kline-venue.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

// Whole processes of the command line, killed wherever they stand, against a venue whose past is always the same.

const FULL = process.env['HAETAE_TEST_FULL'] === '1'
/** The small one has more than one transaction a series, too. */
const { days, instruments, kills } = FULL ? { days: 365, instruments: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'NEWUSDT'], kills: 30 } : { days: 20, instruments: ['BTCUSDT', 'ETHUSDT'], kills: 3 }
const ACCOUNT = { folder: 'sim_replay_1', accountId: 'sim:replay:1', program: 'test' }

const compiled = mkdtempSync(join(tmpdir(), 'haetae-compiled-'))

/** Its exit code; null when it was killed, as it is when `until` resolves. */
async function killedCollection(home: string, port: number, until: Promise<void>): Promise<number | null> {
  const args = ['collect', '--venue', `local:${port}`, '--days', String(days), '--instruments', instruments.join()]
  const child = spawn(process.execPath, [resolve('src-main/processes/haetae.ts'), ...args], { env: { ...process.env, HAETAE_HOME: home, NODE_COMPILE_CACHE: compiled }, stdio: ['ignore', 'ignore', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  void until.then(() => child.kill('SIGKILL'))
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

async function undisturbedCollection(home: string, port: number): Promise<void> {
  const archive = new SqliteMarketArchive({ ...ACCOUNT, folder: openAccountFolder(home, ACCOUNT.accountId) })
  try {
    const report = await collect({ endpoint: localBinance(port), instruments, days, intervalsMs: [5 * MINUTE_MS] }, { archive, clock: monotonicClock, timer: systemTimer, signal: new AbortController().signal, progress: () => {} })
    expect([report.stopped, report.problems]).toEqual([null, []])
  } finally {
    archive.close()
  }
}

async function passports(home: string): Promise<readonly DataPassport[]> {
  const archive = new SqliteMarketArchive({ ...ACCOUNT, folder: join(home, ACCOUNT.folder) }, { readOnly: true })
  try {
    return await Promise.all((await archive.series()).map((span) => passportOf(archive, span)))
  } finally {
    archive.close()
  }
}

it(`comes to the same rows without a gap, however often it is killed (${kills} times in ${days} days of ${instruments.length} instruments)`, async () => {
  onTestFinished(() => rmSync(compiled, { recursive: true, force: true }))
  const venue = await KlineVenue.start()
  onTestFinished(() => venue.close())
  venue.weightLimit = 1_000_000
  const undisturbed = temporaryFolder()
  await undisturbedCollection(undisturbed, venue.port)
  const requests = venue.asked.length
  const random = new SeededRandom(11)
  const home = temporaryFolder()
  let killed = 0
  for (let round = 0; round < kills; round++) {
    const reached = Promise.withResolvers<void>()
    const before = venue.asked.length
    const wanted = before + 8 + random.below(Math.ceil((2 * requests) / kills))
    venue.refusal = () => {
      if (venue.asked.length >= wanted) reached.resolve()
      return undefined
    }
    const dies = reached.promise.then(async () => {
      // So that it is met anywhere in what it does then, be it a transaction.
      for (let turns = random.below(3_000); turns > 0; turns--) await nextTurn()
    })
    if ((await killedCollection(home, venue.port, dies)) === null) killed++
  }
  venue.refusal = () => undefined
  expect(killed).toBeGreaterThan(kills / 3)
  await undisturbedCollection(home, venue.port)
  const [found, whole] = [await passports(home), await passports(undisturbed)]
  expect(found.map(({ instrumentId, kind, rows, gaps, corrected, contentHash }) => ({ instrumentId, kind, rows, gaps, corrected, contentHash })))
    .toEqual(whole.map(({ instrumentId, kind, rows, contentHash }) => ({ instrumentId, kind, rows, gaps: [], corrected: 0, contentHash })))
  expect(whole.length).toBe(3 * instruments.length)
}, FULL ? 900_000 : 120_000)
