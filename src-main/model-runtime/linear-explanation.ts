import type { LinearExplanation } from '../../src-shared/domain/forecast.ts'

/**
 * The first head of a linear model's artifact, beside its scaling: what the log-odds of winning are made of. Undefined for an artifact of another
 * kind or form: then the model still scores, and nobody says why.
 */
export function linearExplanation(artifact: Readonly<Record<string, unknown>>, inputs: readonly string[]): LinearExplanation | undefined {
  const { kind, clip, parameters } = artifact
  if (kind !== 'linear' || typeof clip !== 'number' || typeof parameters !== 'object' || parameters === null) return undefined
  const { means, deviations, heads } = parameters as Readonly<Record<string, unknown>>
  const head: unknown = Array.isArray(heads) ? heads[0] : undefined
  if (!isNumbers(means, inputs.length) || !isNumbers(deviations, inputs.length) || !isNumbers(head, inputs.length + 1)) return undefined
  // The intercept stands first.
  return { clip, terms: inputs.map((feature, index) => ({ feature, weight: head[index + 1]!, mean: means[index]!, deviation: deviations[index]! })) }
}

const isNumbers = (value: unknown, length: number): value is readonly number[] => Array.isArray(value) && value.length === length && value.every((one) => Number.isFinite(one))
