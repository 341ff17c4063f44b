import { join } from 'node:path'
import type { GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import { dataHash } from '../../src-main/base/text-hash.ts'
import { featureSetHash } from '../../src-main/features/catalogue.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { artifactSums } from '../../src-main/modes/learning/candidate-files.ts'
import type { Candidate, ModelRegistry } from '../../src-main/training/model-register.port.ts'
import { writeTinyModel } from './tiny-model.ts'
import { candidateOf } from './trial-samples.ts'

const config = configure()
const PAIR_HASHES = { featureSetHash: featureSetHash(config.featureSet), labelSpecHash: dataHash(config.labelSpec) }

interface Evaluated extends Partial<Omit<Candidate, 'verdict'>> {
  readonly id: string
  readonly verdict: GateVerdict['verdict']
}

/** A pair as an evaluation leaves it: files of real models in the home's folder, and a row in the register. Its timeout return is the length of its id. */
export async function evaluatedPair(home: string, register: ModelRegistry, { id, verdict, ...more }: Evaluated): Promise<void> {
  const modelIds = { long: `${id}-long`, short: `${id}-short` }
  for (const direction of ['long', 'short'] as const) {
    writeTinyModel(join(home, 'models'), modelIds[direction], { weights: config.featureSet.map(() => [0, 0, 0, 0, 0]), bias: [0, 0, id.length, 60, 10] }, { direction, inputs: config.featureSet, ...PAIR_HASHES })
  }
  await register.register({ ...candidateOf(id, verdict), modelIds, artifacts: artifactSums(join(home, 'models'), modelIds), strategyId: 'perp-ev', ...PAIR_HASHES, ...more })
}
