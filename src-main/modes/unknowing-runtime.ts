import type { ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import type { ModelRuntime } from '../inference/model-runtime.port.ts'

/**
 * Stands where models stand for a policy that asks none: even odds, and a time that is expected to be held, which the guards want to know; to the
 * end unless told. Answers at once.
 */
export function knowsNothing({ horizon, barrierIntervalMs }: LabelSpec, holdMinutes: number = (horizon * barrierIntervalMs) / MINUTE_MS): ModelRuntime {
  const answer: ModelOutputs = [0.5, 0, 0, holdMinutes, 0]
  return { score: (_modelId, vectors) => vectors.map(() => answer) }
}
