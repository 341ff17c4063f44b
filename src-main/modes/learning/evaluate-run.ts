import type { EvaluateWish, EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import { PROGRAM } from '../../base/program.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import { equityBand } from '../../training/evaluation/equity-band.ts'
import { foldRows } from '../../training/evaluation/fold-rows.ts'
import { judge } from '../../training/gate/judge.ts'
import type { PolicyOutcome } from '../../training/policy-run.port.ts'
import { DEPOSIT } from '../paper-account.ts'
import { evaluateTask, type EvaluateParts, type EvaluateTask } from './evaluate-task.ts'
import { runFamily } from './family-run.ts'
import { fitCandidate, type Judged } from './final-fit.ts'
import { runRecipe, type WalkedRecipe } from './recipe-run.ts'

const SHARE = { family: 0.5, study: 0.2, candidate: 0.05 } as const

/**
 * A recipe judged: data set, walk-forward, back-test of its policy, neighbours, gate, and a pair fitted on all of it, registered as trained whatever the
 * verdict. A run that was killed goes on where it was. Rejects with RangeError, UnknownInstrument, StorageRefusal or ParityRefusal for what cannot be done,
 * and with RunCancelled when told to stop.
 */
export async function runEvaluate(wish: EvaluateWish, parts: EvaluateParts): Promise<EvaluationReport> {
  const task = await evaluateTask(wish, parts)
  try {
    return await evaluated(task)
  } finally {
    // Only a death leaves something to go on with.
    task.checkpoints().forget()
  }
}

async function evaluated(task: EvaluateTask): Promise<EvaluationReport> {
  const { stages } = task
  const { trialId, result: recipe } = await runRecipe(task)
  // A recipe that loses is rejected: nothing has to be found out about its family.
  if (earns(recipe.outcome)) await runFamily(task, recipe, SHARE.family)
  const judged = await judgedRecipe(task, recipe, trialId)
  const candidateId = await stages.run('candidate', SHARE.candidate, () => fitCandidate(task, recipe, judged))
  return { ...judged, candidateId, took: stages.took }
}

/** Trades that together won something. */
export const earns = ({ netPerTrade }: PolicyOutcome): boolean => netPerTrade.reduce((sum, net) => sum + net, 0) > 0
