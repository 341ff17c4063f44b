import type { DataSet } from './data-set/data-set.ts'
import type { Direction } from './outcome-rows.ts'

/** Whatever can learn outcomes from rows. The same rows, weights, parameters and seed give the same bits. */
export interface Learner {
  readonly name: string
  /** Of every parameter that it knows. */
  readonly defaults: Readonly<Record<string, number>>
  /** Throws RangeError for a parameter that it does not know or that cannot be meant, and for rows that cannot be learnt from, saying why. */
  fit(data: DataSet, wanted: FitWish): Fitted
}

export interface FitWish {
  readonly side: Direction
  /** Places of rows to fit on, and of later ones that tell when to stop; what needs no telling may fit on both. */
  readonly fit: Int32Array
  readonly stop: Int32Array
  /** One per row of the data set: how much each counts, their sum being the number of effective rows. 0 leaves a row out. */
  readonly weights: Float64Array
  /** By name; what is not named has its default. */
  readonly parameters: Readonly<Record<string, number>>
  readonly seed: number
  /** 'q' where nothing else is looked at: paths, seeds and null runs. */
  readonly heads: 'all' | 'q'
}

/** One direction's model of outcomes. */
export interface Fitted {
  /**
   * Columns with one value per row asked, in the order of a model's outputs: q = P(take-profit | a barrier is touched), t = P(timeout), gross return at a
   * timeout in bps, minutes held, adverse excursion over the whole horizon in bps. q alone where nothing else was fitted.
   */
  predict(data: DataSet, rows: Int32Array): readonly Float64Array[]
  /** How much q hangs on each feature, in the order of the feature set; sums to 1, or is 0 throughout. */
  readonly importance: Float64Array
  /** The same model with other log odds. */
  calibrated(calibration: Calibration): Fitted
  /** Throws where only q was fitted. */
  toArtifact(): FittedArtifact
}

/** log odds → slope · log odds + intercept: what sets probabilities right and can be written into any model that ends in a sigmoid. */
export interface OddsLine {
  readonly slope: number
  readonly intercept: number
}

export interface Calibration {
  readonly q: OddsLine
  readonly t: OddsLine
}

export interface FittedArtifact {
  /** 'linear', … */
  readonly kind: string
  readonly onnx: Uint8Array
  /** What the artifact's file keeps, as plain data: all numbers that the ONNX file was written from. */
  readonly fields: Readonly<Record<string, unknown>>
}
