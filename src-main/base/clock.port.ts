import type { TimeMs } from '../../src-shared/domain/units.ts'

/** The only source of time outside of events. */
export interface Clock {
  now(): TimeMs
}
