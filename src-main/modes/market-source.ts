import type { SourceReport, VenueEvent } from '../../src-shared/domain/event.ts'

/** Paths and trades are for the venue alone, reports for the engine alone. */
export type SourceEvent = VenueEvent | SourceReport

/**
 * What a market tells, ascending by time, in arrays that each end with the last event of an instant. Large arrays make a back-test fast.
 * At one instant an instrument has one price at most.
 */
export type MarketSource = AsyncIterable<readonly SourceEvent[]>

/** Where the instant ends that begins at `start`. */
export function endOfInstant(events: readonly SourceEvent[], start: number): number {
  const { time } = events[start]!
  let end = start + 1
  while (end < events.length && events[end]!.time === time) end++
  return end
}
