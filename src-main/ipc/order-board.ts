import type { Change } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { OrderView } from '../engine/desk.port.ts'

export interface TrackedOrder {
  readonly view: OrderView
  readonly detail: string
  readonly updatedAt: TimeMs
}

type OrderChange = Extract<Change, { intentId: string }>

const TRACKED_MAX = 500

/** Follows orders from change to change, so that a window sees each of their states however short it was. */
export class OrderBoard {
  readonly #orders = new Map<string, TrackedOrder>()

  /** The order after a change, or undefined when the change is not about an order or the order is not known here. */
  apply(change: Change, instrumentOf: (instrumentId: string) => Instrument | undefined): TrackedOrder | undefined {
    const next = this.#next(change, instrumentOf)
    return next && this.keep(next)
  }

  keep(order: TrackedOrder): TrackedOrder {
    const { intentId } = order.view.intent
    this.#orders.delete(intentId)
    this.#orders.set(intentId, order)
    const [oldest] = this.#orders.keys()
    if (this.#orders.size > TRACKED_MAX && oldest !== undefined) this.#orders.delete(oldest)
    return order
  }

  find(intentId: string): TrackedOrder | undefined {
    return this.#orders.get(intentId)
  }

  #next(change: Change, instrumentOf: (instrumentId: string) => Instrument | undefined): TrackedOrder | undefined {
    const { time } = change
    if (change.kind === 'intent-opened') {
      const instrument = instrumentOf(change.order.terms.instrumentId)
      return instrument && { view: { intent: change.order, instrument, state: 'pending', filled: 0 as Quantity, attempts: 0, venueOrderId: null }, detail: '', updatedAt: time }
    }
    if (change.kind === 'fill-booked') {
      const order = this.#orders.get(change.fill.clientOrderId)
      return order && { ...order, updatedAt: time, view: { ...order.view, state: 'partially-filled', filled: (order.view.filled + change.fill.quantity) as Quantity } }
    }
    if (!('intentId' in change)) return undefined
    const order = this.#orders.get(change.intentId)
    return order && { view: { ...order.view, ...viewAfter(change) }, detail: detailAfter(change, order.detail), updatedAt: time }
  }
}

function viewAfter(change: OrderChange): Partial<OrderView> {
  switch (change.kind) {
    case 'attempt-sent': return { state: 'sent', attempts: change.attempt }
    case 'order-accepted': return { state: 'accepted', venueOrderId: change.venueOrderId }
    case 'order-rejected': return { state: 'rejected' }
    case 'order-unknown': return { state: 'unknown' }
    case 'order-closed': return { state: change.state }
    case 'cancel-requested': return {}
  }
}

function detailAfter(change: OrderChange, before: string): string {
  switch (change.kind) {
    case 'order-rejected': return [change.reason, change.detail].filter(Boolean).join(': ')
    case 'order-unknown':
    case 'order-closed': return change.detail
    case 'cancel-requested': return change.reason
    case 'attempt-sent': return before
    case 'order-accepted': return ''
  }
}
