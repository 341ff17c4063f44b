import type { CandlePath, MarketEvent } from '../../src-shared/domain/event.ts'

export type SourceEvent = MarketEvent | CandlePath

/** What a market tells, ascending by time, in arrays that each end with the last event of an instant. Large arrays make a back-test fast. */
export type MarketSource = AsyncIterable<readonly SourceEvent[]>

/** The events of each instant of an array, in order. */
export function* instantsOf(events: readonly SourceEvent[]): Generator<readonly SourceEvent[]> {
  let start = 0
  for (let end = 1; end <= events.length; end++) {
    if (end < events.length && events[end]!.time === events[start]!.time) continue
    yield events.slice(start, end)
    start = end
  }
}
