import { describe, expect, it } from 'vitest'
import { GUARDS } from '../../src-main/risk/guards.ts'
import { closesBeforeFunding, sizeFactor, watchAccount, watchPosition } from '../../src-main/risk/watch.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import { money, RISK } from '../support/policy-cases.ts'
import { CALM } from '../support/risk-cases.ts'

describe('the account', () => {
  const account = { equity: money(10_000), openingEquity: money(10_000), highWater: money(10_000), latches: [] as string[] }

  it.each([
    ['a unit before the daily limit', { equity: money(9_800.00000001) }, []],
    ['the daily limit', { equity: money(9_800) }, ['daily-loss']],
    ['the daily limit of a large account', { openingEquity: money(50_000), equity: money(49_000), highWater: money(50_000) }, ['daily-loss']],
    ['a loss of 200 on a large account', { openingEquity: money(50_000), equity: money(49_800), highWater: money(50_000) }, []],
    ['a unit before the drawdown limit', { highWater: money(10_000), openingEquity: money(9_000.00000001), equity: money(9_000.00000001) }, []],
    ['the drawdown limit', { highWater: money(10_000), openingEquity: money(9_000), equity: money(9_000) }, ['drawdown']],
    ['both limits', { equity: money(8_999) }, ['daily-loss', 'drawdown']],
    ['everything lost and more', { equity: money(-5) }, ['daily-loss', 'drawdown']],
    ['no equity known', { equity: null }, []],
    ['no opening equity known', { equity: money(9_500), openingEquity: null }, []],
    ['an empty account', { equity: money(0), openingEquity: money(0), highWater: money(0) }, []],
    ['an account of one unit', { equity: 1 as Amount, openingEquity: 1 as Amount, highWater: 1 as Amount }, []],
  ])('is watched at %s', (_case, change, latches) => {
    const { latchesToSet, flatten } = watchAccount({ ...account, ...change }, RISK)
    expect(latchesToSet.map(({ latch }) => latch)).toEqual(latches)
    expect(flatten).toBe(latches.length > 0)
  })

  it('says how much was lost', () => {
    expect(watchAccount({ ...account, equity: money(9_787) }, RISK).latchesToSet).toEqual([{ latch: 'daily-loss', reason: { code: 'lost-of-day', values: { lostPercent: '2.13', limitPercent: '2.00' } } }])
  })

  it('stays latched and flat on a new day, with entries refused, until a person clears it', () => {
    const nextDay = { ...account, equity: money(9_700), openingEquity: money(9_700), latches: ['daily-loss'] }
    expect(watchAccount(nextDay, RISK)).toEqual({ latchesToSet: [], flatten: true })
    const refusing = GUARDS.map((guard) => guard({ ...CALM, ...nextDay }, RISK)).filter(({ verdict }) => verdict === 'refuse')
    expect(refusing.map(({ guard }) => guard)).toEqual(['latch'])
  })

  it('is not flattened for a latch of another kind', () => {
    expect(watchAccount({ ...account, latches: ['naked-position'] }, RISK).flatten).toBe(false)
  })
})

describe('a position', () => {
  // The limit is max(3 × .0625, 2 × .03) = .1875, half of it .09375.
  const position = { liquidationDistance: 0.1875, stopDistance: 0.0625, dailyAtr: 0.03 }

  it.each([
    ['at the limit', {}, 'hold'],
    ['below it', { liquidationDistance: 0.1874 }, 'warn'],
    ['at half of it', { liquidationDistance: 0.09375 }, 'warn'],
    ['below half of it', { liquidationDistance: 0.0937 }, 'close'],
    ['below half of two daily ranges', { stopDistance: 0.001, dailyAtr: 0.125, liquidationDistance: 0.124 }, 'close'],
    ['past it', { liquidationDistance: -0.01 }, 'close'],
    ['at a distance not known', { liquidationDistance: null }, 'warn'],
    ['far off, with a daily range not known', { dailyAtr: null, liquidationDistance: 0.5 }, 'warn'],
    ['too near by the stop alone', { dailyAtr: null, liquidationDistance: 0.09 }, 'close'],
  ] as const)('%s', (_case, change, action) => {
    expect(watchPosition({ ...position, ...change }, RISK)).toBe(action)
  })
})

it.each([[0, 1], [2, 1], [3, 0.5], [9, 0.5], [null, 0.5]])('takes after %s losses in a row %s of the size', (streak, factor) => {
  expect(sizeFactor({ lossStreak: streak, slippageMultiple: null }, RISK)).toBe(factor)
})

it.each([[null, 1], [1.5, 1], [1.51, 0.5], [9, 0.5], [Number.NaN, 0.5]])('takes at %s times the slippage that was modelled %s of the size', (slippageMultiple, factor) => {
  expect(sizeFactor({ lossStreak: 0, slippageMultiple }, RISK)).toBe(factor)
  expect(sizeFactor({ lossStreak: 3, slippageMultiple }, RISK)).toBe(0.5)
})

it('has no size of its own for slippage where none is set', () => {
  const { slippageMultipleReduce: _, ...plain } = RISK
  expect(sizeFactor({ lossStreak: 0, slippageMultiple: 9 }, plain)).toBe(1)
})

describe('funding that is near', () => {
  const due = { fundingAgainst: 0.0011, takeProfitDistance: 0.02, settlesInMs: 60_000 }
  const wanted = { ...RISK, closeBeforeFundingMs: 60_000 }

  it.each([
    ['more than .1 %', {}, true],
    ['.1 %', { fundingAgainst: 0.001 }, false],
    ['more than a quarter of a near take-profit', { takeProfitDistance: 0.002, fundingAgainst: 0.0006 }, true],
    ['a quarter of it', { takeProfitDistance: 0.002, fundingAgainst: 0.0005 }, false],
    ['received', { fundingAgainst: -0.02 }, false],
    ['farther off than asked for', { settlesInMs: 60_001 }, false],
    ['at a time not known', { settlesInMs: null }, false],
    ['of an amount not known', { fundingAgainst: null }, false],
    ['of an amount that is not a number', { fundingAgainst: Number.NaN }, false],
    ['with a take-profit not known', { takeProfitDistance: null }, false],
  ])('%s', (_case, change, isClosed) => {
    expect(closesBeforeFunding({ ...due, ...change }, wanted)).toBe(isClosed)
    expect(closesBeforeFunding({ ...due, ...change }, RISK)).toBe(false)
  })
})
