import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'

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

/** What happened after the candle to an entry on one side. Fractions are of the entry price; times are milliseconds UTC. */
export interface SideRows {
  /** 1 take-profit, −1 stop, 0 timeout. */
  readonly outcome: Int8Array
  /** Before and after costs, signed for the side. */
  readonly gross: Float64Array
  readonly net: Float64Array
  readonly fees: Float64Array
  readonly slippage: Float64Array
  /** Positive = paid. */
  readonly funding: Float64Array
  /** Largest adverse and favourable excursion, ≥ 0: until the exit, and over the whole horizon as if there were no stop. */
  readonly mae: Float64Array
  readonly mfe: Float64Array
  readonly maeHorizon: Float64Array
  readonly mfeHorizon: Float64Array
  readonly minutesHeld: Float64Array
  readonly candlesHeld: Int32Array
  /** The last moment that the label depends on: its end. */
  readonly dependsUntil: Float64Array
  /** The end of its horizon, which `maeHorizon` and `mfeHorizon` depend on. */
  readonly horizonUntil: Float64Array
  /** Average uniqueness of the row's label among the labels of its instrument's rows: their sum is the number of effective rows. */
  readonly weight: Float64Array
}
