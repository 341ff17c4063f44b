import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { ExportJobs } from '../../src-main/host/export-jobs.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import type { JobMessage, JobWork } from '../../src-main/host/job-messages.ts'
import { JobQueue } from '../../src-main/host/job-queue.ts'
import { runJob } from '../../src-main/host/run-job.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { stagesFolder } from '../../src-main/storage/checkpoints.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { reportOf, tradesOf, WISH } from '../support/stored-report.ts'

/** A job's process, by hand. */
interface Started {
  readonly work: JobWork
  say(message: unknown): void
}

let folder: string
let notices: Told[]
let started: Started[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haetae-queue-'))
  notices = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = (): string => join(folder, 'jobs.json')
const books = () => ({ folder, accountId: 'sim:demo:5', program: 'test' })
const queued = (): { readonly jobId: string; readonly begun: number }[] => (JSON.parse(readFileSync(path(), 'utf8')) as { jobs: { jobId: string; begun: number }[] }).jobs

/** The keeper of a life of the program; those before it have said nothing more. */
function life(root = '.'): JobKeeper {
  started = []
  const clock = new ManualClock()
  const keeper = new JobKeeper({
    clock, onChange: () => {}, queue: new JobQueue({ path: path(), root, clock, tell: (notice) => void notices.push(notice) }),
    launcher: {
      launch: (_helper, [text = '']) => {
        const one: Started = { work: JSON.parse(text) as JobWork, say: () => {} }
        started.push(one)
        return { onMessage: (listener) => void (one.say = listener), onEnded: () => {}, end: () => {} }
      },
    },
  })
  keeper.resume()
  return keeper
}

function backtest(keeper: JobKeeper, root = '.'): string {
  const answer = keeper.start((jobId) => ({ kind: 'backtest', runId: `backtest-${jobId}`, opening: books(), root, wish: WISH }))
  if (!answer.accepted) throw new Error(answer.reason.code)
  return answer.jobId
}
const stateOf = (keeper: JobKeeper): readonly string[] => keeper.views.map(({ jobId, state }) => `${jobId} ${state}`)

describe('jobs of a life that died', () => {
  it('go on in the next one under their names, in the order they were asked for, and what was running begins anew', () => {
    const before = life()
    const [first, second] = [backtest(before), backtest(before)]
    expect(queued()).toMatchObject([{ jobId: first, begun: 1 }, { jobId: second, begun: 0 }])
    const keeper = life()
    expect(stateOf(keeper)).toEqual([`${first} running`, `${second} waiting`])
    expect(keeper.views.map(({ told }) => told?.code)).toEqual(['job-resumed', 'job-resumed'])
    expect(started.map(({ work }) => work)).toEqual([{ kind: 'backtest', runId: `backtest-${first}`, opening: books(), root: '.', wish: WISH }])
    started[0]!.say({ kind: 'progress', part: 0.5, secondsLeft: 3, told: null })
    expect(keeper.views[0]).toMatchObject({ part: 0.5, secondsLeft: 3, told: null })
    started[0]!.say({ kind: 'done', runId: `backtest-${first}` })
    expect([stateOf(keeper), queued()]).toMatchObject([[`${first} done`, `${second} running`], [{ jobId: second, begun: 1 }]])
  })

  it('go on after a life that was closed, too', () => {
    const before = life()
    const jobId = backtest(before)
    before.close()
    expect(stateOf(life())).toEqual([`${jobId} running`])
  })

  it('are not those that were done, had failed or were cancelled', () => {
    const before = life()
    const ids = [backtest(before), backtest(before), backtest(before)]
    started[0]!.say({ kind: 'done', runId: 'r' })
    started[1]!.say({ kind: 'failed', told: { code: 'span-empty', values: {} } })
    before.cancel(ids[2]!)
    expect([queued(), life().views]).toEqual([[], []])
  })

  it('are no exports, which end with their mode', () => {
    new ExportJobs(life(), { books: books(), archive: books() }).start({ table: 'trades', format: 'csv', from: null, to: null })
    expect([started.length, life().views]).toEqual([1, []])
  })

  it('are given up where the program has died three times during one, and the next begins', () => {
    const [first, second] = [backtest(life()), backtest(life())]
    life()
    const keeper = life()
    expect(keeper.views).toMatchObject([{ jobId: first, state: 'failed', told: { code: 'job-given-up', values: { times: 3 } } }, { jobId: second, state: 'running' }])
    expect(queued()).toMatchObject([{ jobId: second }])
  })

  it('find the program where it stands now', () => {
    backtest(life('/old/version'), '/old/version')
    life('/new/version')
    expect(started[0]!.work).toMatchObject({ root: '/new/version' })
  })
})

it('does not do again what is stored, though its job was never told to be done', async () => {
  const { report, trades } = { report: reportOf('backtest-1'), trades: tradesOf(1) }
  await new StoredRuns(books()).putBacktest(report, trades, { startedAt: 1 as TimeMs, finishedAt: 2 as TimeMs })
  const told: JobMessage[] = []
  const parts = { clock: new ManualClock(), wall: new ManualClock(), tell: (message: JobMessage) => void told.push(message) }
  for (const runId of ['backtest-1', 'backtest-2']) await runJob({ kind: 'backtest', runId, opening: books(), root: '.', wish: WISH }, parts)
  expect(told).toMatchObject([{ kind: 'done', runId: 'backtest-1' }, { kind: 'failed', told: { code: 'unknown-instrument' } }])
})

it.each([
  ['fails', (_keeper: JobKeeper, _jobId: string) => started[0]!.say({ kind: 'failed', told: { code: 'span-empty', values: {} } }), false],
  ['is cancelled', (keeper: JobKeeper, jobId: string) => keeper.cancel(jobId), false],
  ['outlives the program', (keeper: JobKeeper) => keeper.close(), true],
])('keeps what learning that %s can go on with, or nothing of it', (_how, end, isLeft) => {
  const keeper = life()
  const wanted = { kind: 'labels', wish: { strategyId: 'perp-ev', instruments: ['BTCUSDT'], from: null, to: null, changes: {}, cusum: null } } as const
  const answer = keeper.start((jobId) => ({ kind: 'learn', runId: `labels-${jobId}`, opening: books(), root: '.', home: folder, wanted }))
  if (!answer.accepted) throw new Error(answer.reason.code)
  const stages = stagesFolder(folder, `labels-${answer.jobId}`)
  mkdirSync(stages, { recursive: true })
  end(keeper, answer.jobId)
  expect(existsSync(stages)).toBe(isLeft)
})

describe('a list of jobs', () => {
  it.each([['is no JSON', '{"version":1,'], ['is of another version', '{"version":2,"jobs":[]}'], ['is something else', '[]']])('that %s is put aside and told of', (_what, text) => {
    writeFileSync(path(), text)
    expect([life().views, existsSync(path())]).toEqual([[], false])
    const [aside] = readdirSync(folder)
    expect(notices).toEqual([{ code: 'jobs-put-aside', values: { file: join(folder, aside!) } }])
    expect(readFileSync(join(folder, aside!), 'utf8')).toBe(text)
  })

  it('that is no file at all is put aside, too, and does not end the program', () => {
    mkdirSync(path())
    expect([life().views, existsSync(path()), notices.length]).toEqual([[], false, 1])
  })

  it('with a job that this version does not understand goes on with the others and says so', () => {
    const jobId = backtest(life())
    const { jobs } = JSON.parse(readFileSync(path(), 'utf8')) as { jobs: unknown[] }
    writeFileSync(path(), JSON.stringify({ version: 1, jobs: [{ jobId: 'odd', begun: 0, work: { kind: 'dream' } }, ...jobs] }))
    expect(stateOf(life())).toEqual([`${jobId} running`])
    expect(notices.map(({ code }) => code)).toEqual(['jobs-put-aside'])
    expect(queued()).toMatchObject([{ jobId, begun: 2 }])
  })

  it('that cannot be written starts nothing and says why', () => {
    const keeper = life()
    mkdirSync(path())
    expect(keeper.start((jobId) => ({ kind: 'backtest', runId: `backtest-${jobId}`, opening: books(), root: '.', wish: WISH }))).toMatchObject({ accepted: false, reason: { code: 'jobs-not-kept' } })
    expect([keeper.views, started]).toEqual([[], []])
  })
})
