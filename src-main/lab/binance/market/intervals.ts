import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src-shared/domain/units.ts'

const LENGTHS: ReadonlyMap<string, number> = new Map([
  ['1m', MINUTE_MS], ['3m', 3 * MINUTE_MS], ['5m', 5 * MINUTE_MS], ['15m', 15 * MINUTE_MS], ['30m', 30 * MINUTE_MS],
  ['1h', HOUR_MS], ['2h', 2 * HOUR_MS], ['4h', 4 * HOUR_MS], ['6h', 6 * HOUR_MS], ['8h', 8 * HOUR_MS], ['12h', 12 * HOUR_MS],
  ['1d', DAY_MS], ['3d', 3 * DAY_MS],
])
/** 1970 began on a Thursday; weeks here on Mondays. */
const MONDAY = 4 * DAY_MS
const WEEK_MS = 7 * DAY_MS

export const isInterval = (name: string): boolean => LENGTHS.has(name) || name === '1w' || name === '1M'

/** When the candle that a time is in begins. */
export function openOf(interval: string, time: number): number {
  const length = LENGTHS.get(interval)
  if (length !== undefined) return Math.floor(time / length) * length
  if (interval === '1w') return Math.floor((time - MONDAY) / WEEK_MS) * WEEK_MS + MONDAY
  return monthStart(monthOf(Math.floor(time / DAY_MS)))
}

/** When the candle that begins at a time is over: the first instant after it. */
export function endOf(interval: string, openTime: number): number {
  const length = LENGTHS.get(interval)
  if (length !== undefined) return openTime + length
  if (interval === '1w') return openTime + WEEK_MS
  return monthStart(monthOf(openTime / DAY_MS) + 1)
}

/** Days before each month of a year that begins in March, so that the leap day is its last. */
const daysBefore = (month: number): number => Math.floor((153 * month + 2) / 5)
const daysBeforeYear = (year: number): number => 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
/** From the first of March of the year 0 to 1970. */
const EPOCH_DAYS = 719_468

/** Months since January of the year 0. */
function monthOf(day: number): number {
  const days = day + EPOCH_DAYS
  let year = Math.floor(days / 365.2425)
  while (daysBeforeYear(year + 1) <= days) year++
  while (daysBeforeYear(year) > days) year--
  const month = Math.floor((5 * (days - daysBeforeYear(year)) + 2) / 153)
  return year * 12 + month + 2
}

function monthStart(month: number): number {
  const shifted = month - 2
  return (daysBeforeYear(Math.floor(shifted / 12)) + daysBefore(shifted % 12) - EPOCH_DAYS) * DAY_MS
}
