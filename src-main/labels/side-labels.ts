import type { Settlement } from './funding-paid.ts'
import type { LabelCandles } from './label-candles.ts'

/**
 * What came of an entry on one side. Fractions are of the entry price; NaN, and 0 in whole-numbered columns, where it is not known. Only for reading: what is the
 * same on both sides is one column.
 */
export interface SideLabels {
  /** 1 take-profit, −1 stop, 0 timeout, −2 not known: the candles end or break before the trade does. */
  readonly outcome: Int8Array
  /** Signed for the side, before and after costs. */
  readonly gross: Float64Array
  readonly net: Float64Array
  /** Of a round trip; the same in every row. */
  readonly fees: Float64Array
  readonly slippage: Float64Array
  /** Positive = paid. */
  readonly funding: Float64Array
  /** Largest adverse and favourable excursion until the exit, ≥ 0. Never more than the exit of a stop, or of a take-profit. */
  readonly mae: Float64Array
  readonly mfe: Float64Array
  /** Over the whole horizon, as if there were no barriers; NaN where the candles end or break within it. */
  readonly maeHorizon: Float64Array
  readonly mfeHorizon: Float64Array
  readonly minutesHeld: Float64Array
  readonly candlesHeld: Int32Array
  /** The last moment that the label depends on: its end. */
  readonly dependsUntil: Float64Array
  /** The end of its horizon, which `maeHorizon` and `mfeHorizon` depend on. */
  readonly horizonUntil: Float64Array
  /** 1 where a candle opened beyond the barrier, so that the exit was worse (stop) or better (take-profit) than it. */
  readonly isGap: Uint8Array
}

export interface LabelParts {
  /** Of a round trip, as fractions of the entry. */
  readonly costs: { readonly fees: number; readonly slippage: number }
  /** Of the instrument, ascending. */
  readonly settlements: readonly Settlement[]
  /** Mark candles of the same length and price scale: they touch where they are, and settle funding. */
  readonly marks?: LabelCandles | undefined
  /** Shorter candles of what touches: they say which of two barriers in one candle came first. Without them it was the stop. */
  readonly finer?: LabelCandles | undefined
}

export interface BarrierWalk {
  /** Of each candle, in price units; barriers are multiples of it. Not above 0, or NaN: no label. */
  readonly ranges: Float64Array
  readonly takeProfit: number
  readonly stop: number
  /** Candles that may pass, the one of the entry included. */
  readonly horizon: number
}
