import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, getPriority, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { ExportJobs } from '../../src-main/host/export-jobs.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'
import { pidsOf } from '../support/engine-home.ts'
import { ledgerPosted } from '../support/storage-samples.ts'
import { isAlive } from '../support/venue-process.ts'

const ENTRIES = 200_000
const SOON = { timeout: 60_000, interval: 5 }
const home = mkdtempSync(join(tmpdir(), 'haetae-jobs-'))
const books = { folder: openAccountFolder(home, 'sim:demo:5'), accountId: 'sim:demo:5', program: 'test' }
let keeper: JobKeeper
let exports: ExportJobs
let parts: (number | null)[]

/** So many lines of books that writing them out takes a while. */
beforeAll(() => {
  new SqliteMarketArchive(books).close()
  const journal = new SqliteJournal(books)
  for (let first = 0; first < ENTRIES; first += 50_000) {
    journal.append(Array.from({ length: 50_000 }, (_, i) => ledgerPosted(`${first + i}`)))
  }
  journal.close()
})
beforeAll(() => {
  parts = []
  keeper = new JobKeeper({ launcher: nodeLauncher(resolve('.')), clock: systemClock, onChange: notePart })
  exports = new ExportJobs(keeper, { books, archive: books })
})
afterEach(() => keeper.close())
afterAll(() => rmSync(home, { recursive: true }))

function notePart(): void {
  for (const { part } of keeper.views) parts.push(part)
}
const begin = (): string => {
  const started = exports.start({ table: 'ledger', format: 'csv', from: null, to: null })
  if (!started.accepted) throw new Error(started.reason.code)
  return started.jobId
}
const view = (jobId: string) => keeper.views.find((job) => job.jobId === jobId)
const halfway = (jobId: string) => expect.poll(() => view(jobId)?.part, SOON).toBeGreaterThan(0)
const filesOf = (jobId: string) => (existsSync(join(books.folder, 'exports', jobId)) ? readdirSync(join(books.folder, 'exports', jobId)) : [])

it('writes all of it and tells how far it is and how long it takes', async () => {
  const jobId = begin()
  await halfway(jobId)
  expect(view(jobId)).toMatchObject({ state: 'running', told: { code: 'lines-written' }, secondsLeft: expect.any(Number) as number })
  await expect.poll(() => view(jobId)?.state, SOON).toBe('done')
  const known = parts.filter((part) => part !== null)
  expect(known).toEqual(known.toSorted((a, b) => a - b))
  expect(readFileSync(join(books.folder, 'exports', jobId, filesOf(jobId)[0]!), 'utf8').split('\r\n')).toHaveLength(ENTRIES + 2)
})

it('runs with the lowest priority and a limit to its memory', async () => {
  const jobId = begin()
  await halfway(jobId)
  expect(getPriority(pidsOf(jobId)[0])).toBe(constants.priority.PRIORITY_LOW)
  expect(pidsOf('--max-old-space-size=512')).toEqual(expect.arrayContaining(pidsOf(jobId)))
})

it('ends at once when it is cancelled, and leaves nothing behind', async () => {
  const jobId = begin()
  await halfway(jobId)
  const [pid] = pidsOf(jobId)
  keeper.cancel(jobId)
  expect([view(jobId)?.state, filesOf(jobId)]).toEqual(['cancelled', []])
  await expect.poll(() => isAlive(pid!), SOON).toBe(false)
})

it('has failed when its process is killed, and the next one goes on', async () => {
  const jobId = begin()
  const next = begin()
  await halfway(jobId)
  process.kill(pidsOf(jobId)[0]!, 'SIGKILL')
  await expect.poll(() => view(jobId), SOON).toMatchObject({ state: 'failed', told: { code: 'job-ended', values: { detail: 'it ended with SIGKILL' } } })
  expect(filesOf(jobId)).toEqual([])
  await expect.poll(() => view(next)?.state, SOON).toBe('done')
})
