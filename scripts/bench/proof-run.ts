import { join } from 'node:path'
import type { EvaluationReport, GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { runEvaluate } from '../../src-main/modes/learning/evaluate-run.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { hourly, NOTHING, PROOF_ACCOUNT, proofArchive, type ProofMarket } from './proof-market.ts'

export type ProofKind = 'null' | 'planted' | 'weak'

/** Its true annual Sharpe ratio is above six, and a fifth of it for the weak one: `bench -- proof --truth` works them out. */
export const PLANTED_STRENGTH = 2
export const WEAK_STRENGTH = 1.05

export const PROOF_MARKETS: Readonly<Record<ProofKind, ProofMarket>> = { null: NOTHING, planted: hourly(PLANTED_STRENGTH), weak: hourly(WEAK_STRENGTH) }
/** One close in so many is fitted on: of five minutes six tell hardly more than one. */
const EVERY: Readonly<Record<ProofKind, number>> = { null: 6, planted: 1, weak: 1 }

/** What is kept of one evaluation. */
export interface ProofRow {
  readonly kind: ProofKind
  readonly seed: number
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

/** The whole evaluation, as the command does it, of the market of a seed, with a ledger of its own below `home`. */
export async function proofRun(home: string, kind: ProofKind, seed: number): Promise<ProofRow> {
  const before = process.cpuUsage()
  const { archive, opening, wish, configOf } = await proofArchive(home, PROOF_MARKETS[kind], seed)
  try {
    const report = await runEvaluate({ ...wish, learner: 'linear', parameters: {}, every: EVERY[kind], folds: 5, seeds: 1 }, {
      archive, configOf, folder: opening.folder, modelsFolder: join(opening.folder, 'models'), accountId: PROOF_ACCOUNT, runId: `proof-${kind}-${seed}`,
      trials: new SqliteTrialLedger(opening, systemClock), models: new SqliteModelRegistry(opening, systemClock), clock: monotonicClock,
    })
    const { user, system } = process.cpuUsage(before)
    return { ...rowOf(report), kind, seed, seconds: (user + system) / 1e6 }
  } finally {
    archive.close()
  }
}

function rowOf({ verdict, trades, netPerTrade }: EvaluationReport): Omit<ProofRow, 'kind' | 'seed' | 'seconds'> {
  const { daysMissing, days, sharpeAnnual, trials, effectiveTrials, criteria, reasons } = verdict
  return {
    verdict: verdict.verdict, daysMissing, days, trades, netPerTrade, sharpeAnnual, trials, effectiveTrials,
    criteria: Object.fromEntries(criteria.map(({ name, value }) => [name, value])), reasons: reasons.map(({ code }) => code),
  }
}
