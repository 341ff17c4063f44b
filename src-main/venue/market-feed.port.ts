import type { MarketEvent, SourceReport, TradePrint } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

/**
 * One thing that came from a venue, exactly as it came. What a feed tells is a function of these in their order and of nothing else, so a record of them
 * read again gives the same events, and with them the same decisions.
 */
export interface RawMessage {
  /** The venue's time by our estimate when it came. Never falls from one message to the next. */
  readonly receivedAt: TimeMs
  readonly kind: 'frame' | 'answer' | 'link' | 'tick'
  /** Of a frame or link: the connection's name, as 'market/1'. Of an answer: the question, as '/fapi/v1/klines?symbol=…'. Of a tick: empty. */
  readonly about: string
  /**
   * Of a frame: its text. Of an answer: the HTTP status, a blank and the body; status 0 and why, where nothing came back. Of a link: 'open', or
   * 'closed' or 'silent' with a blank and the reason. Of a tick, which says only that time went on: empty.
   */
  readonly text: string
}

/** A question that a feed wants answered by REST. Its answer comes as a RawMessage whose `about` is `path?query` with the parameters in this order. */
export interface FeedQuestion {
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly weight: number
}

/** What a feed tells the engine and a simulated venue: ascending by time, which is when it was received. */
export type FeedEvent = MarketEvent | TradePrint | SourceReport

/** How a kind of data of one instrument stands. */
export interface ChannelState {
  readonly instrumentId: string
  /** As 'kline_5m', 'markPrice', 'bookTicker', 'aggTrade', 'depth'. */
  readonly channel: string
  /** When the last message of it came; null before the first. */
  readonly lastAt: TimeMs | null
  /** It counts as silent when nothing has come for so long. */
  readonly silentAfterMs: number
  readonly state: 'waiting' | 'filling' | 'fresh' | 'silent'
  readonly messages: number
  /** Holes that were found and filled again, by a newer snapshot or by REST. */
  readonly gaps: number
}

/** Something in the venue's messages that is not understood. Nothing is guessed: what depends on it is refused. */
export interface FeedAlarm {
  readonly at: TimeMs
  /** As 'unknown-field', 'unreadable', 'unknown-instrument', 'clock'. */
  readonly code: string
  readonly detail: string
}

/** Turns what came into what happened. Pure: no clock, no network. */
export interface MarketFeed {
  /** Never throws for what a venue sends. */
  take(message: RawMessage): readonly FeedEvent[]
  /** What is to be asked now: each question once, until its answer or its failure was taken. */
  questions(): readonly FeedQuestion[]
  channels(): readonly ChannelState[]
  /** The newest last, bounded. */
  alarms(): readonly FeedAlarm[]
}

/** Keeps what came, before anybody acts on it. `append` never throws and never waits for a disk. */
export interface RecordWriter {
  append(message: RawMessage): void
}
