import { join } from 'node:path'
import type { ModelPair, StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { ModelWanted } from '../inference/model-runtime.port.ts'
import type { ModelFolders } from '../model-runtime/model-files.ts'
import type { OnnxRuntime } from '../model-runtime/onnx-runtime.ts'

/** The folder that models/ of the program is in, and that of all accounts, in whose models/ are those that were fitted here. */
export interface ModelPlace {
  readonly root: string
  readonly home: string
}

/** Opens the models that strategies name, checked against their features and labels. The run-time is loaded by whoever needs it: it takes its time, and it may be missing. */
export const openModels = (root: string, ...configs: readonly StrategyConfig[]): Promise<OnnxRuntime> => opened([join(root, 'models')], configs)

/** The same, for whoever may be told to ask others, which were fitted here. */
export const openModelsAt = (place: ModelPlace, configs: readonly StrategyConfig[]): Promise<OnnxRuntime> => opened(modelFolders(place), configs)

/** The same, with pairs that were chosen for them. Those of strategies that are not among these are left out. */
export async function openModelsWith(place: ModelPlace, configs: readonly StrategyConfig[], chosen: readonly { readonly strategyId: string; readonly models: ModelPair }[]): Promise<OnnxRuntime> {
  const runtime = await openModelsAt(place, configs)
  await runtime.add(configs.flatMap((config) => chosen.filter(({ strategyId }) => strategyId === config.strategyId).flatMap(({ models }) => modelsWanted(config, models))))
  return runtime
}

export const modelFolders = ({ root, home }: ModelPlace): ModelFolders => [join(root, 'models'), join(home, 'models')]

async function opened(folders: ModelFolders, configs: readonly StrategyConfig[]): Promise<OnnxRuntime> {
  const { OnnxRuntime: Runtime } = await import('../model-runtime/onnx-runtime.ts')
  return Runtime.open(folders, configs.flatMap((config) => modelsWanted(config)))
}

/** What a pair has to be that is to answer a strategy's questions; its own pair unless told. `artifacts`: SHA-256 of the artifact.json that was judged. */
export function modelsWanted({ models, featureSet, labelSpec, policy }: StrategyConfig, { long, short }: ModelPair = models, artifacts: ModelPair | null = null): readonly ModelWanted[] {
  const same = { inputs: featureSet, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec), ...(policy.adverseAtrMax === undefined ? {} : { adverse: 'horizon' as const }) }
  const judged = (side: keyof ModelPair): Pick<ModelWanted, 'artifactSha256'> => (artifacts ? { artifactSha256: artifacts[side] } : {})
  return [{ modelId: long, direction: 'long', ...same, ...judged('long') }, { modelId: short, direction: 'short', ...same, ...judged('short') }]
}
