import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import type { FeasibilityWish } from '../../src-shared/contract/learning-views.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import { readJob } from '../../src-main/host/job-messages.ts'
import { learnRequests } from '../../src-main/host/learn-requests.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { Clicks } from '../../src-main/ipc/clicks.ts'
import { dataSet, evaluation, feasibility, labels } from '../support/learn-values.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { record, type Recording } from '../support/recorded.ts'
import { reportOf, tradesOf } from '../support/stored-report.ts'

let recording: Recording
let wish: FeasibilityWish
let jobs: JobKeeper
let launched: ReturnType<typeof readJob>[]
beforeAll(async () => {
  recording = await record(2, 2)
  wish = { strategyId: 'perp-ev', instruments: (await recording.run()).config.instruments, from: null, to: null, changes: {}, barrierIntervalsMs: [300_000], horizons: [48], costs: [] }
})
beforeEach(() => {
  launched = []
  const launch = (_helper: unknown, args: readonly string[]) => {
    launched.push(readJob(args))
    return { onMessage: () => {}, onEnded: () => {}, end: () => {} }
  }
  jobs = new JobKeeper({ clock: new ManualClock(), onChange: () => {}, launcher: { launch } })
})
afterEach(() => jobs.close())
afterAll(() => recording.close())

const opening = () => recordedOpening(recording.home)
const ask = () => learnRequests({ opening: opening(), root: '/program', home: '/home', jobs, jobClicks: new Clicks() })
const click = () => ({ requestId: crypto.randomUUID() })

describe('a piece of learning', () => {
  it('becomes a job of its own process, once for each click', async () => {
    const handlers = ask()
    const [one, wanted] = [click(), { kind: 'feasibility', wish } as const]
    const first = await handlers['learn.start']({ ...one, wanted })
    expect(await handlers['learn.start']({ ...one, wanted })).toEqual(first)
    const jobId = first.accepted ? first.jobId : ''
    expect(launched).toEqual([{ kind: 'learn', runId: `feasibility-${jobId}`, opening: opening(), root: '/program', home: '/home', wanted }])
    expect(jobs.views).toMatchObject([{ jobId, kind: 'feasibility', state: 'running', runId: null, file: null }])
  })

  it('waits for the one before, whatever kind it is', async () => {
    const handlers = ask()
    const { barrierIntervalsMs: _, horizons: __, costs: ___, ...span } = wish
    await handlers['learn.start']({ ...click(), wanted: { kind: 'dataset', wish: { ...span, every: 1 } } })
    await handlers['learn.start']({ ...click(), wanted: { kind: 'labels', wish: { ...span, cusum: null } } })
    expect([jobs.views.map(({ kind, state }) => `${kind} ${state}`), launched.length]).toEqual([['dataset running', 'labels waiting'], 1])
  })

  it.each<[string, Partial<FeasibilityWish>, string]>([
    ['a strategy that is not there', { strategyId: 'another' }, 'strategy-unknown'],
    ['an instrument that is not there', { instruments: ['NONEUSDT'] }, 'unknown-instrument'],
    ['an instrument twice', { instruments: ['BTCUSDT', 'BTCUSDT'] }, 'wish-refused'],
    ['a time in which nothing is recorded', { from: 0, to: 1_000 }, 'nothing-recorded'],
    ['an end before the beginning', { from: 9, to: 9 }, 'span-empty'],
    ['a parameter that is not there', { changes: { 'policy.luck': 1 } }, 'parameter-unknown'],
    ['barriers out of their range', { changes: { 'labelSpec.stopAtr': 0 } }, 'parameter-out-of-range'],
    ['a chance to enter, of which learning has none', { changes: { 'policy.entryChance': 0.1 } }, 'wish-refused'],
    ['barriers between two decisions', { barrierIntervalsMs: [420_000] }, 'wish-refused'],
  ])('is refused for %s, and no job begins', async (_name, change, code) => {
    expect(await ask()['learn.start']({ ...click(), wanted: { kind: 'feasibility', wish: { ...wish, ...change } } })).toMatchObject({ accepted: false, reason: { code } })
    expect([launched, jobs.views]).toEqual([[], []])
  })

  it.each([
    ['no instrument', { instruments: [] }], ['a horizon of none', { horizons: [] }], ['half a candle', { horizons: [0.5] }], ['a cost of more than all', { costs: [1.5] }], ['something more', { colour: 'red' }],
  ])('with %s does not come as far as that', (_name, change) => {
    expect(requests['learn.start'].params.safeParse({ ...click(), wanted: { kind: 'feasibility', wish: { ...wish, ...change } } }).success).toBe(false)
  })
})

describe('a report', () => {
  const lasted = { startedAt: 1 as TimeMs, finishedAt: 2 as TimeMs }

  it.each([feasibility, labels, dataSet, evaluation])('of $kind is read as it was written, and stands among the runs', async (report) => {
    const runs = new StoredRuns(opening())
    await runs.putLearning(report, 'c', lasted)
    expect(await ask()['learn.report']({ runId: report.runId })).toEqual(report)
    expect(await runs.list(10)).toContainEqual(expect.objectContaining({ runId: report.runId, kind: report.kind, strategyId: 'perp-ev', orderHash: null }))
    expect([await runs.report(report.runId), await runs.trades(report.runId)], 'it is none of a back-test').toEqual([null, null])
  })

  it('of a back-test is none of learning, and neither is one that is not there', async () => {
    await new StoredRuns(opening()).putBacktest(reportOf('backtest-1'), tradesOf(1), lasted)
    expect([await ask()['learn.report']({ runId: 'backtest-1' }), await ask()['learn.report']({ runId: 'nobody' })]).toEqual([null, null])
  })

  it('of another form than this version writes is refused, not shown', async () => {
    await expect(new StoredRuns(opening()).putLearning({ ...feasibility, runId: 'odd', cells: [{}] } as never, 'c', lasted)).rejects.toThrow()
    expect(await ask()['learn.report']({ runId: 'odd' })).toBeNull()
  })
})
