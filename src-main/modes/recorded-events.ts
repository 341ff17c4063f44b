import type { FeedEvent, MarketFeed, RawMessage } from '../venue/market-feed.port.ts'
import type { SourceEvent } from './market-source.ts'
import { missedEvents, type MissedAnswer, type MissedSpan } from './missed-candles.ts'
import { Silence } from './silence.ts'

/** Stands in a record around what was asked about a time in which nobody listened. All between is answers to that. */
export const MISSED = 'missed/1'

/** What a record says happened, as the loop was told it when it was made. */
export async function* recordedEvents(record: AsyncIterable<RawMessage>, feed: MarketFeed): AsyncGenerator<readonly SourceEvent[]> {
  const reader = new RecordedMarket(feed)
  for await (const message of record) {
    for (const events of reader.take(message)) if (events.length > 0) yield events
  }
  yield* reader.end()
}

class RecordedMarket {
  readonly #feed: MarketFeed
  readonly #silence = new Silence()
  /** Of an instant that may go on. */
  readonly #instant: FeedEvent[] = []
  /** What has come after a silence, until it is known what happened during it. */
  #waiting: FeedEvent[] | undefined
  #missed: { readonly span: MissedSpan; readonly answers: MissedAnswer[] } | undefined

  constructor(feed: MarketFeed) {
    this.#feed = feed
  }

  take(message: RawMessage): readonly (readonly SourceEvent[])[] {
    if (message.about === MISSED) return this.#mark(message.text)
    if (this.#missed) {
      this.#missed.answers.push(message)
      return []
    }
    const over = this.#instant.length > 0 && message.receivedAt > this.#instant[0]!.time ? this.#instant.splice(0) : []
    this.#instant.push(...this.#feed.take(message))
    return this.#tell(over)
  }

  end(): readonly (readonly SourceEvent[])[] {
    return this.#instant.length > 0 ? this.#tell(this.#instant) : []
  }

  #mark(text: string): readonly (readonly SourceEvent[])[] {
    if (text !== 'closed') {
      this.#missed = { span: JSON.parse(text.slice('open '.length)) as MissedSpan, answers: [] }
      return []
    }
    const told = this.#missed ? missedEvents(this.#missed.span, this.#missed.answers) : []
    if (this.#missed) this.#silence.knownUntil(this.#missed.span.to)
    const later = this.#waiting ?? []
    this.#missed = this.#waiting = undefined
    return [told, ...this.#tell(later)]
  }

  #tell(events: readonly FeedEvent[]): readonly (readonly SourceEvent[])[] {
    if (this.#waiting) {
      this.#waiting.push(...events)
      return []
    }
    const broken = this.#silence.find(events)
    if (!broken) return [events]
    this.#waiting = [...broken.after]
    return [broken.before]
  }
}
