import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import { decisionText } from '../../src-main/reports/decision-text.ts'

const double = fc.double()
const whole = fc.maxSafeInteger()
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
const part = fc.option(double)

const sideValue: fc.Arbitrary<SideValue> = fc.record({
  expectedValue: double, winProbability: double, breakEvenProbability: double, timeoutProbability: double, adverseExcursion: double, holdMinutes: double, fundingCost: double,
  grossValue: part, feeCost: part, slippageCost: part, countedProbability: double, confidence: double,
}, { requiredKeys: ['expectedValue', 'winProbability', 'breakEvenProbability', 'timeoutProbability', 'adverseExcursion', 'holdMinutes', 'fundingCost', 'grossValue', 'feeCost', 'slippageCost'] })

const decisions = fc.record({
  decisionId: text, accountId: text, strategyId: text, instrumentId: text, asOf: whole, action: fc.constantFrom('LONG', 'SHORT', 'FLAT'), reason: text, long: fc.option(sideValue), short: fc.option(sideValue),
  side: fc.constantFrom('long', 'short', null), markPrice: whole, quantity: whole, notional: whole, stopPrice: whole, takeProfitPrice: whole, exitTime: whole,
  guards: fc.array(fc.record({ guard: text, verdict: fc.constantFrom('allow', 'warn', 'refuse'), value: double, limit: double, unit: text })), features: fc.array(double),
  modelIds: fc.record({ long: text, short: text }), featureSetHash: text, configHash: text,
}, { noNullPrototype: true }) as unknown as fc.Arbitrary<Decision>

const LEFT_OUT = ['accountId', 'grossValue', 'feeCost', 'slippageCost']

/** What hashes were made of before it was written by hand. */
function reference(decision: Decision): string {
  return JSON.stringify(decision, (key, value: unknown) => {
    if (LEFT_OUT.includes(key)) return undefined
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  })
}

it('writes a decision as JSON does, so that hashes of older runs still compare', () => {
  const same = fc.property(decisions, (one) => {
    expect(decisionText(one)).toBe(reference(one))
  })
  fc.assert(same, { numRuns: 500 })
})
