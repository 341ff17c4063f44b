import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ExportJobs } from '../../src-main/host/export-jobs.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import type { ExportWork, JobWork } from '../../src-main/host/job-messages.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { WISH } from '../support/stored-report.ts'

/** A job's process, by hand. */
interface Started {
  readonly work: ExportWork
  say(message: unknown): void
  end(how: string): void
  killed: boolean
}

let folder: string
let clock: ManualClock
let started: Started[]
let keeper: JobKeeper
let exports: ExportJobs
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haetae-jobs-'))
  clock = new ManualClock()
  started = []
  keeper = newKeeper()
  exports = newExports()
})
afterEach(() => rmSync(folder, { recursive: true }))

function newKeeper(): JobKeeper {
  return new JobKeeper({
    clock, onChange: () => {},
    launcher: {
      launch: (_helper, [text = '']) => {
        const one: Started = { work: JSON.parse(text) as ExportWork, say: () => {}, end: () => {}, killed: false }
        started.push(one)
        return { onMessage: (listener) => void (one.say = listener), onEnded: (listener) => void (one.end = listener), end: () => void (one.killed = true) }
      },
    },
  })
}
const books = () => ({ folder, accountId: 'sim:demo:5', program: 'test' })
const newExports = (): ExportJobs => new ExportJobs(keeper, { books: books(), archive: books() })
const ask = () => exports.start({ table: 'trades', format: 'csv', from: null, to: 2_000 })
const backtest = () => keeper.start((jobId): JobWork => ({ kind: 'backtest', runId: `backtest-${jobId}`, opening: books(), root: '.', wish: WISH }))
const sweep = () => keeper.start((jobId): JobWork => ({ kind: 'sweep', runId: `sweep-${jobId}`, opening: books(), root: '.', wish: { ...WISH, vary: { 'policy.margin': [0] } }, workers: 2 }))
const idOf = (answer: ReturnType<typeof ask>) => (answer.accepted ? answer.jobId : '')
const states = () => keeper.views.map(({ state }) => state)
/** Writes the file as a job does. */
function finish(one: Started): void {
  mkdirSync(dirname(one.work.file), { recursive: true })
  writeFileSync(one.work.file, 'a,b\r\n')
  one.say({ kind: 'done', runId: null })
}

it('runs one job at a time, in the order they were asked for', () => {
  ask()
  ask()
  expect([states(), started.length]).toEqual([['running', 'waiting'], 1])
  finish(started[0]!)
  expect([states(), started.length]).toEqual([['done', 'running'], 2])
})

it('shows how far a job is, and what it made', () => {
  const jobId = idOf(ask())
  expect(started[0]!.work).toMatchObject({ table: 'trades', format: 'csv', from: Number.MIN_SAFE_INTEGER, to: 2_000 })
  started[0]!.say({ kind: 'progress', part: 0.5, secondsLeft: 3, told: { code: 'lines-written', values: { lines: 500 } } })
  expect(keeper.views[0]).toMatchObject({ part: 0.5, secondsLeft: 3, told: { code: 'lines-written' } })
  expect(keeper.finished(jobId)).toMatchObject({ code: 'job-not-done' })
  finish(started[0]!)
  expect(keeper.views[0]).toMatchObject({ state: 'done', part: 1, secondsLeft: null, file: { name: 'haetae-sim-demo-5-trades.csv', bytes: 5 } })
  expect(keeper.finished(jobId)).toEqual({ path: started[0]!.work.file })
  expect(started[0]!.killed, 'in Electron it would stay').toBe(true)
})

it('counts a job that ends without being done as failed, and one that has said why by what it said', () => {
  ask()
  started[0]!.end('it ended with SIGKILL')
  ask()
  started[1]!.say({ kind: 'failed', told: { code: 'storage-refused', values: {} } })
  started[1]!.end('it ended with 0')
  expect(keeper.views).toMatchObject([
    { state: 'failed', told: { code: 'job-ended', values: { detail: 'it ended with SIGKILL' } }, file: null },
    { state: 'failed', told: { code: 'storage-refused' }, file: null },
  ])
})

it('takes no job’s word for what no job says', () => {
  ask()
  for (const message of [null, { kind: 'done' }, { kind: 'done', runId: null, more: 1 }, { kind: 'progress', part: 'half' }, 'done']) started[0]!.say(message)
  expect(states()).toEqual(['running'])
})

it('kills what is cancelled, leaves nothing of it, and goes on with the next', () => {
  const jobId = idOf(ask())
  const next = idOf(ask())
  writeFileSync(`${started[0]!.work.file}.part-1`, 'half')
  expect(keeper.cancel(jobId)).toEqual({ accepted: true })
  expect([started[0]!.killed, existsSync(dirname(started[0]!.work.file)), states()]).toEqual([true, false, ['cancelled', 'running']])
  started[0]!.end('it ended with SIGKILL')
  expect(states()).toEqual(['cancelled', 'running'])
  keeper.cancel(next)
  expect(keeper.cancel('another')).toMatchObject({ accepted: false, reason: { code: 'no-such-job' } })
})

it('cancels a job that has not begun', () => {
  ask()
  keeper.cancel(idOf(ask()))
  finish(started[0]!)
  expect([states(), started.length]).toEqual([['done', 'cancelled'], 1])
})

it('forgets a job and its file after a day', () => {
  const jobId = idOf(ask())
  finish(started[0]!)
  clock.time += 24 * 3_600_000
  keeper.tidy()
  expect(existsSync(started[0]!.work.file)).toBe(true)
  clock.time += 1
  keeper.tidy()
  expect([existsSync(started[0]!.work.file), keeper.views, keeper.finished(jobId)]).toMatchObject([false, [], { code: 'no-such-job' }])
})

it('keeps twenty jobs: the oldest that ended makes room, one that lives does not', () => {
  const first = idOf(ask())
  finish(started[0]!)
  for (let i = 0; i < 19; i++) ask()
  expect(keeper.finished(first)).toHaveProperty('path')
  expect(ask()).toMatchObject({ accepted: true })
  expect(keeper.finished(first)).toMatchObject({ code: 'no-such-job' })
  expect(ask()).toMatchObject({ accepted: false, reason: { code: 'too-many-jobs', values: { most: 20 } } })
})

it('removes the exports of a mode with it, and what an earlier session left', () => {
  ask()
  finish(started[0]!)
  ask()
  exports.close()
  expect([started[1]!.killed, existsSync(join(folder, 'exports')), keeper.views]).toEqual([true, false, []])
  started[1]!.end('it ended with SIGKILL')
  expect(keeper.views).toEqual([])
  mkdirSync(join(folder, 'exports', 'old'), { recursive: true })
  newExports()
  expect(existsSync(join(folder, 'exports'))).toBe(false)
})

it('runs one back-test or sweep at a time, beside exports, and leaves them alone when a mode is closed', () => {
  backtest()
  sweep()
  ask()
  expect([keeper.views.map(({ kind, state }) => `${kind} ${state}`), started.map(({ work }) => work.kind)]).toEqual([['backtest running', 'sweep waiting', 'export running'], ['backtest', 'export']])
  exports.close()
  expect(states()).toEqual(['running', 'waiting'])
  started[0]!.say({ kind: 'done', runId: 'backtest-1' })
  expect(keeper.views).toMatchObject([{ state: 'done', runId: 'backtest-1', file: null, part: 1 }, { state: 'running', runId: null }])
  expect(keeper.finished(keeper.views[0]!.jobId), 'its report is read elsewhere').toMatchObject({ code: 'no-such-job' })
})

it('tells that a back-test died, and why, and goes on with the next', () => {
  const jobId = idOf(backtest())
  sweep()
  started[0]!.say({ kind: 'progress', part: 0.5, secondsLeft: 3, told: null })
  started[0]!.end('it ended with SIGKILL')
  expect(keeper.views).toMatchObject([{ jobId, state: 'failed', told: { code: 'job-ended', values: { detail: 'it ended with SIGKILL' } }, secondsLeft: null, runId: null }, { state: 'running' }])
})

it('ends everything with the engine', () => {
  for (const begin of [backtest, sweep, ask]) begin()
  keeper.close()
  expect([started.map(({ killed }) => killed), keeper.views]).toEqual([[true, true], []])
})
