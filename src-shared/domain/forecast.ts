import type { ModelPair } from './strategy.ts'
import type { TimeMs } from './units.ts'

export interface FeatureVector {
  readonly instrumentId: string
  /** Close time of the last candle in it. */
  readonly asOf: TimeMs
  /** In the order of the feature set; NaN = missing. */
  readonly values: Float64Array
}

/** A question to the models. Its id is a function of what is asked, so a replay asks the same question. */
export interface ForecastRequest {
  readonly requestId: string
  readonly strategyId: string
  readonly modelIds: ModelPair
  readonly features: FeatureVector
}

/** What one direction's model says, in this order: q, t, timeoutReturnBps, holdMinutes, adverseBps. */
export type ModelOutputs = readonly number[]

/** What became of rows that the model was not fitted on, for which it said a q up to `upTo` and above the bin before. */
export interface ReliabilityBin {
  readonly upTo: number
  /** Rows weighed by how little their labels overlap. */
  readonly effectiveRows: number
  /** Part of them that reached the take-profit first. */
  readonly observed: number
  /** Lower end of the interval of `observed`, by Wilson on effective rows. */
  readonly lower: number
}

/** Ascending; the last bin ends at 1. */
export type Reliability = readonly ReliabilityBin[]

/** What the model run-time answered, unchecked. */
export interface ForecastAnswer {
  readonly requestId: string
  readonly modelIds: ModelPair
  readonly long: ModelOutputs
  readonly short: ModelOutputs
  /** Of a model for which nobody has counted it, undefined. */
  readonly reliability?: { readonly long: Reliability | undefined; readonly short: Reliability | undefined } | undefined
}

/** What a linear model's log-odds of winning are made of. */
export interface LinearExplanation {
  readonly terms: readonly LinearTerm[]
  /** An input farther from its mean than this many deviations counts as this many. */
  readonly clip: number
}

/** One input, weighed after it is standardised. */
interface LinearTerm {
  readonly feature: string
  readonly weight: number
  readonly mean: number
  readonly deviation: number
}

export interface SideForecast {
  /** q: P(take-profit | take-profit or stop). */
  readonly winProbability: number
  /** t: P(neither barrier is touched within the horizon). */
  readonly timeoutProbability: number
  /** m: expected gross return at the timeout, as a fraction. */
  readonly timeoutReturn: number
  readonly holdMinutes: number
  /** Expected adverse excursion as a fraction of the entry price, ≥ 0: until the exit, or over the whole horizon where the model's artifact says so. */
  readonly adverseExcursion: number
  /** The bin that q lies in, where the model has bins. */
  readonly reliability?: ReliabilityBin | undefined
}

export interface Forecast {
  readonly instrumentId: string
  readonly asOf: TimeMs
  readonly long: SideForecast
  readonly short: SideForecast
}

export type ForecastRefusal = 'unknown-request' | 'wrong-model' | 'stale' | 'wrong-shape' | 'not-finite' | 'not-a-probability' | 'model-failed'
