import { expect, it } from 'vitest'
import { decide } from '../../src-main/policy/decide.ts'
import { growthFraction } from '../../src-main/policy/growth-fraction.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { money, policyInput } from '../support/policy-cases.ts'

const EVEN = { winProbability: 0.5, timeoutProbability: 0, timeoutReturn: 0 }
const wide = { notionalCap: money(1_000_000), equityShareCap: 1, riskPerTrade: 1, riskPerGroup: 1 }
const rich = { lossBudgetLeft: money(9_000) }

it.each([
  ['an even bet of 6 in 10', [[0.6, 1], [0.4, -1]], 0.2],
  ['a bet of two to one at even chances', [[0.5, 2], [0.5, -1]], 0.25],
  // .01 (1 − .01 f) = .003 (1 + .02 f)
  ['three outcomes, one of them 0', [[0.5, 0.02], [0.3, -0.01], [0.2, 0]], 43.75],
  ['a fair bet', [[0.5, 1], [0.5, -1]], 0],
  ['a bad bet', [[0.4, 1], [0.6, -1]], 0],
])('finds the growth-optimal fraction of %s', (_case, outcomes, expected) => {
  expect(growthFraction(outcomes.map(([probability, value]) => ({ probability: probability!, return: value! })))).toBeCloseTo(expected, 9)
})

it('never lets one outcome take all, even one that is said to be impossible', () => {
  const fraction = growthFraction([{ probability: 1, return: 0.02 }, { probability: 0, return: -0.01 }])
  expect(1 - 0.01 * fraction).toBeGreaterThanOrEqual(0)
  expect(fraction).toBeLessThanOrEqual(100)
})

it.each([
  // Equity 10,000; stop 1 % and costs .14 % lose 1.14 % of the notional at the stop. Mark 60,000.
  ['notional cap: 500', {}, 'notional-cap', 8],
  ['risk per trade: 25 / .0114 = 2192.98', { policy: { ...wide, riskPerTrade: 0.0025 }, portfolio: rich }, 'risk-per-trade', 36],
  ['equity share: 1,000', { policy: { ...wide, equityShareCap: 0.1 }, portfolio: rich }, 'equity-share', 16],
  ['group budget: (100 − 90) / .0114 = 877.19', { policy: { ...wide, riskPerGroup: 0.01 }, portfolio: { ...rich, groupLossAtStop: money(90) } }, 'risk-per-group', 14],
  ['loss budget: 20 / .0114 = 1754.39', { policy: wide, portfolio: { lossBudgetLeft: money(20) } }, 'loss-budget', 29],
  ['free margin: 100 × 3 / (1 + 3 × .0014) = 298.75', { policy: wide, portfolio: { ...rich, freeMargin: money(100) } }, 'free-margin', 4],
  // f* = .5/.0114 − .5/.0186 = 16.978; a part of .002 of it is 339.56.
  ['growth: .002 × 16.978 × 10,000 = 339.56', { policy: { ...wide, kellyFraction: 0.002 }, portfolio: rich }, 'growth', 5],
  ['venue: at most .005 in a market order', { rules: { marketQuantityMax: 5 as Quantity } }, 'venue-maximum', 5],
  ['half of 500 after a loss streak', { portfolio: { sizeFactor: 0.5 } }, 'notional-cap', 4],
] as const)('is bound by the %s', (_case, wanted, boundBy, quantity) => {
  const outcome = decide(policyInput({ long: EVEN, ...wanted }))
  expect(outcome.boundBy).toBe(boundBy)
  expect(outcome.entry!.quantity).toBe(quantity)
})

it('counts the timeout among the ways a position can end', () => {
  // Half of all time out at +2 %, like a take-profit: .75 win 1.86 %, .25 lose 1.14 %. f* = .75/.0114 − .25/.0186 = 52.349; .002 × 52.349 × 10,000 = 1046.97.
  const long = { winProbability: 0.5, timeoutProbability: 0.5, timeoutReturn: 0.02 }
  const outcome = decide(policyInput({ long, policy: { ...wide, kellyFraction: 0.002 }, portfolio: rich }))
  expect(outcome).toMatchObject({ boundBy: 'growth', entry: { quantity: 17 } })
})

it('spends a budget that comes out even to the last unit, and not beyond', () => {
  // 5.70 / .0114 = 500 exactly, which at 50,000 is .010 exactly.
  const entry = decide(policyInput({ long: EVEN, mark: 5_000_000, policy: wide, portfolio: { lossBudgetLeft: money(5.7) } })).entry!
  expect(entry).toMatchObject({ quantity: 10, notional: money(500), lossAtStop: money(5.7) })
})

it('rounds the quantity down to the step, where rounding to three places would exceed the limit', () => {
  // 500 / 58,500 = .008547, which rounds to .009 = 526.50.
  expect(decide(policyInput({ long: EVEN, mark: 5_850_000 })).entry!.quantity).toBe(8)
  expect(decide(policyInput({ long: EVEN, mark: 5_850_000, rules: { quantityStep: 5 as Quantity } })).entry!.quantity).toBe(5)
})

it('counts the loss at the stop up, never down', () => {
  // .001 at 60,000.01 is 60.00001; × .0114 = .684000114
  const entry = decide(policyInput({ long: EVEN, mark: 6_000_001, policy: { notionalCap: money(61) } })).entry!
  expect(entry.notional).toBe(money(60.00001))
  expect(entry.lossAtStop).toBe(68_400_012)
})

it('handles instruments whose prices and quantities have few decimals', () => {
  const version = { priceDecimals: 2, quantityDecimals: 0 }
  const coarse = decide(policyInput({ long: EVEN, mark: 60_000, version, rules: { quantityStep: 1 as Quantity, marketQuantityMax: 1_000 as Quantity } }))
  expect(coarse.reason).toBe('too-small')
  expect(decide(policyInput({ long: EVEN, mark: 6_000, version })).entry).toMatchObject({ quantity: 8, notional: money(480) })
})

it.each([
  ['nothing of a step', { policy: { notionalCap: money(50) } }],
  ['less than the smallest quantity', { rules: { quantityMin: 9 as Quantity } }],
  ['less than the smallest notional', { rules: { notionalMin: money(480.00000001) } }],
  ['an empty account', { portfolio: { equity: money(0) } }],
  ['an account that owes', { portfolio: { equity: money(-1) } }],
  ['a size factor that is not a number', { portfolio: { sizeFactor: Number.NaN } }],
])('calls %s too small', (_case, wanted) => {
  expect(decide(policyInput({ long: EVEN, ...wanted }))).toMatchObject({ reason: 'too-small', entry: null })
})

it('takes exactly the smallest notional', () => {
  expect(decide(policyInput({ long: EVEN, rules: { notionalMin: money(480) } })).entry!.notional).toBe(money(480))
})

it('is the whole-number answer for the largest accounts too', () => {
  const portfolio = { equity: money(80_000_000), freeMargin: money(80_000_000), lossBudgetLeft: money(1_600_000) }
  expect(decide(policyInput({ long: EVEN, portfolio })).entry!.quantity).toBe(8)
})
