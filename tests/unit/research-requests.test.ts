import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import type { BacktestWish, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { JobKeeper } from '../../src-main/host/job-keeper.ts'
import { readJob } from '../../src-main/host/job-messages.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { researchRequests } from '../../src-main/host/research-requests.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { Clicks } from '../../src-main/ipc/clicks.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { record, type Recording } from '../support/recorded.ts'
import { reportOf, sweepOf, tradesOf } from '../support/stored-report.ts'

let recording: Recording
let wish: BacktestWish
let jobs: JobKeeper
let launched: ReturnType<typeof readJob>[]
beforeAll(async () => {
  recording = await record(2, 2)
  wish = { strategyId: 'perp-ev', instruments: (await recording.run()).config.instruments, from: null, to: null, policyId: 'expected-value', seed: 0, changes: {}, rivals: 0 }
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
const ask = (home: string = recording.home) => researchRequests({ opening: recordedOpening(home), root: '/program', jobs, workers: 3, clicks: new Clicks(), jobClicks: new Clicks() })
const click = () => ({ requestId: crypto.randomUUID() })
const lasted = { startedAt: 1 as TimeMs, finishedAt: 2 as TimeMs }

describe('a wish', () => {
  it('becomes a job of its own process, once for each click', async () => {
    const handlers = ask()
    const one = click()
    const first = await handlers['research.backtest']({ ...one, wish })
    expect(await handlers['research.backtest']({ ...one, wish })).toEqual(first)
    expect(await handlers['research.sweep']({ ...one, wish: { ...wish, vary: { 'policy.margin': [0] } } })).toMatchObject({ accepted: false, reason: { code: 'click-for-something-else' } })
    const jobId = first.accepted ? first.jobId : ''
    expect(launched).toEqual([{ kind: 'backtest', runId: `backtest-${jobId}`, opening: opening(), root: '/program', wish }])
    expect(jobs.views).toMatchObject([{ jobId, kind: 'backtest', state: 'running', runId: null, file: null }])
  })

  it('of a sweep is told how many threads it has', async () => {
    const sweep: SweepWish = { ...wish, vary: { 'policy.margin': [0, 0.01] } }
    expect(await ask()['research.sweep']({ ...click(), wish: sweep })).toMatchObject({ accepted: true })
    expect(launched).toMatchObject([{ kind: 'sweep', workers: 3, wish: sweep }])
  })

  const many = Array.from({ length: 23 }, (_, i) => i / 100)
  it.each<[string, Partial<SweepWish>, string, Record<string, unknown>]>([
    ['a strategy that is not there', { strategyId: 'another' }, 'strategy-unknown', { strategy: 'another', known: expect.stringContaining('perp-ev') as string }],
    ['an instrument that is not there', { instruments: ['NONEUSDT'] }, 'unknown-instrument', { instrument: 'NONEUSDT', known: 'BTCUSDT, ETHUSDT' }],
    ['a time in which nothing is recorded', { from: 0, to: 1_000 }, 'nothing-recorded', { instruments: 'BTCUSDT, ETHUSDT' }],
    ['an end before the beginning', { from: 9, to: 9 }, 'span-empty', {}],
    ['a parameter that is not there', { changes: { 'policy.luck': 1 } }, 'parameter-unknown', { parameter: 'policy.luck', known: expect.stringContaining('policy.margin, ') as string }],
    ['a parameter out of its range', { changes: { 'policy.margin': -1 } }, 'parameter-out-of-range', { parameter: 'policy.margin', value: -1, least: 0, most: 0.5 }],
    ['a parameter that must be whole', { changes: { leverage: 1.5 } }, 'wish-refused', { detail: expect.stringContaining('leverage takes a whole number') as string }],
    ['a varied parameter out of its range', { vary: { 'policy.margin': [0, 7] } }, 'parameter-out-of-range', { parameter: 'policy.margin', value: 7, least: 0, most: 0.5 }],
    ['a sweep of nothing', { vary: {} }, 'nothing-varied', {}],
    ['too many combinations', { vary: { 'policy.margin': many, 'policy.riskPerTrade': many.map((value) => (value + 1) / 1_000) } }, 'too-many-combinations', { combinations: 529, most: 512 }],
  ])('is refused for %s, and no job begins', async (_name, change, code, values) => {
    const refused = 'vary' in change ? await ask()['research.sweep']({ ...click(), wish: { ...wish, vary: {}, ...change } }) : await ask()['research.backtest']({ ...click(), wish: { ...wish, ...change } })
    expect(refused).toEqual({ accepted: false, reason: { code, values } })
    expect([launched, jobs.views]).toEqual([[], []])
  })

  it('is refused where nothing was ever imported', async () => {
    expect(await ask('/nowhere')['research.backtest']({ ...click(), wish })).toMatchObject({ accepted: false, reason: { code: 'unknown-instrument', values: { known: '' } } })
  })
})

describe('what is stored', () => {
  it('is listed, read in pieces and forgotten', async () => {
    const runs = new StoredRuns(opening())
    await runs.putBacktest(reportOf('one'), tradesOf(5), lasted)
    await runs.putSweep(sweepOf('two'), 'c', lasted)
    const handlers = ask()
    expect((await handlers['research.runs'](null)).map(({ runId }) => runId)).toEqual(expect.arrayContaining(['two', 'one']))
    expect(await handlers['research.report']({ runId: 'one' })).toEqual(reportOf('one'))
    const [first, rest] = [await handlers['research.trades']({ runId: 'one', first: 0, count: 3 }), await handlers['research.trades']({ runId: 'one', first: 3, count: 3 })]
    expect([first!.net.length, rest!.net.length, [...first!.net, ...rest!.net]]).toEqual([3, 2, tradesOf(5).net])
    expect(requests['research.trades'].result.safeParse(first).success).toBe(true)
    expect(await handlers['research.forget']({ ...click(), runId: 'one' })).toEqual({ accepted: true })
    expect(await handlers['research.forget']({ ...click(), runId: 'one' })).toMatchObject({ accepted: false, reason: { code: 'no-such-run' } })
    expect([await handlers['research.report']({ runId: 'one' }), await handlers['research.trades']({ runId: 'one', first: 0, count: 1 })]).toEqual([null, null])
    await handlers['research.forget']({ ...click(), runId: 'two' })
  })

  it('is a file as a whole, cut between characters', async () => {
    const runs = new StoredRuns(opening())
    const report = reportOf('long', { caveats: [{ code: '한글', values: { text: '가나다'.repeat(600) } }] })
    await runs.putBacktest(report, tradesOf(1_500), lasted)
    await runs.putSweep(sweepOf('grid'), 'c', lasted)
    const handlers = ask()
    const file = async (runId: string, format: 'html' | 'json'): Promise<string[]> => {
      const pieces: string[] = []
      for (let offset: number | null = 0; offset !== null;) {
        const { text, next } = await handlers['research.file']({ runId, format, offset })
        pieces.push(text)
        offset = next
      }
      return pieces
    }
    const pieces = await file('long', 'json')
    expect([pieces.length > 1, JSON.parse(pieces.join(''))]).toEqual([true, { report, trades: tradesOf(1_500) }])
    expect((await file('long', 'html')).join('')).toMatch(/^<!doctype html>/i)
    expect(JSON.parse((await file('grid', 'json')).join(''))).toEqual({ report: sweepOf('grid'), trades: null })
    expect((await file('grid', 'html')).join('')).toContain('Sweep of perp-ev')
    await expect(handlers['research.file']({ runId: 'long', format: 'json', offset: 10 ** 9 })).rejects.toThrow('no-such-piece')
    await expect(file('other', 'json')).rejects.toThrow('no-such-run')
  })

  it('says what can be back-tested', () => {
    expect(requests['research.strategies'].result.safeParse(ask()['research.strategies'](null)).success).toBe(true)
  })
})
