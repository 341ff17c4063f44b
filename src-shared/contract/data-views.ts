import type { BinanceChoice } from './binance-choice.ts'
import type { Told } from './workstation-views.ts'

/** How live market data stand. */
export interface FeedView {
  readonly venue: BinanceChoice['name']
  readonly phase: 'connecting' | 'filling' | 'fresh' | 'stale' | 'resting'
  /** Venue time minus ours, and how far it may be off; null before the first answer. */
  readonly clock: { readonly offsetMs: number; readonly uncertaintyMs: number } | null
  readonly budget: BudgetView
  readonly channels: readonly ChannelRow[]
  readonly alarms: readonly AlarmRow[]
  /** Null when nothing is recorded. */
  readonly record: RecordingView | null
}

/** Of request weight in the venue's present minute. */
export interface BudgetView {
  readonly used: number
  readonly limit: number
  /** The part of the limit that may be spent. */
  readonly share: number
  /** Nothing is asked for so long: the venue has told us to rest. */
  readonly closedForMs: number
}

export interface ChannelRow {
  readonly instrumentId: string
  readonly channel: string
  readonly state: 'waiting' | 'filling' | 'fresh' | 'silent'
  readonly ageMs: number | null
  readonly silentAfterMs: number
  readonly messages: number
  readonly gaps: number
}

export interface AlarmRow {
  readonly at: number
  readonly code: string
  readonly detail: string
}

export interface RecordingView {
  readonly bytes: number
  readonly bytesMax: number
  readonly messages: number
  readonly segments: number
  /** False when the disk did not take it: trading goes on, the record has a hole and says so. */
  readonly healthy: boolean
  /** What is wrong; empty when nothing is. */
  readonly detail: string
}

/** What the archive holds of one series, and lacks. */
export interface PassportRow {
  readonly instrumentId: string
  /** 'trade', 'mark', 'funding', 'open-interest', 'margin-tiers'. */
  readonly kind: string
  readonly intervalMs: number
  readonly first: number
  readonly last: number
  readonly rows: number
  readonly gaps: number
  readonly missing: number
  readonly zeroVolume: number
  readonly corrections: number
  /** Of the content; null for series that have none. */
  readonly hash: string | null
  readonly sources: readonly string[]
}

/** One session of recorded raw messages. */
export interface RecordRow {
  readonly recordId: string
  readonly venue: string
  readonly from: number
  readonly to: number
  readonly messages: number
  readonly bytes: number
  readonly segments: number
  /** It is being written. */
  readonly open: boolean
}

/** Candles, mark prices and funding of so many days up to now. */
export interface CollectWish {
  readonly venue: BinanceChoice
  readonly instruments: readonly string[]
  readonly days: number
}

/** Of the last or present collection, by instrument; null before the first. */
export interface CollectView {
  readonly jobId: string
  readonly rows: number
  readonly rowsPerSecond: number | null
  readonly budget: BudgetView | null
  readonly instruments: readonly { readonly instrumentId: string; readonly part: number; readonly told: Told | null }[]
}
