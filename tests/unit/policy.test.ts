import { describe, expect, it } from 'vitest'
import type { Price, TimeMs } from '../../src-shared/domain/units.ts'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'
import { barrierPrices } from '../../src-main/policy/barrier-prices.ts'
import { decide } from '../../src-main/policy/decide.ts'
import { expectedFunding } from '../../src-main/policy/expected-funding.ts'
import { breakEvenProbability, sideValue } from '../../src-main/policy/expected-value.ts'
import { MIDNIGHT, money, policyInput, rate, side, VERSION } from '../support/policy-cases.ts'

/** Mark 60,000, barriers 2 % and 1 %, costs .14 %: expected value .28 %, break-even .3833. */
const GOOD = { winProbability: 0.5, timeoutProbability: 0.2, timeoutReturn: 0.001, holdMinutes: 60 }
const SMALL = { stop: 0.01, takeProfit: 0.02 }

describe('expected value', () => {
  it('is what the hand calculation says', () => {
    const value = sideValue(side(GOOD), SMALL, { trading: 0.0014, fees: 0.001, slippage: 0.0004, funding: 0 })
    // .8 × .5 × .02 − .8 × .5 × .01 + .2 × .001 − .0014
    expect(value.expectedValue).toBeCloseTo(0.0028, 12)
    // (.01 + (.0014 − .0002) / .8) / .03
    expect(value.breakEvenProbability).toBeCloseTo(0.0115 / 0.03, 12)
  })

  it('says what it is made of', () => {
    const { long, short } = decide(policyInput({ long: { ...GOOD, holdMinutes: 24 * 60 }, short: { ...GOOD, holdMinutes: 24 * 60 } }))
    // Taker fee and slippage, each twice; funding is paid by the long and received by the short.
    const { fees } = policyInput().version
    const { slippage } = policyInput().instrument
    for (const value of [long!, short!]) {
      expect([value.feeCost, value.slippageCost]).toEqual([(2 * fees.taker) / 1e8, (2 * slippage) / 1e8])
      expect(value.grossValue! - value.feeCost! - value.slippageCost! - value.fundingCost).toBeCloseTo(value.expectedValue, 15)
    }
    expect(long!.grossValue).toBe(short!.grossValue)
    expect(long!.grossValue).toBeGreaterThan(0)
  })

  it.each([
    ['BTC, 5-minute ATR, 15 bps of slippage', 0.00133, 0.004, 1.336],
    ['BTC, 5-minute ATR, 2 bps of slippage', 0.00133, 0.0014, 0.684],
    ['ETH, 5-minute ATR, 15 bps of slippage', 0.00151, 0.004, 1.216],
    ['LTC, 5-minute ATR, 15 bps of slippage', 0.00219, 0.004, 0.942],
    ['SUI, 5-minute ATR, 15 bps of slippage', 0.00401, 0.004, 0.666],
  ])('breaks even where the feasibility table says: %s', (_case, atr, costs, expected) => {
    expect(breakEvenProbability(side({ timeoutProbability: 0 }), { takeProfit: 2 * atr, stop: atr }, costs)).toBeCloseTo(expected, 3)
  })

  it('knows no break-even when the timeout is certain, so that nothing is entered', () => {
    expect(breakEvenProbability(side({ timeoutProbability: 1, timeoutReturn: 0.05 }), SMALL, 0.0014)).toBe(1)
    expect(decide(policyInput({ long: { winProbability: 1, timeoutProbability: 1, timeoutReturn: 0.05 } })).entry).toBeNull()
  })
})

describe('expected funding', () => {
  const outlook = { rate: rate(0.0001), nextFundingTime: (MIDNIGHT + 8 * HOUR_MS) as TimeMs, intervalMs: 8 * HOUR_MS }
  const one = (MIDNIGHT + HOUR_MS) as TimeMs

  it.each([
    ['ends before the settlement', 'long', 7 * HOUR_MS - 1, 0],
    ['ends at the settlement', 'long', 7 * HOUR_MS, 0.0001],
    ['spans three settlements', 'long', 24 * HOUR_MS, 0.0003],
    ['is short, which is paid', 'short', 24 * HOUR_MS, -0.0003],
    ['is of no length', 'long', 0, 0],
  ] as const)('counts settlements of a hold that %s', (_case, positionSide, hold, expected) => {
    expect(expectedFunding(outlook, positionSide, one, hold)).toBeCloseTo(expected, 12)
  })

  it('is received by longs when the rate is negative', () => {
    expect(expectedFunding({ ...outlook, rate: rate(-0.0001) }, 'long', one, 24 * HOUR_MS)).toBeCloseTo(-0.0003, 12)
  })

  it('does not charge a settlement at the time of the entry, and goes on from a next time that has passed', () => {
    expect(expectedFunding(outlook, 'long', outlook.nextFundingTime, 8 * HOUR_MS - 1)).toBe(0)
    expect(expectedFunding(outlook, 'long', (outlook.nextFundingTime + HOUR_MS) as TimeMs, 7 * HOUR_MS)).toBeCloseTo(0.0001, 12)
  })

  it('makes the long side dearer and the short side cheaper in the decision', () => {
    const held = { ...GOOD, holdMinutes: 24 * 60 }
    const { long, short } = decide(policyInput({ long: held, short: held }))
    expect(long!.fundingCost).toBeCloseTo(0.0003, 12)
    expect(short!.fundingCost).toBeCloseTo(-0.0003, 12)
    expect(short!.expectedValue - long!.expectedValue).toBeCloseTo(0.0006, 12)
    expect(short!.breakEvenProbability).toBeLessThan(long!.breakEvenProbability)
  })

  it('is among the costs of break-even, by hand', () => {
    // Three settlements of .01 % within a day: .0028 − .0003, and (.01 + (.0014 + .0003 − .2 × .001) / .8) / .03.
    const { long } = decide(policyInput({ long: { ...GOOD, holdMinutes: 24 * 60 } }))
    expect(long!.expectedValue).toBeCloseTo(0.0025, 12)
    expect(long!.breakEvenProbability).toBeCloseTo(0.011875 / 0.03, 12)
  })

  it('is not counted beyond the horizon, where the position ends anyway', () => {
    const { long } = decide(policyInput({ long: { ...GOOD, holdMinutes: 100 * 24 * 60 } }))
    expect(long!.fundingCost).toBeCloseTo(0.0006, 12)
  })
})

describe('decision', () => {
  it('enters long with its exit plan', () => {
    expect(decide(policyInput({ long: GOOD }))).toMatchObject({
      side: 'long', reason: 'ev-above-threshold', boundBy: 'notional-cap',
      entry: { side: 'long', quantity: 8, notional: money(480), stopPrice: 5_940_000, takeProfitPrice: 6_120_000, exitTime: MIDNIGHT + 49 * HOUR_MS, lossAtStop: money(5.472) },
    })
  })

  it('enters short with barriers on the other side', () => {
    expect(decide(policyInput({ short: GOOD })).entry).toMatchObject({ side: 'short', stopPrice: 6_060_000, takeProfitPrice: 5_880_000 })
  })

  it('takes the side with the higher expected value when both could be entered', () => {
    expect(decide(policyInput({ long: GOOD, short: { ...GOOD, winProbability: 0.51 } })).side).toBe('short')
    expect(decide(policyInput({ long: { ...GOOD, winProbability: 0.51 }, short: GOOD })).side).toBe('long')
  })

  it('needs no funding where the instrument has none', () => {
    expect(decide(policyInput({ long: GOOD, input: { funding: null }, version: { fundingIntervalMs: 0 } })).reason).toBe('ev-above-threshold')
  })

  const better = (probability: number): Parameters<typeof policyInput>[0] => ({ long: { ...GOOD, timeoutReturn: 0, timeoutProbability: 0, winProbability: probability } })
  it.each([
    ['no forecast', { input: { forecast: null } }, 'forecast-missing'],
    ['a forecast that is not a number', { long: { ...GOOD, timeoutReturn: Number.NaN } }, 'forecast-missing'],
    ['a probability above 1', { long: { ...GOOD, winProbability: 1.01 } }, 'forecast-missing'],
    ['no mark price', { long: GOOD, input: { mark: null } }, 'mark-unknown'],
    ['no average true range yet', { long: GOOD, input: { barrierAtr: null } }, 'barrier-unknown'],
    ['an average true range of 0', { long: GOOD, input: { barrierAtr: 0 } }, 'barrier-unknown'],
    ['a stop below a price of 0', { long: GOOD, input: { barrierAtr: 1 } }, 'barrier-unknown'],
    ['no funding', { long: GOOD, input: { funding: null } }, 'funding-unknown'],
    ['no equity', { long: GOOD, portfolio: { equity: null } }, 'equity-unknown'],
    ['no free margin', { long: GOOD, portfolio: { freeMargin: null } }, 'equity-unknown'],
    ['no loss budget', { long: GOOD, portfolio: { lossBudgetLeft: null } }, 'equity-unknown'],
    ['a position', { long: GOOD, input: { hasPosition: true } }, 'position-held'],
    ['no edge', {}, 'no-edge'],
    ['an expected value of the minimum only', { long: GOOD, policy: { expectedValueMin: 0.0028000001 } }, 'no-edge'],
    // Break-even is .0114/.03 = .38; with the margin .40.
    ['a win probability just above break-even', better(0.3801), 'below-margin'],
    ['a win probability just below the margin', better(0.3999), 'below-margin'],
    ['a win probability just above the margin', better(0.4001), 'ev-above-threshold'],
    ['costs that no model can pay', { input: { barrierAtr: 0.00069 }, long: { ...GOOD, timeoutProbability: 0, winProbability: 1 } }, 'cost-exceeds-barrier'],
    ['a loss budget that is spent', { long: GOOD, portfolio: { lossBudgetLeft: money(0) } }, 'too-small'],
  ] as const)('answers %s with its reason', (_case, wanted, reason) => {
    const outcome = decide(policyInput(wanted))
    expect(outcome.reason).toBe(reason)
    expect(outcome.entry === null).toBe(reason !== 'ev-above-threshold')
    expect(DECISION_REASONS[outcome.reason]).toMatch(/^[A-Z].*\.$/)
  })

  it('shows the values of both sides beside a reason why not', () => {
    const { long, short } = decide(policyInput({ long: GOOD, input: { hasPosition: true } }))
    expect(long!.expectedValue).toBeCloseTo(0.0028, 12)
    expect(short!.expectedValue).toBeLessThan(0)
  })
})

describe('barrier prices', () => {
  const rates = { stop: rate(0.01), takeProfit: rate(0.02) }
  const at = 6_000_007 as Price

  it('are rounded toward the mark price on the long side', () => {
    expect(barrierPrices(VERSION, at, 'long', rates)).toEqual({ stopPrice: 5_940_010, takeProfitPrice: 6_120_000 })
  })

  it('are rounded toward the mark price on the short side', () => {
    expect(barrierPrices(VERSION, at, 'short', rates)).toEqual({ stopPrice: 6_060_000, takeProfitPrice: 5_880_010 })
  })

  it.each(['long', 'short'] as const)('are refused when they are nearer than a tick: %s', (positionSide) => {
    expect(barrierPrices(VERSION, 6_000_000 as Price, positionSide, { stop: rate(0.000001), takeProfit: rate(0.02) })).toEqual({ refusal: 'too-small' })
    expect(barrierPrices(VERSION, 6_000_000 as Price, positionSide, { stop: rate(0.01), takeProfit: rate(0.000001) })).toEqual({ refusal: 'too-small' })
  })

  it('are refused outside of the prices the venue accepts', () => {
    const rules = { ...VERSION.rules, priceMin: 5_950_000 as Price, priceMax: 6_070_000 as Price }
    expect(barrierPrices({ ...VERSION, rules }, at, 'long', rates)).toEqual({ refusal: 'barrier-unknown' })
    expect(barrierPrices({ ...VERSION, rules: { ...rules, priceMin: 10 as Price } }, at, 'long', rates)).toEqual({ refusal: 'barrier-unknown' })
  })
})

describe('seeded policy', () => {
  const candles = Array.from({ length: 8_000 }, (_, index) => (MIDNIGHT + index * 300_000) as TimeMs)
  const base = policyInput({ policy: { policyId: 'seeded-random' } })
  const outcomes = candles.map((asOf) => decide({ ...base, now: asOf, forecast: { ...base.forecast!, asOf } }))
  const entries = outcomes.flatMap(({ entry, reason }, index) => (entry ? [{ ...entry, reason, asOf: candles[index]! }] : []))

  it('enters about once in 40 candles, on both sides', () => {
    expect(entries.length).toBeGreaterThan(150)
    expect(entries.length).toBeLessThan(250)
    const longs = entries.filter((entry) => entry.side === 'long').length
    expect(Math.min(longs, entries.length - longs)).toBeGreaterThan(60)
    expect(new Set(outcomes.map(({ reason }) => reason))).toEqual(new Set(['seeded-entry', 'seeded-none']))
  })

  it('draws stops of .5 to 1.5, take-profits of .5 to 2 ATR and 1 to 48 hours', () => {
    const mark = 6_000_000
    const stops = entries.map(({ stopPrice }) => Math.abs(stopPrice - mark) / 60_000)
    const profits = entries.map(({ takeProfitPrice }) => Math.abs(takeProfitPrice - mark) / 60_000)
    const hours = entries.map(({ exitTime, asOf }) => (exitTime - asOf) / HOUR_MS)
    const within = (values: number[], low: number, high: number): void => {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low - 0.001)
      expect(Math.min(...values)).toBeLessThan(low + 0.1 * (high - low))
      expect(Math.max(...values)).toBeGreaterThan(high - 0.1 * (high - low))
      expect(Math.max(...values)).toBeLessThanOrEqual(high)
    }
    within(stops, 0.5, 1.5)
    within(profits, 0.5, 2)
    within(hours, 1, 48)
    expect(hours.every((hour) => Number.isInteger(hour))).toBe(true)
  })

  it('depends on seed, instrument and candle alone', () => {
    const asOf = entries[0]!.asOf
    const again = (change: Partial<typeof base>): unknown => decide({ ...base, forecast: { ...base.forecast!, asOf }, ...change }).entry?.stopPrice
    expect(again({ barrierAtr: 0.01, now: 0 as TimeMs })).toBe(entries[0]!.stopPrice)
    const seeds = Array.from({ length: 200 }, (_, seed) => again({ config: { ...base.config, policy: { ...base.config.policy, seed: seed + 100 } } }))
    expect(new Set(seeds).size).toBeGreaterThan(2)
  })

  it('does not enter while a position is held, nor without equity', () => {
    const asOf = entries[0]!.asOf
    const forecast = { ...base.forecast!, asOf }
    expect(decide({ ...base, forecast, hasPosition: true })).toMatchObject({ reason: 'position-held', entry: null })
    expect(decide({ ...base, forecast, portfolio: { ...base.portfolio, equity: null } })).toMatchObject({ reason: 'equity-unknown', entry: null })
  })
})
