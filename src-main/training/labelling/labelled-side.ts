import type { LabelRow, SideName } from '../../../src-shared/contract/learning-views.ts'
import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import { logReturnEvents } from '../../labels/cusum-events.ts'
import { labelColumns, type LabelColumns } from '../../labels/label-columns.ts'
import type { SideLabels } from '../../labels/side-labels.ts'
import type { InstrumentMarket } from '../data-set/instrument-rows.ts'
import { averageUniqueness } from '../uniqueness.ts'

/** The labels of one instrument and side, and which of them count. */
export interface LabelledSide {
  readonly instrumentId: string
  readonly side: SideName
  readonly labels: LabelColumns
  readonly own: SideLabels
  /** Ascending, of entries whose whole horizon is known: of later ones only those would be there that were over early. */
  readonly places: Int32Array
  /** Of each place: how much of its label is its own. */
  readonly weights: Float64Array
}

/** Long and short. `cusum`: only entries at which the log price had moved so many deviations; all where null. */
export function labelled({ instrumentId, candles, funding, costs, marks, finer }: Omit<InstrumentMarket, 'regime'>, spec: LabelSpec, cusum: number | null): readonly [LabelledSide, LabelledSide] {
  const labels = labelColumns(candles, spec, { costs, settlements: funding, marks, finer })
  const wanted = cusum === null ? Int32Array.from(labels.asOf.keys()) : logReturnEvents(candles, cusum).places
  const isKnown = ({ outcome, maeHorizon }: SideLabels, place: number): boolean => outcome[place] !== -2 && !Number.isNaN(maeHorizon[place])
  const places = wanted.filter((place) => isKnown(labels.long, place) && isKnown(labels.short, place))
  const begins = taken(labels.entryTime, places)
  const of = (side: SideName): LabelledSide => ({ instrumentId, side, labels, own: labels[side], places, weights: averageUniqueness(begins, taken(labels[side].dependsUntil, places), candles.stepMs) })
  return [of('long'), of('short')]
}

const taken = (column: Float64Array, places: Int32Array): Float64Array => Float64Array.from(places, (place) => column[place]!)

/** `places` are at least one. */
export function sideRow({ instrumentId, side, own, places, weights }: LabelledSide): LabelRow {
  const count = (outcome: number): number => places.reduce((sum, place) => sum + Number(own.outcome[place] === outcome), 0)
  const mean = (column: Float64Array): number => places.reduce((sum, place) => sum + column[place]!, 0) / places.length
  const effectiveRows = weights.reduce((sum, weight) => sum + weight, 0)
  return {
    instrumentId, side, rows: places.length, effectiveRows, uniqueness: effectiveRows / places.length, takeProfit: count(1), stop: count(-1), timeout: count(0),
    gaps: places.reduce((sum, place) => sum + own.isGap[place]!, 0), gross: mean(own.gross), fees: mean(own.fees), slippage: mean(own.slippage), funding: mean(own.funding), net: mean(own.net),
    minutesHeld: mean(own.minutesHeld), mae: mean(own.mae), mfe: mean(own.mfe), maeHorizon: mean(own.maeHorizon), mfeHorizon: mean(own.mfeHorizon),
  }
}
