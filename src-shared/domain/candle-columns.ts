/** What candles are made of: trades, or the venue's mark price, which has no volume. */
export type CandleKind = 'trade' | 'mark'

/** One series of candles. */
export interface CandleSeriesId {
  readonly instrumentId: string
  readonly kind: CandleKind
  readonly intervalMs: number
}

/** What was paid in a candle, exactly: quoteWhole + quoteFraction × 10^-8 of the settle asset, in so many trades. */
export interface Turnover {
  readonly quoteWhole: number
  readonly quoteFraction: number
  readonly trades: number
}

/** Of one quoteWhole. */
export const QUOTE_FRACTIONS = 100_000_000

/** As `Turnover`, in columns; NaN where it is not known. */
export interface TurnoverColumns {
  readonly quoteWhole: Float64Array
  readonly quoteFraction: Float64Array
  readonly trades: Float64Array
}

/**
 * Candles as columns of equal length, ascending by openTime: a year of them is read without making an object for each.
 * Every number is a safe integer at the decimals given here, which hold for all rows.
 */
export interface CandleColumns {
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly openTime: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** All 0 for mark prices. */
  readonly volume: Float64Array
  /** Null when no row has one. */
  readonly turnover: TurnoverColumns | null
}
