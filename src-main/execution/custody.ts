import type { OrderIntent, OrderPurpose, OrderTerms } from '../../src-shared/domain/order.ts'
import type { Position } from '../../src-shared/domain/position.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { childIdOf } from './order-ids.ts'
import { isInFlight, isLive, isResting, type Custody, type OrderRecord } from './order-record.ts'

/** What custody looks at: one instrument, now. */
export interface CustodyView {
  readonly now: TimeMs
  readonly position: Position | undefined
  readonly custody: Custody | undefined
  /** All remembered orders of the position's entry, and everything live on the instrument; oldest first. */
  readonly orders: readonly OrderRecord[]
  /** What others hold there; null while it is not known. */
  readonly foreignQuantity: Quantity | null
  readonly nakedAlarmMs: number
  readonly nakedCloseMs: number
}

export type CustodyAction =
  | { readonly kind: 'open'; readonly intent: OrderIntent }
  | { readonly kind: 'cancel'; readonly intentId: string; readonly reason: string }
  | { readonly kind: 'exit'; readonly reason: string }
  | { readonly kind: 'alarm' }
  /** A stop is there, though the answer to it was lost. */
  | { readonly kind: 'found'; readonly intentId: string }
  | { readonly kind: 'reconcile'; readonly reason: string }
  | { readonly kind: 'wake'; readonly at: TimeMs }

const isStop = ({ order }: OrderRecord): boolean => order.purpose === 'protect'
const isTakeProfit = ({ order }: OrderRecord): boolean => order.purpose === 'take-profit'
const isReducing = ({ order }: OrderRecord): boolean => order.purpose === 'reduce' || order.purpose === 'emergency'

const isUnknown = ({ state }: OrderRecord): boolean => state === 'unknown'

const PROTECT_TRIES = 5
const TAKE_PROFIT_TRIES = 3
const CANCEL_AGAIN_MS = 5_000
const REDUCE_AGAIN_MS = 1_000
const ASK_AGAIN_MS = 12_000
const REDUCE_AGAIN_MS_MAX = 30_000

/**
 * The guardian: what is missing for one instrument to be protected, closed or clean. A function of the books alone, so that it is right
 * after every event and after a restart alike. Calling it again once its actions are applied gives nothing new.
 */
export function custodyOf(view: CustodyView): CustodyAction[] {
  const { position, orders, now } = view
  if (!position || position.quantity === 0) return [...sweep(now, orders), ...unresolved(view)]
  const isOfPosition = ({ order }: OrderRecord): boolean => (order.entryId ?? order.intentId) === position.entryId
  const own = orders.filter(isOfPosition)
  if (own.length === orders.length) return [...guard(view, position), ...unresolved(view)]
  // What an earlier trade has left behind protects nothing.
  const left = orders.filter((record) => !isOfPosition(record))
  return [...guard({ ...view, orders: own }, position), ...sweep(now, left), ...unresolved(view)]
}

function guard(view: CustodyView, position: Position): CustodyAction[] {
  const { custody } = view
  if (custody?.exitReason) return [...reduce(view, position, custody), ...cover(view, position, custody)]
  if (view.now >= position.exitTime) return [{ kind: 'exit', reason: 'time-exit' }]
  if (position.stopPrice === 0) return [{ kind: 'exit', reason: 'unplanned' }]
  return [...protect(view, position, custody), ...takeProfit(view, position), { kind: 'wake', at: position.exitTime }]
}

const restingStops = ({ orders }: CustodyView): OrderRecord[] => orders.filter((record) => isStop(record) && isResting(record))

/** An outcome that got lost is asked for until it is known. */
function unresolved({ orders, now }: CustodyView): CustodyAction[] {
  if (!orders.some(isUnknown)) return []
  return orders.filter(isUnknown).flatMap(({ order, sentAt }): CustodyAction[] => {
    const askAt = (sentAt ?? now) + ASK_AGAIN_MS
    if (now < askAt) return [{ kind: 'wake', at: askAt as TimeMs }]
    return [{ kind: 'reconcile', reason: `outcome of ${order.intentId}` }, { kind: 'wake', at: (now + ASK_AGAIN_MS) as TimeMs }]
  })
}

/** What these were for is gone: none of them may rest. */
function sweep(now: TimeMs, orders: readonly OrderRecord[]): CustodyAction[] {
  return orders.filter((record) => isLive(record) && record.order.purpose !== 'open' && record.state !== 'pending').flatMap((record) => drop(now, record, 'position-closed'))
}

/** A cancellation may get lost, so it is repeated until the order has ended. */
function drop(now: TimeMs, { order, cancelRequestedAt }: OrderRecord, reason: string): CustodyAction[] {
  if (cancelRequestedAt !== null && now < cancelRequestedAt + CANCEL_AGAIN_MS) return [{ kind: 'wake', at: (cancelRequestedAt + CANCEL_AGAIN_MS) as TimeMs }]
  return [{ kind: 'cancel', intentId: order.intentId, reason }, { kind: 'wake', at: (now + CANCEL_AGAIN_MS) as TimeMs }]
}

function protect(view: CustodyView, position: Position, custody: Custody | undefined): CustodyAction[] {
  const last = view.orders.findLast(isStop)
  if (last?.rejection === 'would-trigger') return [{ kind: 'exit', reason: 'stop-passed' }]
  if (last?.rejection === 'already-protected' && !view.orders.some((record) => isStop(record) && isResting(record))) {
    const [found, ...others] = view.orders.filter((record) => isStop(record) && record.state === 'unknown')
    // With several it takes the venue's list: a wrong guess would have the right one cancelled as spare.
    const known: CustodyAction[] = found && others.length === 0 ? [{ kind: 'found', intentId: found.order.intentId }] : []
    if (found) return [...known, ...naked(view, custody), { kind: 'reconcile', reason: 'stop-found' }, { kind: 'wake', at: (view.now + REDUCE_AGAIN_MS) as TimeMs }]
  }
  return [...naked(view, custody), ...cover(view, position, custody), ...tidyStops(view, position)]
}

/** Opens what is missing to the cover of the whole own quantity. At least once: an unknown outcome does not count as cover. */
function cover(view: CustodyView, position: Position, custody: Custody | undefined): CustodyAction[] {
  if (position.stopPrice === 0) return []
  const stops = view.orders.filter(isStop)
  const counted = stops.filter((record) => isLive(record) && record.state !== 'unknown' && record.cancelRequestedAt === null)
  const missing = missingCover(view, position, counted)
  if (missing === 0) return []
  if (stops.length >= PROTECT_TRIES && !counted.some(isResting)) return custody?.exitReason ? [] : [{ kind: 'exit', reason: 'unprotected' }]
  if (stops.at(-1)?.rejection === 'would-trigger') return []
  return [{ kind: 'open', intent: child(view, position, { purpose: 'protect', number: stops.length + 1, triggerPrice: position.stopPrice, quantity: missing, reason: 'protect-position' }) }]
}

/** It would close what others have come to hold since it was placed: one with our own quantity has to take its place. */
const isTooWide = ({ foreignQuantity }: CustodyView, { order }: OrderRecord): boolean => order.terms.closePosition && foreignQuantity !== null && foreignQuantity !== 0

function missingCover(view: CustodyView, position: Position, all: readonly OrderRecord[]): Quantity {
  const held = Math.abs(position.quantity)
  const stops = all.filter((record) => !isTooWide(view, record))
  if (stops.some(({ order }) => order.terms.closePosition)) return 0 as Quantity
  const covered = stops.reduce((sum, { order, filled }) => sum + (order.terms.quantity ?? 0) - filled, 0)
  return Math.max(0, held - covered) as Quantity
}

/** More than one whole stop rests after an unknown outcome: the newest stays. */
function tidyStops(view: CustodyView, position: Position): CustodyAction[] {
  const resting = restingStops(view)
  if (resting.length === 1 && resting[0]!.cancelRequestedAt === null) return []
  const kept = resting.filter(({ cancelRequestedAt }) => cancelRequestedAt === null)
  const spare = kept.slice(0, -1).filter((_, i) => missingCover(view, position, kept.slice(i + 1)) === 0)
  return [...spare, ...resting.filter((record) => !kept.includes(record))].flatMap((record) => drop(view.now, record, 'spare-stop'))
}

function naked(view: CustodyView, custody: Custody | undefined): CustodyAction[] {
  if (!custody || custody.nakedSince === null) return []
  const alarmAt = custody.nakedSince + view.nakedAlarmMs
  const closeAt = custody.nakedSince + view.nakedCloseMs
  if (view.now >= closeAt) return [{ kind: 'exit', reason: 'naked' }]
  const wake: CustodyAction = { kind: 'wake', at: (view.now >= alarmAt ? closeAt : alarmAt) as TimeMs }
  return view.now >= alarmAt && !custody.alarmed ? [{ kind: 'alarm' }, wake] : [wake]
}

/** Follows the stop, never leads it. */
function takeProfit(view: CustodyView, position: Position): CustodyAction[] {
  if (!view.orders.some((record) => isStop(record) && isResting(record))) return []
  const tries = view.orders.filter(isTakeProfit)
  if (tries.at(-1)?.rejection === 'would-trigger') return [{ kind: 'exit', reason: 'take-profit' }]
  const wide = tries.filter((record) => isResting(record) && isTooWide(view, record))
  if (wide.length > 0) return wide.flatMap((record) => drop(view.now, record, 'not-all-ours'))
  if (tries.some(isLive) || tries.length >= TAKE_PROFIT_TRIES) return []
  const quantity = Math.abs(position.quantity) as Quantity
  return [{ kind: 'open', intent: child(view, position, { purpose: 'take-profit', number: tries.length + 1, triggerPrice: position.takeProfitPrice, quantity, reason: 'take-profit' }) }]
}

/** Reduce-only, so a repeat cannot flip; tried again until flat, at growing distances. */
function reduce(view: CustodyView, position: Position, custody: Custody): CustodyAction[] {
  const tries = view.orders.filter(isReducing)
  if (tries.some((record) => mayStillReduce(view, record))) return []
  const last = tries.at(-1)
  const again = last ? (last.closedAt ?? last.sentAt ?? view.now) + Math.min(REDUCE_AGAIN_MS * 2 ** (tries.length - 1), REDUCE_AGAIN_MS_MAX) : view.now
  const disagree: CustodyAction[] = last?.rejection === 'reduce-only' ? [{ kind: 'reconcile', reason: 'nothing-to-reduce' }] : []
  if (view.now < again) return [{ kind: 'wake', at: again as TimeMs }]
  const purpose = custody.exitReason === 'naked' || custody.exitReason === 'unprotected' ? 'emergency' : 'reduce'
  const quantity = Math.abs(position.quantity) as Quantity
  return [...disagree, { kind: 'open', intent: child(view, position, { purpose, number: tries.length + 1, quantity, reason: custody.exitReason ?? 'reduce' }) }]
}

/** Reduce-only holds for the sum: where others hold some of it, a repeat of what was executed unheard would sell theirs. */
const mayStillReduce = ({ foreignQuantity }: CustodyView, record: OrderRecord): boolean =>
  isInFlight(record) || isResting(record) || (record.state === 'unknown' && foreignQuantity !== 0)

interface Child {
  readonly purpose: OrderPurpose
  readonly number: number
  readonly quantity: Quantity
  readonly triggerPrice?: Price
  readonly reason: string
}

function child({ now, foreignQuantity }: CustodyView, position: Position, wanted: Child): OrderIntent {
  const { accountId, strategyId, instrumentId, entryId } = position
  const { purpose, number, quantity, triggerPrice, reason } = wanted
  const type = purpose === 'protect' ? 'stop-market' : purpose === 'take-profit' ? 'take-profit-market' : 'market'
  // A closePosition order follows partial fills and ends with the position, but it would also close what is not ours.
  const closePosition = triggerPrice !== undefined && foreignQuantity === 0
  const terms: OrderTerms = {
    instrumentId, side: position.quantity > 0 ? 'sell' : 'buy', type, reduceOnly: !closePosition, closePosition,
    ...(closePosition ? {} : { quantity }), ...(triggerPrice === undefined ? {} : { triggerPrice }),
  }
  return { intentId: childIdOf(entryId, purpose, number), accountId, strategyId, purpose, terms, entryId, reason, createdAt: now }
}
