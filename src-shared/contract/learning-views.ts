import type { Told } from './workstation-views.ts'

/**
 * What learning shows. Fractions are of 1 and of the notional unless a name says otherwise; times are milliseconds UTC; null: cannot be said.
 * Every report is stored as a run and read again by its `runId`.
 */
export type SideName = 'long' | 'short'

/** What all work on archived candles is asked with. Null times: as far as the archive reaches. */
export interface LearnSpan {
  readonly strategyId: string
  readonly instruments: readonly string[]
  readonly from: number | null
  readonly to: number | null
  /** Deviations from the strategy's numbers, by the names that back-tests know: `label.takeProfitAtr`, `policy.margin`, `venue.slippageMultiple`, … */
  readonly changes: Readonly<Record<string, number>>
}

export interface FeasibilityWish extends LearnSpan {
  readonly barrierIntervalsMs: readonly number[]
  /** In candles of the barrier interval. */
  readonly horizons: readonly number[]
  /** Round trips without funding, as fractions; none: the strategy's fees and slippage of each instrument. */
  readonly costs: readonly number[]
}

/** One instrument at one barrier scale, one horizon and one cost. */
export interface FeasibilityCell {
  readonly instrumentId: string
  readonly barrierIntervalMs: number
  readonly horizon: number
  /** Round trip without funding. */
  readonly cost: number
  readonly candles: number
  /** Median of the barrier range over the close. */
  readonly atrShare: number
  /** Median of (sl + c) / (pt + sl): what had to win if nothing timed out. */
  readonly breakEven: number
  /** Part of the candles at which it is below 1: that could pay at all. */
  readonly payable: number
  /** Of both sides, from the labels. q* counts them: [sl + (c − t·m)/(1 − t)] / (pt + sl) at the median range. */
  readonly timeoutShare: number
  readonly timeoutReturn: number
  readonly winNeeded: number
  /** What q was without any knowledge: the part of touched barriers that was the take-profit. */
  readonly baseRate: number
}

export interface FeasibilityReport {
  readonly version: 1
  readonly kind: 'feasibility'
  readonly runId: string
  readonly program: string
  readonly wish: FeasibilityWish
  readonly takeProfitAtr: number
  readonly stopAtr: number
  readonly cells: readonly FeasibilityCell[]
  readonly warnings: readonly Told[]
}

export interface LabelsWish extends LearnSpan {
  /** Entries only where the sum of log returns has moved so far, in deviations of one candle's (CUSUM). Null: at every candle. */
  readonly cusum: number | null
}

/** Of one instrument and side. Amounts are means over all rows. */
export interface LabelRow {
  readonly instrumentId: string
  readonly side: SideName
  readonly rows: number
  /** Rows weighed by how little their labels overlap, and their mean weight. */
  readonly effectiveRows: number
  readonly uniqueness: number
  readonly takeProfit: number
  readonly stop: number
  readonly timeout: number
  /** Of those that ended beyond a barrier at an open. */
  readonly gaps: number
  readonly gross: number
  readonly fees: number
  readonly slippage: number
  readonly funding: number
  readonly net: number
  readonly minutesHeld: number
  /** Until the exit, and over the whole horizon as if there were no stop. */
  readonly mae: number
  readonly mfe: number
  readonly maeHorizon: number
  readonly mfeHorizon: number
}

/** One labelled entry, to be seen on a chart. Prices as floats. */
export interface LabelExample {
  readonly instrumentId: string
  readonly side: SideName
  readonly asOf: number
  readonly entryTime: number
  readonly entry: number
  readonly takeProfit: number
  readonly stop: number
  readonly exitTime: number
  readonly exit: number
  readonly outcome: 'tp' | 'sl' | 'timeout'
  readonly net: number
  readonly horizonEnd: number
  /** From some candles before the entry to the end of the horizon, joined to at most some dozens. Times are their beginnings. */
  readonly bars: readonly { readonly time: number; readonly open: number; readonly high: number; readonly low: number; readonly close: number }[]
}

export interface Histogram {
  /** One more than counts. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

export interface LabelsReport {
  readonly version: 1
  readonly kind: 'labels'
  readonly runId: string
  readonly program: string
  readonly wish: LabelsWish
  readonly labelSpecHash: string
  readonly touches: 'mark' | 'trade'
  readonly rows: readonly LabelRow[]
  readonly net: Readonly<Record<SideName, Histogram>>
  readonly minutes: Readonly<Record<SideName, Histogram>>
  readonly examples: readonly LabelExample[]
}

export interface DataSetWish extends LearnSpan {
  /** Keeps every so-manyth candle. */
  readonly every: number
}

export interface DataSetReport {
  readonly version: 1
  readonly kind: 'dataset'
  readonly runId: string
  readonly program: string
  readonly wish: DataSetWish
  readonly rows: number
  readonly from: number
  readonly to: number
  readonly definitionHash: string
  readonly contentHash: string
  readonly featureSetHash: string
  readonly labelSpecHash: string
  readonly bytes: number
  /** True: it was there already, and its check sums hold. */
  readonly cached: boolean
  readonly instruments: readonly { readonly instrumentId: string; readonly rows: number; readonly from: number; readonly to: number; readonly effectiveRows: Readonly<Record<SideName, number>> }[]
  readonly features: readonly { readonly name: string; readonly missing: number; readonly mean: number | null; readonly deviation: number | null }[]
}
