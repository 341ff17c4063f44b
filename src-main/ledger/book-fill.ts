import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Fill } from '../../src-shared/domain/order.ts'
import type { LedgerEntry, LedgerEntryKind, Position } from '../../src-shared/domain/position.ts'
import { multiplyDivideCut } from '../../src-shared/domain/decimal.ts'
import { notionalOf, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Amount, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { fillKey, type LedgerState } from './ledger-state.ts'

export interface Booking {
  readonly accountId: string
  readonly strategyId: string
  readonly entryId: string
  readonly settleAsset: string
  readonly version: InstrumentVersion
  readonly now: TimeMs
}

/** The part of a position's cost that goes with a quantity of it. What is cut stays in the rest, so that nothing is lost over a whole closing. */
export function costReleased(position: Position, quantity: Quantity): Amount {
  const held = Math.abs(position.quantity)
  if (quantity >= held) return position.cost
  return multiplyDivideCut(position.cost, quantity, held) as Amount
}

/** A fill as changes: the fill itself, what it realized and its fee. Empty when it is booked already. */
export function bookFill(state: LedgerState, fill: Fill, booking: Booking): JournalledChange[] {
  if (state.booked.has(fillKey(fill))) return []
  const { accountId, strategyId, entryId, now } = booking
  const realized = realizedBy(state, fill, booking.version)
  const changes: JournalledChange[] = [{ kind: 'fill-booked', time: now, fill, accountId, strategyId, entryId, realized }]
  if (realized !== 0) changes.push(posted(booking, fill, 'realized', realized))
  if (fill.fee !== 0) changes.push(posted(booking, fill, 'fee', -fill.fee as Amount))
  return changes
}

function realizedBy(state: LedgerState, fill: Fill, version: InstrumentVersion): Amount {
  const position = state.trades.get(fill.instrumentId)?.position
  const sign = fill.side === 'buy' ? 1 : -1
  if (!position || position.quantity === 0 || Math.sign(position.quantity) === sign) return 0 as Amount
  const proceeds = notionalOf(version, fill.price, (-sign * fill.quantity) as Quantity)
  return (proceeds - costReleased(position, fill.quantity)) as Amount
}

function posted(booking: Booking, fill: Fill, kind: LedgerEntryKind, amount: Amount): JournalledChange {
  const { accountId, strategyId, settleAsset, now } = booking
  const entry: LedgerEntry = { accountId, strategyId, instrumentId: fill.instrumentId, kind, asset: settleAsset, amount, time: fill.time, reference: fill.tradeId }
  return { kind: 'ledger-posted', time: now, entry }
}
