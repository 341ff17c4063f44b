/** One row of the watchlist. `change` is against 24 hours before; EV and funding are fractions. */
export interface MarketRow {
  readonly instrumentId: string
  readonly base: string
  readonly mark: string | null
  readonly bid: string | null
  readonly ask: string | null
  readonly asOf: number | null
  /** Older than the guards accept. */
  readonly stale: boolean
  readonly halted: boolean
  readonly change: number | null
  readonly longValue: number | null
  readonly shortValue: number | null
  readonly action: 'LONG' | 'SHORT' | 'FLAT' | null
  readonly reason: string | null
  readonly decisionId: string | null
  readonly funding: number | null
  readonly nextFundingAt: number | null
  readonly held: 'long' | 'short' | null
  /** The 1-hour average true range as a fraction of the mark. */
  readonly atr: number | null
  readonly priceDecimals: number
}

/** Closes of the last 24 hours, oldest first, at most 48 of them. */
export interface SparkRow {
  readonly instrumentId: string
  readonly closes: readonly number[]
}

/** A closed candle as it is drawn: floats, for charts only. */
export interface CandleRow {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Closed candles, oldest first, as columns of equal length. `more`: older ones are there. */
export interface CandleSeries {
  readonly openTime: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  readonly volume: readonly number[]
  readonly priceDecimals: number
  readonly more: boolean
}

/** How simulated time runs. `speed` null: as fast as possible. `from` and `to` are the record's span; null without an end. */
export interface PaceView {
  readonly speed: number | null
  readonly paused: boolean
  readonly time: number
  readonly from: number | null
  readonly to: number | null
}

export type PaceChange =
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  /** To the end of the next candle, or to the next decision that is not FLAT. Pauses there. */
  | { readonly kind: 'step' }
  | { readonly kind: 'next-decision' }
  | { readonly kind: 'speed'; readonly speed: number | null }
