import { DAY_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'

/** A UTC day of short candles, 64 days of longer ones: a packed span then holds some hundred candles, whatever their length. */
const LONGER_THAN_MS = 15 * MINUTE_MS
const LONG_SPAN_MS = 64 * DAY_MS

/** How far one packed span of such candles reaches, or null for an interval that does not divide it: those stay rows. */
export function spanMsOf(intervalMs: number): number | null {
  const spanMs = intervalMs <= LONGER_THAN_MS ? DAY_MS : LONG_SPAN_MS
  return spanMs % intervalMs === 0 ? spanMs : null
}

export const spanStart = (time: number, spanMs: number): number => Math.floor(time / spanMs) * spanMs
