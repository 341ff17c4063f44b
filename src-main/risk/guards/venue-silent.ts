import { ageBetween } from '../age-between.ts'
import { atMost, type Guard } from '../verdict.ts'

/** Silence of a venue that only answers questions says nothing; it is shown as 0. */
export const venueSilent: Guard = ({ venueHeardAt, venueCanBeSilent, now }, { venueAgeMsMax }) =>
  atMost({ guard: 'venue-silent', value: venueCanBeSilent === true ? 0 : ageBetween(venueHeardAt, now), limit: venueAgeMsMax, unit: 'ms' })
