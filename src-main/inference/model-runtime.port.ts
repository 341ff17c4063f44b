import type { FeatureVector, LinearExplanation, ModelOutputs, Reliability } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/** What the caller needs a model to be. */
export interface ModelWanted {
  readonly modelId: string
  readonly direction: 'long' | 'short'
  /** Names of the features, in the order of the vector's values. */
  readonly inputs: readonly string[]
  readonly featureSetHash: string
  readonly labelSpecHash: string
  /** Told where its adverse excursion must be that of the whole horizon, and not only until the exit. */
  readonly adverse?: 'horizon'
  /** Told where one very model was judged: SHA-256 of its artifact.json. */
  readonly artifactSha256?: string
}

/**
 * Scores feature vectors with the models it has opened. Laws: one answer per vector, in the order asked; an answer depends on its own
 * vector only, so a batch answers what single questions would, bit for bit.
 */
export interface ModelRuntime {
  /** Rejects for an unknown model and for a run-time failure. One that has the answers at hand gives them at once. */
  score(modelId: string, features: readonly FeatureVector[]): readonly ModelOutputs[] | Promise<readonly ModelOutputs[]>
  /** Opens more of them while others are asked: all, or none and rejects. Absent where there are no others to open. */
  add?(wanted: readonly ModelWanted[]): Promise<void>
  /** For people; no decision depends on it. Undefined for a model that cannot tell. */
  explanation?(modelId: string): LinearExplanation | undefined
  /** How often its q came true on rows it was not fitted on. Undefined where nobody has counted. */
  reliability?(modelId: string): Reliability | undefined
  /** The last moment that anything it was fitted or calibrated on depends on: what came later it has not seen. Undefined where its artifact does not say. */
  dataUntil?(modelId: string): TimeMs | undefined
}
