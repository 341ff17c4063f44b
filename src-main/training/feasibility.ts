import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { LabelCandles } from '../labels/label-candles.ts'
import { labelColumns, type LabelColumns } from '../labels/label-columns.ts'
import type { LabelParts } from '../labels/side-labels.ts'

/** What happened at one barrier scale and horizon, both sides together, whatever it costs. Shares are of 1. */
interface OutcomeShares {
  readonly timeoutShare: number
  /** Mean gross return of those that timed out; 0 where none did. */
  readonly timeoutReturn: number
  /** Part of the touched barriers that was the take-profit; 0 where none was touched. */
  readonly baseRate: number
}

export interface Feasibility {
  /** Barrier range over the close of each candle that has one, ascending. */
  readonly ranges: Float64Array
  readonly shares: OutcomeShares
}

/** What a cost of a round trip, as a fraction, leaves possible before anything is learnt. */
export interface BreakEven {
  /** Median of the part of wins that pays the cost. */
  readonly breakEven: number
  /** Part of the candles at which it is below 1: no other can pay, whatever a model says. */
  readonly payable: number
}

/** Of one instrument. Undefined where no candle has both a range and a horizon that is known to its end. */
export function feasibilityAt(candles: LabelCandles, spec: LabelSpec, touches: Pick<LabelParts, 'marks' | 'finer'> = {}): Feasibility | undefined {
  const columns = labelColumns(candles, spec, { costs: { fees: 0, slippage: 0 }, settlements: [], ...touches })
  const shares = outcomeShares(columns)
  return shares && { ranges: columns.atrShare.filter((share) => share > 0).toSorted(), shares }
}

/** p* = (sl + c)/(pt + sl), where nothing times out. It falls as the range grows. `ranges` as in `Feasibility`. */
export function breakEvenOf(ranges: Float64Array, { takeProfitAtr, stopAtr }: Pick<LabelSpec, 'takeProfitAtr' | 'stopAtr'>, cost: number): BreakEven {
  const shares = ranges.map((range) => (stopAtr * range + cost) / ((takeProfitAtr + stopAtr) * range))
  return { breakEven: medianOf(shares.toReversed()), payable: shares.filter((share) => share < 1).length / shares.length }
}

/** Of values in ascending order; NaN of none. */
export function medianOf(ascending: Float64Array): number {
  const middle = ascending.length >> 1
  return ascending.length % 2 === 1 ? ascending[middle]! : (ascending[middle - 1]! + ascending[middle]!) / 2
}

/** Of entries whose whole horizon is known: of later ones only those would be that were over early. */
function outcomeShares({ long, short }: Pick<LabelColumns, 'long' | 'short'>): OutcomeShares | undefined {
  let [won, lost, timedOut, returned] = [0, 0, 0, 0]
  for (const { outcome, gross, maeHorizon } of [long, short]) {
    for (const [row, how] of outcome.entries()) {
      if (Number.isNaN(maeHorizon[row])) continue
      if (how === 1) won++
      else if (how === -1) lost++
      else {
        timedOut++
        returned += gross[row]!
      }
    }
  }
  const touched = won + lost
  if (touched + timedOut === 0) return undefined
  return { timeoutShare: timedOut / (touched + timedOut), timeoutReturn: timedOut > 0 ? returned / timedOut : 0, baseRate: touched > 0 ? won / touched : 0 }
}
