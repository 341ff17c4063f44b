import type { JournalledChange, Trade } from '../../src-shared/domain/change.ts'
import { isClosed, type Fill } from '../../src-shared/domain/order.ts'
import type { LedgerEntry, LedgerEntryKind } from '../../src-shared/domain/position.ts'
import { reason } from '../../src-shared/domain/reason.ts'
import { versionAt } from '../../src-shared/domain/instrument.ts'
import type { Amount, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { FundingPaid, LiquidationFeePaid, VenueReport } from '../../src-shared/domain/venue.ts'
import { bookFill, type Booking } from '../ledger/book-fill.ts'
import { entryKey, fillKey } from '../ledger/ledger-state.ts'
import { ownPart } from './own-part.ts'
import { ownEntryId, strategyOfEntry, strategyOfInstrument } from './owners.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { quantityText } from './views.ts'

const LIQUIDATION = /^(autoclose-|adl_autoclose)/

/** Books what the venue says. Everything may be told twice, late, or out of order across kinds. */
export function onReport(state: EngineState, emit: Emit, report: VenueReport): void {
  const { time } = state.account
  switch (report.kind) {
    case 'order-accepted': {
      const record = state.execution.orders.get(report.clientOrderId)
      if (record && !isClosed(record.state) && record.venueOrderId !== report.venueOrderId) emit({ kind: 'order-accepted', time, intentId: report.clientOrderId, venueOrderId: report.venueOrderId })
      return
    }
    case 'order-rejected':
      if (isOpen(state, report.clientOrderId)) emit({ kind: 'order-rejected', time, intentId: report.clientOrderId, reason: report.reason, detail: report.detail })
      return
    case 'order-filled':
      return onFill(state, emit, report.fill, report.state === 'filled')
    case 'order-cancelled':
      if (isOpen(state, report.clientOrderId)) emit({ kind: 'order-closed', time, intentId: report.clientOrderId, state: 'cancelled', detail: '' })
      return
    case 'order-expired':
      if (isOpen(state, report.clientOrderId)) emit({ kind: 'order-closed', time, intentId: report.clientOrderId, state: 'expired', detail: report.detail })
      return
    case 'cancel-rejected':
      // Filled, gone or not visible yet: only the venue's own list can tell which.
      if (isOpen(state, report.clientOrderId)) emit({ kind: 'reconcile-requested', time, reason: `cancel of ${report.clientOrderId}: ${report.reason}` })
      return
    case 'funding-paid':
    case 'liquidation-fee':
      return onPayment(state, emit, report)
    case 'leverage-set':
  }
}

const isOpen = ({ execution }: EngineState, intentId: string): boolean => {
  const record = execution.orders.get(intentId)
  return record !== undefined && !isClosed(record.state)
}

export function onFill(state: EngineState, emit: Emit, fill: Fill, isLast: boolean): void {
  const { time } = state.account
  if (state.ledger.booked.has(fillKey(fill))) return
  const owner = ownerOf(state, fill)
  const quantity = ownPart(state, fill, owner?.entryId)
  if (owner?.lost) {
    emit({ kind: 'difference-found', time, subject: 'order', reason: reason('lost-order-filled', { order: fill.clientOrderId }) })
    emit({ kind: 'latch-set', time, latch: 'books-differ', reason: reason('fill-of-lost-order', { fill: fillKey(fill), order: fill.clientOrderId }) })
  }
  if (quantity > 0) bookOwn(state, emit, { ...fill, quantity }, owner?.entryId)
  if (isLast && isOpen(state, fill.clientOrderId)) emit({ kind: 'order-closed', time, intentId: fill.clientOrderId, state: 'filled', detail: '' })
  closeTrade(state, emit, fill)
  if (quantity < fill.quantity) foreign(state, emit, { ...fill, quantity: (fill.quantity - quantity) as Quantity }, quantity > 0 ? `${fillKey(fill)}/rest` : fillKey(fill))
}

/** `entryId` is absent when somebody else has closed what is ours. */
function bookOwn(state: EngineState, emit: Emit, fill: Fill, entryId: string | undefined): void {
  const held = entryId ?? state.ledger.trades.get(fill.instrumentId)?.position.entryId
  if (held === undefined) return
  const { instrumentId, quantity } = fill
  if (entryId === undefined) emit({ kind: 'difference-found', time: state.account.time, subject: 'fill', reason: reason('closed-by-others', { instrument: instrumentId, fill: fillKey(fill), quantity: quantityText(state, instrumentId, quantity) }) })
  for (const change of bookFill(state.ledger, fill, bookingOf(state, fill, held))) emit(change)
}

/** Whose fill it is: an order of ours, the venue's liquidation of our position, or (undefined) somebody else on the same account. */
function ownerOf(state: EngineState, fill: Fill): { readonly entryId: string; readonly lost: boolean } | undefined {
  const { execution, ledger } = state
  const order = execution.orders.get(fill.clientOrderId)?.order
  if (order) return { entryId: order.entryId ?? order.intentId, lost: false }
  const held = ledger.trades.get(fill.instrumentId)?.position
  if (LIQUIDATION.test(fill.clientOrderId)) return held && { entryId: held.entryId, lost: false }
  const entryId = ownEntryId(state, fill.clientOrderId)
  return entryId === undefined ? undefined : { entryId, lost: held?.entryId !== entryId }
}

function foreign(state: EngineState, emit: Emit, fill: Fill, reference: string): void {
  const before = state.ledger.foreign.get(fill.instrumentId) ?? 0
  const quantity = (before + (fill.side === 'buy' ? fill.quantity : -fill.quantity)) as Quantity
  emit({ kind: 'foreign-quantity-seen', time: state.account.time, instrumentId: fill.instrumentId, quantity, reference })
}

function bookingOf(state: EngineState, { instrumentId, time }: Fill, entryId: string): Booking {
  const market = state.market.get(instrumentId)
  if (!market) throw new Error(`${instrumentId} is not known here: list it before its fills are booked`)
  const strategyId = strategyOfEntry(state, instrumentId, entryId)
  return { accountId: state.settings.accountId, strategyId, entryId, settleAsset: market.instrument.settleAsset, version: versionAt(market.instrument, time), now: state.account.time }
}

function closeTrade(state: EngineState, emit: Emit, fill: Fill): void {
  const open = state.ledger.trades.get(fill.instrumentId)
  if (!open || open.position.quantity !== 0) return
  const { position, decisionId, openedAt, quantityMax, entryCost, realized, fees, funding } = open
  const trade: Trade = {
    accountId: position.accountId, strategyId: position.strategyId, instrumentId: position.instrumentId, entryId: position.entryId, decisionId,
    side: entryCost >= 0 ? 'long' : 'short', quantity: quantityMax, openedAt, closedAt: fill.time, entryCost, realized, fees, funding, exitReason: exitReasonOf(state, fill),
  }
  emit({ kind: 'trade-closed', time: state.account.time, trade })
}

function exitReasonOf(state: EngineState, { clientOrderId, instrumentId }: Fill): string {
  const { execution } = state
  if (LIQUIDATION.test(clientOrderId)) return 'liquidation'
  if (ownEntryId(state, clientOrderId) === undefined) return 'by-hand'
  const purpose = execution.orders.get(clientOrderId)?.order.purpose
  if (purpose === 'protect') return 'stop'
  if (purpose === 'take-profit') return 'take-profit'
  return execution.custody.get(instrumentId)?.exitReason ?? 'unknown'
}

/** True when it was news. */
export function onPayment(state: EngineState, emit: Emit, report: FundingPaid | LiquidationFeePaid): void {
  const kind: LedgerEntryKind = report.kind === 'funding-paid' ? 'funding' : 'liquidation-fee'
  const entry = entryOf(state, report.instrumentId, kind, report.amount, report.reference, report.kind === 'funding-paid' ? report.fundingTime : state.account.time)
  if (!state.ledger.booked.has(entryKey(entry))) emit({ kind: 'ledger-posted', time: state.account.time, entry } satisfies JournalledChange)
}

function entryOf(state: EngineState, ...[instrumentId, kind, amount, reference, time]: readonly [string, LedgerEntryKind, Amount, string, TimeMs]): LedgerEntry {
  const { accountId, asset } = state.settings
  return { accountId, strategyId: strategyOfInstrument(state, instrumentId), instrumentId, kind, asset, amount, time, reference }
}
