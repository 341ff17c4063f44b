import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { BacktestReport, BacktestWish, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import type { JobView, StartedJob } from '../../src-shared/contract/workstation-views.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { runBacktest } from '../../src-main/modes/backtest-run.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { commandLine } from '../support/command-line.ts'
import { click, DEMO, EngineHome, pidsOf } from '../support/engine-home.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'
import { isAlive } from '../support/venue-process.ts'

const SOON = { timeout: 180_000, interval: 5 }

let recording: Recording
let wish: BacktestWish
const homes: EngineHome[] = []
beforeAll(async () => {
  recording = await record(24, 3)
  wish = { strategyId: 'perp-ev', instruments: (await recording.run()).config.instruments, from: null, to: null, policyId: 'expected-value', seed: 0, changes: {}, rivals: 0 }
})
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.stop()))
  rmSync(join(recording.home, 'jobs.json'), { force: true })
})
afterAll(() => recording.close())

async function serving(beginning: typeof DEMO | null = null): Promise<EngineHome> {
  const home = new EngineHome(recording.home, beginning)
  homes.push(home)
  await expect.poll(() => home.phase, SOON).toBe(beginning ? 'running' : 'choosing')
  return home
}

function idOf(started: StartedJob): string {
  if (!started.accepted) throw new Error(started.reason.code)
  return started.jobId
}
const jobOf = ({ latest }: EngineHome, jobId: string): JobView | undefined => latest.jobs?.find((job) => job.jobId === jobId)

/** The run that a job ends with. */
async function runOf(home: EngineHome, jobId: string): Promise<string> {
  await expect.poll(() => jobOf(home, jobId)?.state, SOON).toBe('done')
  return jobOf(home, jobId)!.runId!
}
/** Long enough to be met while it is at it. */
const begin = async (home: EngineHome, rivals = 40): Promise<string> => idOf(await home.ask('research.backtest', { ...click(), wish: { ...wish, rivals } }))
const underWay = (home: EngineHome, jobId: string) => expect.poll(() => jobOf(home, jobId)?.part, SOON).toBeGreaterThan(0)

it('decides and trades alike here, in the jobs process and from the command, to the last bit', async () => {
  const home = await serving()
  const [here, runId, { out }] = await Promise.all([
    runBacktest(wish, { archive: recording.archive, root: '.', runId: 'here', accountId: ACCOUNT, trials: new TrialsInMemory() }),
    home.ask('research.backtest', { ...click(), wish }).then((started) => runOf(home, idOf(started))),
    commandLine(recording.home, ['backtest', '--instrument', wish.instruments.join(','), '--json']),
  ])
  const there = (await home.ask('research.report', { runId })) as BacktestReport
  const told = JSON.parse(out) as { decisionHash: string; orderHash: string; configHash: string }
  const { decisions, orders, config } = here.report.hashes
  expect(here.report.summary.trades).toBeGreaterThan(3)
  expect([there.hashes.decisions, there.hashes.orders, there.hashes.config]).toEqual([decisions, orders, config])
  expect([told.decisionHash, told.orderHash, told.configHash]).toEqual([decisions, orders, config])
  expect({ ...there, runId: 'here' }).toEqual(here.report)
  expect(await home.ask('research.trades', { runId, first: 0, count: 2_000 })).toEqual(here.trades)
  expect(await home.ask('research.runs', null)).toContainEqual(expect.objectContaining({ runId, kind: 'backtest', orderHash: orders, trades: here.report.summary.trades }))
})

it('tells how far it is and how long it takes, ends when it is cancelled, and leaves no run behind', async () => {
  const home = await serving()
  const before = await home.ask('research.runs', null)
  const parts: number[] = []
  const jobId = await begin(home)
  await expect.poll(() => parts[parts.push(jobOf(home, jobId)?.part ?? 0) - 1], SOON).toBeGreaterThan(0.05)
  expect(jobOf(home, jobId)).toMatchObject({ state: 'running', secondsLeft: expect.any(Number) as number })
  const [pid] = pidsOf(jobId)
  expect(await home.ask('job.cancel', { ...click(), jobId })).toEqual({ accepted: true })
  await expect.poll(() => [jobOf(home, jobId)?.state, isAlive(pid!)], SOON).toEqual(['cancelled', false])
  expect([parts.toSorted((a, b) => a - b), new Set(parts).size > 2]).toEqual([parts, true])
  expect(await home.ask('research.runs', null)).toEqual(before)
})

it('fails alone when its process is killed: the engine trades on, and the next job begins', async () => {
  const home = await serving(DEMO)
  const jobId = await begin(home)
  const next = idOf(await home.ask('research.backtest', { ...click(), wish }))
  await underWay(home, jobId)
  expect(jobOf(home, next)?.state).toBe('waiting')
  const [pid, decisions] = [home.enginePid(), home.latest.vitals!.decisions]
  process.kill(pidsOf(jobId)[0]!, 'SIGKILL')
  await expect.poll(() => jobOf(home, jobId), SOON).toMatchObject({ state: 'failed', runId: null, told: { code: 'job-ended', values: { detail: 'it ended with SIGKILL' } } })
  await expect.poll(() => home.latest.vitals!.decisions, SOON).toBeGreaterThan(decisions + 50)
  const runId = await runOf(home, next)
  expect([home.enginePid(), home.latest.status!.trading, home.latest.workstation!.recentCrashes]).toEqual([pid, true, 0])
  // What was begun before it died is counted as it is: nobody has ended it.
  const trials = await new SqliteTrialLedger({ folder: join(recording.home, 'sim_replay_1'), accountId: ACCOUNT, program: 'test' }, systemClock).all()
  expect(trials.slice(-2).map(({ state }) => state)).toEqual(['begun', 'done'])
  const runs = await home.ask('research.runs', null)
  expect([runs[0]!.runId, runs.some((run) => run.runId.includes(jobId))]).toEqual([runId, false])
})

it.each([
  ['is stopped by Ctrl-C, which reaches the job as well,', async (home: EngineHome, pid: number) => (process.kill(pid, 'SIGINT'), await home.stop(), serving())],
  ['is killed,', (home: EngineHome) => (process.kill(home.enginePid(), 'SIGKILL'), Promise.resolve(home))],
])('ends when the engine that began it %s and is taken up again in its next life', async (_how, nextLife) => {
  const home = await serving(DEMO)
  const jobId = await begin(home)
  // The first run has asked its models; its rivals ask nobody.
  await expect.poll(() => jobOf(home, jobId)?.part, SOON).toBeGreaterThan(0.05)
  const [pid] = pidsOf(jobId)
  const next = await nextLife(home, pid!)
  await expect.poll(() => isAlive(pid!), SOON).toBe(false)
  await expect.poll(() => pidsOf(jobId).filter((one) => one !== pid).length, SOON).toBe(1)
  // Windows find the new life a little later.
  await expect.poll(() => next.ask('job.cancel', { ...click(), jobId }).catch(() => null), SOON).toEqual({ accepted: true })
  await expect.poll(() => [pidsOf(jobId), jobOf(next, jobId)?.state], SOON).toEqual([[], 'cancelled'])
})

it('sweeps in threads as low as the job itself, and gives the rows in the order of the values', async () => {
  const home = await serving()
  const jobId = idOf(await home.ask('research.sweep', { ...click(), wish: { ...wish, vary: { 'policy.riskPerTrade': [0.002, 0.004], 'policy.margin': [0, 0.01] } } }))
  await underWay(home, jobId)
  const nice = execFileSync('ps', ['-L', '-o', 'ni=', '-p', String(pidsOf(jobId)[0])], { encoding: 'utf8' }).trim().split(/\s+/)
  expect(nice.filter((one) => Number(one) === constants.priority.PRIORITY_LOW).length, 'its own thread and those of the sweep').toBeGreaterThan(1)
  const runId = await runOf(home, jobId)
  const { rows, vary } = (await home.ask('research.report', { runId })) as SweepReport
  expect([vary, rows.map(({ values }) => values)]).toEqual([['policy.riskPerTrade', 'policy.margin'], [[0.002, 0], [0.002, 0.01], [0.004, 0], [0.004, 0.01]]])
  const alone = await runBacktest({ ...wish, changes: { 'policy.riskPerTrade': 0.004, 'policy.margin': 0 } }, { archive: recording.archive, root: '.', runId: 'here', accountId: ACCOUNT, trials: new TrialsInMemory() })
  expect(rows[2]).toMatchObject({ orderHash: alone.report.hashes.orders, net: alone.report.summary.net, netReturn: alone.report.summary.netReturn, sharpe: alone.report.summary.sharpe })
  expect(new Set(rows.map(({ orderHash }) => orderHash)).size).toBeGreaterThan(1)
})
