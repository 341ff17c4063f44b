import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide } from '../../src-main/policy/decide.ts'
import { breakEvenProbability, sideValue } from '../../src-main/policy/expected-value.ts'
import { growthFraction } from '../../src-main/policy/growth-fraction.ts'
import type { Quantity, Rate } from '../../src-shared/domain/units.ts'
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
    if (seed === null) {
      expect(stopDistance).toBeLessThanOrEqual(barrierAtr + 1e-8)
      const { [entry.side]: forecast } = input.forecast!
      const outcome = decide(input)
      const costs = 0.0014 + outcome[entry.side]!.fundingCost
      const [win, lose] = [(1 - forecast.timeoutProbability) * forecast.winProbability, (1 - forecast.timeoutProbability) * (1 - forecast.winProbability)]
      const fraction = growthFraction([
        { probability: win, return: 2 * barrierAtr - costs }, { probability: lose, return: -barrierAtr - costs }, { probability: forecast.timeoutProbability, return: forecast.timeoutReturn - costs },
      ])
      expect(entry.notional).toBeLessThanOrEqual(0.25 * fraction * equity! * (1 + 1e-9) + 1)
    }
    expect(direction * (entry.takeProfitPrice - mark)).toBeGreaterThan(0)
    expect([entry.stopPrice % 10, entry.takeProfitPrice % 10]).toEqual([0, 0])
    expect(entry.lossAtStop).toBeGreaterThanOrEqual(entry.notional * (stopDistance + 0.0014) - 1)
  }), { numRuns: 1_000 })
  expect(entries).toBeGreaterThan(200)
})

const forecastOf = fc.record({ winProbability: between(0.2, 0.9), timeoutProbability: between(0, 0.6), timeoutReturn: between(-0.005, 0.005), holdMinutes: between(0, 3_000) })
const market = fc.record({ barrierAtr: between(0.002, 0.05), fundingRate: between(-0.003, 0.003), mark: fc.integer({ min: 100, max: 200_000 }) })

const RATE = 100_000_000
const inputOf = (forecasts: { readonly long: object; readonly short: object }, { barrierAtr, fundingRate, mark }: { readonly barrierAtr: number; readonly fundingRate: number; readonly mark: number }) =>
  policyInput({ ...forecasts, mark: 10 * mark, input: { barrierAtr, funding: { ...policyInput().funding!, rate: Math.round(fundingRate * RATE) as Rate } } })

it('never likes an entry more because it costs more', () => {
  let entries = 0
  fc.assert(fc.property(fc.record({ long: forecastOf, short: forecastOf }), market, fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 200_000 })), (forecasts, around, [fee, slippage]) => {
    const cheap = inputOf(forecasts, around)
    const { version, instrument } = cheap
    const fees = { ...version.fees, taker: (version.fees.taker + fee) as Rate }
    const dear = { ...cheap, version: { ...version, fees }, instrument: { ...instrument, slippage: (instrument.slippage + slippage) as Rate } }
    const [before, after] = [decide(cheap), decide(dear)]
    for (const name of ['long', 'short'] as const) {
      expect(after[name]!.expectedValue).toBeLessThanOrEqual(before[name]!.expectedValue)
      expect(after[name]!.breakEvenProbability).toBeGreaterThanOrEqual(before[name]!.breakEvenProbability)
      // Fees and slippage are paid on the way in and on the way out.
      expect(before[name]!.expectedValue - after[name]!.expectedValue).toBeCloseTo((2 * (fee + slippage)) / RATE, 12)
    }
    if (!after.entry) return
    entries++
    expect(before.entry).not.toBeNull()
    if (after.entry.side !== before.entry!.side) {
      // Only where both sides are worth the same but for the last bits, which taking off a cost may round either way, or where the better side has lost its margin: the longer
      // it may run into its time, the more a cost raises what has to win.
      const better = after[before.entry!.side]!
      const hasLostMargin = better.winProbability < better.breakEvenProbability + dear.config.policy.margin
      expect(hasLostMargin || Math.abs(before.long!.expectedValue - before.short!.expectedValue) < 1e-14).toBe(true)
      return
    }
    expect(after.entry.quantity).toBeLessThanOrEqual(before.entry!.quantity)
  }), { numRuns: 2_000 })
  expect(entries).toBeGreaterThan(200)
})

it('is the same on both sides: a mirrored market gets the mirrored decision', () => {
  let entries = 0
  fc.assert(fc.property(forecastOf, forecastOf, market, (one, other, around) => {
    const decision = decide(inputOf({ long: one, short: other }, around))
    const mirrored = decide(inputOf({ long: other, short: one }, { ...around, fundingRate: -around.fundingRate }))
    // As text, which has one zero only.
    expect(JSON.stringify([mirrored.long, mirrored.short, mirrored.reason, mirrored.boundBy])).toBe(JSON.stringify([decision.short, decision.long, decision.reason, decision.boundBy]))
    expect(mirrored.entry === null).toBe(decision.entry === null)
    // Of two sides that are worth the same the long one is taken in both.
    if (!decision.entry || !mirrored.entry || decision.long!.expectedValue === decision.short!.expectedValue) return
    entries++
    const { quantity, notional, lossAtStop, stopPrice, takeProfitPrice } = decision.entry
    expect(mirrored.entry).toMatchObject({ quantity, notional, lossAtStop, stopPrice: 20 * around.mark - stopPrice, takeProfitPrice: 20 * around.mark - takeProfitPrice })
    expect(mirrored.entry.side).not.toBe(decision.entry.side)
  }), { numRuns: 2_000 })
  expect(entries).toBeGreaterThan(200)
})

it('counts with less where less is known, and never enters for that', () => {
  fc.assert(fc.property(forecastOf, market, fc.tuple(between(0, 1), between(0, 1)), between(0, 400), (forecast, around, [observed, part], effectiveRows) => {
    const reliability = { upTo: 1, effectiveRows, observed, lower: observed * part }
    const plain = decide(inputOf({ long: forecast, short: {} }, around))
    const bound = decide(inputOf({ long: { ...forecast, reliability }, short: {} }, around))
    expect(bound.long!.expectedValue).toBeLessThanOrEqual(plain.long!.expectedValue)
    expect(bound.long!.breakEvenProbability).toBe(plain.long!.breakEvenProbability)
    if (bound.side === 'long') expect(bound.entry?.quantity ?? 0).toBeLessThanOrEqual(plain.entry?.quantity ?? 0)
    if (effectiveRows >= 200) expect({ ...bound.long!, confidence: undefined }).toEqual(plain.long)
  }), { numRuns: 1_000 })
})

it('is Kelly where there are two outcomes: p/loss − (1 − p)/gain, and 0 below', () => {
  fc.assert(fc.property(between(0.01, 0.99), between(0.001, 0.2), between(0.001, 0.2), (p, gain, loss) => {
    const fraction = growthFraction([{ probability: p, return: gain }, { probability: 1 - p, return: -loss }])
    const closed = Math.max(0, p / loss - (1 - p) / gain)
    expect(Math.abs(fraction - closed)).toBeLessThan(1e-9 * Math.max(1, closed))
  }))
})
