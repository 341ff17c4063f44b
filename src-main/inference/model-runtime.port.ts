import type { FeatureVector, LinearExplanation, ModelOutputs, Reliability } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/**
 * Scores feature vectors with the models it has opened. Laws: one answer per vector, in the order asked; an answer depends on its own
 * vector only, so a batch answers what single questions would, bit for bit.
 */
export interface ModelRuntime {
  /** Rejects for an unknown model and for a run-time failure. One that has the answers at hand gives them at once. */
  score(modelId: string, features: readonly FeatureVector[]): readonly ModelOutputs[] | Promise<readonly ModelOutputs[]>
  /** For people; no decision depends on it. Undefined for a model that cannot tell. */
  explanation?(modelId: string): LinearExplanation | undefined
  /** How often its q came true on rows it was not fitted on. Undefined where nobody has counted. */
  reliability?(modelId: string): Reliability | undefined
  /** The last moment that anything it was fitted or calibrated on depends on: what came later it has not seen. Undefined where its artifact does not say. */
  dataUntil?(modelId: string): TimeMs | undefined
}
