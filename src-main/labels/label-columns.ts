import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { barrierRanges } from './barrier-ranges.ts'
import { followSide } from './follow-side.ts'
import { fundingPaid, type Settlement } from './funding-paid.ts'
import { runEnds, type LabelCandles } from './label-candles.ts'
import { RecordsAhead } from './records-ahead.ts'
import { touchPrices } from './touch-prices.ts'

/** One place for each candle given, in its order. Times are milliseconds UTC. */
export interface LabelColumns {
  /** Close of the decided candle. */
  readonly asOf: Float64Array
  /** Barrier range over the close; NaN where it is not known. */
  readonly atrShare: Float64Array
  /** Open of the next candle; NaN where none follows at once. */
  readonly entryTime: Float64Array
  readonly long: SideLabels
  readonly short: SideLabels
}

/** What came of an entry on one side. Fractions are of the entry price; NaN, and 0 in whole-numbered columns, where the outcome is not known. */
export interface SideLabels {
  /** 1 take-profit, −1 stop, 0 timeout, −2 not known: the candles end or break before the trade does. */
  readonly outcome: Int8Array
  /** Signed for the side, before and after costs. */
  readonly gross: Float64Array
  readonly net: Float64Array
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

/**
 * What happened after each closed candle of one instrument, on both sides: entry at the open of the next one, barriers in multiples of the true range
 * mean of whole clock bars that had closed by then. Touches are judged by mark candles where they are, fills are at trade prices. Looks ahead: only
 * training and reports may see this. Throws a RangeError where the horizon is no whole number of candles.
 */
export function labelColumns(candles: LabelCandles, spec: LabelSpec, parts: LabelParts): LabelColumns {
  const horizon = candles.openTime.length === 0 ? 1 : (spec.horizon * spec.barrierIntervalMs) / candles.stepMs
  return walkBarriers(candles, { ranges: barrierRanges(candles, spec), takeProfit: spec.takeProfitAtr, stop: spec.stopAtr, horizon }, parts)
}

/** The same with barriers of any size: O(n log n) in candles, whatever the horizon. */
export function walkBarriers(candles: LabelCandles, walk: BarrierWalk, parts: LabelParts): LabelColumns {
  const { openTime, close, stepMs } = candles
  if (!Number.isInteger(walk.horizon) || walk.horizon < 1) throw new RangeError(`a horizon of ${walk.horizon} candles is no whole number of them: choose a horizon that candles of ${stepMs} ms divide`)
  const touch = touchPrices(candles, parts.marks)
  const ends = runEnds(candles)
  const market = {
    trade: candles, touch, ends, paid: fundingPaid(candles, touch.close, parts.settlements),
    up: new RecordsAhead(touch.high, walk.horizon), down: new RecordsAhead(touch.low.map((price) => -price), walk.horizon),
  }
  return {
    asOf: openTime.map((time) => time + stepMs),
    atrShare: walk.ranges.map((range, place) => range / close[place]!),
    entryTime: openTime.map((time, place) => (ends[place]! > place ? time + stepMs : NaN)),
    long: followSide(market, walk, parts, 1),
    short: followSide(market, walk, parts, -1),
  }
}
