/** Indexes from `start` up to, not including, `end`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

const MARGIN_MIN = 1_000

/**
 * The library is given a stretch of the bars around what is seen, since giving it all takes longer than a frame. Answers the stretch to
 * draw next, or nothing while the drawn one reaches far enough. While a person holds the chart only older bars may be added: the
 * library counts from the newest it has.
 */
export function nextStretch(seen: Stretch, drawn: Stretch, length: number, isHeld: boolean): Stretch | undefined {
  const margin = Math.max(MARGIN_MIN, Math.ceil(seen.end - seen.start))
  const wished = { start: Math.max(0, Math.floor(Math.min(seen.start, length) - margin)), end: Math.min(length, Math.ceil(Math.max(seen.end, 0) + margin)) }
  const lacksOld = drawn.start > 0 && seen.start - drawn.start < margin / 2
  const lacksNew = drawn.end < length && drawn.end - seen.end < margin / 2
  const isLong = drawn.end - drawn.start > 2 * (wished.end - wished.start)
  if (isHeld) return lacksOld ? { start: wished.start, end: drawn.end } : undefined
  return lacksOld || lacksNew || isLong ? wished : undefined
}
