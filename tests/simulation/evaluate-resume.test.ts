import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hourly, PROOF_ACCOUNT, proofArchive, type ProofArchive } from '../../scripts/bench/proof-market.ts'
import type { EvaluateWish, EvaluationReport } from '../../src-shared/contract/evaluation-views.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { RunCancelled } from '../../src-main/modes/backtest-run.ts'
import { runEvaluate } from '../../src-main/modes/learning/evaluate-run.ts'
import { evaluateTask, type EvaluateParts } from '../../src-main/modes/learning/evaluate-task.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import type { TrialLedger } from '../../src-main/training/trial-ledger.port.ts'

const DAYS = 100
const RUN = 'evaluation-1'

let home: string
let market: ProofArchive
let folders = 0
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'haetae-resume-'))
  market = await proofArchive(home, hourly(5, DAYS), 1)
})
afterAll(() => {
  market.archive.close()
  rmSync(home, { recursive: true, force: true })
})

const wish = (): EvaluateWish => ({ ...market.wish, learner: 'linear', parameters: {}, every: 1, cusum: null, folds: 3, seeds: 1 })

/** An account of its own on the same market. */
function account(): EvaluateParts {
  const folder = mkdtempSync(join(home, `account-${++folders}-`))
  const opening = { ...market.opening, folder }
  return {
    archive: market.archive, configOf: market.configOf, folder, modelsFolder: join(folder, 'models'), accountId: PROOF_ACCOUNT, runId: RUN, clock: monotonicClock,
    trials: new SqliteTrialLedger(opening, systemClock), models: new SqliteModelRegistry(opening, systemClock),
  }
}

/** How long it took is not the same twice. */
const told = (report: EvaluationReport): EvaluationReport => ({ ...report, took: {} })

/** The program dies at a call of the ledger: it never comes back, and nothing is tidied up. Answers what had been asked of the ledger by then. */
function dyingAt(parts: EvaluateParts, method: 'begin' | 'end', call: number, before: boolean): Promise<readonly string[]> {
  return new Promise((dead) => {
    const asked: string[] = []
    const { trials } = parts
    const die = async (name: 'begin' | 'end', work: () => Promise<unknown>): Promise<never> => {
      asked.push(name)
      const isLast = name === method && asked.filter((one) => one === name).length === call
      if (!isLast || !before) await work()
      if (!isLast) return undefined as never
      dead(asked)
      return new Promise<never>(() => {})
    }
    const ledger: TrialLedger = {
      begin: async (trial) => {
        let trialId = ''
        await die('begin', async () => (trialId = await trials.begin(trial)))
        return trialId
      },
      end: (trialId, outcome) => die('end', () => trials.end(trialId, outcome)),
      onData: (data) => trials.onData(data), all: () => trials.all(), broken: () => trials.broken(),
    }
    void runEvaluate(wish(), { ...parts, trials: ledger })
  })
}

it('goes on where it was killed, comes to the same report, and counts every trial once', async () => {
  const whole = account()
  const report = told(await runEvaluate(wish(), whole))
  expect(report.verdict.trials).toBe(16)
  expect(existsSync(join(whole.folder, 'evaluations', RUN))).toBe(false)
  for (const [method, call, before] of [['end', 1, true], ['end', 9, false]] as const) {
    const parts = account()
    const asked = await dyingAt(parts, method, call, before)
    expect(readdirSync(join(parts.folder, 'evaluations', RUN)).length).toBeGreaterThan(0)
    expect(told(await runEvaluate(wish(), parts))).toEqual(report)
    const trials = await parts.trials.all()
    expect(trials.length).toBe(16)
    expect(trials.every(({ state }) => state === 'done')).toBe(true)
    expect(asked.filter((name) => name === 'begin').length).toBeGreaterThan(0)
    expect(existsSync(join(parts.folder, 'evaluations', RUN))).toBe(false)
  }
}, 240_000)

it('counts what was cancelled, keeps nothing to go on with, and registers no pair', async () => {
  const parts = account()
  let stages = 0
  await expect(runEvaluate(wish(), { ...parts, progress: () => stages++, cancelled: () => stages > 2 })).rejects.toThrow(RunCancelled)
  expect((await parts.trials.all()).map(({ kind, state }) => [kind, state])).toEqual([['evaluation', 'failed']])
  expect(await parts.models.list()).toEqual([])
  expect(existsSync(join(parts.folder, 'evaluations'))).toBe(true)
  expect(readdirSync(join(parts.folder, 'evaluations'))).toEqual([])
})

it('refuses what cannot be meant before anything is counted', async () => {
  const parts = account()
  await expect(runEvaluate({ ...wish(), parameters: { depth: 3 } }, parts)).rejects.toThrow("has no parameter depth; it has penaltyQ")
  await expect(runEvaluate({ ...wish(), changes: { 'policy.nothing': 1 } }, parts)).rejects.toThrow('no parameter')
  expect(await parts.trials.all()).toEqual([])
})

it('proves nothing about the strategy with costs and numbers that are not its own', async () => {
  const changes = { 'venue.slippageMultiple': 0, 'policy.margin': 0.011 }
  const report = await runEvaluate({ ...wish(), changes }, account())
  expect(report.verdict.reasons).toContainEqual({ code: 'gate-other-numbers', values: { names: 'venue.slippageMultiple, policy.margin' } })
  const { config, otherNumbers } = await evaluateTask({ ...wish(), changes: { 'venue.slippageMultiple': 1, 'venue.feeTier': 0 } }, account())
  expect([config.strategyId, otherNumbers]).toEqual(['perp-ev', []])
}, 120_000)
