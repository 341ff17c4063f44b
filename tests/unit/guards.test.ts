import { describe, expect, it } from 'vitest'
import { HOUR_MS, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { GUARDS } from '../../src-main/risk/guards.ts'
import { lossBudgetLeft } from '../../src-main/risk/losses.ts'
import type { RiskContext } from '../../src-main/risk/risk-context.ts'
import { money, RISK } from '../support/policy-cases.ts'
import { CALM, NOW } from '../support/risk-cases.ts'

const verdictOf = (guard: string, facts: Partial<RiskContext>) => {
  const found = GUARDS.map((judge) => judge({ ...CALM, ...facts }, RISK)).filter((verdict) => verdict.guard === guard)
  expect(found).toHaveLength(1)
  return found[0]!
}
const ago = (milliseconds: number) => (NOW - milliseconds) as TimeMs
const well = { component: 'venue', healthy: true }
const models = { component: 'models', healthy: true }

type Case = readonly [guard: string, facts: string, Partial<RiskContext>, verdict: 'allow' | 'warn' | 'refuse', value: number]
const unknownOf = (guard: string, ...fields: readonly (keyof RiskContext)[]): Case[] =>
  fields.flatMap((field): Case[] => [
    [guard, `${field} is not known`, { [field]: null }, 'refuse', Number.NaN],
    ...(typeof CALM[field] === 'number' ? ([[guard, `${field} is not a number`, { [field]: Number.NaN }, 'refuse', Number.NaN]] as const) : []),
  ])

const CASES: readonly Case[] = [
  ['trading-off', 'on', {}, 'allow', 1],
  ['trading-off', 'off', { tradingOn: false }, 'refuse', 0],
  ...unknownOf('trading-off', 'tradingOn'),
  ['not-reconciled', 'reconciled', {}, 'allow', 1],
  ['not-reconciled', 'not yet', { reconciled: false }, 'refuse', 0],
  ...unknownOf('not-reconciled', 'reconciled'),
  ['journal', 'writable', {}, 'allow', 1],
  ['journal', 'not writable', { journalWritable: false }, 'refuse', 0],
  ...unknownOf('journal', 'journalWritable'),
  ['latch', 'none', {}, 'allow', 0],
  ['latch', 'one', { latches: ['naked-position'] }, 'refuse', 1],
  ...unknownOf('latch', 'latches'),
  ['system-health', 'all well', {}, 'allow', 0],
  ['system-health', 'one not well', { components: [well, { component: 'models', healthy: false }] }, 'refuse', 1],
  ['system-health', 'one never heard of', { components: [well] }, 'refuse', 1],
  ['system-health', 'nobody heard of', { components: [] }, 'refuse', 2],
  ['system-health', 'one more, not needed, not well', { components: [well, models, { component: 'alerts', healthy: false }] }, 'refuse', 1],
  ...unknownOf('system-health', 'components'),
  ['instrument-trading', 'trading', {}, 'allow', 1],
  ['instrument-trading', 'halted', { instrumentTrading: false }, 'refuse', 0],
  ...unknownOf('instrument-trading', 'instrumentTrading'),
  ['stale-mark', '3 s old', { markAsOf: ago(3_000) }, 'allow', 3_000],
  ['stale-mark', 'older', { markAsOf: ago(3_001) }, 'refuse', 3_001],
  ['stale-mark', 'far ahead of its time', { markAsOf: ago(-3_001) }, 'refuse', 3_001],
  ...unknownOf('stale-mark', 'markAsOf'),
  ['stale-candle', 'an interval and 10 s old', { lastCandleCloseTime: ago(310_000) }, 'allow', 310_000],
  ['stale-candle', 'older', { lastCandleCloseTime: ago(310_001) }, 'refuse', 310_001],
  ...unknownOf('stale-candle', 'lastCandleCloseTime'),
  ['venue-silent', 'heard 30 s ago', { venueHeardAt: ago(30_000) }, 'allow', 30_000],
  ['venue-silent', 'heard longer ago', { venueHeardAt: ago(30_001) }, 'refuse', 30_001],
  ['venue-silent', 'never, and it may be silent', { venueHeardAt: null, venueCanBeSilent: true }, 'allow', 0],
  ...unknownOf('venue-silent', 'venueHeardAt'),
  ['unresolved-order', 'none', {}, 'allow', 0],
  ['unresolved-order', 'one', { unresolvedOnInstrument: 1 }, 'refuse', 1],
  ...unknownOf('unresolved-order', 'unresolvedOnInstrument'),
  ['foreign-quantity', 'none', {}, 'allow', 0],
  ['foreign-quantity', 'long', { foreignQuantity: 1 as Quantity }, 'refuse', 1],
  ['foreign-quantity', 'short', { foreignQuantity: -1 as Quantity }, 'refuse', 1],
  ...unknownOf('foreign-quantity', 'foreignQuantity'),
  ['margin-use', 'little', {}, 'allow', 0.116],
  ['margin-use', '60 %', { initialMarginUsed: money(5_840) }, 'allow', 0.6],
  ['margin-use', 'a unit above 60 %', { initialMarginUsed: money(5_840.00000001) }, 'warn', 0.6],
  ['margin-use', '70 %', { initialMarginUsed: money(6_840) }, 'warn', 0.7],
  ['margin-use', 'a unit above 70 %', { initialMarginUsed: money(6_840.00000001) }, 'refuse', 0.7],
  ['margin-use', 'a notional of twice the balance at 3 × leverage', { notionalTotal: money(20_000), initialMarginUsed: money(5_000) }, 'allow', 0.516],
  ['margin-use', 'no balance', { marginBalance: money(0) }, 'refuse', Number.NaN],
  ['margin-use', 'a negative margin, which is an error', { initialMarginUsed: money(-1) }, 'refuse', Number.NaN],
  ...unknownOf('margin-use', 'marginBalance', 'initialMarginUsed', 'initialMarginOfOrder'),
  ['daily-loss', 'a gain', { equity: money(10_100) }, 'allow', -0.01],
  ['daily-loss', 'a unit below 2 %', { equity: money(9_800.00000001) }, 'allow', 0.02],
  ['daily-loss', '2 %', { equity: money(9_800) }, 'refuse', 0.02],
  ['daily-loss', '2 % of a small account, not of 10,000', { openingEquity: money(500), equity: money(490) }, 'refuse', 0.02],
  ['daily-loss', '200 of a large account', { openingEquity: money(100_000), equity: money(99_800) }, 'allow', 0.002],
  ['daily-loss', 'a day that began with nothing', { openingEquity: money(0) }, 'refuse', Number.NaN],
  ...unknownOf('daily-loss', 'equity', 'openingEquity'),
  // The limit is 200; 20 are at the stops of what is open, so 180 are left for this one.
  ['pre-trade-loss', 'what is left', { lossAtStop: money(180) }, 'allow', 180],
  ['pre-trade-loss', 'a unit more', { lossAtStop: money(180.00000001) }, 'refuse', 180.00000001],
  ['pre-trade-loss', '50 lost today', { equity: money(9_950), lossAtStop: money(130.00000001) }, 'refuse', 130.00000001],
  ['pre-trade-loss', 'a day in profit, which does not raise it', { equity: money(10_500), lossAtStop: money(180.00000001) }, 'refuse', 180.00000001],
  ['pre-trade-loss', '50 lost today behind a gain not realised', { equity: money(10_000), openGain: money(50), lossAtStop: money(130.00000001) }, 'refuse', 130.00000001],
  ['pre-trade-loss', 'more lost than the limit', { equity: money(9_700), lossAtStop: money(0.00000001) }, 'refuse', 0.00000001],
  ['pre-trade-loss', 'a negative loss, which is an error', { lossAtStop: money(-1) }, 'refuse', Number.NaN],
  ...unknownOf('pre-trade-loss', 'lossAtStop', 'equity', 'openingEquity', 'openGain', 'openLossAtStop'),
  ['drawdown', 'a unit below 10 %', { highWater: money(11_111.1111111) }, 'allow', 0.1],
  ['drawdown', '10 %', { highWater: money(12_000), equity: money(10_800) }, 'refuse', 0.1],
  ...unknownOf('drawdown', 'equity', 'highWater'),
  // max(3 × stop distance, 2 daily ranges)
  ['liquidation-distance', '2 daily ranges', { dailyAtr: 0.05, liquidationDistance: 0.1 }, 'allow', 0.1],
  ['liquidation-distance', 'less than 2 daily ranges', { dailyAtr: 0.05, liquidationDistance: 0.0999 }, 'refuse', 0.0999],
  ['liquidation-distance', '3 stop distances', { stopDistance: 0.0625, liquidationDistance: 0.1875 }, 'allow', 0.1875],
  ['liquidation-distance', 'less than 3 stop distances', { stopDistance: 0.0625, liquidationDistance: 0.1874 }, 'refuse', 0.1874],
  ['liquidation-distance', 'a stop distance of 0, which is an error', { stopDistance: 0 }, 'refuse', Number.NaN],
  ...unknownOf('liquidation-distance', 'liquidationDistance', 'stopDistance', 'dailyAtr'),
  ['funding-against', '.1 %', { fundingAgainst: 0.001 }, 'allow', 0.001],
  ['funding-against', 'more', { fundingAgainst: 0.0011 }, 'refuse', 0.0011],
  ['funding-against', 'a quarter of a near take-profit', { takeProfitDistance: 0.002, fundingAgainst: 0.0005 }, 'allow', 0.0005],
  ['funding-against', 'more than that', { takeProfitDistance: 0.002, fundingAgainst: 0.0006 }, 'refuse', 0.0006],
  ['funding-against', 'received, however much', { fundingAgainst: -0.02 }, 'allow', -0.02],
  ...unknownOf('funding-against', 'fundingAgainst', 'takeProfitDistance'),
  ['order-rate', 'the tenth', { ordersLastMinute: 9 }, 'allow', 10],
  ['order-rate', 'the eleventh', { ordersLastMinute: 10 }, 'refuse', 11],
  ...unknownOf('order-rate', 'ordersLastMinute'),
  ['notional-order', '500', { notionalOfOrder: money(500) }, 'allow', 500],
  ['notional-order', 'a unit more', { notionalOfOrder: money(500.00000001) }, 'refuse', 500.00000001],
  ['notional-order', 'a negative one, which is an error', { notionalOfOrder: money(-480) }, 'refuse', Number.NaN],
  ...unknownOf('notional-order', 'notionalOfOrder'),
  ['notional-instrument', '600 with what is held', { notionalOfInstrument: money(120) }, 'allow', 600],
  ['notional-instrument', 'a unit more', { notionalOfInstrument: money(120.00000001) }, 'refuse', 600.00000001],
  ...unknownOf('notional-instrument', 'notionalOfInstrument', 'notionalOfOrder'),
  ['notional-total', '2,000 with all that is held', { notionalTotal: money(1_520) }, 'allow', 2_000],
  ['notional-total', 'a unit more', { notionalTotal: money(1_520.00000001) }, 'refuse', 2_000.00000001],
  ...unknownOf('notional-total', 'notionalTotal', 'notionalOfOrder'),
  ['group-exposure', '1 % of equity', { groupLossAtStop: money(94.528) }, 'allow', 100],
  ['group-exposure', 'a unit more', { groupLossAtStop: money(94.52800001) }, 'refuse', 100.00000001],
  ...unknownOf('group-exposure', 'groupLossAtStop', 'lossAtStop', 'equity'),
  ['loss-streak', 'two', { lossStreak: 2, lastLossAt: NOW }, 'allow', 2],
  ['loss-streak', 'three, which halves the size', { lossStreak: 3, lastLossAt: NOW }, 'warn', 3],
  ['loss-streak', 'five, just before the pause is over', { lossStreak: 5, lastLossAt: ago(4 * HOUR_MS - 1) }, 'refuse', 5],
  ['loss-streak', 'five, after the pause', { lossStreak: 5, lastLossAt: ago(4 * HOUR_MS) }, 'warn', 5],
  ['loss-streak', 'five, at a time not known', { lossStreak: 5, lastLossAt: null }, 'refuse', Number.NaN],
  ...unknownOf('loss-streak', 'lossStreak'),
  ['slippage', 'half as much again as was assumed', { slippageMultiple: 1.5 }, 'allow', 1.5],
  ['slippage', 'more, which halves the size', { slippageMultiple: 1.51 }, 'warn', 1.51],
  ['slippage', 'twice the assumed', { slippageMultiple: 2 }, 'warn', 2],
  ['slippage', 'more', { slippageMultiple: 2.01 }, 'refuse', 2.01],
  ['slippage', 'more, just before the pause is over', { slippageMultiple: 2.01, slippageMeasuredAt: ago(4 * HOUR_MS - 1) }, 'refuse', 2.01],
  ['slippage', 'more, after the pause', { slippageMultiple: 2.01, slippageMeasuredAt: ago(4 * HOUR_MS) }, 'warn', 2.01],
  ['slippage', 'more, at a time not known', { slippageMultiple: 2.01, slippageMeasuredAt: null }, 'refuse', 2.01],
  ['slippage', 'more, at a time that is not a number', { slippageMultiple: 2.01, slippageMeasuredAt: Number.NaN as TimeMs }, 'refuse', 2.01],
  ['slippage', 'not measured yet, which alone of all unknowns allows', { slippageMultiple: null }, 'allow', 0],
  ['slippage', 'not a number', { slippageMultiple: Number.NaN }, 'refuse', Number.NaN],
]

describe('guards', () => {
  it.each(CASES)('%s: %s', (...[guard, , change, verdict, value]) => {
    const got = verdictOf(guard, change)
    expect(got.verdict).toBe(verdict)
    if (Number.isNaN(value)) expect(got.value).toBeNaN()
    else expect(got.value).toBeCloseTo(value, 7)
    expect(got.unit).not.toBe('')
  })

  it('each have a case that allows, one that refuses, and one of the unknown', () => {
    for (const { guard } of GUARDS.map((judge) => judge(CALM, RISK))) {
      const own = CASES.filter(([name]) => name === guard)
      expect(own.some(([, , , verdict]) => verdict === 'allow'), guard).toBe(true)
      expect(own.some(([, , , verdict, value]) => verdict === 'refuse' && !Number.isNaN(value)), guard).toBe(true)
      expect(own.some(([, , , , value]) => Number.isNaN(value)), guard).toBe(true)
    }
  })

  it('name the interval of the range that the liquidation distance is measured in', () => {
    expect(verdictOf('liquidation-distance', {}).unit).toContain('1-day ATR')
  })

  it('refuse rather than throw when a setting is not a number', () => {
    const broken = Object.fromEntries(Object.keys(RISK).map((key) => [key, Number.NaN])) as unknown as typeof RISK
    const allowed = GUARDS.map((judge) => judge({ ...CALM, lossStreak: 1, lastLossAt: NOW }, broken)).filter(({ verdict }) => verdict !== 'refuse')
    expect(allowed.map(({ guard }) => guard).toSorted()).toEqual(['foreign-quantity', 'group-exposure', 'instrument-trading', 'journal', 'latch', 'not-reconciled', 'system-health', 'trading-off', 'unresolved-order'])
  })
})

it('leaves of the daily limit what is neither lost nor at a stop', () => {
  expect(lossBudgetLeft({ ...CALM, equity: money(9_950), openGain: money(10) }, RISK)).toBe(money(120))
  expect(lossBudgetLeft({ ...CALM, equity: money(9_700) }, RISK)).toBe(money(-120))
})
