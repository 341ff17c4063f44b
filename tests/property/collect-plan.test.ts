import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { KnownGap } from '../../src-main/market-data/data-archive.port.ts'
import { gapsAfter, missingSpans, pagesOf, wantedSpans, type Span } from '../../src-main/modes/collect-plan.ts'

const FIVE = 5 * MINUTE_MS
/** Candles that lie in a span, by their number. */
const inside = ({ from, to }: Span): number[] => Array.from({ length: (to - from) / FIVE }, (_, i) => from / FIVE + i)
const numbers = (spans: readonly Span[]): number[] => spans.flatMap(inside)
const SLOTS = 600
const WHOLE: Span = { from: 0, to: SLOTS * FIVE }
const NOW = WHOLE.to + HOUR_MS

/** Which of the candles are there: mostly long runs, as archives have them. */
const present = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 150 })), { maxLength: 12 }).map((runs) => {
  const there: number[] = []
  let at = 0
  for (const [isThere, length] of runs) {
    if (isThere) for (let i = at; i < Math.min(SLOTS, at + length); i++) there.push(i)
    at += length
  }
  return there
})
const gap = fc.tuple(fc.nat(SLOTS - 1), fc.integer({ min: 1, max: 40 }), fc.nat(5), fc.integer({ min: 0, max: 3 * DAY_MS })).map(([from, length, times, ago]): KnownGap => ({ from: (from * FIVE) as TimeMs, to: (Math.min(SLOTS, from + length) * FIVE) as TimeMs, times, askedAt: (NOW - ago) as TimeMs }))
const times = (there: readonly number[]): Float64Array => Float64Array.from(there, (number) => number * FIVE)
const isDue = ({ times: asked, askedAt }: KnownGap): boolean => asked < 3 && NOW - askedAt >= DAY_MS

describe('what is to be asked for', () => {
  it('is everything that is missing but for gaps that rest, and the newest six hours again; more only where it costs nothing', () => {
    fc.assert(fc.property(present, fc.array(gap, { maxLength: 4 }), (there, known) => {
      const wanted = wantedSpans(times(there), WHOLE, known, { intervalMs: FIVE, now: NOW })
      const resting = new Set(known.filter((one) => !isDue(one)).flatMap(inside))
      const has = new Set(there)
      const newest = there.at(-1)
      const must = Array.from({ length: SLOTS }, (_, i) => i).filter((i) => (!has.has(i) && !resting.has(i)) || (newest !== undefined && i > newest - 72 && i <= newest))
      const asked = new Set(numbers(wanted))
      expect(must.filter((i) => !asked.has(i))).toEqual([])
      expect(wanted.every(({ from, to }, i) => from < to && from >= WHOLE.from && to <= WHOLE.to && (i === 0 || from > wanted[i - 1]!.to))).toBe(true)
      // What is not needed lies between needed ones of one small page.
      const needed = new Set(must)
      for (const span of wanted) if (inside(span).some((i) => !needed.has(i))) expect([needed.has(span.from / FIVE), needed.has(span.to / FIVE - 1), (span.to - span.from) / FIVE - must.filter((i) => i * FIVE >= span.from && i * FIVE < span.to).length <= 97]).toEqual([true, true, true])
    }), { numRuns: 200 })
  })

  it('comes in pages that are not too long, without a hole or a repetition, none across a change of decimals', () => {
    fc.assert(fc.property(present, fc.integer({ min: 1, max: 120 }), fc.array(fc.nat(SLOTS * FIVE), { maxLength: 3 }), (there, rows, changes) => {
      const breaks = [...new Set(changes)].toSorted((a, b) => a - b)
      const spans = missingSpans(times(there), WHOLE, FIVE)
      const pages = pagesOf(spans, FIVE, rows, breaks)
      expect(numbers(pages)).toEqual(numbers(spans))
      expect(Math.max(0, ...pages.map((page) => inside(page).length))).toBeLessThanOrEqual(rows)
      for (const page of pages) expect(breaks.some((time) => inside(page).some((i) => i * FIVE < time) && inside(page).some((i) => i * FIVE >= time))).toBe(false)
    }), { numRuns: 200 })
  })

  it('remembers exactly the holes of the last answers, but for young ones', () => {
    fc.assert(fc.property(present, fc.array(gap, { maxLength: 4 }), fc.nat(SLOTS - 1), fc.integer({ min: 1, max: 200 }), (there, known, from, length) => {
      const page = { from: from * FIVE, to: Math.min(SLOTS, from + length) * FIVE }
      const holes = missingSpans(times(there), page, FIVE)
      const after = gapsAfter(known, page, holes, NOW as TimeMs)
      const old = new Set(numbers(known.flatMap((one) => (one.from < one.to ? [one] : []))))
      const found = new Set(numbers(holes.filter(({ to }) => NOW - to >= 6 * HOUR_MS)))
      const expected = Array.from({ length: SLOTS }, (_, i) => i).filter((i) => (i * FIVE >= page.from && i * FIVE < page.to ? found.has(i) : old.has(i)))
      expect([...new Set(numbers(after))].toSorted((a, b) => a - b)).toEqual(expected)
      for (const hole of after.filter(({ askedAt, from: at }) => askedAt === NOW && found.has(at / FIVE))) expect(hole.times).toBeGreaterThan(0)
    }), { numRuns: 200 })
  })
})
