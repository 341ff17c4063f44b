import { DAY_MS, HOUR_MS, type TimeMs } from './units.ts'

/** Whose midnight an account's day begins at: Greenwich's, or Korea's, which is 15:00 UTC of the day before. Neither has summer time. */
export type DayBoundary = 'utc' | 'kst'

const AHEAD_MS: Readonly<Record<DayBoundary, number>> = { utc: 0, kst: 9 * HOUR_MS }

/** Days since 1970-01-01 by the calendar of the boundary. Numbers of different boundaries are not the same days. */
export const dayOf = (time: TimeMs, boundary: DayBoundary): number => Math.floor((time + AHEAD_MS[boundary]) / DAY_MS)

/** The first instant of a day. */
export const dayStart = (day: number, boundary: DayBoundary): TimeMs => (day * DAY_MS - AHEAD_MS[boundary]) as TimeMs
