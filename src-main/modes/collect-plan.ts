import type { KnownGap } from '../market-data/data-archive.port.ts'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'

/** Times with from ≤ t < to, both on the grid of the series they are of. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The newest candles are read again: venues correct them for a while. */
const REREAD_MS = 6 * HOUR_MS
/** What a venue does not have is asked for again on later days, but not for ever. */
const ASKED_AGAIN_MS = DAY_MS
const ASKED_MAX = 3
/** A hole so young may only be late. */
const YOUNG_MS = 6 * HOUR_MS
/** So many candles cost as little as one. */
const SMALL_PAGE = 99

/** What of a span has no candle. `openTimes` ascend. */
export function missingSpans(openTimes: Iterable<number>, { from, to }: Span, intervalMs: number): readonly Span[] {
  const spans: Span[] = []
  let next = from
  for (const time of openTimes) {
    if (time < from || time >= to) continue
    if (time > next) spans.push({ from: next, to: time })
    next = time + intervalMs
  }
  if (next < to) spans.push({ from: next, to })
  return spans
}

/** What is to be asked for: what is missing, known gaps left out until they are due again, and the newest candles once more. */
export function wantedSpans(openTimes: Float64Array, whole: Span, known: readonly KnownGap[], { intervalMs, now }: { readonly intervalMs: number; readonly now: number }): readonly Span[] {
  const resting = known.filter((gap) => gap.times >= ASKED_MAX || now - gap.askedAt < ASKED_AGAIN_MS)
  const missing = resting.reduce<readonly Span[]>((spans, gap) => spans.flatMap((span) => without(span, gap)), missingSpans(openTimes, whole, intervalMs))
  const newest = openTimes.findLast((time) => time >= whole.from && time < whole.to)
  const again = newest === undefined ? [] : [{ from: Math.max(whole.from, newest + intervalMs - Math.ceil(REREAD_MS / intervalMs) * intervalMs), to: newest + intervalMs }]
  return joined([...missing, ...again].toSorted((a, b) => a.from - b.from), SMALL_PAGE * intervalMs)
}

/** Pages of at most `rows` candles. None reaches over one of the `breaks`, where the numbers of decimals change. */
export function pagesOf(spans: readonly Span[], intervalMs: number, rows: number, breaks: readonly number[] = []): readonly Span[] {
  const pages: Span[] = []
  for (const { from, to } of spans) {
    for (let at = from; at < to; ) {
      const next = breaks.find((time) => time > at) ?? Infinity
      const end = Math.min(to, at + rows * intervalMs, Math.ceil(next / intervalMs) * intervalMs)
      pages.push({ from: at, to: end })
      at = end
    }
  }
  return pages
}

/** What is known of a series' gaps after the venue was asked for a page and did not have these. */
export function gapsAfter(known: readonly KnownGap[], page: Span, holes: readonly Span[], now: TimeMs): readonly KnownGap[] {
  const asked = (gap: Span): number => known.find(({ from, to }) => from < gap.to && gap.from < to)?.times ?? 0
  const kept = known.flatMap((gap) => without(gap, page).map((rest) => ({ ...gap, from: rest.from as TimeMs, to: rest.to as TimeMs })))
  const found = holes.filter(({ to }) => now - to >= YOUNG_MS).map((hole) => ({ from: hole.from as TimeMs, to: hole.to as TimeMs, askedAt: now, times: asked(hole) + 1 }))
  return [...kept, ...found].toSorted((a, b) => a.from - b.from)
}

function without({ from, to }: Span, taken: Span): readonly Span[] {
  return [{ from, to: Math.min(to, taken.from) }, { from: Math.max(from, taken.to), to }].filter((rest) => rest.from < rest.to)
}

/** Those that touch, and those that together are still small, become one: a request for it costs no more. */
function joined(spans: readonly Span[], smallMs: number): readonly Span[] {
  const result: { from: number; to: number }[] = []
  for (const { from, to } of spans) {
    const last = result.at(-1)
    if (last && (from <= last.to || to - last.from <= smallMs)) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}
