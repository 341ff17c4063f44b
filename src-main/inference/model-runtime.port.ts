import type { FeatureVector, LinearExplanation, ModelOutputs } from '../../src-shared/domain/forecast.ts'

/**
 * Scores feature vectors with the models it has opened. Laws: one answer per vector, in the order asked; an answer depends on its own
 * vector only, so a batch answers what single questions would, bit for bit.
 */
export interface ModelRuntime {
  /** Rejects for an unknown model and for a run-time failure. One that has the answers at hand gives them at once. */
  score(modelId: string, features: readonly FeatureVector[]): readonly ModelOutputs[] | Promise<readonly ModelOutputs[]>
  /** For people; no decision depends on it. Undefined for a model that cannot tell. */
  explanation?(modelId: string): LinearExplanation | undefined
}
