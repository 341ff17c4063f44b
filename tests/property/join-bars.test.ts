import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CandleColumns } from '../../src-shared/domain/candle-columns.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { BarAggregator } from '../../src-main/market-data/bar-aggregator.ts'
import { BarJoiner, type Bar, type JoinedBar } from '../../src-main/market-data/join-bars.ts'
import { compareIntervals } from '../../src-main/market-data/compare-intervals.ts'
import { joinColumns } from '../../src-main/market-data/join-columns.ts'
import { candleOf, turnoverCase } from '../support/candle-cases.ts'

const LADDER = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS]
const STEPS = LADDER.slice(1).flatMap((to, i) => LADDER.slice(0, i + 1).map((from) => [from, to] as const))

/** Bars on a grid, with gaps anywhere, zero volumes among them, before 1970 too. */
const barsOf = (partMs: number, intervalMs: number): fc.Arbitrary<readonly Bar[]> =>
  fc.record({
    from: fc.integer({ min: -50, max: 50 }),
    bars: fc.array(fc.record({
      skip: fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: (3 * intervalMs) / partMs }) }),
      open: fc.nat(1_000), high: fc.nat(1_000), low: fc.nat(1_000), close: fc.nat(1_000), volume: fc.oneof(fc.nat(50), fc.constant(0)),
    }), { maxLength: 150, size: 'max' }),
  }).map(({ from, bars }) => {
    let index = from
    return bars.map(({ skip, ...numbers }) => ({ openTime: (index += skip) * partMs + 0, ...numbers }))
  })

/** The plainest way: sort the bars into spans, then look at each. */
function naive(bars: readonly Bar[], partMs: number, intervalMs: number): readonly JoinedBar[] {
  const spans = Map.groupBy(bars, ({ openTime }) => Math.floor(openTime / intervalMs))
  return [...spans].map(([span, parts]) => ({
    openTime: span * intervalMs, open: parts[0]!.open, high: Math.max(...parts.map(({ high }) => high)), low: Math.min(...parts.map(({ low }) => low)), close: parts.at(-1)!.close,
    volume: parts.reduce((sum, { volume }) => sum + volume, 0), parts: parts.length, isWhole: parts.length === intervalMs / partMs,
  }))
}

function joined(bars: readonly Bar[], partMs: number, intervalMs: number): readonly JoinedBar[] {
  const joiner = new BarJoiner(partMs, intervalMs)
  return [...bars.map((bar) => joiner.take(bar)), joiner.rest()].filter((bar) => bar !== undefined)
}

const columnsOf = (bars: readonly Bar[], turnover: CandleColumns['turnover'] = null): CandleColumns => {
  const column = (name: keyof Bar): Float64Array => Float64Array.from(bars, (bar) => bar[name])
  return { priceDecimals: 1, quantityDecimals: 2, openTime: column('openTime'), open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), turnover }
}

describe('joining bars', () => {
  it.each(STEPS)('of %i ms to %i ms is what the plainest way gives, partial spans with their count', (partMs, intervalMs) => {
    fc.assert(fc.property(barsOf(partMs, intervalMs), (bars) => {
      expect(joined(bars, partMs, intervalMs)).toEqual(naive(bars, partMs, intervalMs))
    }), { numRuns: 40 })
  })

  it('in steps is the same as at once, for spans that are whole', () => {
    fc.assert(fc.property(barsOf(5 * MINUTE_MS, HOUR_MS), (bars) => {
      const quarters = joined(bars, 5 * MINUTE_MS, 15 * MINUTE_MS).filter(({ isWhole }) => isWhole)
      const whole = (rows: readonly JoinedBar[]) => rows.filter(({ isWhole }) => isWhole).map((bar) => ({ ...bar, parts: 0 }))
      expect(whole(joined(quarters, 15 * MINUTE_MS, HOUR_MS))).toEqual(whole(joined(bars, 5 * MINUTE_MS, HOUR_MS)))
    }))
  })

  it('tells a whole bar at once with its last part, and never a partial one as whole', () => {
    fc.assert(fc.property(barsOf(5 * MINUTE_MS, 15 * MINUTE_MS), (bars) => {
      const joiner = new BarJoiner(5 * MINUTE_MS, 15 * MINUTE_MS)
      for (const bar of bars) {
        const done = joiner.take(bar)
        if (done?.isWhole) expect(done.openTime + 15 * MINUTE_MS).toBe(bar.openTime + 5 * MINUTE_MS)
        else if (done) expect(done.openTime + 15 * MINUTE_MS).toBeLessThanOrEqual(bar.openTime)
      }
    }))
  })

  it('sums what was paid exactly, and knows nothing where a part is not known', () => {
    const row = fc.record({ skip: fc.integer({ min: 1, max: 2 }), turnover: turnoverCase })
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 60, size: 'max' }), (rows) => {
      let index = 0
      const bars = rows.map(({ skip }) => ({ openTime: (index += skip) * MINUTE_MS, open: 1, high: 1, low: 1, close: 1, volume: 1 }))
      const small = rows.map(({ turnover }) => turnover && { ...turnover, quoteWhole: turnover.quoteWhole % 1e9, trades: turnover.trades % 1e6 })
      const column = (name: 'quoteWhole' | 'quoteFraction' | 'trades'): Float64Array => Float64Array.from(small, (one) => one?.[name] ?? Number.NaN)
      const { turnover, openTime } = joinColumns(columnsOf(bars, { quoteWhole: column('quoteWhole'), quoteFraction: column('quoteFraction'), trades: column('trades') }), MINUTE_MS, 5 * MINUTE_MS)
      for (const [i, time] of openTime.entries()) {
        const parts = small.filter((_, part) => Math.floor(bars[part]!.openTime / (5 * MINUTE_MS)) * 5 * MINUTE_MS === time)
        const known = parts.every((part) => part !== null)
        const sum = parts.reduce((total, part) => total + BigInt(part?.quoteWhole ?? 0) * 100_000_000n + BigInt(part?.quoteFraction ?? 0), 0n)
        expect([turnover!.quoteWhole[i], turnover!.quoteFraction[i]]).toEqual(known ? [Number(sum / 100_000_000n), Number(sum % 100_000_000n)] : [Number.NaN, Number.NaN])
        expect(turnover!.trades[i]).toBe(known ? parts.reduce((total, part) => total + part!.trades, 0) : Number.NaN)
      }
    }))
  })

  it.each([[0, 5], [-5, 10], [2, 5], [7, 60], [10, 5]])('refuses bars of %i ms for %i ms', (partMs, intervalMs) => {
    expect(() => new BarJoiner(partMs, intervalMs)).toThrow(RangeError)
  })

  it('refuses a bar that comes again, comes late, or lies between the grid', () => {
    const bar = (openTime: number): Bar => ({ openTime, open: 1, high: 1, low: 1, close: 1, volume: 1 })
    const joiner = new BarJoiner(MINUTE_MS, HOUR_MS)
    joiner.take(bar(2 * MINUTE_MS))
    for (const time of [2 * MINUTE_MS, MINUTE_MS, 3 * MINUTE_MS + 1]) expect(() => joiner.take(bar(time))).toThrow(RangeError)
    expect(joiner.rest()).toMatchObject({ parts: 1, isWhole: false })
    expect(() => joined([bar(0), { ...bar(MINUTE_MS), volume: Number.MAX_SAFE_INTEGER }], MINUTE_MS, HOUR_MS)).toThrow(/exact/)
  })
})

describe('comparing intervals', () => {
  it('finds exactly the candles that were altered, and judges none that is not whole', () => {
    const fields = ['open', 'high', 'low', 'close', 'volume'] as const
    fc.assert(fc.property(barsOf(5 * MINUTE_MS, HOUR_MS), fc.array(fc.record({ at: fc.nat(), field: fc.constantFrom(...fields) }), { maxLength: 3 }), (bars, changes) => {
      const hours = naive(bars, 5 * MINUTE_MS, HOUR_MS)
      const told = hours.map((bar) => ({ ...bar }))
      const altered = new Map<number, Set<string>>()
      for (const { at, field } of told.length > 0 ? changes : []) {
        const bar = told[at % told.length]!
        bar[field] += 1
        if (bar.isWhole) altered.set(bar.openTime, (altered.get(bar.openTime) ?? new Set()).add(field))
      }
      const { compared, partial, disagreements } = compareIntervals(columnsOf(bars), 5 * MINUTE_MS, columnsOf(told), HOUR_MS)
      expect([compared, partial]).toEqual([hours.filter(({ isWhole }) => isWhole).length, hours.filter(({ isWhole }) => !isWhole).length])
      expect(new Map(disagreements.map(({ openTime, fields: found }) => [openTime, new Set(found.map(({ name }) => name as string))]))).toEqual(new Map([...altered].toSorted(([a], [b]) => a - b)))
    }))
  })
})

it('gives the average true range of whole bars only, as the plainest way does', () => {
  const window = 3
  fc.assert(fc.property(barsOf(5 * MINUTE_MS, 15 * MINUTE_MS), (bars) => {
    const aggregator = new BarAggregator(15 * MINUTE_MS, window)
    for (const bar of bars) aggregator.update(candleOf(bar.openTime / (5 * MINUTE_MS), 5 * MINUTE_MS, bar as never))
    const last = naive(bars, 5 * MINUTE_MS, 15 * MINUTE_MS).filter(({ isWhole }) => isWhole).slice(-window - 1)
    const ranges = last.slice(1).map(({ high, low }, i) => Math.max(high, last[i]!.close) - Math.min(low, last[i]!.close))
    expect(aggregator.averageTrueRange()).toBe(last.length > window ? ranges.reduce((sum, range) => sum + range, 0) / window : null)
  }))
})
