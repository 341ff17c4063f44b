import type { Price, Quantity, Rate, TimeMs } from './units.ts'

/** A closed bar. Forming bars never leave market-data. */
export interface Candle {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly openTime: TimeMs
  /** The first instant after the bar: openTime + intervalMs. */
  readonly closeTime: TimeMs
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly close: Price
  readonly volume: Quantity
}

/** What the venue says about an instrument between candles. */
export interface MarkPrice {
  readonly instrumentId: string
  readonly asOf: TimeMs
  readonly mark: Price
  readonly bid: Price
  readonly ask: Price
}

/** What holders pay at a settlement. Longs pay a positive rate. */
export interface FundingRate {
  readonly instrumentId: string
  readonly fundingTime: TimeMs
  readonly rate: Rate
  /** Settlements are this far apart at present. */
  readonly intervalMs: number
}
