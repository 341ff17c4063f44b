import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { EvaluationReport, LearnReport, LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { learnt } from '../../src-main/host/learn-jobs.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { click, EngineHome } from '../support/engine-home.ts'
import { record, type Recording } from '../support/recorded.ts'

const SOON = { timeout: 120_000, interval: 5 }

let recording: Recording
let home: EngineHome
let span: { readonly strategyId: string; readonly instruments: readonly string[]; readonly from: null; readonly to: null; readonly changes: Readonly<Record<string, number>> }
beforeAll(async () => {
  recording = await record(14, 2)
  span = { strategyId: 'perp-ev', instruments: (await recording.run()).config.instruments, from: null, to: null, changes: { 'labelSpec.horizon': 4 } }
  home = new EngineHome(recording.home, null)
})
beforeEach(() => expect.poll(() => home.phase, SOON).toBe('choosing'))
afterAll(async () => {
  await home.stop()
  recording.close()
})

const jobOf = (jobId: string): JobView | undefined => home.latest.jobs?.find((job) => job.jobId === jobId)

/** As a page asks for it. */
async function inJobsProcess(wanted: LearnWish): Promise<LearnReport> {
  const started = await home.ask('learn.start', { ...click(), wanted })
  if (!started.accepted) throw new Error(started.reason.code)
  await expect.poll(() => ['done', 'failed'].includes(jobOf(started.jobId)?.state ?? ''), SOON).toBe(true)
  expect(jobOf(started.jobId)).toMatchObject({ kind: wanted.kind, state: 'done', part: 1, told: null })
  const report = await home.ask('learn.report', { runId: jobOf(started.jobId)!.runId! })
  expect(await home.ask('research.runs', null)).toContainEqual(expect.objectContaining({ runId: report?.runId, kind: wanted.kind, instruments: span.instruments }))
  return report!
}

const inThisProcess = (wanted: LearnWish): Promise<LearnReport> =>
  learnt(wanted, { archive: recording.archive, opening: recordedOpening(recording.home), root: '.', home: recording.home, runId: `${wanted.kind}-here`, wall: systemClock, progress: () => {} })

/** What may differ: its name, and whether the one before has left its rows. */
const told = (report: LearnReport): object => ({ ...report, runId: null, ...('cached' in report ? { cached: null } : {}) })

it.each([
  ['feasibility', (): LearnWish => ({ kind: 'feasibility', wish: { ...span, barrierIntervalsMs: [300_000, 3_600_000], horizons: [24], costs: [] } })],
  ['labels', (): LearnWish => ({ kind: 'labels', wish: { ...span, cusum: null } })],
  ['dataset', (): LearnWish => ({ kind: 'dataset', wish: { ...span, every: 3 } })],
])('%s comes to the same in the jobs process and here', async (_kind, wanted) => {
  const [there, here] = [await inJobsProcess(wanted()), await inThisProcess(wanted())]
  expect(told(there)).toEqual(told(here))
})

it('evaluation comes to a verdict in the jobs process, counts a trial of it and keeps the pair that was fitted', async () => {
  const report = (await inJobsProcess({ kind: 'evaluation', wish: { ...span, learner: 'linear', parameters: {}, every: 12, cusum: null, folds: 2, seeds: 1 } })) as EvaluationReport
  expect(report.folds.map(({ fold, side }) => `${fold} ${side}`)).toEqual(expect.arrayContaining(['0 long', '1 short', 'null long']))
  expect(report.checks.length).toBeGreaterThan(3)
  const trials = await home.ask('learn.trials', null)
  expect([trials.broken, trials.rows.filter(({ kind }) => kind === 'evaluation').map(({ state, dataHash }) => [state, dataHash])]).toEqual([null, [['done', report.dataHash]]])
  const pair = (await home.ask('models.list', null)).find(({ candidateId }) => candidateId === report.candidateId)
  expect(pair).toMatchObject({ status: 'trained', shipped: false, runId: report.runId, verdict: report.verdict, dataHash: report.dataHash })
})

it('refuses what cannot be learnt, before a job begins', async () => {
  const wish = { ...span, barrierIntervalsMs: [300_000], horizons: [24], costs: [] }
  const ask = (more: object) => home.ask('learn.start', { ...click(), wanted: { kind: 'feasibility', wish: { ...wish, ...more } } })
  expect(await ask({ instruments: ['NOPEUSDT'] })).toMatchObject({ accepted: false, reason: { code: 'unknown-instrument' } })
  expect(await ask({ strategyId: 'nobody' })).toMatchObject({ accepted: false, reason: { code: 'strategy-unknown' } })
  expect(await ask({ changes: { 'policy.entryChance': 0.1 } })).toMatchObject({ accepted: false, reason: { code: 'wish-refused' } })
  expect(await ask({ from: 2, to: 1 })).toMatchObject({ accepted: false, reason: { code: 'span-empty' } })
})
