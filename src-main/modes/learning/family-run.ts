import type { DataSet } from '../../training/data-set/data-set.ts'
import { forecastFold, type FoldForecast } from '../../training/evaluation/fold-forecast.ts'
import type { Fold } from '../../training/folds/fold.ts'
import { neighbourhood, type Neighbour } from '../../training/neighbourhood.ts'
import type { ForecastTable, PolicyOutcome } from '../../training/policy-run.port.ts'
import { countedTrial } from './counted-trial.ts'
import type { EvaluateTask } from './evaluate-task.ts'
import type { StageMemory } from './stages.ts'
import { walkTable } from './walk-table.ts'

/** What of an outcome the ledger keeps. */
export const trialDone = ({ day, net, trades }: PolicyOutcome): { readonly days: { readonly day: readonly number[]; readonly net: readonly number[] }; readonly trades: number } => ({ days: { day, net }, trades })

/** All folds, one after the other, with a breath between them. */
export async function walkedForecasts(task: EvaluateTask, data: DataSet, folds: readonly Fold[], { parameters, share }: { readonly parameters: EvaluateTask['parameters']; readonly share: number }): Promise<readonly FoldForecast[]> {
  const { learner, stages, wish: { every } } = task
  const forecasts: FoldForecast[] = []
  for (const fold of folds) forecasts.push(await stages.run('fit', share / folds.length, () => forecastFold(data, fold, learner, { parameters, seed: 0, every })))
  return forecasts
}

const PENALTIES = ['penaltyQ', 'penaltyT', 'penaltyAmounts'] as const

/** The recipe's neighbours, each tried as the recipe was and counted as a trial. What is there already of a run that was killed is not done again. */
export async function runFamily(task: EvaluateTask, rows: { readonly data: DataSet; readonly folds: readonly Fold[]; readonly memory: StageMemory }, share: number): Promise<void> {
  const { config, parameters, parts, policyRun, stages, trialOf } = task
  const neighbours = neighbourhood({ margin: config.policy.margin, parameters, penalties: PENALTIES })
  const each = share / neighbours.length
  for (const group of Map.groupBy(neighbours, (neighbour) => JSON.stringify(neighbour.parameters)).values()) {
    let table: Promise<ForecastTable> | undefined
    const tableOf = (neighbour: Neighbour): Promise<ForecastTable> => (table ??= walkedForecasts(task, rows.data, rows.folds, { parameters: neighbour.parameters, share: 0 }).then((found) => walkTable(rows.data, found)))
    for (const neighbour of group) {
      const name = `neighbour-${neighbours.indexOf(neighbour)}`
      const run = async (): Promise<PolicyOutcome> => policyRun.run(await tableOf(neighbour), { changes: neighbour.changes, label: `${parts.runId} ${neighbour.name}` })
      await stages.run('neighbours', each, () => countedTrial({ ledger: parts.trials, memory: rows.memory, name }, trialOf('neighbour', { neighbour: neighbour.name }), () => rows.memory.stage(name, run), trialDone))
    }
  }
}
