import { expect, it } from 'vitest'
import type { ApprovedOrder, OrderPurpose, OrderState, RejectionReason } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { custodyOf, type CustodyView } from '../../src-main/execution/custody.ts'
import type { Custody, OrderRecord } from '../../src-main/execution/order-record.ts'

const NOW = 1_000_000 as TimeMs
const position: Position = {
  accountId: 'sim:demo:1', strategyId: 'perp-ev', instrumentId: 'BTCUSDT', entryId: 'pe.BTCUSDT.k.o', quantity: 100 as Quantity, cost: 6_000_00000000 as Amount, openedAt: NOW,
  stopPrice: 59_000_00 as Price, takeProfitPrice: 62_000_00 as Price, exitTime: (NOW + 3_600_000) as TimeMs, labelSpecHash: 'x', lossAtStop: 0 as Amount,
}

function order(purpose: OrderPurpose, number: number, state: OrderState, extra: Partial<OrderRecord> & { quantity?: number } = {}): OrderRecord {
  const letter = { open: 'o', protect: 's', 'take-profit': 't', reduce: 'r', emergency: 'e' }[purpose]
  const { quantity, ...rest } = extra
  const terms = { instrumentId: 'BTCUSDT', side: 'sell', type: 'stop-market', reduceOnly: quantity !== undefined, closePosition: quantity === undefined, ...(quantity === undefined ? {} : { quantity: quantity as Quantity }) } as const
  const intent = { intentId: `pe.BTCUSDT.k.${letter}${number}`, accountId: 'a', strategyId: 's', purpose, terms, entryId: position.entryId, reason: '', createdAt: NOW }
  return { order: intent as unknown as ApprovedOrder, state, attempts: 1, sentAt: NOW, venueOrderId: null, filled: 0 as Quantity, rejection: null, cancelRequestedAt: null, closedAt: null, ...rest }
}

const covered: Custody = { entryId: position.entryId, nakedSince: null, alarmed: false, warned: false, exitReason: null }
const nakedFor = (ms: number, alarmed = false): Custody => ({ ...covered, nakedSince: (NOW - ms) as TimeMs, alarmed })
const act = (view: Partial<CustodyView>) =>
  custodyOf({ now: NOW, position, custody: covered, orders: [], foreignQuantity: 0 as Quantity, nakedAlarmMs: 3_000, nakedCloseMs: 8_000, ...view }).filter(({ kind }) => kind !== 'wake')
const opened = (actions: ReturnType<typeof act>) => actions.flatMap((action) => (action.kind === 'open' ? [action.intent] : []))

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
