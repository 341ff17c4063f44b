import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'

/** A closed candle as labels see it: scaled integers of one instrument. A Candle is one. */
export interface LabelCandle {
  readonly openTime: TimeMs
  readonly closeTime: TimeMs
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

export interface BarrierOutcome {
  readonly outcome: 'tp' | 'sl' | 'timeout'
  /** Signed for the side, before costs, as a fraction of the entry price. */
  readonly grossReturn: number
  /** From the entry to the end of the candle that ended it; to its open when that already lay beyond the barrier. */
  readonly minutesHeld: number
  /** Largest adverse excursion until the exit, as a fraction of the entry price, ≥ 0. Never more than the exit of a stop. */
  readonly mae: number
}

export interface CandleLabel {
  /** Known at the decision: the true range mean the barriers are multiples of, in price units. */
  readonly barrierAtr: number
  readonly long: BarrierOutcome
  readonly short: BarrierOutcome
}

export interface Barriers {
  /** 1 long, −1 short. */
  readonly side: 1 | -1
  /** Distances from the entry price, in price units. */
  readonly takeProfit: number
  readonly stop: number
  /** Candles that may pass, the one of the entry included. */
  readonly horizon: number
}

/**
 * What happened after each closed candle of one instrument (ascending by time): entry at the open of the next one, barriers in multiples
 * of the true range mean of whole clock bars that had closed by then. Undefined where that, the next candles or an unbroken row of them
 * is missing. Touches and fills are judged by the candles given. Looks ahead: only training and reports may see this.
 */
export function labelCandles(candles: readonly LabelCandle[], spec: LabelSpec): readonly (CandleLabel | undefined)[] {
  const ranges = trueRangeMeans(candles, spec.barrierIntervalMs, spec.barrierAtrWindow)
  return candles.map((candle, index) => {
    const atr = ranges[index]!
    if (!(atr > 0)) return undefined
    const horizon = (spec.horizon * spec.barrierIntervalMs) / (candle.closeTime - candle.openTime)
    const barriers = { takeProfit: spec.takeProfitAtr * atr, stop: spec.stopAtr * atr, horizon }
    const long = firstTouch(candles, index, { side: 1, ...barriers })
    const short = firstTouch(candles, index, { side: -1, ...barriers })
    return long && short && { barrierAtr: atr, long, short }
  })
}

/**
 * Follows one entry, made at the open after candle `decision`, to its end. Both barriers within one candle: the stop was first.
 * A candle that opens beyond a barrier fills at that open. Undefined when the candles end or break before the trade does.
 */
export function firstTouch(candles: readonly LabelCandle[], decision: number, { side, takeProfit, stop, horizon }: Barriers): BarrierOutcome | undefined {
  const first = candles[decision + 1]
  if (!first) return undefined
  const entry = first.open
  let worst = 0
  const end = (outcome: BarrierOutcome['outcome'], gain: number, endTime: number): BarrierOutcome =>
    ({ outcome, grossReturn: gain / entry, minutesHeld: (endTime - first.openTime) / MINUTE_MS, mae: Math.max(worst, -gain, 0) / entry })

  for (let index = decision + 1; index <= decision + horizon; index++) {
    const candle = candles[index]
    if (!candle || candle.openTime !== candles[index - 1]!.closeTime) return undefined
    const opened = side * (candle.open - entry)
    if (opened <= -stop) return end('sl', opened, candle.openTime)
    if (opened >= takeProfit) return end('tp', opened, candle.openTime)
    const [best, adverse] = side === 1 ? [candle.high - entry, entry - candle.low] : [entry - candle.low, candle.high - entry]
    if (adverse >= stop) return end('sl', -stop, candle.closeTime)
    worst = Math.max(worst, adverse)
    if (best >= takeProfit) return end('tp', takeProfit, candle.closeTime)
  }
  const last = candles[decision + horizon]!
  return end('timeout', side * (last.close - entry), last.closeTime)
}

/** For each candle the mean true range of the last `window` whole bars of the clock that had closed with it; NaN before there are so many and one more. */
function trueRangeMeans(candles: readonly LabelCandle[], intervalMs: number, window: number): Float64Array {
  const means = new Float64Array(candles.length)
  const ranges: number[] = []
  let bar = { start: NaN, covered: 0, high: 0, low: 0 }
  let before = NaN
  let current = NaN
  for (const [index, candle] of candles.entries()) {
    const start = candle.openTime - (candle.openTime % intervalMs)
    if (start !== bar.start) bar = { start, covered: 0, high: candle.high, low: candle.low }
    bar.covered += candle.closeTime - candle.openTime
    bar.high = Math.max(bar.high, candle.high)
    bar.low = Math.min(bar.low, candle.low)
    if (candle.closeTime === start + intervalMs && bar.covered === intervalMs) {
      if (!Number.isNaN(before)) ranges.push(Math.max(bar.high, before) - Math.min(bar.low, before))
      before = candle.close
      if (ranges.length >= window) current = ranges.slice(-window).reduce((sum, range) => sum + range, 0) / window
    }
    means[index] = current
  }
  return means
}
