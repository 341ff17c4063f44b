import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { OnnxRuntime } from '../model-runtime/onnx-runtime.ts'
import type { ModelWanted } from '../model-runtime/model-files.ts'

/** Opens the models that strategies name, checked against their features and labels. The run-time is loaded by whoever needs it: it takes its time, and it may be missing. */
export async function openModels(root: string, ...configs: readonly StrategyConfig[]): Promise<OnnxRuntime> {
  const { OnnxRuntime: Runtime } = await import('../model-runtime/onnx-runtime.ts')
  return Runtime.open(`${root}/models`, configs.flatMap(wantedBy))
}

function wantedBy({ models, featureSet, labelSpec, policy }: StrategyConfig): readonly ModelWanted[] {
  const same = { inputs: featureSet, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec), ...(policy.adverseAtrMax === undefined ? {} : { adverse: 'horizon' as const }) }
  return [{ modelId: models.long, direction: 'long', ...same }, { modelId: models.short, direction: 'short', ...same }]
}
