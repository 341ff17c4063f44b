import type { Candle, FundingRate, MarkPrice } from './candle.ts'
import type { ForecastAnswer } from './forecast.ts'
import type { Instrument } from './instrument.ts'
import type { ModelPair } from './strategy.ts'
import type { Money, Price, Quantity, TimeMs } from './units.ts'
import type { VenueReport, VenueSnapshot } from './venue.ts'

/** What a market tells; a record of it can be read again. */
export type MarketEvent =
  | { readonly kind: 'instrument-listed'; readonly time: TimeMs; readonly instrument: Instrument }
  | { readonly kind: 'price-marked'; readonly time: TimeMs; readonly mark: MarkPrice }
  | { readonly kind: 'candle-closed'; readonly time: TimeMs; readonly candle: Candle }
  | { readonly kind: 'funding-settled'; readonly time: TimeMs; readonly funding: FundingRate }

/**
 * For simulated venues only, at the candle's open time: a whole candle that is known only afterwards.
 * It is not an EngineEvent, so the engine cannot look ahead.
 */
export interface CandlePath {
  readonly kind: 'candle-path'
  readonly time: TimeMs
  readonly candle: Candle
  /** Shorter candles that make it up without a gap, oldest first, where they are known: the price went as they say. */
  readonly parts?: readonly Candle[]
  /** The mark price during the candle, without a gap, oldest first, where it is known. Where not, the price of trades stands for it. */
  readonly marks?: readonly Candle[]
}

/** For simulated venues only: others have traded, so what rests at that price or better may be filled. */
export interface TradePrint {
  readonly kind: 'trade-printed'
  readonly time: TimeMs
  readonly instrumentId: string
  readonly price: Price
  readonly quantity: Quantity
  /** True when the seller took: the buyer's order rested. */
  readonly isBuyerMaker: boolean
}

/** What a simulated venue is told of the market. */
export type VenueEvent = MarketEvent | CandlePath | TradePrint

/** What a person may ask. `by` names who, for the journal. */
export type PersonRequest =
  | { readonly kind: 'start-trading'; readonly by: string }
  | { readonly kind: 'stop-trading'; readonly by: string }
  | { readonly kind: 'flatten'; readonly by: string; readonly instrumentId: string | null }
  | { readonly kind: 'clear-latch'; readonly by: string; readonly latch: string }

/** Everything that can happen to the engine. Time is always a field; there is no clock inside. */
export type EngineEvent =
  | MarketEvent
  | { readonly kind: 'session-started'; readonly time: TimeMs; readonly sessionId: string; readonly mode: string; readonly configHash: string; readonly deposit: Money | null }
  | { readonly kind: 'forecast-arrived'; readonly time: TimeMs; readonly answer: ForecastAnswer }
  | { readonly kind: 'forecast-failed'; readonly time: TimeMs; readonly requestId: string; readonly detail: string }
  | { readonly kind: 'order-sending'; readonly time: TimeMs; readonly intentId: string }
  | { readonly kind: 'order-withheld'; readonly time: TimeMs; readonly intentId: string; readonly detail: string }
  | { readonly kind: 'order-outcome-unknown'; readonly time: TimeMs; readonly intentId: string; readonly detail: string }
  | { readonly kind: 'venue-reported'; readonly time: TimeMs; readonly report: VenueReport }
  | { readonly kind: 'venue-snapshot'; readonly time: TimeMs; readonly snapshot: VenueSnapshot }
  | { readonly kind: 'component-reported'; readonly time: TimeMs; readonly component: string; readonly healthy: boolean; readonly detail: string }
  /** Null: none. `instruments`: told where they answer for these only. Touches entries only: a position keeps the exit plan it was opened with. */
  | { readonly kind: 'models-chosen'; readonly time: TimeMs; readonly strategyId: string; readonly models: ModelPair | null; readonly instruments?: readonly string[]; readonly by: string }
  | { readonly kind: 'person-asked'; readonly time: TimeMs; readonly request: PersonRequest }
  | { readonly kind: 'woken'; readonly time: TimeMs }

/** What a source says besides the market: how it is, and that time goes on though nothing happens. */
export type SourceReport = Extract<EngineEvent, { kind: 'component-reported' | 'woken' }>
