import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { barrierRanges } from './barrier-ranges.ts'
import { followSide } from './follow-side.ts'
import { fundingPaid } from './funding-paid.ts'
import { runEnds, type LabelCandles } from './label-candles.ts'
import { RecordsAhead } from './records-ahead.ts'
import type { BarrierWalk, LabelParts, SideLabels } from './side-labels.ts'
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
