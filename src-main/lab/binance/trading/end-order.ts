import type { OrderStatus, PlainOrder, TradingState } from './trading-state.ts'
import { tellOrder } from './user-events.ts'

/** An order ends without another fill. */
export function endOrder(state: TradingState, order: PlainOrder, { status, reason = 0 }: { readonly status: Extract<OrderStatus, 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH'>; readonly reason?: number }): void {
  order.status = status
  order.expiryReason = reason
  order.updatedAt = state.now
  order.desk.orders = order.desk.orders.filter((other) => other !== order)
  tellOrder(state, order, { x: status === 'CANCELED' ? 'CANCELED' : 'EXPIRED' })
}
