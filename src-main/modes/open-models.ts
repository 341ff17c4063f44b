import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import { featureSetHash } from '../features/catalogue.ts'
import type { OnnxRuntime } from '../model-runtime/onnx-runtime.ts'

/** Opens the models that a strategy names, checked against its features and labels. The run-time is loaded by whoever needs it: it takes its time, and it may be missing. */
export async function openModels(root: string, { models, featureSet, labelSpec, policy }: StrategyConfig): Promise<OnnxRuntime> {
  const same = { inputs: featureSet, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec), ...(policy.adverseAtrMax === undefined ? {} : { adverse: 'horizon' as const }) }
  const { OnnxRuntime: Runtime } = await import('../model-runtime/onnx-runtime.ts')
  return Runtime.open(`${root}/models`, [{ modelId: models.long, direction: 'long', ...same }, { modelId: models.short, direction: 'short', ...same }])
}
