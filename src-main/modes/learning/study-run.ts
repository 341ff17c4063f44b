import type { Check, EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import { featureRows } from '../../training/evaluation/feature-rows.ts'
import { foldChecks, leakAlarms, rowChecks, scaledInsideFold } from '../../training/evaluation/leak-checks.ts'
import { foldRows, pooled } from '../../training/evaluation/fold-rows.ts'
import { metaRows } from '../../training/evaluation/meta-rows.ts'
import { NULL_RUNS, nullRun, nullTest } from '../../training/evaluation/null-test.ts'
import { onePositionReturns } from '../../training/evaluation/one-position-returns.ts'
import { reliabilityPoints, valueDeciles } from '../../training/evaluation/outcome-curves.ts'
import { pathAucs, splitForecast, type QTask, type SplitForecast } from '../../training/evaluation/q-walk.ts'
import { rowTimes } from '../../training/evaluation/row-times.ts'
import { seedRow, type SeedRow } from '../../training/evaluation/seeds.ts'
import { combinatorialIfRoom, embargoOf } from '../../training/folds/combinatorial.ts'
import { featureMemoryMs } from '../../training/folds/feature-memory.ts'
import { spanOf } from '../../training/folds/fold.ts'
import type { EvaluateTask } from './evaluate-task.ts'
import type { WalkedRecipe } from './recipe-run.ts'

/** What is found out about the forecasts beside what they earn. */
export type Study = Pick<EvaluationReport, 'folds' | 'meta' | 'reliability' | 'deciles' | 'seeds' | 'cpcv' | 'features' | 'checks'>

const GROUPS = 6
const TEST_GROUPS = 2

/** Each run of it is kept as soon as it is done. */
export async function runStudy(task: EvaluateTask, recipe: WalkedRecipe, share: number): Promise<Study> {
  const { data, forecasts } = recipe
  const { stages } = task
  const rows = await stages.run('study', share / 4, () => foldRows(data, forecasts))
  const [long, short] = [pooled(forecasts, 'long'), pooled(forecasts, 'short')]
  return {
    folds: rows, meta: metaRows(data, { long, short }, task.config.policy),
    reliability: { long: reliabilityPoints(data, 'long', long), short: reliabilityPoints(data, 'short', short) },
    deciles: { long: valueDeciles(data, 'long', long), short: valueDeciles(data, 'short', short) },
    checks: [...(await honesty(task, recipe, share / 4)), ...leakAlarms(rows)],
    features: featureRows(data, forecasts),
    seeds: await seedRows(task, recipe, share / 4),
    cpcv: await paths(task, recipe, share / 4),
  }
}

const qTask = ({ learner, parameters }: EvaluateTask, { sampling }: WalkedRecipe, seed: number): QTask => ({ learner, parameters, seed, ...sampling })

async function honesty(task: EvaluateTask, recipe: WalkedRecipe, share: number): Promise<readonly Check[]> {
  const { data, folds, memory, outcome } = recipe
  const { stages } = task
  const scaled = await stages.run('checks', share / 2, () => memory.stage('scaled', () => scaledInsideFold(data, folds[0]!, qTask(task, recipe, 0))))
  const runs: number[] = []
  for (let seed = 1; seed <= NULL_RUNS; seed++) runs.push(await stages.run('checks', share / 2 / NULL_RUNS, () => memory.stage(`null-${seed}`, () => nullRun(data, folds, qTask(task, recipe, seed)))))
  return [...foldChecks(data, folds), scaled, ...rowChecks(data), onePositionReturns(outcome), nullTest(runs)]
}

async function seedRows(task: EvaluateTask, recipe: WalkedRecipe, share: number): Promise<EvaluationReport['seeds']> {
  const { data, folds, memory } = recipe
  const rows: SeedRow[] = []
  for (let seed = 1; seed <= task.wish.seeds; seed++) rows.push(await task.stages.run('seeds', share / task.wish.seeds, () => memory.stage(`seed-${seed}`, () => seedRow(data, folds, qTask(task, recipe, seed)))))
  // Seeds are of q alone, which earns nothing by itself.
  return rows.map((row) => ({ ...row, sharpe: null }))
}

async function paths(task: EvaluateTask, recipe: WalkedRecipe, share: number): Promise<EvaluationReport['cpcv']> {
  const { data, memory } = recipe
  const times = rowTimes(data, 'q')
  const { from, to } = spanOf(times)
  const cut = combinatorialIfRoom(times, { groups: GROUPS, testGroups: TEST_GROUPS, embargoMs: embargoOf(to - from, featureMemoryMs(data.featureSet, data.stepMs)) })
  if (!cut) return null
  const said: SplitForecast[] = []
  for (const [place, split] of cut.splits.entries()) said.push(await task.stages.run('cpcv', share / cut.splits.length, () => memory.stage(`split-${place}`, () => splitForecast(data, split, qTask(task, recipe, 0)))))
  return { groups: GROUPS, testGroups: TEST_GROUPS, splits: cut.splits.length, paths: cut.paths.length, auc: pathAucs(data, cut, said) }
}
