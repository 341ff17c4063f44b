import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkEntry } from '../../src-main/risk/risk-gate.ts'
import type { RiskContext } from '../../src-main/risk/risk-context.ts'
import { watchAccount } from '../../src-main/risk/watch.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import { RISK } from '../support/policy-cases.ts'
import { CALM, ENTRY, NOW } from '../support/risk-cases.ts'

/** Facts whose absence means something: no slippage measured yet (its time is judged only above the limit), no loss yet (judged only in a streak). */
const MAY_BE_ABSENT: readonly (keyof RiskContext)[] = ['slippageMultiple', 'slippageMeasuredAt', 'lastLossAt']
const CONFIGURED: readonly (keyof RiskContext)[] = ['now', 'asset', 'componentsNeeded', 'decisionIntervalMs', 'venueCanBeSilent', 'riskPerGroup']
const FACTS = (Object.keys(CALM) as (keyof RiskContext)[]).filter((key) => !CONFIGURED.includes(key))
const NEEDED = FACTS.filter((key) => !MAY_BE_ABSENT.includes(key))

const refusals = (context: RiskContext): string[] => checkEntry(ENTRY, context, RISK).verdicts.flatMap(({ guard, verdict }) => (verdict === 'refuse' ? [guard] : []))
const without = (context: RiskContext, keys: readonly (keyof RiskContext)[]): RiskContext => ({ ...context, ...Object.fromEntries(keys.map((key) => [key, null])) })

it.each(NEEDED)('refuses an entry that nothing else speaks against when %s is not known', (key) => {
  expect(refusals(CALM)).toEqual([])
  expect(refusals(without(CALM, [key]))).not.toEqual([])
  expect(checkEntry(ENTRY, without(CALM, [key]), RISK).order).toBeNull()
})

it.each(NEEDED.filter((key) => typeof CALM[key] === 'number'))('refuses when %s is not a number', (key) => {
  expect(refusals({ ...CALM, [key]: Number.NaN })).not.toEqual([])
})

const changes = fc.record({
  tradingOn: fc.boolean(), latches: fc.constantFrom([], ['drawdown']), components: fc.subarray([...CALM.components!, { component: 'models', healthy: false }]),
  markAsOf: fc.integer({ min: NOW - 6_000, max: NOW }), lastCandleCloseTime: fc.integer({ min: NOW - 600_000, max: NOW }), venueHeardAt: fc.integer({ min: NOW - 60_000, max: NOW }),
  foreignQuantity: fc.integer({ min: -1, max: 1 }), equity: fc.integer({ min: 8_000e8, max: 11_000e8 }), openingEquity: fc.integer({ min: 9_000e8, max: 11_000e8 }), highWater: fc.integer({ min: 9_000e8, max: 12_000e8 }),
  openGain: fc.integer({ min: 0, max: 300e8 }), initialMarginUsed: fc.integer({ min: 0, max: 9_000e8 }), openLossAtStop: fc.integer({ min: 0, max: 400e8 }), groupLossAtStop: fc.integer({ min: 0, max: 200e8 }),
  notionalOfInstrument: fc.integer({ min: 0, max: 300e8 }), notionalTotal: fc.integer({ min: 0, max: 3_000e8 }), ordersLastMinute: fc.integer({ min: 0, max: 20 }),
  stopDistance: fc.double({ min: 0.001, max: 0.2, noNaN: true }), dailyAtr: fc.double({ min: 0.001, max: 0.3, noNaN: true }), fundingAgainst: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
  lossStreak: fc.integer({ min: 0, max: 8 }), lastLossAt: fc.option(fc.integer({ min: NOW - 30_000_000, max: NOW })), slippageMultiple: fc.double({ min: 0, max: 4, noNaN: true }),
}, { requiredKeys: [] })

it('never lets the loss of a fact turn a refusal into an allowance', () => {
  const forgettable = FACTS.filter((key) => key !== 'slippageMultiple')
  fc.assert(fc.property(changes, fc.subarray(forgettable), (change, forgotten) => {
    const context = { ...CALM, ...(change as object) }
    expect(refusals(without(context, forgotten))).toEqual(expect.arrayContaining(refusals(context)))
  }), { numRuns: 1_000 })
})

it('never lets an unwell component be mended by its silence', () => {
  fc.assert(fc.property(fc.subarray([...CALM.components!]), fc.subarray([...CALM.components!]), (well, heard) => {
    const components = CALM.components!.map(({ component }) => ({ component, healthy: well.some((one) => one.component === component) }))
    const fewer = components.filter(({ component }) => heard.some((one) => one.component === component))
    const refused = refusals({ ...CALM, components })
    expect(refusals({ ...CALM, components: fewer })).toEqual(expect.arrayContaining(refused))
  }))
})

it('refuses an entry whenever the account would be latched', () => {
  const amount = fc.integer({ min: -1_000e8, max: 20_000e8 })
  fc.assert(fc.property(amount, amount, amount, (equity, openingEquity, highWater) => {
    const facts = { equity: equity as Amount, openingEquity: openingEquity as Amount, highWater: highWater as Amount }
    const latched = watchAccount({ ...facts, latches: [] }, RISK).latchesToSet.map(({ latch }) => latch)
    expect(refusals({ ...CALM, ...facts })).toEqual(expect.arrayContaining(latched))
  }), { numRuns: 1_000 })
})
