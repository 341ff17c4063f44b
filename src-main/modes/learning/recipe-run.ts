import type { DataSet } from '../../training/data-set/data-set.ts'
import { eventRows } from '../../training/evaluation/event-rows.ts'
import { forecastFold, type FoldForecast } from '../../training/evaluation/fold-forecast.ts'
import { refuseUntouched } from '../../training/evaluation/fold-rows.ts'
import { rowTimes } from '../../training/evaluation/row-times.ts'
import type { Sampling } from '../../training/evaluation/row-weights.ts'
import type { Fold } from '../../training/folds/fold.ts'
import { WALK_FORWARD, walkForward } from '../../training/folds/walk-forward.ts'
import type { PolicyOutcome } from '../../training/policy-run.port.ts'
import { archivedTrades } from './archived-market.ts'
import { countedTrial, type Counted } from './counted-trial.ts'
import { loadDataSet } from './data-set-file.ts'
import { rowSpan } from './data-set-recipe.ts'
import type { EvaluateTask } from './evaluate-task.ts'
import type { StageMemory } from './stages.ts'
import { walkTable } from './walk-table.ts'

/** A recipe, walked forward over rows that it had not seen, and what its policy would have earned there. */
export interface WalkedRecipe {
  readonly data: DataSet
  readonly folds: readonly Fold[]
  readonly sampling: Sampling
  readonly forecasts: readonly FoldForecast[]
  readonly outcome: PolicyOutcome
  /** What has been worked out of these very rows. */
  readonly memory: StageMemory
}

const SHARE = { data: 0.1, fit: 0.1, backtest: 0.05 } as const

/** Begun in the ledger before any candle is read. */
export function runRecipe(task: EvaluateTask): Promise<Counted<WalkedRecipe>> {
  const { parts: { trials: ledger }, parameters, trialOf } = task
  return countedTrial({ ledger, memory: task.checkpoints(), name: 'recipe' }, trialOf('evaluation', parameters), () => walked(task), ({ outcome }) => trialDone(outcome))
}

/** What of an outcome the ledger keeps. */
export const trialDone = ({ day, net, trades }: PolicyOutcome): { readonly days: Pick<PolicyOutcome, 'day' | 'net'>; readonly trades: number } => ({ days: { day, net }, trades })

async function walked(task: EvaluateTask): Promise<WalkedRecipe> {
  const { wish, parts, parameters, policyRun, stages } = task
  const { archive, folder, cancelled, configOf } = parts
  const data = await stages.run('data', SHARE.data, () => loadDataSet({ ...wish, every: 1 }, { archive, folder, ...(cancelled ? { cancelled } : {}), ...(configOf ? { configOf } : {}) }))
  const sampling = await samplingOf(task, data)
  const folds = walkForward(rowTimes(data, 'all'), { ...WALK_FORWARD, folds: wish.folds })
  refuseUntouched(data, folds)
  const memory = task.checkpoints(data.contentHash)
  const forecasts = await memory.stage('forecasts', () => walkedForecasts(task, { data, folds, sampling }, { parameters, shuffles: true, share: SHARE.fit }))
  const outcome = await stages.run('backtest', SHARE.backtest, () => memory.stage('outcome', () => policyRun.run(walkTable(data, forecasts), { changes: wish.changes, label: parts.runId })))
  return { data, folds, sampling, forecasts, outcome, memory }
}

/** Closes at events, where a wish names them, or every so-manyth one. */
async function samplingOf({ config, parts: { archive }, wish }: EvaluateTask, data: DataSet): Promise<Sampling> {
  const { every, cusum } = wish
  if (cusum === null) return { every }
  const span = rowSpan(wish, config)
  return { every, events: await eventRows(data, cusum, (instrumentId) => archivedTrades(archive, instrumentId, span)) }
}

export interface WalkSettings {
  readonly parameters: EvaluateTask['parameters']
  /** Whether to find out how much hangs on each feature. */
  readonly shuffles: boolean
  readonly share: number
}

/** Fold by fold, with a breath between them. */
export async function walkedForecasts({ learner, stages }: EvaluateTask, { data, folds, sampling }: Pick<WalkedRecipe, 'data' | 'folds' | 'sampling'>, { parameters, shuffles, share }: WalkSettings): Promise<readonly FoldForecast[]> {
  const forecasts: FoldForecast[] = []
  for (const fold of folds) forecasts.push(await stages.run('fit', share / folds.length, () => forecastFold(data, fold, learner, { parameters, seed: 0, ...sampling, shuffles })))
  return forecasts
}
