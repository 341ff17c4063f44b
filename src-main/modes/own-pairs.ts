import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { ModelRegistry } from '../training/model-register.port.ts'

/** The pairs that came with the program, one of each strategy: promoted as long as no other is. What their artifacts do not tell is 0 or '-'. */
export const ownPairs = (root: string, register: ModelRegistry): Promise<readonly ModelRow[]> => Promise.all(STRATEGIES.map((config) => ownPair(config, root, register)))

async function ownPair({ strategyId, models, instruments, featureSet, labelSpec }: StrategyConfig, root: string, register: ModelRegistry): Promise<ModelRow> {
  const hashes = { featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) }
  const promoted = await register.promoted(strategyId, hashes.featureSetHash, hashes.labelSpecHash)
  const { kind, plan, dataUntil = 0 } = await artifactOf(join(root, 'models', models.long, 'artifact.json'))
  return {
    candidateId: `${strategyId}-shipped`, modelIds: models, artifacts: null, strategyId, instruments, learner: kind ?? '-', status: promoted ? 'trained' : 'promoted', shipped: true,
    createdAt: 0, dataFrom: plan?.parts?.fit?.from ?? 0, dataTo: dataUntil, dataHash: '-', ...hashes, runId: null, verdict: null, history: [],
  }
}

interface Artifact {
  readonly kind?: string
  readonly dataUntil?: number
  readonly plan?: { readonly parts?: { readonly fit?: { readonly from?: number } } }
}

/** For people: who trades with it checks it (model-runtime/model-files.ts). */
async function artifactOf(path: string): Promise<Artifact> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Artifact
  } catch {
    return {}
  }
}
