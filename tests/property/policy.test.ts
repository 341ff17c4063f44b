import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide } from '../../src-main/policy/decide.ts'
import { breakEvenProbability, sideValue } from '../../src-main/policy/expected-value.ts'
import { growthFraction } from '../../src-main/policy/growth-fraction.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { money, policyInput, side } from '../support/policy-cases.ts'

const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

it('has an expected value of 0 at the break-even probability', () => {
  fc.assert(fc.property(fc.tuple(between(0, 0.99), between(-0.05, 0.05)), fc.tuple(between(1e-4, 0.2), between(1e-4, 0.2)), between(-0.01, 0.02), ([t, m], [takeProfit, stop], costs) => {
    const forecast = side({ timeoutProbability: t, timeoutReturn: m })
    const barriers = { takeProfit, stop }
    const winProbability = breakEvenProbability(forecast, barriers, costs)
    const { expectedValue } = sideValue({ ...forecast, winProbability }, barriers, { trading: costs / 2, fees: costs / 4, slippage: costs / 4, funding: costs / 2 })
    expect(Math.abs(expectedValue)).toBeLessThan(1e-12)
  }))
})

it('grows no faster at any other fraction', () => {
  fc.assert(fc.property(between(0, 1), between(0, 1), fc.tuple(between(0.001, 0.1), between(0.001, 0.1), between(-0.05, 0.05)), (q, t, [win, loss, timeout]) => {
    const outcomes = [
      { probability: (1 - t) * q, return: win },
      { probability: (1 - t) * (1 - q), return: -loss },
      { probability: t, return: timeout },
    ]
    const growth = (fraction: number): number => outcomes.reduce((sum, { probability, return: value }) => sum + (probability > 0 ? probability * Math.log(1 + fraction * value) : 0), 0)
    const best = growthFraction(outcomes)
    expect(best).toBeGreaterThanOrEqual(0)
    const worst = Math.min(...outcomes.map((outcome) => outcome.return))
    for (const other of [0, best * 0.99, best * 1.01, best + 0.01]) {
      if (1 + other * worst > 0) expect(growth(other)).toBeLessThanOrEqual(growth(best) + 1e-12)
    }
  }))
})

/** Seeds that draw an entry for the candle of the test input. */
const SEEDS = Array.from({ length: 1_000 }, (_, seed) => seed).filter((seed) => decide(policyInput({ policy: { policyId: 'seeded-random', seed } })).entry)

const account = fc.record({
  equity: fc.integer({ min: 1, max: 5_000_000_000_000 }), freeMargin: fc.integer({ min: 0, max: 5_000_000_000_000 }),
  lossBudgetLeft: fc.integer({ min: -1_000_000_000, max: 100_000_000_000 }), groupLossAtStop: fc.integer({ min: 0, max: 50_000_000_000 }),
  sizeFactor: fc.constantFrom(0.5, 1), mark: fc.integer({ min: 1_000, max: 2_000_000 }), barrierAtr: between(0.004, 0.05), step: fc.integer({ min: 1, max: 20 }),
  isLong: fc.boolean(), q: between(0.6, 1), t: between(0, 0.5), seed: fc.option(fc.constantFrom(...SEEDS)),
})

it('never exceeds a limit, a step or a barrier', () => {
  let entries = 0
  fc.assert(fc.property(account, ({ mark, barrierAtr, step, isLong, q, t, seed, ...money_ }) => {
    const chances = { winProbability: q, timeoutProbability: t }
    const portfolio = { ...policyInput().portfolio, ...(money_ as object) }
    const input = policyInput({
      mark, portfolio, input: { barrierAtr }, rules: { quantityStep: step as Quantity },
      ...(isLong ? { long: chances } : { short: chances }),
      policy: seed === null ? {} : { policyId: 'seeded-random', seed },
    })
    const { entry } = decide(input)
    if (!entry) return
    entries++
    const { equity, freeMargin, lossBudgetLeft } = input.portfolio
    expect(entry.quantity % step).toBe(0)
    expect(entry.notional).toBeLessThanOrEqual(money(500))
    expect(entry.notional).toBeGreaterThanOrEqual(money(5))
    expect(entry.notional).toBeLessThanOrEqual(equity! * 0.2 * input.portfolio.sizeFactor + 1)
    expect(entry.lossAtStop).toBeLessThanOrEqual(lossBudgetLeft!)
    expect(entry.lossAtStop).toBeLessThanOrEqual(Math.round(equity! * 0.0025) + 1)
    expect(entry.lossAtStop + input.portfolio.groupLossAtStop).toBeLessThanOrEqual(Math.round(equity! * 0.01) + 1)
    expect(entry.notional / 3 + entry.notional * 0.0014).toBeLessThanOrEqual(freeMargin! + 1)
    const direction = entry.side === 'long' ? 1 : -1
    const stopDistance = (direction * (mark - entry.stopPrice)) / mark
    expect(stopDistance).toBeGreaterThan(0)
    if (seed === null) expect(stopDistance).toBeLessThanOrEqual(barrierAtr + 1e-8)
    expect(direction * (entry.takeProfitPrice - mark)).toBeGreaterThan(0)
    expect([entry.stopPrice % 10, entry.takeProfitPrice % 10]).toEqual([0, 0])
    expect(entry.lossAtStop).toBeGreaterThanOrEqual(entry.notional * (stopDistance + 0.0014) - 1)
  }), { numRuns: 1_000 })
  expect(entries).toBeGreaterThan(200)
})
