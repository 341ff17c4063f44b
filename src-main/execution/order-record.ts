import { isClosed, type ApprovedOrder, type OrderPurpose, type OrderState, type RejectionReason } from '../../src-shared/domain/order.ts'
import type { Quantity, TimeMs } from '../../src-shared/domain/units.ts'

/** One order's life as far as we know it. Changed only by applyExecution. */
export interface OrderRecord {
  readonly order: ApprovedOrder
  state: OrderState
  attempts: number
  sentAt: TimeMs | null
  venueOrderId: string | null
  filled: Quantity
  rejection: RejectionReason | null
  cancelRequestedAt: TimeMs | null
  closedAt: TimeMs | null
}

/** What has to be known about the protection of one position, beside its orders. */
export interface Custody {
  readonly entryId: string
  /** Since when the position has had no stop that is known to rest at the venue. */
  nakedSince: TimeMs | null
  alarmed: boolean
  /** People were told that liquidation has come near. */
  warned: boolean
  /** Set once: the position has to go. */
  exitReason: string | null
}

export interface ExecutionState {
  /** Live orders and the last closed ones, by intent id, oldest first. */
  readonly orders: Map<string, OrderRecord>
  /** Intent ids of the remembered orders of each entry, its own among them, oldest first. */
  readonly ofEntry: Map<string, Set<string>>
  /** Intent ids of orders that are not closed, by instrument. */
  readonly live: Map<string, Set<string>>
  readonly custody: Map<string, Custody>
}

export const newExecutionState = (): ExecutionState => ({ orders: new Map(), ofEntry: new Map(), live: new Map(), custody: new Map() })

export function liveOrders(state: ExecutionState, instrumentId: string): OrderRecord[] {
  return recordsOf(state, state.live.get(instrumentId))
}

/** Asked at every decision. */
export function hasEntryOnItsWay(state: ExecutionState, instrumentId: string): boolean {
  const ids = state.live.get(instrumentId)
  if (ids) for (const id of ids) if (state.orders.get(id)?.order.purpose === 'open') return true
  return false
}

/** Orders that were decided and have not left yet: within one instant there may be many. */
export function pendingCount({ live, orders }: ExecutionState): number {
  let count = 0
  for (const ids of live.values()) for (const id of ids) if (orders.get(id)?.state === 'pending') count++
  return count
}

/** All orders of one entry that are still remembered, oldest first. */
export function ordersOfEntry(state: ExecutionState, entryId: string): OrderRecord[] {
  return recordsOf(state, state.ofEntry.get(entryId))
}

function recordsOf({ orders }: ExecutionState, ids: ReadonlySet<string> | undefined): OrderRecord[] {
  const records: OrderRecord[] = []
  if (ids) for (const id of ids) records.push(orders.get(id)!)
  return records
}

/** On its way: journalled or sent, and the venue has not said anything. */
export const isInFlight = ({ state }: OrderRecord): boolean => state === 'pending' || state === 'sent'
export const isResting = ({ state }: OrderRecord): boolean => state === 'accepted' || state === 'partially-filled'
export const isLive = ({ state }: OrderRecord): boolean => !isClosed(state)
export const hasPurpose = (...purposes: readonly OrderPurpose[]): ((record: OrderRecord) => boolean) => ({ order }) => purposes.includes(order.purpose)
