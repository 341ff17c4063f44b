import type { Change } from '../../src-shared/domain/change.ts'
import type { ApprovedOrder, ExitPlan } from '../../src-shared/domain/order.ts'
import type { LedgerEntry, Position } from '../../src-shared/domain/position.ts'
import { notionalOf, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { costReleased } from './book-fill.ts'
import { entryKey, fillKey, type LedgerState, type OpenTrade } from './ledger-state.ts'

const NO_PLAN: ExitPlan = { stopPrice: 0 as Price, takeProfitPrice: 0 as Price, exitTime: 0 as TimeMs, labelSpecHash: '' }

/** What the ledger cannot know by itself. */
export interface FillContext {
  readonly version: InstrumentVersion
  /** The entry order the fill belongs to; absent when the books have lost it. */
  readonly entry: ApprovedOrder | undefined
}

/** Folds one change into the books. The only writer of LedgerState. */
export function applyLedger(state: LedgerState, change: Change, contextOf: (instrumentId: string, entryId: string, time: TimeMs) => FillContext): void {
  switch (change.kind) {
    case 'fill-booked':
      return applyFill(state, change, contextOf(change.fill.instrumentId, change.entryId, change.fill.time))
    case 'ledger-posted':
      return post(state, change.entry)
    case 'trade-closed':
      state.trades.delete(change.trade.instrumentId)
      state.tradeCount++
      return
    case 'foreign-quantity-seen':
      state.booked.add(change.reference)
      if (change.quantity === 0) state.foreign.delete(change.instrumentId)
      else state.foreign.set(change.instrumentId, change.quantity)
      return
    default:
  }
}

function applyFill(state: LedgerState, change: Extract<Change, { kind: 'fill-booked' }>, context: FillContext): void {
  const { fill } = change
  state.booked.add(fillKey(fill))
  const signed = (fill.side === 'buy' ? fill.quantity : -fill.quantity) as Quantity
  const trade = state.trades.get(fill.instrumentId) ?? newTrade(change, context)
  state.trades.set(fill.instrumentId, trade)
  const { position } = trade
  const reduces = position.quantity !== 0 && Math.sign(position.quantity) !== Math.sign(signed)
  const cost = reduces ? -costReleased(position, fill.quantity) : notionalOf(context.version, fill.price, signed)
  trade.position = { ...position, quantity: (position.quantity + signed) as Quantity, cost: (position.cost + cost) as Amount }
  if (reduces) return
  trade.entryCost = (trade.entryCost + cost) as Amount
  trade.quantityMax = Math.max(trade.quantityMax, Math.abs(trade.position.quantity)) as Quantity
}

function newTrade(change: Extract<Change, { kind: 'fill-booked' }>, { entry }: FillContext): OpenTrade {
  const { stopPrice, takeProfitPrice, exitTime, labelSpecHash } = entry?.exitPlan ?? NO_PLAN
  const zero = 0 as Amount
  const position: Position = {
    accountId: change.accountId, strategyId: change.strategyId, instrumentId: change.fill.instrumentId, entryId: change.entryId,
    quantity: 0 as Quantity, cost: zero, openedAt: change.fill.time, stopPrice, takeProfitPrice, exitTime, labelSpecHash, lossAtStop: entry?.lossAtStop ?? zero,
  }
  return { position, decisionId: entry?.decisionId ?? '', openedAt: change.fill.time, quantityMax: 0 as Quantity, entryCost: zero, realized: zero, fees: zero, funding: zero }
}

function post(state: LedgerState, entry: LedgerEntry): void {
  state.booked.add(entryKey(entry))
  const add = (amount: Amount): Amount => (amount + entry.amount) as Amount
  state.wallets.set(entry.asset, add(state.wallets.get(entry.asset) ?? (0 as Amount)))
  const trade = state.trades.get(entry.instrumentId)
  switch (entry.kind) {
    case 'realized':
      state.realized = add(state.realized)
      if (trade) trade.realized = add(trade.realized)
      return
    case 'fee':
    case 'liquidation-fee':
      state.fees = add(state.fees)
      if (trade) trade.fees = add(trade.fees)
      return
    case 'funding':
      state.funding = add(state.funding)
      if (trade) trade.funding = add(trade.funding)
      return
    case 'transfer':
  }
}
