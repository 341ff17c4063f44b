import type { FeatureVector, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { openModels } from '../../src-main/modes/open-models.ts'

/**
 * bare: entries by chance, one feature. full: every input of models, forecasts that are at hand, every decision kept. scored: the same with
 * forecasts of tree models.
 */
export type Kind = 'bare' | 'full' | 'scored'

/** Of 'bare', and of backtesting.py beside it. */
export const ENTRY_CHANCE = 0.01
export const TREE_MODELS = { long: 'bench-trees-long', short: 'bench-trees-short' } as const

/**
 * The shipped strategy with the features of a kind. Its limits are too wide to be reached: once a loss has stopped the trading every candle is
 * another, slower story.
 */
export function configOf(kind: Kind, instruments: readonly string[], seed = 0): StrategyConfig {
  const strategy = configure({ instruments, seed })
  const risk = { ...strategy.risk, dailyLossMax: 1, drawdownMax: 1, lossStreakPause: 1_000_000 }
  if (kind === 'bare') return { ...strategy, risk, featureSet: ['r_1'], policy: { ...strategy.policy, policyId: 'random-entry', entryChance: ENTRY_CHANCE } }
  return { ...strategy, risk, featureSet: FEATURE_SET_V1, ...(kind === 'scored' ? { models: TREE_MODELS } : {}) }
}

/** `root` has models/ below it. */
export function runtimeOf(kind: Kind, root: string, config: StrategyConfig): Promise<ModelRuntime> | ModelRuntime {
  return kind === 'scored' ? openModels(root, config) : atHand
}

/** One row in so many looks worth an entry to one of the two models. */
const ROWS_PER_SIGNAL = 128
const ANSWERS: readonly ModelOutputs[] = Array.from({ length: ROWS_PER_SIGNAL }, (_, place) => [place === 0 ? 0.75 : 0.2 + (0.2 * place) / ROWS_PER_SIGNAL, 0.1, 0, 240, 20])

/** What a row is answered is a function of it, and costs nothing. */
const atHand: ModelRuntime = { score: (modelId, vectors) => vectors.map((vector) => answerTo(modelId, vector)) }

function answerTo(modelId: string, { asOf, values }: FeatureVector): ModelOutputs {
  const mixed = Math.abs(values[0]! * 7_919_000 + asOf / 300_000 + modelId.length)
  return ANSWERS[Math.floor(mixed) % ROWS_PER_SIGNAL]!
}
