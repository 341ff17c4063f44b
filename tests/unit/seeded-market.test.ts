import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candle, MarkPrice } from '../../src-shared/domain/candle.ts'
import type { MarketEvent } from '../../src-shared/domain/event.ts'
import { notionalOf, versionAt } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededMarket, type SeededMarketOptions, type SeededMarketState } from '../../src-main/venue/simulated/seeded-market.ts'
import { demoInstruments } from '../../src-main/venue/simulated/seeded-market-instruments.ts'

const START = (20_000 * DAY_MS) as TimeMs
const FIVE_MINUTES = 5 * MINUTE_MS
const at = (ms: number): TimeMs => (START + ms) as TimeMs
const options = (change: Partial<SeededMarketOptions> = {}): SeededMarketOptions => ({ seed: 7, startTime: START, ...change })

function eventsUntil(market: SeededMarket, until: TimeMs): MarketEvent[] {
  const events: MarketEvent[] = []
  while (market.time < until) events.push(...market.step())
  return events
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

describe('determinism', () => {
  it('gives the same events for the same seed, and others for another', () => {
    const events = (seed: number) => hashOf(eventsUntil(new SeededMarket(options({ seed })), at(9 * HOUR_MS)))
    expect(events(7)).toBe(PINNED)
    expect(events(8)).not.toBe(PINNED)
  })

  it('goes on from its state bit for bit, wherever it was cut and through JSON', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 200 }), fc.constantFrom('trend', 'none'), (seed, before, after, edge) => {
        const market = new SeededMarket(options({ seed, edge, stepMs: 60_000 }))
        eventsUntil(market, at(before * MINUTE_MS))
        const state = JSON.parse(JSON.stringify(market.state())) as SeededMarketState
        const until = at((before + after) * MINUTE_MS)
        const resumed = SeededMarket.resume(options({ seed, edge, stepMs: 60_000 }), state)
        expect(eventsUntil(resumed, until)).toEqual(eventsUntil(market, until))
        expect(resumed.state()).toEqual(market.state())
      }),
      { numRuns: 25 },
    )
  })

  it('refuses the state of another market', () => {
    const state = new SeededMarket(options()).state()
    for (const other of [{ seed: 8 }, { edge: 'none' }, { stepMs: 1_000 }, { instruments: 4 }] as const) expect(() => SeededMarket.resume(options(other), state)).toThrow(RangeError)
  })

  it('generates a history by the very steps that are played', () => {
    const until = at(17 * HOUR_MS)
    const events = eventsUntil(new SeededMarket(options()), until)
    const { candles, funding } = new SeededMarket(options()).history(until)
    expect(candles).toEqual(events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : [])))
    expect(funding).toEqual(events.flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : [])))
    expect([candles.length, funding.length]).toEqual([17 * 12 * 5, 2 * 5])
  })

  it('refuses options that make no market', () => {
    for (const wrong of [{ startTime: at(1) }, { stepMs: 7_000 }, { stepMs: 0 }, { instruments: 0 }, { instruments: 2.5 }]) expect(() => new SeededMarket(options(wrong))).toThrow(RangeError)
  })
})

describe('what can be seen', () => {
  const events = eventsUntil(new SeededMarket(options()), at(8 * HOUR_MS))
  const rank = { 'instrument-listed': 0, 'candle-closed': 1, 'funding-settled': 2, 'price-marked': 3 }
  const marks = events.flatMap((event) => (event.kind === 'price-marked' ? [event.mark] : []))
  const candles = events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : []))

  it('comes in the order of time, and within an instant candles, then funding, then prices', () => {
    for (const [index, event] of events.entries()) {
      const before = events[index - 1]
      if (before) expect(event.time > before.time || (event.time === before.time && rank[event.kind] >= rank[before.kind])).toBe(true)
    }
    expect(events.filter(({ time }) => time === at(8 * HOUR_MS)).map(({ kind }) => kind)).toEqual([...Array<string>(5).fill('candle-closed'), ...Array<string>(5).fill('funding-settled'), ...Array<string>(5).fill('price-marked')])
  })

  it('marks every instrument at every step, bid and ask on neighbouring ticks, the mark within 5 bps of them', () => {
    expect(marks.length).toBe(8 * 720 * 5)
    for (const { instrumentId, mark, bid, ask, asOf } of marks) {
      const version = versionAt(demoInstruments().find((instrument) => instrument.instrumentId === instrumentId)!, asOf)
      const { tick } = version.rules.priceLadder[0]!
      expect(bid % tick).toBe(0)
      expect(ask - bid).toBe(tick)
      expect(Number.isSafeInteger(mark)).toBe(true)
      expect(Math.abs(mark - (bid + ask) / 2)).toBeLessThan(0.0005 * mark + tick)
    }
  })

  it('builds candles from what was traded: on ticks, between the quotes, on the grid', () => {
    expect(candles.length).toBe(8 * 12 * 5)
    for (const candle of candles) expect(problemsOf(candle, marks)).toEqual([])
  })

  it('has funding within the limits that follows the premium, not one rate for ever', () => {
    const { funding } = new SeededMarket(options({ stepMs: FIVE_MINUTES })).history(at(60 * DAY_MS))
    expect(new Set(funding.map(({ rate }) => rate)).size).toBeGreaterThan(100)
    for (const { rate, fundingTime } of funding) expect(Number.isSafeInteger(rate) && Math.abs(rate) <= 300_000 && fundingTime % (8 * HOUR_MS) === 0).toBe(true)
  })
})

function problemsOf(candle: Candle, marks: readonly MarkPrice[]): string[] {
  const seen = marks.filter(({ instrumentId, asOf }) => instrumentId === candle.instrumentId && asOf > candle.openTime && asOf <= candle.closeTime)
  const version = versionAt(demoInstruments().find(({ instrumentId }) => instrumentId === candle.instrumentId)!, candle.openTime)
  const { tick } = version.rules.priceLadder[0]!
  const prices = [candle.open, candle.high, candle.low, candle.close]
  const last = seen.at(-1)!
  const rules: Record<string, boolean> = {
    'off the grid': candle.openTime % FIVE_MINUTES !== 0 || candle.closeTime - candle.openTime !== FIVE_MINUTES || candle.intervalMs !== FIVE_MINUTES,
    'off the tick': prices.some((price) => price % tick !== 0 || !Number.isSafeInteger(price)),
    'high not the highest': candle.high !== Math.max(...prices),
    'low not the lowest': candle.low !== Math.min(...prices),
    'high was never quoted': !seen.some(({ bid, ask }) => candle.high === bid || candle.high === ask) || seen.some(({ bid }) => bid > candle.high),
    'low was never quoted': !seen.some(({ bid, ask }) => candle.low === bid || candle.low === ask) || seen.some(({ ask }) => ask < candle.low),
    'close is not the last trade': candle.close !== last.bid && candle.close !== last.ask,
    'open is not the first trade': candle.open !== seen[0]!.bid && candle.open !== seen[0]!.ask,
    'no volume': !Number.isSafeInteger(candle.volume) || candle.volume < seen.length,
  }
  return Object.keys(rules).filter((name) => rules[name])
}

describe('the market as a statistician sees it', () => {
  const DAYS = 180
  const returns = { trend: returnsOf('trend'), none: returnsOf('none') }

  function returnsOf(edge: 'trend' | 'none'): number[][] {
    const { candles } = new SeededMarket(options({ edge, stepMs: 60_000, seed: 3 })).history(at(DAYS * DAY_MS))
    const rows = Array.from({ length: 5 }, () => [] as number[])
    for (let index = 5; index < candles.length; index++) rows[index % 5]!.push(candles[index]!.close / candles[index - 5]!.close - 1)
    return rows
  }

  it('moves as much in a year as the instruments it is named after', () => {
    const [bitcoin, ...others] = returns.none.map((row) => Math.sqrt(covariance(row, row) * 288 * 365))
    expect(bitcoin).toBeGreaterThan(0.48)
    expect(bitcoin).toBeLessThan(0.64)
    for (const volatility of others) expect(volatility > 0.62 && volatility < 1.15).toBe(true)
  })

  it('correlates every pair by .55 to .85', () => {
    for (const [first, row] of returns.trend.entries()) {
      for (const other of returns.trend.slice(first + 1)) expect(correlation(row, other) > 0.55 && correlation(row, other) < 0.85).toBe(true)
    }
  })

  it('has fat tails and clustered volatility', () => {
    for (const row of returns.none) {
      const variance = covariance(row, row)
      expect(mean(row.map((value) => value ** 4)) / variance ** 2).toBeGreaterThan(4)
      const sizes = row.map(Math.abs)
      for (const [lag, least] of [[1, 0.15], [12, 0.12], [48, 0.03]] as const) expect(correlation(sizes.slice(lag), sizes.slice(0, -lag))).toBeGreaterThan(least)
    }
  })

  it('without the edge the past says nothing about the next return, and the mean is zero', () => {
    for (const row of returns.none) {
      for (const lag of [1, 3, 12]) expect(Math.abs(forwardSlope(row, lag))).toBeLessThan(4)
      expect(Math.abs(mean(row)) / Math.sqrt(covariance(row, row) / row.length)).toBeLessThan(4)
    }
  })

  it('with the edge the past hour leans the next one, in every instrument', () => {
    for (const row of returns.trend) expect(forwardSlope(row, 12)).toBeGreaterThan(6)
  })

  it('switching the edge off leaves the noise alone: the five-minute volatility stays within 8 %', () => {
    for (const [index, row] of returns.none.entries()) {
      const other = returns.trend[index]!
      expect(Math.abs(Math.sqrt(covariance(other, other) / covariance(row, row)) - 1)).toBeLessThan(0.08)
    }
  })
})

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function covariance(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [mean(first), mean(second)]
  return mean(first.map((value, index) => (value - a) * (second[index]! - b)))
}

const correlation = (first: readonly number[], second: readonly number[]): number => covariance(first, second) / Math.sqrt(covariance(first, first) * covariance(second, second))

/** t of the correlation between the sum of `lag` returns and the sum of the `lag` after it, cut into blocks that do not overlap; signs and sizes only, so that fat tails do not shout. */
function forwardSlope(row: readonly number[], lag: number): number {
  const sums = Array.from({ length: Math.floor(row.length / lag) }, (_, block) => row.slice(block * lag, (block + 1) * lag).reduce((sum, value) => sum + value, 0))
  const deviation = Math.sqrt(covariance(sums, sums))
  const calm = sums.map((value) => Math.max(-2, Math.min(2, value / deviation)))
  return correlation(calm.slice(1), calm.slice(0, -1)) * Math.sqrt(calm.length)
}

describe('the instruments', () => {
  it('are five perpetuals by default, and as many as asked', () => {
    expect(demoInstruments().map(({ instrumentId }) => instrumentId)).toEqual(['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT', 'ADAUSDT'])
    expect(new Set(demoInstruments(50).map(({ instrumentId }) => instrumentId)).size).toBe(50)
  })

  it('have rules that can be kept: safe integers, a smallest order that can be made, tiers that meet', () => {
    for (const instrument of demoInstruments(50)) {
      const version = versionAt(instrument, START)
      const { rules, marginTiers } = version
      expect([rules.priceMin, rules.priceMax, rules.quantityMin, rules.quantityMax, rules.notionalMin].every(Number.isSafeInteger)).toBe(true)
      expect(rules.priceMax).toBeGreaterThan(rules.priceMin)
      expect(() => notionalOf(version, (rules.priceMax / 100) as never, rules.quantityMax)).not.toThrow()
      expect(marginTiers[0]!.floor).toBe(0)
      for (const [index, tier] of marginTiers.entries()) {
        const next = marginTiers[index + 1]
        if (next) expect([next.floor, (next.floor * next.maintenanceRate) / 1e8 - next.deduction]).toEqual([tier.cap, (tier.cap * tier.maintenanceRate) / 1e8 - tier.deduction])
      }
    }
  })
})

const PINNED = 'd80e19f2aed6cb4d0f53bea3fe65309122cf59053b64885eef8458a9264dc1ca'
