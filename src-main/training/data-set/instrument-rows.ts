import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import type { CandleSeries } from '../../features/candle-series.ts'
import { FeatureEngine } from '../../features/feature-engine.ts'
import type { FeatureTable } from '../../features/feature-table.ts'
import type { RegimeColumn } from '../../features/regime-column.ts'
import type { LabelCandles } from '../../labels/label-candles.ts'
import { labelColumns, type LabelColumns } from '../../labels/label-columns.ts'
import type { LabelParts, SideLabels } from '../../labels/side-labels.ts'
import { averageUniqueness } from '../uniqueness.ts'
import type { SideRows } from './data-set.ts'
import type { InstrumentRows } from './row-columns.ts'

/** What is known of one instrument: everything up to the last candle, ascending; prices of marks and finer candles at the scale of the candles. */
export interface InstrumentMarket {
  readonly instrumentId: string
  readonly candles: CandleSeries & LabelCandles
  readonly funding: readonly FundingRate[]
  /** Of BTC, for features that look at it. */
  readonly regime?: RegimeColumn | undefined
  /** Of a round trip, as fractions of the entry. */
  readonly costs: LabelParts['costs']
  readonly marks?: LabelCandles | undefined
  readonly finer?: LabelCandles | undefined
}

export interface RowRecipe {
  readonly featureSet: readonly string[]
  readonly labelSpec: LabelSpec
  /** Keeps the closes that so many candles divide, the same ones on every instrument whenever the data begin: neighbours tell nearly the same. */
  readonly every: number
  /** No row of a candle that opened before: what was earlier only fills windows. */
  readonly from: number
}

/**
 * The rows of one instrument: each close at which the feature vector was whole, joined **as of that very close** with what an entry at the next open came to.
 * A row counts only if both sides' whole horizons are known: near the end of the data those that touched a barrier early would be there, and those that
 * did not would be missing.
 */
export function instrumentRows(market: InstrumentMarket, recipe: RowRecipe): InstrumentRows {
  const { candles, funding, regime, costs, marks, finer } = market
  const table = new FeatureEngine(recipe.featureSet).table(candles, { funding, ...(regime ? { regime } : {}) })
  const labels = labelColumns(candles, recipe.labelSpec, { costs, settlements: funding, marks, finer })
  const { inTable, inLabels } = joinAsOf(table, labels, candles.stepMs, recipe)
  const entryTime = taken(labels.entryTime, inLabels)
  return {
    instrumentId: market.instrumentId, asOf: taken(labels.asOf, inLabels), atrShare: taken(labels.atrShare, inLabels),
    features: table.values.map((column) => gathered(new Float32Array(inTable.length), column, inTable)),
    long: sideRows(labels.long, inLabels, entryTime, candles.stepMs), short: sideRows(labels.short, inLabels, entryTime, candles.stepMs),
  }
}

interface Joined {
  readonly inTable: Int32Array
  readonly inLabels: Int32Array
}

/** Both ascend in time. A vector belongs to the candle it ends with and to no other: neither to the next one nor, where candles are missing, to the one before. */
function joinAsOf(table: FeatureTable, labels: LabelColumns, stepMs: number, { every, from }: RowRecipe): Joined {
  const [inTable, inLabels]: [number[], number[]] = [[], []]
  let place = 0
  for (const [row, openTime] of table.openTimes.entries()) {
    const asOf = openTime + stepMs
    while (place < labels.asOf.length && labels.asOf[place]! < asOf) place++
    if (labels.asOf[place] !== asOf || openTime < from || (asOf / stepMs) % every !== 0 || !isKnown(labels, place)) continue
    inTable.push(row)
    inLabels.push(place)
  }
  return { inTable: Int32Array.from(inTable), inLabels: Int32Array.from(inLabels) }
}

const NOT_KNOWN = -2

function isKnown({ long, short }: LabelColumns, place: number): boolean {
  return [long, short].every((side) => side.outcome[place] !== NOT_KNOWN && !Number.isNaN(side.maeHorizon[place]!))
}

function sideRows(labels: SideLabels, places: Int32Array, entryTime: Float64Array, stepMs: number): SideRows {
  const dependsUntil = taken(labels.dependsUntil, places)
  return {
    outcome: gathered(new Int8Array(places.length), labels.outcome, places), candlesHeld: gathered(new Int32Array(places.length), labels.candlesHeld, places),
    gross: taken(labels.gross, places), net: taken(labels.net, places), fees: taken(labels.fees, places), slippage: taken(labels.slippage, places), funding: taken(labels.funding, places),
    mae: taken(labels.mae, places), mfe: taken(labels.mfe, places), maeHorizon: taken(labels.maeHorizon, places), mfeHorizon: taken(labels.mfeHorizon, places),
    minutesHeld: taken(labels.minutesHeld, places), dependsUntil, horizonUntil: taken(labels.horizonUntil, places),
    // Among the rows that are kept: those that are not take nothing away from them.
    weight: averageUniqueness(entryTime, dependsUntil, stepMs),
  }
}

const taken = (column: Float64Array, places: Int32Array): Float64Array => gathered(new Float64Array(places.length), column, places)

/** A loop: `from` with a function takes ten times as long, and there are fifty columns. */
function gathered<Into extends Float64Array | Float32Array | Int32Array | Int8Array>(into: Into, column: Float64Array | Int32Array | Int8Array, places: Int32Array): Into {
  for (let row = 0; row < places.length; row++) into[row] = column[places[row]!]!
  return into
}
