import { expect, it } from 'vitest'
import type { OrderState, RejectionReason } from '../../src-shared/domain/order.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { Custody, OrderRecord } from '../../src-main/execution/order-record.ts'
import { NOW, act, covered, nakedFor, opened, order, position } from '../support/custody-cases.ts'

it('places the stop before anything else', () => {
  const [stop, ...rest] = opened(act({ custody: nakedFor(0) }))
  expect(stop).toMatchObject({ purpose: 'protect', intentId: 'pe.BTCUSDT.k.s1', terms: { side: 'sell', type: 'stop-market', closePosition: true, reduceOnly: false, triggerPrice: 59_000_00 } })
  expect(rest).toEqual([])
})

it('places the take-profit only once the stop rests', () => {
  expect(opened(act({ orders: [order('protect', 1, 'sent')] }))).toEqual([])
  expect(opened(act({ orders: [order('protect', 1, 'accepted')] }))).toMatchObject([{ purpose: 'take-profit', terms: { triggerPrice: 62_000_00 } }])
})

it('sends another stop at once when the outcome of the first is unknown: protective orders are at least once', () => {
  expect(opened(act({ custody: nakedFor(0), orders: [order('protect', 1, 'unknown')] }))).toMatchObject([{ purpose: 'protect', intentId: 'pe.BTCUSDT.k.s2' }])
})

it('takes "one is already there" as found, never as a failed try', () => {
  const orders = [order('protect', 1, 'unknown'), order('protect', 2, 'rejected', { rejection: 'already-protected' as RejectionReason })]
  expect(act({ custody: nakedFor(0), orders })).toContainEqual({ kind: 'found', intentId: 'pe.BTCUSDT.k.s1' })
})

it('leaves at market when the price has already passed the stop', () => {
  expect(act({ orders: [order('protect', 1, 'rejected', { rejection: 'would-trigger' })] })).toEqual([{ kind: 'exit', reason: 'stop-passed' }])
})

it('raises the alarm at 3 s without a stop and closes at 8 s', () => {
  const orders = [order('protect', 1, 'sent')]
  expect(act({ custody: nakedFor(2_999), orders })).toEqual([])
  expect(act({ custody: nakedFor(3_000), orders })).toEqual([{ kind: 'alarm' }])
  expect(act({ custody: nakedFor(7_999, true), orders })).toEqual([])
  expect(act({ custody: nakedFor(8_000, true), orders })).toContainEqual({ kind: 'exit', reason: 'naked' })
})

it('gives up on stops after five refusals and closes', () => {
  const orders = [1, 2, 3, 4, 5].map((number) => order('protect', number, 'rejected', { rejection: 'filter' }))
  expect(act({ custody: nakedFor(100), orders })).toContainEqual({ kind: 'exit', reason: 'unprotected' })
})

it('closes at the end of the horizon, once, with the stop left in place', () => {
  expect(act({ now: position.exitTime, orders: [order('protect', 1, 'accepted')] })).toEqual([{ kind: 'exit', reason: 'time-exit' }])
  const due = { ...covered, exitReason: 'time-exit' }
  const orders = [order('protect', 1, 'accepted')]
  expect(opened(act({ custody: due, orders }))).toMatchObject([{ purpose: 'reduce', terms: { type: 'market', quantity: 100, reduceOnly: true, closePosition: false, side: 'sell' } }])
  expect(act({ custody: due, orders: [...orders, order('reduce', 1, 'sent', { quantity: 100 })] })).toEqual([])
})

it('tries an exit again after a rejection, but not at once', () => {
  const due = { ...covered, exitReason: 'flatten' }
  const orders = [order('protect', 1, 'accepted'), order('reduce', 1, 'rejected', { quantity: 100, rejection: 'throttled', closedAt: NOW })]
  expect(act({ custody: due, orders })).toEqual([])
  expect(opened(act({ custody: due, orders, now: (NOW + 1_000) as TimeMs }))).toMatchObject([{ intentId: 'pe.BTCUSDT.k.r2' }])
})

it('cancels the other exit when the position is gone, and again when nothing comes of it', () => {
  const orders = [order('take-profit', 1, 'accepted')]
  expect(act({ position: undefined, custody: undefined, orders })).toEqual([{ kind: 'cancel', intentId: 'pe.BTCUSDT.k.t1', reason: 'position-closed' }])
  const asked = [order('take-profit', 1, 'accepted', { cancelRequestedAt: NOW })]
  expect(act({ position: undefined, custody: undefined, orders: asked, now: (NOW + 4_999) as TimeMs })).toEqual([])
  expect(act({ position: undefined, custody: undefined, orders: asked, now: (NOW + 5_000) as TimeMs })).toHaveLength(1)
})

it('protects own quantity only where others hold something too', () => {
  expect(opened(act({ custody: nakedFor(0), foreignQuantity: 500 as Quantity }))).toMatchObject([{ terms: { quantity: 100, reduceOnly: true, closePosition: false } }])
  const partly = [order('protect', 1, 'accepted', { quantity: 60 })]
  expect(opened(act({ orders: partly, foreignQuantity: 500 as Quantity }))[0]).toMatchObject({ purpose: 'protect', terms: { quantity: 40 } })
})

it('keeps one of two stops', () => {
  const orders = [order('protect', 1, 'accepted'), order('protect', 2, 'accepted'), order('take-profit', 1, 'accepted')]
  expect(act({ orders })).toEqual([{ kind: 'cancel', intentId: 'pe.BTCUSDT.k.s1', reason: 'spare-stop' }])
})

it('asks the venue about an entry whose outcome was lost, and never sends it again', () => {
  const orders = [order('open', 0, 'unknown')]
  expect(act({ position: undefined, custody: undefined, orders, now: (NOW + 11_999) as TimeMs })).toEqual([])
  expect(act({ position: undefined, custody: undefined, orders, now: (NOW + 12_000) as TimeMs })).toMatchObject([{ kind: 'reconcile' }])
})

const leftBehind = (state: OrderState, cancelRequestedAt: number | null = null): OrderRecord => {
  const record = order('protect', 1, state, { cancelRequestedAt: cancelRequestedAt as TimeMs | null })
  return { ...record, order: { ...record.order, intentId: 'pe.BTCUSDT.before.s1', entryId: 'pe.BTCUSDT.before.o' } }
}

it('takes no stop of an earlier trade for cover, and sweeps it', () => {
  const actions = act({ custody: nakedFor(0), orders: [leftBehind('accepted')] })
  expect(opened(actions)).toMatchObject([{ purpose: 'protect', intentId: 'pe.BTCUSDT.k.s1' }])
  expect(actions).toContainEqual({ kind: 'cancel', intentId: 'pe.BTCUSDT.before.s1', reason: 'position-closed' })
})

it('numbers its orders by its own trade alone', () => {
  expect(opened(act({ custody: nakedFor(0), orders: [leftBehind('accepted', NOW)] }))).toMatchObject([{ intentId: 'pe.BTCUSDT.k.s1' }])
})

it('guesses no stop as found while several may be meant', () => {
  const orders = [order('protect', 1, 'unknown'), order('protect', 2, 'unknown'), order('protect', 3, 'rejected', { rejection: 'already-protected' as RejectionReason })]
  const actions = act({ custody: nakedFor(0), orders })
  expect(actions.map(({ kind }) => kind)).toEqual(['reconcile'])
})

it('repeats the cancellation of a spare stop that got lost', () => {
  const orders = [order('protect', 1, 'accepted', { cancelRequestedAt: (NOW - 5_000) as TimeMs }), order('protect', 2, 'accepted'), order('take-profit', 1, 'accepted')]
  expect(act({ orders })).toEqual([{ kind: 'cancel', intentId: 'pe.BTCUSDT.k.s1', reason: 'spare-stop' }])
})

it('does not repeat an exit of unknown outcome where others hold a part', () => {
  const leaving: Custody = { ...covered, exitReason: 'flatten' }
  const orders = [order('protect', 1, 'accepted', { quantity: 100 }), order('reduce', 1, 'unknown', { quantity: 100, sentAt: (NOW - 3_000) as TimeMs })]
  expect(opened(act({ custody: leaving, orders, foreignQuantity: 40 as Quantity }))).toEqual([])
  expect(opened(act({ custody: leaving, orders }))).toMatchObject([{ purpose: 'reduce', intentId: 'pe.BTCUSDT.k.r2' }])
})
