import type { Reliability } from '../../../src-shared/domain/forecast.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Fold } from '../folds/fold.ts'
import type { Calibration, Fitted, Learner } from '../learner.ts'
import type { Direction } from '../outcome-rows.ts'
import { reliabilityBins } from '../reliability.ts'
import { oddsLine } from './odds-line.ts'
import { permutationImportance } from './permutation.ts'
import { taken } from '../columns.ts'
import { evenWeights, sampledRows, type Sampling } from './row-weights.ts'

export interface LearnSettings extends Sampling {
  readonly parameters: Readonly<Record<string, number>>
  readonly seed: number
  /** Whether features are shuffled on the test part, which takes a while. */
  readonly shuffles?: boolean
}

/** The parts of a fold that a model is made from. */
export type History = Pick<Fold, 'fit' | 'stop' | 'calibrate'>

/** One side's model, fitted and calibrated within the history it was given, which it has not seen beyond. */
export interface SideModel {
  readonly fitted: Fitted
  readonly calibration: Calibration
  /** Of q after the calibration, counted on the same rows: steps of q of one width. */
  readonly reliability: Reliability
  /** Fitted on, and what they amount to when overlapping labels are counted once. */
  readonly fitRows: number
  readonly fitEffectiveRows: number
}

/** What the models of a fold say of its test part. */
export interface FoldForecast {
  readonly fold: Fold
  readonly long: SideForecast
  readonly short: SideForecast
}

interface SideForecast extends Omit<SideModel, 'fitted'> {
  /** q, t, m (bps), minutes held, adverse excursion (bps): a value for each row of the test part, in its order. */
  readonly outputs: readonly Float64Array[]
  /** By the learner's own account, and by shuffling on the test part: more log-loss without the feature. Null where that was not asked for. */
  readonly importance: Float64Array
  readonly permutation: Float64Array | null
}

const BIN_WIDTH = 0.05

/** Fits and calibrates both sides inside the fold, then asks them about the test part. */
export function forecastFold(data: DataSet, fold: Fold, learner: Learner, settings: LearnSettings): FoldForecast {
  const side = (name: Direction): SideForecast => {
    const { fitted, ...model } = sideModel(data, fold, { learner, side: name, ...settings })
    const permutation = settings.shuffles === true ? permutationImportance(data, name, fold.test, { fitted, seed: settings.seed }) : null
    return { ...model, outputs: fitted.predict(data, fold.test), importance: fitted.importance, permutation }
  }
  return { fold, long: side('long'), short: side('short') }
}

export interface SideTask extends LearnSettings {
  readonly learner: Learner
  readonly side: Direction
}

/** A model of all outputs whose probabilities were set right on later rows than it was fitted on: every one of them, whatever was fitted on, and all count the same, since each close decides once. */
export function sideModel(data: DataSet, { fit, stop, calibrate }: History, { learner, side, parameters, seed, ...sampling }: SideTask): SideModel {
  const rows = sampledRows(data, side, { fit, stop }, sampling)
  const raw = learner.fit(data, { side, fit: rows.fit, stop: rows.stop, weights: rows.weights, parameters, seed, heads: 'all' })
  const calibration = calibrationOf(data, side, calibrate, raw.predict(data, calibrate))
  const fitted = raw.calibrated(calibration)
  return {
    fitted, calibration, reliability: reliabilityOf(data, side, calibrate, fitted.predict(data, calibrate)[0]!),
    fitRows: rows.all.length, fitEffectiveRows: rows.effectiveRows,
  }
}

function calibrationOf(data: DataSet, side: Direction, rows: Int32Array, outputs: readonly Float64Array[]): Calibration {
  const [q, t] = [outputs[0]!, outputs[1]!]
  const outcome = taken(data[side].outcome, rows)
  const weights = taken(evenWeights(data, side, rows, 1), rows)
  const isTouched = (_: number, place: number): boolean => outcome[place] !== 0
  return {
    q: oddsLine(q.filter(isTouched), outcome.filter(isTouched).map((end) => Number(end === 1)), weights.filter(isTouched)),
    t: oddsLine(t, outcome.map((end) => Number(end === 0)), weights),
  }
}

/** How often q came true on rows that touched a barrier. */
function reliabilityOf(data: DataSet, side: Direction, rows: Int32Array, q: Float64Array): Reliability {
  const { outcome, weight } = data[side]
  const touched = Array.from(rows.keys()).filter((place) => outcome[rows[place]!] !== 0)
  return reliabilityBins({ forecasts: touched.map((place) => q[place]!), hits: touched.map((place) => Number(outcome[rows[place]!] === 1)), weights: touched.map((place) => weight[rows[place]!]!) }, BIN_WIDTH)
}
