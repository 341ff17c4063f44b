import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueBook } from '../venue/simulated/venue-state.ts'
import type { MarketPast } from './warm-up.ts'

/**
 * What the record of a session on paper tells besides the market, in the order in which it happened: with both the session can be run again.
 * `heard` is how many events of the market had come: while the venue goes through what was missed, the engine's time stands still.
 */
export type PaperNote =
  | PaperBeginning
  /** The engine got to know the market before. */
  | { readonly kind: 'learned'; readonly now: TimeMs; readonly past: MarketPast }
  /** The engine was given something that is not the market's: what a person asked, how a component is. */
  | { readonly kind: 'pushed'; readonly event: EngineEvent; readonly heard: number }
  /** What was pushed before was taken, and books and venue were compared. */
  | { readonly kind: 'started' }
  /** They are to be compared again: the venue's process had gone. */
  | { readonly kind: 'reconciling'; readonly time: TimeMs; readonly heard: number }
  /** In peace, after the last event of that time. */
  | { readonly kind: 'stopped'; readonly time: TimeMs; readonly heard: number }

/** From what the session began. */
export interface PaperBeginning {
  readonly kind: 'beginning'
  readonly accountId: string
  readonly sessionId: string
  readonly configs: readonly [StrategyConfig, ...StrategyConfig[]]
  readonly now: TimeMs
  readonly instruments: readonly Instrument[]
  /** So many changes were journalled before. */
  readonly changes: number
  /** Null: the simulated venue began anew. */
  readonly venueBook: VenueBook | null
}
