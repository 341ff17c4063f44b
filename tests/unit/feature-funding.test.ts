import { describe, expect, it } from 'vitest'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'

const STEP = 5 * MINUTE_MS
const START = 19_723 * DAY_MS
const LAST = ['funding_last']

const settled = (hour: number, rate: number, change: { readonly intervalMs?: number; readonly lateMs?: number } = {}): FundingRate =>
  ({ instrumentId: 'AAA', fundingTime: (START + hour * HOUR_MS + (change.lateMs ?? 0)) as TimeMs, rate: Math.round(rate * 1e8) as Rate, intervalMs: change.intervalMs ?? 8 * HOUR_MS })

/** Every 8 hours from hour 0 on. */
const every8 = (count: number, rate: (index: number) => number): FundingRate[] => Array.from({ length: count }, (_, index) => settled(8 * index, rate(index)))

/** What the features say at a close so many minutes after the start; undefined where there is no vector. */
function at(names: readonly string[], funding: readonly FundingRate[], minutes: number): number[] | undefined {
  const closeTime = START + minutes * MINUTE_MS
  const candle: CandleValues = { instrumentId: 'AAA', openTime: (closeTime - STEP) as TimeMs, closeTime: closeTime as TimeMs, high: 1, low: 1, close: 1, volume: 1 }
  const engine = new FeatureEngine(names)
  for (const settlement of funding) engine.settle(settlement)
  const vector = engine.update(candle)
  const { openTimes, values } = new FeatureEngine(names).columns([candle], { funding })
  expect(openTimes.length).toBe(vector ? 1 : 0)
  if (vector) expect(values.map((column) => column[0])).toEqual(Array.from(vector.values))
  return vector && Array.from(vector.values)
}

describe('what is known of funding', () => {
  it('is the last rate with its sign, a minute after its settlement', () => {
    const funding = [settled(0, 0.0001), settled(8, -0.0003)]
    expect([8 * 60 - 5, 8 * 60, 8 * 60 + 1, 8 * 60 + 5].map((minutes) => at(LAST, funding, minutes)![0])).toEqual([0.0001, 0.0001, -0.0003, -0.0003])
  })

  it('does not depend on how many milliseconds late the settlement was', () => {
    for (const lateMs of [0, 1, 29, 900]) {
      const funding = [settled(0, 0.0001, { lateMs }), settled(8, 0.0002, { lateMs })]
      expect(at([...LAST, 'funding_minutes'], funding, 8 * 60)).toEqual([0.0001, 480])
      expect(at([...LAST, 'funding_minutes'], funding, 8 * 60 + 5)).toEqual([0.0002, 475])
    }
  })

  it('is missing, and not the rate before, from when a settlement is overdue until it is told', () => {
    const names = [...LAST, 'funding_minutes', 'is_funding_hour']
    expect(at(names, [settled(0, 0.0001)], 8 * 60)).toEqual([0.0001, 480, 1])
    expect(at(names, [settled(0, 0.0001)], 8 * 60 + 1)).toEqual([NaN, NaN, NaN])
    expect(at(names, [settled(0, 0.0001), settled(16, 0.0002)], 16 * 60 + 5)).toEqual([0.0002, 475, 1])
  })

  it('does not exist before the first settlement, and funding_mean_24h and funding_z_30d not before as much is known', () => {
    const funding = every8(100, () => 0.0001)
    expect([0, 1].map((minutes) => at(LAST, funding, minutes)?.length)).toEqual([undefined, 1])
    expect([0, 1].map((minutes) => at(['funding_mean_24h'], funding, 24 * 60 + minutes)?.length)).toEqual([undefined, 1])
    expect([0, 1].map((minutes) => at(['funding_z_30d'], funding, 30 * 24 * 60 + minutes)?.length)).toEqual([undefined, 1])
  })

  it('is of the instrument itself', () => {
    const engine = new FeatureEngine(LAST)
    engine.settle({ ...settled(0, 0.0001), instrumentId: 'BBB' })
    const close = START + HOUR_MS
    expect(engine.update({ instrumentId: 'AAA', openTime: (close - STEP) as TimeMs, closeTime: close as TimeMs, high: 1, low: 1, close: 1, volume: 1 })).toBeUndefined()
  })

  it('counts a settlement that is told twice once, and one that is told late in its place', () => {
    const [first, second, third] = every8(3, (index) => index * 0.0001) as [FundingRate, FundingRate, FundingRate]
    const names = ['funding_last', 'funding_mean_24h']
    const funding = [settled(-24, 0), settled(-16, 0), settled(-8, 0), first, second, third]
    const expected = at(names, funding, 17 * 60)
    expect(expected).toEqual([0.0002, expect.closeTo(0.0001, 15)])
    expect(at(names, [...funding.toReversed(), second, second], 17 * 60)).toEqual(expected)
  })
})

describe('a long record', () => {
  const hourly = Array.from({ length: 10_000 }, (_, index) => settled(index, (index % 97) * 1e-6, { intervalMs: HOUR_MS }))

  it('is remembered as far as it is needed by the stream, and whole by a table', () => {
    const names = ['funding_last', 'funding_mean_24h', 'funding_z_30d']
    expect(at(names, hourly, 9_999 * 60 + 5)).toEqual(at(names, hourly.slice(-800), 9_999 * 60 + 5))
    const candles = [721, 9_999].map((hour): CandleValues => {
      const closeTime = START + hour * HOUR_MS
      return { instrumentId: 'AAA', openTime: (closeTime - STEP) as TimeMs, closeTime: closeTime as TimeMs, high: 1, low: 1, close: 1, volume: 1 }
    })
    expect(Array.from(new FeatureEngine(names).columns(candles, { funding: hourly }).openTimes)).toEqual(candles.map(({ openTime }) => openTime))
  })
})

describe('over a time', () => {
  it('funding_mean_24h is the mean of the settlements of 24 hours: 3, 6 or 24 of them', () => {
    for (const hours of [8, 4, 1]) {
      const funding = Array.from({ length: 100 }, (_, index) => settled(hours * index, index * 1e-6, { intervalMs: hours * HOUR_MS }))
      const newest = 48 / hours
      const count = 24 / hours
      expect(at(['funding_mean_24h'], funding, 48 * 60 + 5)![0]).toBeCloseTo((newest - (count - 1) / 2) * 1e-6, 15)
    }
  })

  it('funding_z_30d measures the last of 90 rates in their population deviations', () => {
    // 89 rates of 0 and one of 0.09 %: mean 0.001 %, deviation 0.001 % × √89.
    const funding = every8(100, (index) => (index === 99 ? 0.0009 : 0))
    expect(at(['funding_z_30d'], funding, 99 * 8 * 60 + 5)![0]).toBeCloseTo(0.00089 / (0.00001 * Math.sqrt(89)), 12)
  })

  it('funding_z_30d takes a deviation of at least 0.005 %, so that quiet months are not blown up and equal rates are no 0 ÷ 0', () => {
    expect(at(['funding_z_30d'], every8(100, () => 0.0001), 99 * 8 * 60 + 5)).toEqual([0])
    const once = every8(100, (index) => (index === 99 ? 0.00019 : 0.0001))
    expect(at(['funding_z_30d'], once, 99 * 8 * 60 + 5)![0]).toBeCloseTo((0.00009 * 89) / 90 / 0.00005, 12)
  })

  it('both are missing while a settlement of their time is missing, and last is not', () => {
    const names = ['funding_last', 'funding_mean_24h', 'funding_z_30d']
    const holed = every8(200, () => 0.0001).toSpliced(100, 1)
    const missing = (index: number): boolean[] => at(names, holed, index * 8 * 60 + 5)!.map(Number.isNaN)
    expect(missing(99)).toEqual([false, false, false])
    expect(missing(101)).toEqual([false, true, true])
    expect(missing(103)).toEqual([false, true, true])
    expect(missing(104)).toEqual([false, false, true])
    expect(missing(190)).toEqual([false, false, true])
    expect(missing(191)).toEqual([false, false, false])
  })
})

describe('when the next settlement is', () => {
  it('comes from the instrument’s own interval, also when that changes', () => {
    const names = ['funding_minutes', 'is_funding_hour']
    const funding = [settled(0, 0), settled(8, 0, { intervalMs: 4 * HOUR_MS }), settled(12, 0, { intervalMs: HOUR_MS }), settled(13, 0, { intervalMs: HOUR_MS })]
    expect(at(names, funding, 5)).toEqual([475, 1])
    expect(at(names, funding, 3 * 60)).toEqual([300, 0])
    expect(at(names, funding, 7 * 60 + 55)).toEqual([5, 0])
    expect(at(names, funding, 8 * 60)).toEqual([480, 1])
    expect(at(names, funding, 8 * 60 + 5)).toEqual([235, 1])
    expect(at(names, funding, 9 * 60 + 5)).toEqual([175, 0])
    expect(at(names, funding, 12 * 60 + 55)).toEqual([5, 1])
    expect(at(names, funding, 13 * 60 + 55)).toEqual([5, 1])
  })

  it('is not the 00, 08 and 16 o’clock of most: an instrument that settles at odd hours has its own funding hours', () => {
    const funding = [settled(3, 0, { intervalMs: 8 * HOUR_MS })]
    const hours = Array.from({ length: 8 }, (_, index) => 3 + index)
    expect(hours.filter((hour) => at(['is_funding_hour'], funding, hour * 60 + 30)![0] === 1)).toEqual([3])
  })

  it('is unknown for an instrument that has stopped settling', () => {
    expect(at(['funding_minutes', 'funding_last'], [settled(0, 0.0001, { intervalMs: 0 })], 10)).toEqual([NaN, NaN])
  })
})
