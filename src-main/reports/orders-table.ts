import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { isClosed, type OrderIntent, type OrderState } from '../../src-shared/domain/order.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { BookMemory } from './book-memory.ts'
import { count, isWithin, scaleOf, when, type TableContext } from './exact-cells.ts'
import { rowOf, type Cell, type ExportTable } from './export-row.ts'

const COLUMNS = [
  'created_at', 'sent_at', 'closed_at', 'instrument', 'strategy', 'account', 'entry_id', 'order_id', 'decision_id',
  'reason', 'purpose', 'side', 'type', 'quantity', 'trigger_price', 'reduce_only', 'close_position', 'state', 'filled', 'attempts', 'venue_order_id', 'detail',
] as const

interface OrderLine {
  readonly order: OrderIntent
  state: OrderState
  filled: Quantity
  attempts: number
  sentAt: number
  closedAt: number
  venueOrderId: string
  detail: string
}

/** Orders with what came of them, in the order they ended; those that still live come last. Their time is when they were made. */
export function ordersTable(changes: Iterable<JournalledChange>, context: TableContext): ExportTable {
  return { columns: COLUMNS, rows: orderRows(changes, context) }
}

function* orderRows(changes: Iterable<JournalledChange>, context: TableContext): Generator<readonly Cell[]> {
  const memory = new BookMemory()
  const live = new Map<string, OrderLine>()
  for (const change of changes) {
    memory.apply(change)
    const line = applyOrder(live, change)
    if (!line || !isClosed(line.state)) continue
    live.delete(line.order.intentId)
    if (isWithin(context, line.order.createdAt)) yield orderRow(line, memory, context)
  }
  for (const line of live.values()) if (isWithin(context, line.order.createdAt)) yield orderRow(line, memory, context)
}

/** The line that changed, if one did. */
function applyOrder(live: Map<string, OrderLine>, change: JournalledChange): OrderLine | undefined {
  if (change.kind === 'intent-opened') {
    live.set(change.order.intentId, { order: change.order, state: 'pending', filled: 0 as Quantity, attempts: 0, sentAt: 0, closedAt: 0, venueOrderId: '', detail: '' })
    return undefined
  }
  const intentId = change.kind === 'fill-booked' ? change.fill.clientOrderId : 'intentId' in change ? change.intentId : undefined
  const line = intentId === undefined ? undefined : live.get(intentId)
  return line && Object.assign(line, updateOf(change, line))
}

function updateOf(change: JournalledChange, { state, filled }: OrderLine): Partial<OrderLine> {
  switch (change.kind) {
    case 'attempt-sent':
      return { state: 'sent', attempts: change.attempt, sentAt: change.time }
    case 'order-accepted':
      return { state: state === 'partially-filled' ? state : 'accepted', venueOrderId: change.venueOrderId }
    case 'order-rejected':
      return { state: 'rejected', closedAt: change.time, detail: [change.reason, change.detail].filter(Boolean).join(': ') }
    case 'order-unknown':
      return { state: 'unknown', detail: change.detail }
    case 'order-closed':
      return { state: change.state, closedAt: isClosed(change.state) ? change.time : 0, detail: change.detail }
    case 'fill-booked':
      return { state: 'partially-filled', filled: (filled + change.fill.quantity) as Quantity, venueOrderId: change.fill.venueOrderId }
    default:
      return {}
  }
}

function orderRow({ order, state, filled, attempts, sentAt, closedAt, venueOrderId, detail }: OrderLine, memory: BookMemory, context: TableContext): readonly Cell[] {
  const { intentId, accountId, strategyId, purpose, reason, createdAt, terms } = order
  const { instrumentId, side, type, quantity, triggerPrice, reduceOnly, closePosition } = terms
  const scale = scaleOf(context, instrumentId, createdAt)
  const { entryId, decisionId } = memory.roundTripOf(instrumentId, order.entryId ?? intentId)
  return rowOf(COLUMNS, {
    created_at: when(createdAt), sent_at: when(sentAt), closed_at: when(closedAt),
    instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, order_id: intentId,
    decision_id: order.decisionId ?? decisionId, reason, purpose, side, type, quantity: scale.quantity(quantity), trigger_price: scale.price(triggerPrice),
    reduce_only: String(reduceOnly), close_position: String(closePosition),
    state, filled: scale.quantity(filled), attempts: count(attempts), venue_order_id: venueOrderId, detail,
  })
}
