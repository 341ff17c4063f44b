import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { ServerClock } from '../../src-main/venue/binance/server-clock.ts'
import { WeightBudget } from '../../src-main/venue/binance/weight-budget.ts'
import { ManualClock } from '../support/manual-clock.ts'

const ms = (value: number): TimeMs => value as TimeMs

function clockAt(time: number): ManualClock {
  const clock = new ManualClock()
  clock.time = time
  return clock
}

describe('the clock of the venue', () => {
  it('takes the middle of the round trip', () => {
    const here = clockAt(1_000)
    const clock = new ServerClock(here)
    expect(clock.now()).toBeUndefined()
    clock.take({ askedAt: ms(900), answeredAt: ms(1_000), serverTime: ms(5_950) })
    expect(clock.view).toEqual({ offsetMs: 5_000, uncertaintyMs: 50, ageMs: 0 })
    expect(clock.now()).toBe(6_000)
  })

  it('is not spoilt by a slow answer, and not kept for ever', () => {
    const here = clockAt(1_000)
    const clock = new ServerClock(here)
    clock.take({ askedAt: ms(980), answeredAt: ms(1_000), serverTime: ms(990) })
    // 4 s on the way back: the truth is anywhere within 2 s of it.
    here.time = 5_000
    clock.take({ askedAt: ms(1_000), answeredAt: ms(5_000), serverTime: ms(1_020) })
    expect(clock.view?.offsetMs).toBe(0)
    // After 1,000 s the old one is worth 10 + 50 ms, and one of 55 ms is better.
    here.time = 1_001_000
    clock.take({ askedAt: ms(1_000_890), answeredAt: ms(1_001_000), serverTime: ms(1_000_975) })
    expect(clock.view).toEqual({ offsetMs: 30, uncertaintyMs: 55, ageMs: 0 })
  })

  it('believes a slow answer that contradicts it: a clock has jumped', () => {
    const here = clockAt(10_000)
    const clock = new ServerClock(here)
    clock.take({ askedAt: ms(9_990), answeredAt: ms(10_000), serverTime: ms(9_995) })
    clock.take({ askedAt: ms(9_000), answeredAt: ms(10_000), serverTime: ms(3_609_500) })
    expect(clock.view?.offsetMs).toBe(3_600_000)
  })

  it('refuses a probe that was answered before it was asked', () => {
    expect(() => new ServerClock(clockAt(0)).take({ askedAt: ms(2), answeredAt: ms(1), serverTime: ms(1) })).toThrow(RangeError)
  })
})

describe('the budget of weight', () => {
  const MINUTE = 60_000
  const now = (minute: number, after = 0): TimeMs => ms(minute * MINUTE + after)

  it('gives its share of each minute of the venue, then says how long to wait', () => {
    const budget = new WeightBudget({ limit: 100, share: 0.6 })
    expect([budget.take(30, now(7)), budget.take(30, now(7, 1))]).toEqual([0, 0])
    expect(budget.take(1, now(7, 20_000))).toBe(40_000)
    expect(budget.take(1, now(8))).toBe(0)
  })

  it('believes the venue that more was used, never that less was', () => {
    const budget = new WeightBudget({ limit: 100, share: 0.6 })
    budget.take(10, now(1))
    budget.told(55, now(1, 600), now(1, 1_000))
    budget.told(12, now(1, 600), now(1, 2_000))
    expect(budget.view(now(1, 3_000)).used).toBe(55)
    expect(budget.take(6, now(1, 3_000))).toBe(MINUTE - 3_000)
    expect(budget.take(5, now(1, 3_000))).toBe(0)
  })

  it('does not believe an answer that may tell of the minute before', () => {
    const budget = new WeightBudget({ limit: 100, share: 0.6 })
    budget.take(60, now(1, 59_990))
    budget.told(60, now(1, 59_990), now(2, 30))
    // Asked in this minute by our clock, but the venue's may have been in the one before.
    budget.told(60, now(2, 100), now(2, 200))
    expect(budget.take(60, now(2, 300))).toBe(0)
    const early = new WeightBudget({ limit: 100, share: 0.6 })
    early.told(60, now(2, 59_000), now(2, 59_800))
    expect(early.view(now(2, 59_900)).used).toBe(0)
  })

  it('counts in windows of another length', () => {
    const budget = new WeightBudget({ limit: 4, share: 0.5, windowMs: 5 * MINUTE })
    expect([budget.take(1, now(5)), budget.take(1, now(7)), budget.take(1, now(9))]).toEqual([0, 0, MINUTE])
    expect(budget.take(1, now(10))).toBe(0)
  })

  it('lets a request that is heavier than its share go alone', () => {
    const budget = new WeightBudget({ limit: 100, share: 0.1 })
    expect(budget.take(40, now(1))).toBe(0)
    expect(budget.take(1, now(1, 5))).toBe(MINUTE - 5)
  })

  it('rests until the longest time it was told', () => {
    const budget = new WeightBudget({ limit: 100, share: 0.6 })
    budget.closeUntil(now(3))
    budget.closeUntil(now(2))
    expect(budget.take(1, now(1))).toBe(2 * MINUTE)
    expect(budget.take(1, now(3))).toBe(0)
  })
})
