import { join } from 'node:path'
import type { EvaluateWish, EvaluationReport, GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { runEvaluate, runTrials } from '../../src-main/modes/learning/evaluate-run.ts'
import { evaluateTask, type EvaluateParts } from '../../src-main/modes/learning/evaluate-task.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { judge } from '../../src-main/training/gate/judge.ts'
import { hourly, NOTHING, PROOF_ACCOUNT, proofArchive, type ProofArchive, type ProofMarket } from './proof-market.ts'

export type ProofKind = 'null' | 'planted' | 'weak'

/** Of trends, in deviations of an hour's return, an hour. `bench -- proof --truth` works out the annual Sharpe ratios that they are worth; the weak one's is a fifth. */
export const PLANTED_STRENGTH = 2.5
export const WEAK_STRENGTH = 1.04

export const PROOF_MARKETS: Readonly<Record<ProofKind, ProofMarket>> = { null: NOTHING, planted: hourly(PLANTED_STRENGTH), weak: hourly(WEAK_STRENGTH) }
/** One close in so many is fitted on: of five minutes six tell hardly more than one. */
const EVERY: Readonly<Record<ProofKind, number>> = { null: 6, planted: 1, weak: 1 }

/** What is kept of one evaluation. */
export interface ProofRow {
  readonly kind: ProofKind
  readonly seed: number
  /** A row of another strength is of another proof. */
  readonly edgeStrength: number
  readonly verdict: GateVerdict['verdict']
  readonly daysMissing: number | null
  readonly days: number
  readonly trades: number
  readonly netPerTrade: number | null
  readonly sharpeAnnual: number | null
  readonly trials: number
  readonly effectiveTrials: number
  readonly criteria: Readonly<Record<string, number | null>>
  readonly reasons: readonly string[]
  /** Of processor time. */
  readonly seconds: number
}

/** What the gate says of the recipe and its neighbours alone. Leak checks can only refuse more, so luck that is refused here is refused anyway. */
export async function proofVerdict(home: string, kind: ProofKind, seed: number): Promise<GateVerdict> {
  const { archive, wish, parts } = await proofParts(home, kind, seed)
  const task = await evaluateTask(wish, parts)
  try {
    const { trialId, result: { outcome } } = await runTrials(task)
    return judge({ trialId, days: outcome, netPerTrade: outcome.netPerTrade, trials: await task.parts.trials.onData(task.trialData), checks: [] })
  } finally {
    task.checkpoints().forget()
    archive.close()
  }
}

/** The whole evaluation, as the command does it, of the market of a seed, with a ledger of its own below `home`. */
export async function proofRun(home: string, kind: ProofKind, seed: number): Promise<ProofRow> {
  const before = process.cpuUsage()
  const { archive, wish, parts } = await proofParts(home, kind, seed)
  try {
    const report = await runEvaluate(wish, parts)
    const { user, system } = process.cpuUsage(before)
    return { ...rowOf(report), kind, seed, edgeStrength: PROOF_MARKETS[kind].edgeStrength, seconds: (user + system) / 1e6 }
  } finally {
    archive.close()
  }
}

interface Proof {
  readonly archive: ProofArchive['archive']
  readonly wish: EvaluateWish
  readonly parts: EvaluateParts
}

async function proofParts(home: string, kind: ProofKind, seed: number): Promise<Proof> {
  const { archive, opening, wish, configOf } = await proofArchive(join(home, kind), PROOF_MARKETS[kind], seed)
  return {
    archive, wish: { ...wish, learner: 'linear', parameters: {}, every: EVERY[kind], cusum: null, folds: 5, seeds: 1 },
    parts: {
      archive, configOf, folder: opening.folder, modelsFolder: join(opening.folder, 'models'), accountId: PROOF_ACCOUNT, runId: `proof-${kind}-${seed}`,
      trials: new SqliteTrialLedger(opening, systemClock), models: new SqliteModelRegistry(opening, systemClock), clock: monotonicClock,
    },
  }
}

function rowOf({ verdict, trades, netPerTrade }: EvaluationReport): Omit<ProofRow, 'kind' | 'seed' | 'edgeStrength' | 'seconds'> {
  const { daysMissing, days, sharpeAnnual, trials, effectiveTrials, criteria, reasons } = verdict
  return {
    verdict: verdict.verdict, daysMissing, days, trades, netPerTrade, sharpeAnnual, trials, effectiveTrials,
    criteria: Object.fromEntries(criteria.map(({ name, value }) => [name, value])), reasons: reasons.map(({ code }) => code),
  }
}
