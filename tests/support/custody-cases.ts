import type { ApprovedOrder, OrderPurpose, OrderState } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { custodyOf, type CustodyView } from '../../src-main/execution/custody.ts'
import type { Custody, OrderRecord } from '../../src-main/execution/order-record.ts'

export const NOW = 1_000_000 as TimeMs
export const position: Position = {
  accountId: 'sim:demo:1', strategyId: 'perp-ev', instrumentId: 'BTCUSDT', entryId: 'pe.BTCUSDT.k.o', quantity: 100 as Quantity, cost: 6_000_00000000 as Amount, openedAt: NOW,
  stopPrice: 59_000_00 as Price, takeProfitPrice: 62_000_00 as Price, exitTime: (NOW + 3_600_000) as TimeMs, labelSpecHash: 'x', lossAtStop: 0 as Amount,
}

export function order(purpose: OrderPurpose, number: number, state: OrderState, extra: Partial<OrderRecord> & { quantity?: number } = {}): OrderRecord {
  const letter = { open: 'o', protect: 's', 'take-profit': 't', reduce: 'r', emergency: 'e' }[purpose]
  const { quantity, ...rest } = extra
  const terms = { instrumentId: 'BTCUSDT', side: 'sell', type: 'stop-market', reduceOnly: quantity !== undefined, closePosition: quantity === undefined, ...(quantity === undefined ? {} : { quantity: quantity as Quantity }) } as const
  const intent = { intentId: `pe.BTCUSDT.k.${letter}${number}`, accountId: 'a', strategyId: 's', purpose, terms, entryId: position.entryId, reason: '', createdAt: NOW }
  return { order: intent as unknown as ApprovedOrder, state, attempts: 1, sentAt: NOW, venueOrderId: null, filled: 0 as Quantity, rejection: null, cancelRequestedAt: null, closedAt: null, ...rest }
}

export const covered: Custody = { entryId: position.entryId, nakedSince: null, alarmed: false, warned: false, exitReason: null }
export const nakedFor = (ms: number, alarmed = false): Custody => ({ ...covered, nakedSince: (NOW - ms) as TimeMs, alarmed })
export const act = (view: Partial<CustodyView>) =>
  custodyOf({ now: NOW, position, custody: covered, orders: [], foreignQuantity: 0 as Quantity, nakedAlarmMs: 3_000, nakedCloseMs: 8_000, ...view }).filter(({ kind }) => kind !== 'wake')
export const opened = (actions: ReturnType<typeof act>) => actions.flatMap((action) => (action.kind === 'open' ? [action.intent] : []))
