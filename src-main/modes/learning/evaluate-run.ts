import type { EvaluateWish, EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import { amountAsFloat } from '../../../src-shared/domain/instrument.ts'
import { PROGRAM } from '../../base/program.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import { equityBand, tradeInterval } from '../../training/evaluation/equity-band.ts'
import { judge } from '../../training/gate/judge.ts'
import type { PolicyOutcome } from '../../training/policy-run.port.ts'
import { DEPOSIT } from '../paper-account.ts'
import type { Counted } from './counted-trial.ts'
import { evaluateTask, type EvaluateParts, type EvaluateTask } from './evaluate-task.ts'
import { runFamily } from './family-run.ts'
import { fitCandidate, type Judged } from './final-fit.ts'
import { runStudy } from './study-run.ts'
import { runRecipe, type WalkedRecipe } from './recipe-run.ts'

const SHARE = { family: 0.5, study: 0.15, gate: 0.02, candidate: 0.05 } as const

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
  const { trialId, result: recipe } = await runTrials(task)
  const judged = await judgedRecipe(task, recipe, trialId)
  const candidateId = await stages.run('candidate', SHARE.candidate, () => fitCandidate(task, recipe, judged))
  return { ...judged, candidateId, took: stages.took }
}

/** The recipe, and its neighbours unless it loses: then it is rejected, and nothing has to be found out about its family. */
export async function runTrials(task: EvaluateTask): Promise<Counted<WalkedRecipe>> {
  const counted = await runRecipe(task)
  if (earns(counted.result.outcome)) await runFamily(task, counted.result, SHARE.family)
  return counted
}

async function judgedRecipe(task: EvaluateTask, recipe: WalkedRecipe, trialId: string): Promise<Judged> {
  const { config, otherNumbers, parts, stages, trialData, wish } = task
  const { outcome } = recipe
  const study = await runStudy(task, recipe, SHARE.study)
  const evidence = { trialId, days: outcome, netPerTrade: outcome.netPerTrade, trials: await parts.trials.onData(trialData, trialId), checks: study.checks, otherNumbers }
  const verdict = await stages.run('gate', SHARE.gate, () => judge(evidence))
  const { day, net, trades, netPerTrade } = outcome
  return {
    version: 1, kind: 'evaluation', runId: parts.runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish,
    dataHash: trialData.dataHash, featureSetHash: featureSetHash(config.featureSet), labelSpecHash: dataHash(config.labelSpec),
    ...study, days: { day, net }, equity: equityBand({ day, net }, amountAsFloat(DEPOSIT)), trades,
    netPerTrade: trades > 0 ? netPerTrade.reduce((sum, one) => sum + one, 0) / trades : null, netPerTradeInterval: tradeInterval(netPerTrade), verdict,
  }
}

/** Trades that together won something. */
const earns = ({ netPerTrade }: PolicyOutcome): boolean => netPerTrade.reduce((sum, net) => sum + net, 0) > 0
