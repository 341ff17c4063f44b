import { afterEach, describe, expect, it } from 'vitest'
import { negated, productOf, sumOf } from '../../src-renderer/format/exact.ts'
import { against, measure, measureKind, missingText } from '../../src-renderer/format/measure.ts'
import { setLanguage, t } from '../../src-renderer/i18n/text.ts'
import { shared } from '../../src-renderer/stores/shared.ts'
import { GUARDS } from '../../src-main/risk/guards.ts'
import { RISK } from '../support/policy-cases.ts'
import { CALM } from '../support/risk-cases.ts'

afterEach(() => setLanguage('en'))

describe('exact decimals', () => {
  it('adds what floats cannot, and says when a part is not known', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.3')
    expect(sumOf(['9007199254740993.00000001', '-0.00000002', '1'])).toBe('9007199254740993.99999999')
    expect(sumOf(['-0.5', '0.25'])).toBe('-0.25')
    expect(sumOf(['1', null])).toBeNull()
    expect(sumOf([])).toBe('0')
  })

  it('multiplies price and quantity', () => {
    expect(productOf('112480.1', '0.035')).toBe('3936.8035')
    expect(productOf('-0.02', '0.3')).toBe('-0.006')
  })

  it('turns the sign', () => {
    expect(negated('13.82')).toBe('-13.82')
    expect(negated('-13.82')).toBe('13.82')
  })
})

describe('a guard’s value', () => {
  const kinds = Object.fromEntries(GUARDS.map((guard) => guard(CALM, RISK)).map(({ guard, unit }) => [guard, measureKind(unit)]))

  it('is read by the unit that each guard really has', () => {
    expect(kinds).toEqual({
      'trading-off': 'switch', 'not-reconciled': 'switch', journal: 'switch', latch: 'count', 'system-health': 'count', 'instrument-trading': 'switch',
      'stale-mark': 'age', 'stale-candle': 'age', 'venue-silent': 'age', 'unresolved-order': 'count', 'foreign-quantity': 'count',
      'margin-use': 'part', 'daily-loss': 'part', 'pre-trade-loss': 'amount', drawdown: 'part', 'liquidation-distance': 'part', 'funding-against': 'part',
      'order-rate': 'count', 'notional-order': 'amount', 'notional-instrument': 'amount', 'notional-total': 'amount', 'group-exposure': 'amount', 'loss-streak': 'count', slippage: 'multiple',
    })
  })

  it('is written for people', () => {
    expect(measure('daily-loss', 0.0031, 'part of opening equity')).toBe('0.31%')
    expect(measure('funding-against', -0.000048, 'part of notional')).toBe('−0.0048%')
    expect(measure('stale-mark', 2_400, 'ms')).toBe('2.4 s')
    expect(measure('slippage', 0.94, 'multiple of the assumed slippage')).toBe('0.94×')
    expect(measure('notional-order', 1_349.756, 'USDT')).toBe('1,349.76 USDT')
    expect(measure('journal', 0, 'journal writable')).toBe('not writable')
    expect(measure('order-rate', 3, 'orders in a minute, with this one')).toBe('3 orders')
    expect(measure('loss-streak', 1, 'losses in a row')).toBe('1 loss')
    expect(measure('daily-loss', null, 'part of opening equity')).toBe('—')
    setLanguage('ko')
    expect(measure('trading-off', 1, 'trading on')).toBe('켜짐')
    expect(measure('stale-mark', 48_000, 'ms')).toBe('48초')
    expect(measure('order-rate', 3, 'orders in a minute, with this one')).toBe('주문 3건')
    setLanguage('en')
  })

  it('has a word for what each guard counts and one for what it would have to know, in the person’s language', () => {
    setLanguage('ko')
    const views = GUARDS.map((guard) => guard(CALM, RISK))
    expect(views.filter(({ guard, unit }) => measureKind(unit) === 'count' && !/[가-힣]/.test(measure(guard, 2, unit))).map(({ unit }) => unit)).toEqual([])
    expect(views.filter(({ guard }) => missingText(guard) === t('guards.unknown-why')).map(({ guard }) => guard)).toEqual([])
    setLanguage('en')
  })

  it('stands beside its limit with the relation that is true', () => {
    const funding = { guard: 'funding-against', unit: 'part of notional', limit: 0.001 }
    expect(against({ ...funding, value: 0.0048 })).toBe('+0.4800% > +0.1000%')
    expect(against({ ...funding, value: 0.0002 })).toBe('+0.0200% < +0.1000%')
    expect(against({ ...funding, value: 0.001 })).toBe('+0.1000% = +0.1000%')
    expect(against({ ...funding, value: null })).toBe('unknown')
    expect(against({ guard: 'trading-off', unit: 'trading on', value: 0, limit: 1 })).toBe('off')
  })
})

describe('sharing of what did not change', () => {
  const before = [{ id: 'a', parts: [1, 2] }, { id: 'b', parts: [3] }]

  it('gives the old value back when all of it is equal', () => {
    expect(shared(before, structuredClone(before))).toBe(before)
  })

  it('keeps the rows that are equal, and only those', () => {
    const now = structuredClone(before)
    now[1]!.parts.push(4)
    const kept = shared(before, now)
    expect(kept).toEqual([{ id: 'a', parts: [1, 2] }, { id: 'b', parts: [3, 4] }])
    expect([kept[0] === before[0], kept[1] === before[1]]).toEqual([true, false])
  })

  it('takes what is new, gone, null or of another form as it is', () => {
    expect(shared(before, before.slice(0, 1))).toEqual([before[0]])
    expect(shared({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 })
    expect(shared({ a: 1 }, { a: null })).toEqual({ a: null })
    expect(shared({ a: [] }, { a: {} })).toEqual({ a: {} })
    expect(shared(undefined, before)).toBe(before)
  })
})
