import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EvaluationReport } from '../../src-shared/contract/evaluation-views.ts'
import { learnReport } from '../../src-shared/contract/evaluation-schemas.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { openModelsAt } from '../../src-main/modes/open-models.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'

const DAYS = 40
let recording: Recording
beforeAll(async () => {
  recording = await record(DAYS, 1)
}, 60_000)
afterAll(() => recording.close())

const run = (...args: readonly string[]): Promise<Spoken> => haetae(args, { home: recording.home })

it('goes from archived candles to a verdict, a stored report, a counted trial and a pair that a strategy can open', async () => {
  const { code, out, error } = await run('evaluate', '--instrument', 'BTCUSDT', '--every', '12', '--folds', '2', '--seeds', '1', '--set', 'labelSpec.horizon=24', '--json')
  expect([code, error]).toEqual([0, ''])
  const report = learnReport.parse(JSON.parse(out)) as EvaluationReport
  expect(report.kind).toBe('evaluation')
  expect(report.folds.map(({ fold }) => fold)).toEqual([0, 1, null, 0, 1, null])
  expect(report.checks.filter(({ passed }) => !passed)).toEqual([])
  expect(report.equity.value.length).toBe(report.days.day.length + 1)
  const folder = join(recording.home, ACCOUNT.replaceAll(':', '_'))
  expect(existsSync(join(folder, 'evaluations', report.runId))).toBe(false)
  const counted = await new SqliteTrialLedger({ folder, accountId: ACCOUNT, program: 'test' }, systemClock).all()
  expect(counted.filter(({ state }) => state === 'done').length).toBeGreaterThanOrEqual(report.trades > 0 ? 1 : 0)
  expect(counted.find(({ days }) => JSON.stringify(days) === JSON.stringify(report.days))).toMatchObject({ kind: 'evaluation', state: 'done', trades: report.trades })
  await opens(report)
  expect((await run('runs', report.runId)).out.split('\n')[1]).toMatch(/^(REJECTED|NOT PROVEN YET|PROVEN)$/)
  expect((await run('models')).out).toContain(report.candidateId)
}, 120_000)

it('fits on events alone when asked to, and says so in the report, the trial and the text', async () => {
  const { code, out, error } = await run('evaluate', '--instrument', 'BTCUSDT', '--cusum', '3', '--folds', '2', '--seeds', '1', '--set', 'labelSpec.horizon=24', '--json')
  expect([code, error]).toEqual([0, ''])
  const report = learnReport.parse(JSON.parse(out)) as EvaluationReport
  expect(report.wish).toMatchObject({ cusum: 3, every: 6 })
  expect(report.checks.filter(({ passed }) => !passed)).toEqual([])
  for (const { fitRows, fitEffectiveRows, rows } of report.folds) expect([fitRows > fitEffectiveRows, fitRows < rows]).toEqual([true, true])
  const counted = await new SqliteTrialLedger({ folder: join(recording.home, ACCOUNT.replaceAll(':', '_')), accountId: ACCOUNT, program: 'test' }, systemClock).all()
  expect(counted.filter(({ kind, parameters }) => kind === 'evaluation' && parameters['cusum'] === 3 && !('every' in parameters)).length).toBe(1)
  expect((await run('runs', report.runId)).out.split('\n')[0]).toContain('fitted on closes that had moved 3 deviations')
  expect(await run('evaluate', '--instrument', 'BTCUSDT', '--cusum', '900')).toMatchObject({ code: 1, error: expect.stringMatching(/BTCUSDT.*900 deviations.*fewer deviations/) })
}, 120_000)

/** By the strategy with the barriers that it was fitted for. */
async function opens({ candidateId }: EvaluationReport): Promise<void> {
  const { config } = await recording.run()
  const models = { long: `${candidateId}-long`, short: `${candidateId}-short` }
  const runtime = await openModelsAt({ root: process.cwd(), home: recording.home }, [{ ...config, models, labelSpec: { ...config.labelSpec, horizon: 24 } }])
  expect(runtime.reliability(models.long)?.length).toBeGreaterThan(0)
}

it('refuses what cannot be meant before it looks at anything, and stops when told to', async () => {
  expect(await run('evaluate', '--instrument', 'BTCUSDT', '--folds', '1')).toMatchObject({ code: 2 })
  expect((await run('evaluate', '--instrument', 'BTCUSDT', '--learn', 'depth=3')).error).toContain('penaltyQ')
  expect(await haetae(['evaluate', '--instrument', 'BTCUSDT'], { home: recording.home, cancelled: () => true })).toMatchObject({ code: 130 })
})
