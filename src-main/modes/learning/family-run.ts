import { neighbourhood, type Neighbour } from '../../training/neighbourhood.ts'
import type { ForecastTable, PolicyOutcome } from '../../training/policy-run.port.ts'
import { countedTrial } from './counted-trial.ts'
import type { EvaluateTask } from './evaluate-task.ts'
import { trialDone, walkedForecasts, type WalkedRecipe } from './recipe-run.ts'
import { walkTable } from './walk-table.ts'

const PENALTIES = ['penaltyQ', 'penaltyT', 'penaltyAmounts'] as const

/** The recipe's neighbours, each tried as the recipe was and counted as a trial. What a run that was killed had done of it is not done again. */
export async function runFamily(task: EvaluateTask, recipe: WalkedRecipe, share: number): Promise<void> {
  const { config, parameters, stages } = task
  const neighbours = neighbourhood({ margin: config.policy.margin, parameters, penalties: PENALTIES })
  for (const alike of Map.groupBy(neighbours, (neighbour) => JSON.stringify(neighbour.parameters)).values()) {
    let table: Promise<ForecastTable> | undefined
    // Those that differ by the policy alone share their forecasts.
    const forecasts = (): Promise<ForecastTable> => (table ??= walkedForecasts(task, recipe, { parameters: alike[0]!.parameters, shuffles: false, share: 0 }).then((found) => walkTable(recipe.data, found)))
    for (const neighbour of alike) await stages.run('neighbours', share / neighbours.length, () => runNeighbour(task, recipe, { neighbour, name: `neighbour-${neighbours.indexOf(neighbour)}`, forecasts }))
  }
}

interface NeighbourTask {
  readonly neighbour: Neighbour
  /** Of its stage. */
  readonly name: string
  readonly forecasts: () => Promise<ForecastTable>
}

async function runNeighbour({ parts, policyRun, trialOf, wish }: EvaluateTask, { memory }: WalkedRecipe, { neighbour, name, forecasts }: NeighbourTask): Promise<void> {
  const options = { changes: { ...wish.changes, ...neighbour.changes }, label: `${parts.runId} ${neighbour.name}` }
  const run = async (): Promise<PolicyOutcome> => policyRun.run(await forecasts(), options)
  await countedTrial({ ledger: parts.trials, memory, name }, trialOf('neighbour', { ...neighbour.parameters, ...neighbour.changes, neighbour: neighbour.name }), () => memory.stage(name, run), trialDone)
}
