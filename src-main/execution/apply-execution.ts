import type { Change } from '../../src-shared/domain/change.ts'
import { isClosed, type OrderState } from '../../src-shared/domain/order.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { isResting, liveOrders, type ExecutionState, type OrderRecord } from './order-record.ts'

/** Closed orders are kept this long in memory for late reports and for people; the journal keeps them for ever. */
const CLOSED_KEPT = 500

/** Folds one change into the orders and their custody. The only writer of ExecutionState. */
export function applyExecution(state: ExecutionState, change: Change): void {
  switch (change.kind) {
    case 'intent-opened':
      return open(state, change.order)
    case 'attempt-sent':
      return update(state, change.intentId, (record) => {
        record.attempts = change.attempt
        record.sentAt = change.time
        record.state = 'sent'
      })
    case 'order-accepted':
      return accept(state, change.intentId, change.venueOrderId)
    case 'order-rejected':
      return update(state, change.intentId, (record) => {
        record.rejection = change.reason
        close(state, record, 'rejected', change.time)
      })
    case 'order-unknown':
      return update(state, change.intentId, (record) => void (record.state = 'unknown'))
    case 'order-closed':
      return update(state, change.intentId, (record) => close(state, record, change.state, change.time))
    case 'cancel-requested':
      return update(state, change.intentId, (record) => void (record.cancelRequestedAt = change.time))
    case 'fill-booked':
      return fill(state, change)
    case 'exit-due':
      return exitDue(state, change.instrumentId, change.entryId, change.reason)
    case 'alarm-raised':
      return alarm(state, change.code, change.values['instrument'])
    case 'trade-closed':
      return void state.custody.delete(change.trade.instrumentId)
    default:
  }
}

function open(state: ExecutionState, order: OrderRecord['order']): void {
  const record: OrderRecord = { order, state: 'pending', attempts: 0, sentAt: null, venueOrderId: null, filled: 0 as Quantity, rejection: null, cancelRequestedAt: null, closedAt: null }
  state.orders.set(order.intentId, record)
  addTo(state.ofEntry, entryOf(order), order.intentId)
  addTo(state.live, order.terms.instrumentId, order.intentId)
  forgetOldest(state)
}

const entryOf = ({ entryId, intentId }: OrderRecord['order']): string => entryId ?? intentId

function addTo(sets: Map<string, Set<string>>, key: string, id: string): void {
  const known = sets.get(key)
  if (known) known.add(id)
  else sets.set(key, new Set([id]))
}

/** A report may come for an order so old that it is forgotten; then there is nothing to change. */
function update(state: ExecutionState, intentId: string, edit: (record: OrderRecord) => void): void {
  const record = state.orders.get(intentId)
  if (record) edit(record)
}

function accept(state: ExecutionState, intentId: string, venueOrderId: string): void {
  const record = state.orders.get(intentId)
  if (!record || isClosed(record.state)) return
  if (record.state !== 'partially-filled') record.state = 'accepted'
  record.venueOrderId = venueOrderId
  const custody = state.custody.get(record.order.terms.instrumentId)
  if (custody && record.order.purpose === 'protect') custody.nakedSince = null
}

function close(state: ExecutionState, record: OrderRecord, closed: OrderState, time: TimeMs): void {
  record.state = closed
  if (!isClosed(closed)) return
  record.closedAt = time
  const { instrumentId } = record.order.terms
  state.live.get(instrumentId)?.delete(record.order.intentId)
  if (record.order.purpose !== 'protect' || closed === 'filled') return
  const custody = state.custody.get(instrumentId)
  const covered = liveOrders(state, instrumentId).some((other) => other.order.purpose === 'protect' && isResting(other))
  if (custody && !covered) custody.nakedSince ??= time
}

function fill(state: ExecutionState, change: Extract<Change, { kind: 'fill-booked' }>): void {
  const { clientOrderId, quantity, instrumentId } = change.fill
  update(state, clientOrderId, (record) => {
    record.filled = (record.filled + quantity) as Quantity
    record.venueOrderId ??= change.fill.venueOrderId
    if (!isClosed(record.state)) record.state = 'partially-filled'
  })
  const custody = state.custody.get(instrumentId)
  if (!custody || (custody.entryId !== change.entryId && clientOrderId === change.entryId)) {
    state.custody.set(instrumentId, { entryId: change.entryId, nakedSince: change.time, alarmed: false, warned: false, exitReason: null })
  }
}

function exitDue(state: ExecutionState, instrumentId: string, entryId: string, reason: string): void {
  const known = state.custody.get(instrumentId)
  // An entry that never filled may have left its custody behind.
  const custody = known?.entryId === entryId ? known : { entryId, nakedSince: null, alarmed: false, warned: false, exitReason: null }
  custody.exitReason ??= reason
  state.custody.set(instrumentId, custody)
}

function alarm(state: ExecutionState, code: string, instrumentId: string | number | undefined): void {
  const custody = state.custody.get(String(instrumentId))
  if (custody && code === 'naked-position') custody.alarmed = true
  if (custody && code === 'liquidation-distance') custody.warned = true
}

/** Orders of what is held stay: the next number of an order follows from them. */
function forgetOldest(state: ExecutionState): void {
  if (state.orders.size <= 2 * CLOSED_KEPT) return
  const held = new Set(Array.from(state.custody.values(), ({ entryId }) => entryId))
  const closed = [...state.orders.values()].filter((record) => isClosed(record.state) && !held.has(entryOf(record.order)))
  for (const { order } of closed.slice(0, Math.max(0, closed.length - CLOSED_KEPT))) forget(state, order)
}

function forget({ orders, ofEntry }: ExecutionState, order: OrderRecord['order']): void {
  orders.delete(order.intentId)
  const others = ofEntry.get(entryOf(order))
  others?.delete(order.intentId)
  if (others?.size === 0) ofEntry.delete(entryOf(order))
}
