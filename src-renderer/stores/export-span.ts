/** Which part of the books is exported. */
export type ExportSpan = 'all' | 'day' | 'hours-24' | 'days-7'

export const EXPORT_SPANS: readonly ExportSpan[] = ['all', 'day', 'hours-24', 'days-7']

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Where it begins, in the engine's time; the day is the one losses are counted by, from 00:00 UTC. Null: at the beginning. */
export function spanStart(span: ExportSpan, now: number): number | null {
  if (span === 'all') return null
  if (span === 'day') return now - (now % DAY_MS)
  return now - (span === 'hours-24' ? DAY_MS : 7 * DAY_MS)
}
