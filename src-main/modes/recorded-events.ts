import type { MarketFeed, RawMessage } from '../venue/market-feed.port.ts'
import type { SourceEvent } from './market-source.ts'
import { missedEvents, type MissedAnswer, type MissedSpan } from './missed-candles.ts'

/** Stands in a record around what was asked of a market that was not seen. */
export const MISSED = 'missed/1'

/** What a record says happened: what the feed makes of it, and between that what was missed and asked for afterwards. */
export async function* recordedEvents(record: AsyncIterable<RawMessage>, feed: MarketFeed): AsyncGenerator<readonly SourceEvent[]> {
  let missed: { readonly span: MissedSpan; readonly answers: MissedAnswer[] } | undefined
  for await (const message of record) {
    if (message.about === MISSED) {
      if (missed) yield missedEvents(missed.span, missed.answers)
      missed = message.text === 'closed' ? undefined : { span: JSON.parse(message.text.slice('open '.length)) as MissedSpan, answers: [] }
    } else if (missed) missed.answers.push(message)
    else {
      const events = feed.take(message)
      if (events.length > 0) yield events
    }
  }
}
