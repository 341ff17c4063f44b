import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { BacktestReport, BacktestWish } from '../../src-shared/contract/backtest-report.ts'
import type { EvaluateWish } from '../../src-shared/contract/evaluation-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import type { JobMessage } from '../../src-main/host/job-messages.ts'
import { openReplay } from '../../src-main/host/open-replay.ts'
import { runJob } from '../../src-main/host/run-job.ts'
import type { ModeSurroundings } from '../../src-main/host/open-mode.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import type { TrialRecord } from '../../src-main/training/trial-ledger.port.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'

// Whatever looks at archived candles is counted, however it ends: nobody finds a good one by not telling of the bad ones.
const DAY_MS = 86_400_000
const DAYS = 3
let recording: Recording
let names: readonly string[]
let trials: SqliteTrialLedger
let seen = 0
const opening = () => ({ folder: join(recording.home, ACCOUNT.replaceAll(':', '_')), accountId: ACCOUNT, program: 'test' })

beforeAll(async () => {
  recording = await record(DAYS, 1)
  names = (await recording.run()).config.instruments
  trials = new SqliteTrialLedger(opening(), systemClock)
})
beforeEach(async () => void (seen = (await trials.all()).length))
afterAll(() => recording.close())

const added = async (): Promise<readonly TrialRecord[]> => (await trials.all()).slice(seen)
const ends = async (): Promise<readonly (readonly [string, string])[]> => (await added()).map(({ kind, state }) => [kind, state] as const)
const run = (...args: readonly string[]): Promise<Spoken> => haetae(args, { home: recording.home })
const chance = ['--instrument', 'BTCUSDT', '--policy', 'random-entry'] as const
const wish = (more: Partial<BacktestWish> = {}): BacktestWish => ({ strategyId: 'perp-ev', instruments: names, from: null, to: null, policyId: 'random-entry', seed: 1, changes: {}, rivals: 0, ...more })
const EVALUATION: EvaluateWish = { strategyId: 'perp-ev', instruments: ['BTCUSDT'], from: null, to: null, changes: {}, learner: 'linear', parameters: {}, every: 6, cusum: null, folds: 5, seeds: 1 }
/** After so many looks. */
const stopping = (looks: number) => {
  let looked = 0
  return { home: recording.home, cancelled: () => ++looked > looks }
}

it('a back-test from the command, with what it came to each day; its rivals are nobody’s choice', async () => {
  const file = join(recording.home, 'report.json')
  expect(await run('backtest', ...chance, '--seed', '3', '--set', 'policy.notionalCap=90', '--rivals', '1', '--report-json', file)).toMatchObject({ code: 0 })
  const { report } = JSON.parse(readFileSync(file, 'utf8')) as { report: BacktestReport }
  const [trial, ...rest] = await added()
  expect(rest).toEqual([])
  expect(trial).toMatchObject({ kind: 'backtest', state: 'done', strategyId: 'perp-ev', days: report.days, trades: report.summary.trades, parameters: { policy: 'random-entry', seed: 3, 'policy.notionalCap': 90 } })
  expect(trial!.data).toMatchObject({ instruments: ['BTCUSDT'], from: report.from, to: report.from + DAYS * DAY_MS })
})

it('one that is stopped', async () => {
  expect(await haetae(['backtest', ...chance], stopping(20))).toMatchObject({ code: 130 })
  expect(await ends()).toEqual([['backtest', 'failed']])
})

it('each of a sweep', async () => {
  expect(await run('sweep', ...chance, '--vary', 'policy.notionalCap=90,45')).toMatchObject({ code: 0 })
  expect(await ends()).toEqual([['sweep', 'done'], ['sweep', 'done']])
  expect(new Set((await added()).map(({ parameters }) => parameters['policy.notionalCap']))).toEqual(new Set([90, 45]))
  expect((await added()).map(({ days }) => days?.day.length)).toEqual([DAYS, DAYS])
})

it('a replay from the command, and one that is stopped', async () => {
  expect(await run('replay', '--instrument', 'BTCUSDT')).toMatchObject({ code: 0 })
  expect(await haetae(['replay', '--instrument', 'BTCUSDT'], stopping(20))).toMatchObject({ code: 130 })
  expect(await ends()).toEqual([['backtest', 'done'], ['backtest', 'failed']])
  expect((await added())[0]).toMatchObject({ parameters: { mode: 'replay' }, data: { instruments: ['BTCUSDT'] } })
  expect((await added())[0]!.days?.day).toHaveLength(DAYS)
})

it('a replay in a window, whether it is watched to its end or left', async () => {
  const surroundings = { place: { home: recording.home, root: '.' }, clock: systemClock, publisher: { publish: () => {} }, unwell: [], step: () => {} } as unknown as ModeSurroundings
  const open = () => openReplay({ mode: 'replay', instruments: names, from: null, to: null, speed: null }, { trading: true }, surroundings)
  const watched = await open()
  await watched.mode.ended
  await watched.close()
  const left = await openReplay({ mode: 'replay', instruments: names, from: null, to: null, speed: 1 }, { trading: true, paused: true }, surroundings)
  expect(await ends()).toEqual([['backtest', 'done'], ['backtest', 'begun']])
  await left.close()
  expect(await ends()).toEqual([['backtest', 'done'], ['backtest', 'failed']])
})

it('an evaluation from the command, also where it comes to nothing or is stopped', async () => {
  expect(await run('evaluate', '--instrument', 'BTCUSDT')).toMatchObject({ code: 1, out: '' })
  expect(await haetae(['evaluate', '--instrument', 'BTCUSDT'], stopping(0))).toMatchObject({ code: 130 })
  expect(await ends()).toEqual([['evaluation', 'failed'], ['evaluation', 'failed']])
  expect((await added())[0]).toMatchObject({ parameters: { learner: 'linear' }, data: { instruments: ['BTCUSDT'] } })
})

it('a back-test, an evaluation and a sweep as jobs', async () => {
  const messages: JobMessage[] = []
  const parts = { clock: monotonicClock, wall: systemClock, tell: (message: JobMessage) => void messages.push(message) }
  await runJob({ kind: 'backtest', opening: opening(), root: '.', runId: 'backtest-job', wish: wish() }, parts)
  await runJob({ kind: 'learn', opening: opening(), root: '.', home: recording.home, runId: 'evaluation-job', wanted: { kind: 'evaluation', wish: EVALUATION } }, parts)
  await runJob({ kind: 'sweep', opening: opening(), root: resolve('.'), runId: 'sweep-job', workers: 1, wish: { ...wish(), vary: { leverage: [2] } } }, parts)
  expect(messages.filter(({ kind }) => kind !== 'progress')).toMatchObject([{ kind: 'done', runId: 'backtest-job' }, { kind: 'failed' }, { kind: 'done', runId: 'sweep-job' }])
  expect(await ends()).toEqual([['backtest', 'done'], ['evaluation', 'failed'], ['sweep', 'done']])
})

it('but not what is refused before it looks at any candle', async () => {
  for (const args of [['--set', 'policy.margin=7'], ['--policy', 'luck']]) expect(await run('backtest', '--instrument', 'BTCUSDT', ...args)).toMatchObject({ code: 2 })
  expect(await run('backtest', '--instrument', 'NONE')).toMatchObject({ code: 2 })
  expect(await ends()).toEqual([])
})

it('also when its run is forgotten', async () => {
  const { runId } = JSON.parse((await run('backtest', ...chance, '--json')).out) as { runId: string }
  expect(await run('runs', runId, '--forget')).toMatchObject({ code: 0 })
  expect(await ends()).toEqual([['backtest', 'done']])
})

it('or it is not run: where nothing can be counted nothing is looked at', async () => {
  const head = join(opening().folder, 'trials.head')
  const kept = readFileSync(head)
  rmSync(head)
  const messages: JobMessage[] = []
  const before = (await run('runs', '--json')).out
  expect(await run('backtest', ...chance)).toMatchObject({ code: 3, error: expect.stringMatching(/trials\.db: link \d+ and what came after it was cut off/) as string })
  expect(await run('replay', '--instrument', 'BTCUSDT')).toMatchObject({ code: 3 })
  await runJob({ kind: 'backtest', opening: opening(), root: '.', runId: 'none', wish: wish() }, { clock: monotonicClock, wall: systemClock, tell: (message) => void messages.push(message) })
  expect(messages.at(-1)).toMatchObject({ kind: 'failed', told: told('storage-refused', { refusal: 'corrupt', detail: expect.stringContaining('cut off') as string }) })
  expect([await ends(), (await run('runs', '--json')).out]).toEqual([[], before])
  writeFileSync(head, kept)
})
