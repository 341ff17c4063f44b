import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import { readModel } from '../model-runtime/model-files.ts'
import { configure } from './configuration.ts'
import { modelFolders, modelsWanted, type ModelPlace } from './open-models.ts'

/** Promoting it would change nothing: it is of other features or other barriers than the strategy has. */
export class PairUnfit extends Error {
  override readonly name = 'PairUnfit'
  readonly candidateId: string
  readonly strategyId: string

  constructor(candidateId: string, strategyId: string) {
    super(`${candidateId} was fitted on other features or for other barriers than ${strategyId} has: the strategy would go on with its own models`)
    this.candidateId = candidateId
    this.strategyId = strategyId
  }
}

/** Whether a pair could answer for its strategy as it is configured now, by its files as they lie there. Rejects with PairUnfit, ModelRefusal, and RangeError for a strategy that is not there. */
export async function refuseUnfit({ candidateId, strategyId, modelIds, artifacts, ...row }: ModelRow, place: ModelPlace): Promise<void> {
  const config = configure({ strategyId })
  if (row.featureSetHash !== featureSetHash(config.featureSet) || row.labelSpecHash !== dataHash(config.labelSpec)) throw new PairUnfit(candidateId, strategyId)
  for (const wanted of modelsWanted(config, modelIds, artifacts)) await readModel(modelFolders(place), wanted)
}
