import type { EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import type { SideName } from '../../../src-shared/contract/learning-views.ts'
import { sideModel, type SideModel } from '../../training/evaluation/fold-forecast.ts'
import { rowTimes } from '../../training/evaluation/row-times.ts'
import { WALK_FORWARD, wholeHistory } from '../../training/folds/walk-forward.ts'
import { candidateCard } from './candidate-card.ts'
import { artifactSums, candidateFiles, placeCandidate } from './candidate-files.ts'
import type { EvaluateTask } from './evaluate-task.ts'
import type { WalkedRecipe } from './recipe-run.ts'

export type Judged = Omit<EvaluationReport, 'candidateId' | 'took'>

/** Fits both sides on all rows as a fold does, writes their files once these say what was fitted, and registers the pair as trained. Answers its id. */
export async function fitCandidate(task: EvaluateTask, { data, sampling }: WalkedRecipe, judged: Judged): Promise<string> {
  const { config, learner, parameters, parts, wish } = task
  const times = rowTimes(data, 'all')
  const history = wholeHistory(times, { ...WALK_FORWARD, folds: wish.folds })
  const model = (side: SideName): SideModel => sideModel(data, history, { learner, side, parameters, seed: 0, ...sampling })
  const models = { long: model('long'), short: model('short') }
  const dataUntil = times.dependsUntil.reduce((last, time) => Math.max(last, time), 0)
  const made = { config, data, fitted: { long: models.long.fitted, short: models.short.fitted }, reliability: { long: models.long.reliability, short: models.short.reliability }, dataUntil, origin: originOf(task, models, data.contentHash) }
  const files = candidateFiles(made, { metrics: { folds: judged.folds, verdict: judged.verdict, checks: judged.checks }, card: (modelId, side) => candidateCard(modelId, side, judged, { config, dataUntil }) })
  await placeCandidate(parts.modelsFolder, files, made)
  const { dataHash, featureSetHash, labelSpecHash, runId, verdict } = judged
  await parts.models.register({
    candidateId: files.candidateId, modelIds: files.modelIds, artifacts: artifactSums(parts.modelsFolder, files.modelIds), strategyId: config.strategyId, instruments: data.instruments, learner: learner.name,
    dataFrom: history.from, dataTo: dataUntil, dataHash, featureSetHash, labelSpecHash, runId, verdict,
  })
  return files.candidateId
}

/** For people: nothing that trades reads it. */
const originOf = ({ wish, parameters }: EvaluateTask, models: Readonly<Record<SideName, SideModel>>, contentHash: string): Readonly<Record<string, unknown>> => ({
  wish, parameters, contentHash,
  fit: Object.fromEntries((['long', 'short'] as const).map((side) => [side, { rows: models[side].fitRows, effectiveRows: models[side].fitEffectiveRows, calibration: models[side].calibration }])),
})
