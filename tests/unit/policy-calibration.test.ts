import { describe, expect, it } from 'vitest'
import type { ReliabilityBin } from '../../src-shared/domain/forecast.ts'
import { countedProbability, standardError } from '../../src-main/policy/calibration.ts'
import { missOf, nearestMiss } from '../../src-main/policy/candidate.ts'
import { decide } from '../../src-main/policy/decide.ts'
import { money, policyInput, rate, side } from '../support/policy-cases.ts'

const bin = (change: Partial<ReliabilityBin> = {}): ReliabilityBin => ({ upTo: 1, effectiveRows: 199.9, observed: 0.5, lower: 0.41, ...change })
/** Mark 60,000, barriers 2 % and 1 %, costs .14 %: expected value .28 %, break-even .3833. */
const GOOD = { winProbability: 0.5, timeoutProbability: 0.2, timeoutReturn: 0.001, holdMinutes: 60 }

describe('the lower bound of a bin', () => {
  it.each([
    ['is counted with below 200 effective rows', bin(), 0.41],
    ['is not at 200', bin({ effectiveRows: 200 }), 0.5],
    ['is never more than q itself', bin({ lower: 0.55, observed: 0.7 }), 0.5],
    ['is 0 in a bin without a row', bin({ effectiveRows: 0, observed: 0, lower: 0 }), 0],
    ['is nothing where the model has no bins', undefined, 0.5],
  ])('%s', (_case, reliability, expected) => {
    expect(countedProbability(side({ winProbability: 0.5, reliability }))).toBe(expected)
  })

  it('makes the value, and with it the decision, by hand', () => {
    // .8 × (.41 × .02 − .59 × .01) + .2 × .001 − .0014 = .00064; break-even .38333 and the margin of .02 are cleared by .41, not by .40.
    const held = decide(policyInput({ long: { ...GOOD, reliability: bin() } }))
    expect(held.long).toMatchObject({ winProbability: 0.5, countedProbability: 0.41, expectedValue: expect.closeTo(0.00064, 12), breakEvenProbability: expect.closeTo(0.0115 / 0.03, 12) })
    expect(held.reason).toBe('ev-above-threshold')
    expect(decide(policyInput({ long: { ...GOOD, reliability: bin({ lower: 0.4 }) } })).reason).toBe('below-margin')
    // .8 × (.38 × .02 − .62 × .01) − .0012 = −.00008
    expect(decide(policyInput({ long: { ...GOOD, reliability: bin({ lower: 0.38 }) } })).reason).toBe('no-edge')
  })

  it('sizes too: growth is of the probability that is counted with', () => {
    // f* = .41/.0114 − .59/.0186 = 4.2445; .02 of it × 10,000 = 848.90, at 60,000 .014. With q = .5 it would be 16.978 and .056.
    const policy = { kellyFraction: 0.02, notionalCap: money(1e6), equityShareCap: 1, riskPerTrade: 1, riskPerGroup: 1 }
    const even = { winProbability: 0.5, timeoutProbability: 0, timeoutReturn: 0 }
    const wanted = { policy, portfolio: { lossBudgetLeft: money(9_000) } }
    expect(decide(policyInput({ ...wanted, long: { ...even, reliability: bin() } }))).toMatchObject({ boundBy: 'growth', entry: { quantity: 14 } })
    expect(decide(policyInput({ ...wanted, long: even })).entry).toMatchObject({ quantity: 56 })
  })

  it('refuses a bin that is not made of numbers', () => {
    for (const broken of [{ effectiveRows: Number.NaN }, { lower: Number.NaN }, { lower: -0.1 }, { observed: 1.1 }]) {
      expect(decide(policyInput({ long: { ...GOOD, reliability: bin(broken) } }))).toMatchObject({ reason: 'forecast-missing', entry: null })
    }
  })
})

describe('confidence', () => {
  it('is q above break-even in standard errors of the bin', () => {
    // 96.1584 rows and 3.8416 more make 100, half of them hits: √(.25/100) = .05. (.5 − .38333) / .05 = 2.3333.
    const reliability = bin({ effectiveRows: 96.1584, observed: 0.5, lower: 0.4 })
    expect(standardError(reliability)).toBeCloseTo(0.05, 12)
    expect(decide(policyInput({ long: { ...GOOD, reliability } })).long!.confidence).toBeCloseTo(7 / 3, 10)
  })

  it('knows an error where everything or nothing was observed, or no row', () => {
    // No row: half of 3.8416, √(.25/3.8416) = .2551. All of 16.1584: share (16.1584 + 1.9208)/20 = .90396, √(.90396 × .09604/20) = .06588.
    expect(standardError(bin({ effectiveRows: 0, observed: 0 }))).toBeCloseTo(0.2551, 4)
    expect(standardError(bin({ effectiveRows: 16.1584, observed: 1 }))).toBeCloseTo(0.06588, 5)
  })

  it('is not told of a model without bins, whose decisions stay as they were', () => {
    const { long, short } = decide(policyInput({ long: { ...GOOD, reliability: bin({ effectiveRows: 500 }) }, short: GOOD }))
    expect(Object.keys(long!)).toContain('confidence')
    expect(Object.keys(long!)).not.toContain('countedProbability')
    expect(Object.keys(short!)).not.toContain('confidence')
  })
})

describe('options that are off unless set', () => {
  it.each([
    ['a q at the floor', { winFloor: 0.5 }, {}, 'ev-above-threshold'],
    ['a q below the floor', { winFloor: 0.5001 }, {}, 'below-floor'],
    ['a bound below the floor', { winFloor: 0.45 }, { reliability: bin() }, 'below-floor'],
    // The average true range of the input is 1 %.
    ['an adverse excursion of the limit', { adverseAtrMax: 1.2 }, { adverseExcursion: 0.012 }, 'ev-above-threshold'],
    ['an adverse excursion beyond it', { adverseAtrMax: 1.2 }, { adverseExcursion: 0.01201 }, 'adverse-too-large'],
  ] as const)('judge %s', (_case, policy, forecast, reason) => {
    expect(decide(policyInput({ policy, long: { ...GOOD, ...forecast } })).reason).toBe(reason)
  })

  it('with a floor of .55 a barrier of two to one hardly ever trades: what pays well is refused', () => {
    const outcome = decide(policyInput({ policy: { winFloor: 0.55 }, long: GOOD }))
    expect([outcome.reason, outcome.long!.expectedValue > 0.0027]).toEqual(['below-floor', true])
  })
})

describe('why not, side by side', () => {
  const policy = policyInput().config.policy
  const longOf = (wanted: Parameters<typeof policyInput>[0]) => decide(policyInput(wanted)).long!

  it('tells costs that no q can pay from a q that is too low', () => {
    // Range .069 %: take-profit .138 %, costs .14 %. With .071 % it is .142 %, which a certain take-profit pays.
    const certain = { ...GOOD, timeoutProbability: 0, winProbability: 1 }
    expect(missOf(longOf({ input: { barrierAtr: 0.00069 }, long: certain }), policy, 0.00069)).toBe('cost-exceeds-barrier')
    expect(missOf(longOf({ input: { barrierAtr: 0.00071 }, long: { ...certain, winProbability: 0.5 } }), policy, 0.00071)).toBe('no-edge')
    expect(missOf(longOf({ input: { barrierAtr: 0.00071 }, long: certain }), { ...policy, margin: 0 }, 0.00071)).toBeNull()
  })

  it('is told of each side by itself: funding can be what one side cannot pay', () => {
    // Barriers of .2 % and .1 %; .14 % for trading, .3 % in three settlements of .1 % that the long pays and the short gets.
    const held = { timeoutProbability: 0, winProbability: 0.3, holdMinutes: 24 * 60 }
    const funding = { ...policyInput().funding!, rate: rate(0.001) }
    const { long, short, reason } = decide(policyInput({ input: { barrierAtr: 0.001, funding }, long: held, short: { ...held, winProbability: 0 } }))
    expect([missOf(long!, policy, 0.001), missOf(short!, { ...policy, expectedValueMin: 0.01 }, 0.001)]).toEqual(['cost-exceeds-barrier', 'no-edge'])
    // −.1 % + .3 % − .14 % is worth something to the short even when it always loses.
    expect(short!.expectedValue).toBeCloseTo(0.0006, 12)
    expect(reason).toBe('ev-above-threshold')
  })

  it('does not blame the costs for a timeout that is certain', () => {
    expect(missOf(longOf({ long: { ...GOOD, timeoutProbability: 1, timeoutReturn: 0 } }), policy, 0.01)).toBe('no-edge')
    // Nor does it enter on one, whatever it is said to return, not even with q = 1 and no margin.
    const certain = decide(policyInput({ policy: { margin: 0 }, long: { winProbability: 1, timeoutProbability: 1, timeoutReturn: 0.05 } }))
    expect([certain.reason, certain.entry, certain.long!.expectedValue > 0.04]).toEqual(['no-edge', null, true])
  })

  it('tells of two sides what came nearer', () => {
    expect(nearestMiss(['cost-exceeds-barrier', 'no-edge'])).toBe('no-edge')
    expect(nearestMiss(['cost-exceeds-barrier', 'cost-exceeds-barrier'])).toBe('cost-exceeds-barrier')
    expect(nearestMiss(['below-margin', 'below-floor'])).toBe('below-floor')
    expect(nearestMiss(['no-edge', 'below-margin'])).toBe('below-margin')
  })
})
