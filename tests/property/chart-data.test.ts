import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { Bars, type Bar } from '../../src-renderer/charts/bars.ts'
import { Columns } from '../../src-renderer/charts/columns.ts'
import { decimated, drawdowns, perMinute } from '../../src-renderer/charts/decimate.ts'
import { pushApart } from '../../src-renderer/charts/push-apart.ts'
import { ShiftedTimes } from '../../src-renderer/charts/shifted-times.ts'
import { SpanFolder } from '../../src-renderer/charts/span-folder.ts'
import { nextStretch } from '../../src-renderer/charts/stretch.ts'
import { thinned } from '../../src-renderer/charts/thin.ts'
import { offsetAt, setZone } from '../../src-renderer/format/time.ts'

const BASE = 300_000
const START = Date.UTC(2026, 9, 24)
// Here the clocks go back an hour on the second day.
const zoneBefore = process.env['TZ']
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterEach(() => setZone('UTC'))
afterAll(() => {
  if (zoneBefore === undefined) delete process.env['TZ']
  else process.env['TZ'] = zoneBefore
})

const candle = fc.record({ skip: fc.nat(3).map((skip) => (skip === 3 ? 1 + skip : 0)), open: fc.nat(1_000), close: fc.nat(1_000), wick: fc.nat(50), volume: fc.nat(99) })
/** Candles of five minutes with holes here and there. */
const candles = fc.array(candle, { maxLength: 200, size: 'max' }).map((parts) => {
  let time = START
  return parts.map(({ skip, open, close, wick, volume }): Bar => {
    time += (1 + skip) * BASE
    return { openTime: time, open, close, high: Math.max(open, close) + wick, low: Math.min(open, close) - wick, volume }
  })
})

it('folds candles into whole spans as a straightforward reference does', () => {
  fc.assert(fc.property(candles, fc.constantFrom(1, 3, 12, 48), (bars, many) => {
    const span = many * BASE
    const folder = new SpanFolder(span, BASE)
    const folded = bars.flatMap((bar) => folder.add(bar) ?? [])
    expect(folded).toEqual(wholeSpans(bars, span))
    const last = bars.at(-1)
    const open = bars.filter(({ openTime }) => last && Math.floor(openTime / span) === Math.floor(last.openTime / span))
    const isOpen = last !== undefined && (last.openTime + BASE) % span !== 0 && open.length * BASE === last.openTime + BASE - Math.floor(last.openTime / span) * span
    expect(folder.unfinished()?.close).toBe(isOpen ? last.close : undefined)
  }))
})

function wholeSpans(bars: readonly Bar[], span: number): readonly Bar[] {
  return [...Map.groupBy(bars, ({ openTime }) => Math.floor(openTime / span) * span)].flatMap(([openTime, parts]) => {
    if (parts.length * BASE !== span) return []
    return [{ openTime, open: parts[0]!.open, close: parts.at(-1)!.close, high: Math.max(...parts.map(({ high }) => high)), low: Math.min(...parts.map(({ low }) => low)), volume: parts.reduce((sum, { volume }) => sum + volume, 0) }]
  })
}

it('keeps columns as a plain sorted list of rows would be, however they grow', () => {
  const page = fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 300, size: 'max' })).map(([first, steps]) => steps.reduce<number[]>((keys, step) => [...keys, (keys.at(-1) ?? first) + step], []))
  const step = fc.record({ kind: fc.constantFrom('add', 'prepend', 'merge'), keys: page })
  fc.assert(fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
    const columns = new Columns(2)
    let plain: (readonly [number, number])[] = []
    let prepended = 0
    for (const [mark, { kind, keys }] of steps.entries()) {
      const rows = keys.map((key) => [key, mark] as const)
      const first = plain[0]?.[0] ?? Number.POSITIVE_INFINITY
      const isOlder = plain.length > 0 && (keys.at(-1) ?? 0) < first
      if (kind === 'add') plain.push(...rows.filter((row) => columns.add(row)))
      if (kind === 'prepend' || (kind === 'merge' && isOlder)) {
        const older = rows.filter(([key]) => key < first)
        prepended += older.length
        plain = [...older, ...plain]
      } else if (kind === 'merge' && rows.length > 0) plain = [...plain.filter(([key]) => key < keys[0]!), ...rows, ...plain.filter(([key]) => key > keys.at(-1)!)]
      if (kind !== 'add') columns[kind]([keys, keys.map(() => mark)])
    }
    expect(Array.from({ length: columns.length }, (_, i) => [columns.value(0, i), columns.value(1, i)])).toEqual(plain)
    expect(columns.prepended).toBe(prepended)
    for (const probe of [0, 17, 2_500, 9_000]) expect(columns.indexAt(probe)).toBe(plain.findLastIndex(([key]) => key <= probe))
  }), { numRuns: 300 })
})

it('adds only what is later than all, to plain additions as well', () => {
  fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: 60 }), (keys) => {
    const bars = new Bars()
    const kept: number[] = []
    for (const openTime of keys) {
      const isLater = openTime > (kept.at(-1) ?? -1)
      expect(bars.add({ openTime, open: 1, high: 1, low: 1, close: 1, volume: 1 })).toBe(isLater)
      if (isLater) kept.push(openTime)
    }
    expect(Array.from({ length: bars.length }, (_, i) => bars.openTime(i))).toEqual(kept)
  }))
})

it('shifts times into the shown zone, rising, and back again', () => {
  fc.assert(fc.property(fc.constantFrom('UTC', 'Asia/Seoul', 'local'), fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 300, size: 'max' }), (zone, steps) => {
    setZone(zone)
    const times = new ShiftedTimes()
    let time = START
    let before = Number.NEGATIVE_INFINITY
    for (const step of steps) {
      time += step * BASE
      const shown = times.push(time)
      expect(shown).toBeGreaterThan(before)
      expect(times.real(shown)).toBe(time)
      expect(shown).toBeGreaterThanOrEqual((time + offsetAt(time)) / 1_000)
      before = shown
    }
  }))
})

it('pushes labels apart: in order, inside the limits, never nearer than the gap while there is room, and not at all when there is no need', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -200, max: 800 }), { maxLength: 12 }), fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 500 }), (places, gap, height) => {
    const wished = places.toSorted((a, b) => a - b)
    const at = pushApart(wished, gap, [20, 20 + height])
    const step = Math.min(gap, wished.length > 1 ? height / (wished.length - 1) : gap)
    expect(at).toHaveLength(wished.length)
    for (const [i, place] of at.entries()) {
      expect(place).toBeGreaterThanOrEqual(20 - 1e-6)
      expect(place).toBeLessThanOrEqual(20 + height + 1e-6)
      if (i > 0) expect(place - at[i - 1]!).toBeGreaterThanOrEqual(step - 1e-6)
    }
    const isFree = wished.every((wish, i) => wish >= 20 && wish <= 20 + height && (i === 0 || wish - wished[i - 1]! >= gap))
    if (isFree) at.forEach((place, i) => expect(place).toBeCloseTo(wished[i]!, 6))
  }))
})

it('thins texts: none too near another, none left out that had room, those of higher rank first', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 900 }), rank: fc.nat(2) })
  fc.assert(fc.property(fc.array(place, { maxLength: 80, size: 'max' }), (places) => {
    const chosen = [...thinned(places, 40)]
    for (const [i, one] of chosen.entries()) for (const other of chosen.slice(i + 1)) expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(40)
    for (const left of places.filter((each) => !chosen.includes(each))) expect(chosen.some(({ x, rank }) => Math.abs(x - left.x) < 40 && rank >= left.rank)).toBe(true)
  }))
})

it('thins a curve and keeps its extremes, its end and its order', () => {
  const curve = fc.array(fc.record({ after: fc.integer({ min: 1_000, max: 900_000 }), value: fc.integer({ min: 900, max: 1_100 }) }), { minLength: 1, maxLength: 600, size: 'max' }).map((parts) => {
    let time = START
    return parts.map(({ after, value }) => ({ time: (time += after), value }))
  })
  fc.assert(fc.property(curve, fc.integer({ min: 20, max: 200 }), (points, count) => {
    const drawn = decimated(points, count)
    const values = (of: readonly { readonly value: number }[]): readonly number[] => of.map(({ value }) => value)
    expect(drawn.length).toBeLessThanOrEqual(count + 3)
    expect([Math.min(...values(drawn)), Math.max(...values(drawn)), drawn.at(-1)!.value]).toEqual([Math.min(...values(points)), Math.max(...values(points)), points.at(-1)!.value])
    expect(drawn.map(({ time }) => time)).toEqual(drawn.map(({ time }) => time).toSorted((a, b) => a - b))
    expect(new Set(drawn.map(({ time }) => time)).size).toBe(drawn.length)
    const fallen = drawdowns(points)
    const worst = Math.min(...points.map(({ value }, i) => value / Math.max(...values(points.slice(0, i + 1))) - 1))
    expect(Math.min(...values(fallen))).toBeCloseTo(worst, 12)
    const minutes = perMinute(points)
    expect(new Set(minutes.map(({ time }) => Math.floor(time / 60_000))).size).toBe(minutes.length)
    expect(minutes.at(-1)).toBe(points.at(-1))
  }), { numRuns: 200 })
})

it('draws a stretch that holds what is seen, and asks for another before its end is reached', () => {
  const view = fc.record({ start: fc.integer({ min: -500, max: 100_500 }), width: fc.integer({ min: 20, max: 4_000 }), held: fc.boolean() })
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(view, { maxLength: 30, size: 'max' }), (length, views) => {
    let drawn = { start: Math.max(0, length - 2_000), end: length }
    for (const { start, width, held } of views) {
      const seen = { start, end: start + width }
      const next = nextStretch(seen, drawn, length, held)
      if (next && held) expect(next.end).toBe(drawn.end)
      drawn = next ?? drawn
      expect(drawn.start).toBeGreaterThanOrEqual(0)
      expect(drawn.end).toBeLessThanOrEqual(length)
      if (held) continue
      expect(drawn.start).toBeLessThanOrEqual(Math.max(0, Math.min(seen.start, length)))
      expect(drawn.end).toBeGreaterThanOrEqual(Math.min(length, seen.end))
      expect(drawn.end - drawn.start).toBeLessThanOrEqual(6 * Math.max(width, 1_000) + 2_000)
    }
  }))
})
