import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import type { SideLabels } from '../../labels/side-labels.ts'

/**
 * What a learner sees: one row for each closed candle whose feature window was full and whose labels are known on both sides. Rows stand instrument
 * after instrument, in the order of `instruments`, ascending in time within each; every column has one value per row.
 */
export interface DataSet {
  /** Of what was asked for: span, instruments, features, labels, costs and the archive's content. Equal definitions give equal content. */
  readonly definitionHash: string
  /** Of every value of every column, whatever file they came from. */
  readonly contentHash: string
  readonly featureSet: readonly string[]
  readonly labelSpec: LabelSpec
  /** Of one candle, in milliseconds. */
  readonly stepMs: number
  readonly instruments: readonly string[]
  /** Place in `instruments`. */
  readonly instrumentOf: Uint16Array
  /** Close of the decided candle: all features were known then, and no later. */
  readonly asOf: Float64Array
  /** Barrier range over the close, as a fraction. */
  readonly atrShare: Float64Array
  /**
   * One column per feature, in the order of `featureSet`; NaN = missing. In single precision, as the run-time gives them to a model: what is fitted on
   * is what will be scored, to the bit, in half the memory. Copy into a Float64Array before computing with a column: `map` would round again.
   */
  readonly features: readonly Float32Array[]
  readonly long: SideRows
  readonly short: SideRows
}

/** What happened after the candle to an entry on one side: known throughout, so outcomes are 1, −1 or 0. */
export interface SideRows extends Omit<SideLabels, 'isGap'> {
  /** Average uniqueness of the row's label among the labels of its instrument's rows: their sum is the number of effective rows. */
  readonly weight: Float64Array
}
