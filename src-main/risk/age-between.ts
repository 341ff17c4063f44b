import type { TimeMs } from '../../src-shared/domain/units.ts'

/** Milliseconds between then and now, ≥ 0. A time that lies ahead is as far off as one that has passed: a wrong stamp must not count as fresh. */
export const ageBetween = (then: TimeMs | null, now: TimeMs): number | null => (then === null ? null : Math.abs(now - then))
