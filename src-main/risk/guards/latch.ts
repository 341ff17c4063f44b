import { atMost, type Guard } from '../verdict.ts'

/** A latch survives restarts and new days; only a person clears it. */
export const latch: Guard = ({ latches }) => atMost({ guard: 'latch', value: latches === null ? null : latches.length, limit: 0, unit: 'latches set' })
