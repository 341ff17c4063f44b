import type { VenueEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueReport } from '../../src-shared/domain/venue.ts'
import type { ExecutionVenue } from './execution-venue.port.ts'

/** A report and when it reaches us (venue time plus the way back). */
export interface TimedReport {
  readonly receivedAt: TimeMs
  readonly report: VenueReport
}

/**
 * A simulated venue lives in simulated time: the loop tells it what the market did and how far time has come.
 * Laws: the same calls give the same reports, bit for bit; reports come ascending by receivedAt; nothing that happens
 * at or before `until` is reported later than by that advance.
 */
export interface TimedVenue extends ExecutionVenue {
  /** Must be called in order of time. */
  market(event: VenueEvent): void
  /** When the venue next has something to do of its own: an order on its way arrives, a price path goes on. Infinity when nothing is due. */
  nextTime(): number
  advance(until: TimeMs): readonly TimedReport[] | Promise<readonly TimedReport[]>
}
