import { describe, expect, it } from 'vitest'
import type { OrderIntent, OrderTerms } from '../../src-shared/domain/order.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { GUARDS } from '../../src-main/risk/guards.ts'
import { approveExit, checkEntry } from '../../src-main/risk/risk-gate.ts'
import { money, RISK } from '../support/policy-cases.ts'
import { CALM, ENTRY, NOW } from '../support/risk-cases.ts'

const quantity = (value: number): Quantity => value as Quantity
const terms = (change: Partial<OrderTerms>): Partial<OrderIntent> => ({ terms: { ...ENTRY.terms, ...change } })
const plan = (change: object): Partial<OrderIntent> => ({ exitPlan: { ...ENTRY.exitPlan!, ...change } })

describe('entries', () => {
  it('are approved unchanged when every guard allows', () => {
    const { order, verdicts } = checkEntry(ENTRY, CALM, RISK)
    expect(verdicts.filter(({ verdict }) => verdict !== 'allow')).toEqual([])
    expect(order).toEqual(ENTRY)
  })

  it('are approved with a warning', () => {
    const { order, verdicts } = checkEntry(ENTRY, { ...CALM, initialMarginUsed: money(6_500) }, RISK)
    expect(verdicts.find(({ guard }) => guard === 'margin-use')?.verdict).toBe('warn')
    expect(order).not.toBeNull()
  })

  it('are judged by every guard, in the same order, even after a refusal', () => {
    const names = checkEntry(ENTRY, CALM, RISK).verdicts.map(({ guard }) => guard)
    const refused = checkEntry(ENTRY, { ...CALM, tradingOn: false, equity: null }, RISK)
    expect(refused.order).toBeNull()
    expect(refused.verdicts.map(({ guard }) => guard)).toEqual(names)
    expect(new Set(names).size).toBe(GUARDS.length + 1)
  })

  it.each([
    ['that only reduce', terms({ reduceOnly: true })],
    ['that close', terms({ closePosition: true })],
    ['that rest', terms({ type: 'stop-market' })],
    ['of no quantity', terms({ quantity: quantity(0) })],
    ['of a negative quantity', terms({ quantity: quantity(-8) })],
    ['of part of a unit', terms({ quantity: quantity(8.5) })],
    ['with another purpose', { purpose: 'reduce' as const }],
    ['with another loss than the guards counted', { lossAtStop: money(5) }],
    ['without a stop', plan({ stopPrice: 0 as Price })],
    ['with the stop above a long', plan({ stopPrice: 6_130_000 as Price })],
    ['with the barriers of the other side', terms({ side: 'sell' })],
    ['whose time is over', plan({ exitTime: NOW as TimeMs })],
  ])('are refused %s', (_case, change) => {
    const { order, verdicts } = checkEntry({ ...ENTRY, ...change }, CALM, RISK)
    expect(order).toBeNull()
    expect(verdicts[0]).toMatchObject({ guard: 'entry-form', verdict: 'refuse', value: 1 })
  })

  it('are refused without an exit plan', () => {
    const { exitPlan: _plan, ...bare } = ENTRY
    expect(checkEntry(bare, CALM, RISK).order).toBeNull()
  })
})

describe('exits', () => {
  const exit = (change: Partial<OrderTerms> = {}, purpose: OrderIntent['purpose'] = 'reduce'): OrderIntent => ({
    intentId: 'pe-2', accountId: 'sim:demo:5', strategyId: 'perp-ev', purpose, entryId: 'pe-1', reason: 'time-exit', createdAt: NOW,
    terms: { instrumentId: 'BTCUSDT', side: 'sell', type: 'market', quantity: quantity(8), reduceOnly: true, closePosition: false, ...change },
  })
  const { quantity: _none, ...withoutQuantity } = exit({ closePosition: true, reduceOnly: false, type: 'stop-market', triggerPrice: 5_940_000 as Price }).terms
  const closing: OrderIntent = { ...exit(), purpose: 'protect', terms: withoutQuantity }

  it.each([
    ['all of a long', exit(), 8, 0],
    ['part of a long', exit({ quantity: quantity(3) }), 8, 0],
    ['all of a short', exit({ side: 'buy' }), -8, 0],
    ['own quantity beside what is not ours', exit(), 8, 5],
    ['own quantity beside what is not known', exit(), 8, null],
    ['all in that direction by a stop', closing, 8, 0],
    ['in an emergency', exit({}, 'emergency'), 8, 0],
  ])('may close %s', (_case, intent, own, foreign) => {
    expect(approveExit(intent, quantity(own), foreign === null ? null : quantity(foreign))).toEqual({ order: intent })
  })

  it.each([
    ['what says it opens', exit({}, 'open'), 8, 0, 'is-an-entry'],
    ['what could open', exit({ reduceOnly: false }), 8, 0, 'could-open'],
    ['anything where nothing is held', exit(), 0, 0, 'nothing-held'],
    ['to sell a short', exit(), -8, 0, 'wrong-side'],
    ['to buy a long', exit({ side: 'buy' }), 8, 0, 'wrong-side'],
    ['more than is ours', exit({ quantity: quantity(9) }), 8, 0, 'more-than-held'],
    ['more than is ours, though somebody else holds some', exit({ quantity: quantity(9) }), 8, 5, 'more-than-held'],
    ['no quantity', exit({ quantity: quantity(0) }), 8, 0, 'bad-quantity'],
    ['a quantity that is not a number', exit({ quantity: quantity(Number.NaN) }), 8, 0, 'bad-quantity'],
    ['to close what is not ours too', closing, 8, 5, 'foreign-quantity'],
    ['to close where it is not known what is not ours', closing, 8, null, 'foreign-quantity'],
  ])('may not do %s', (...[, intent, own, foreign, refusal]) => {
    expect(approveExit(intent, quantity(own), foreign === null ? null : quantity(foreign))).toEqual({ refusal })
  })
})
