import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src-shared/domain/units.ts'
import { bootstrapIntervals, compounded, dailyReturns, drawdownOf, sharpeOf } from '../../src-main/reports/return-statistics.ts'
import { meanBlock } from '../../src-main/statistics/bootstrap.ts'

describe('days', () => {
  it('go from midnight to midnight, the first and the last as far as they go', () => {
    const time = [22, 23, 24, 36, 48, 50].map((hour) => hour * HOUR_MS)
    expect(dailyReturns(time, [100, 101, 102, 90, 51, 102])).toEqual({ day: [0, DAY_MS, 2 * DAY_MS], net: [102 / 100 - 1, 51 / 102 - 1, 102 / 51 - 1] })
  })

  it('are as many as have begun: a midnight at the end begins none', () => {
    expect(dailyReturns([0, 12 * HOUR_MS, DAY_MS], [100, 80, 110]).day).toEqual([0])
    expect(dailyReturns([0], [100])).toEqual({ day: [], net: [] })
  })

  it('compound to the whole', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 50, max: 200, noNaN: true }), { minLength: 2, maxLength: 100 }), fc.integer({ min: 0, max: 30 }), (values, start) => {
      const time = values.map((_, index) => (start + index) * HOUR_MS)
      expect(compounded(dailyReturns(time, values).net)).toBeCloseTo(values.at(-1)! / values[0]! - 1, 10)
    }))
  })
})

describe('the Sharpe ratio', () => {
  it('is √365 × mean ÷ sample deviation', () => {
    // Mean 0.02, squared distances 0.0001 + 0 + 0.0001 over two: deviation 0.01.
    expect(sharpeOf([0.01, 0.02, 0.03])).toBeCloseTo(2 * Math.sqrt(365), 10)
  })

  it('is not there with one day or without any deviation', () => {
    expect([sharpeOf([]), sharpeOf([0.01]), sharpeOf([0, 0, 0])]).toEqual([null, null, null])
  })
})

describe('the drawdown', () => {
  const hours = (...equity: number[]) => ({ time: equity.map((_, hour) => hour * HOUR_MS), equity })

  it('is the deepest fall from a high, with the days until the high was reached again', () => {
    expect(drawdownOf(hours(100, 120, 90, 110, 120, 130, 117))).toEqual({ drawdown: 0.25, drawdownFrom: HOUR_MS, recoveryDays: 3 / 24 })
  })

  it('says when it was not made good, and when there was none', () => {
    expect(drawdownOf(hours(100, 90, 99))).toEqual({ drawdown: expect.closeTo(0.1, 12), drawdownFrom: 0, recoveryDays: null })
    expect(drawdownOf(hours(100, 100, 101))).toEqual({ drawdown: 0, drawdownFrom: null, recoveryDays: null })
  })
})

describe('the bootstrap', () => {
  const days = Array.from({ length: 100 }, (_, day) => ((day * 37) % 11) / 1_000 - 0.004)

  it('takes blocks of about ∛n days', () => {
    expect([1, 8, 9, 27, 28, 365].map(meanBlock)).toEqual([1, 2, 3, 3, 4, 8])
  })

  it('gives the same intervals for the same days, with the measured value inside', () => {
    const { sharpe, netReturn } = bootstrapIntervals(days)
    expect(bootstrapIntervals(days)).toEqual({ sharpe, netReturn })
    expect(sharpe!.low).toBeLessThan(sharpeOf(days)!)
    expect(sharpe!.high).toBeGreaterThan(sharpeOf(days)!)
    expect(netReturn!.low).toBeLessThan(compounded(days))
    expect(netReturn!.high).toBeGreaterThan(compounded(days))
  })

  it('has no width where there is no chance', () => {
    expect(bootstrapIntervals(Array<number>(20).fill(0.01)).netReturn).toEqual({ low: expect.closeTo(1.01 ** 20 - 1, 10), high: expect.closeTo(1.01 ** 20 - 1, 10) })
    expect(bootstrapIntervals(Array<number>(20).fill(0)).sharpe).toBeNull()
  })

  it('says nothing below ten days', () => {
    expect(bootstrapIntervals(days.slice(0, 9))).toEqual({ sharpe: null, netReturn: null })
  })

  it('holds the truth about nine times in ten', () => {
    // Days without any order among them, mean 0: an interval that leaves 0 out is wrong.
    let state = 7
    const next = (): number => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) / 100
    const held = Array.from({ length: 60 }, () => bootstrapIntervals(Array.from({ length: 120 }, next)).sharpe!).filter(({ low, high }) => low <= 0 && high >= 0)
    expect(held.length).toBeGreaterThan(46)
    expect(held.length).toBeLessThan(60)
  }, 60_000)
})
