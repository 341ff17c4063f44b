import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { BookMemory } from './book-memory.ts'
import { isWithin, money, scaleOf, when, type TableContext } from './exact-cells.ts'
import { rowOf, type Cell, type ExportTable } from './export-row.ts'

const TRADE_COLUMNS = [
  'opened_at', 'closed_at', 'instrument', 'strategy', 'account', 'entry_id', 'decision_id', 'side', 'quantity', 'entry_cost',
  'realized', 'fees', 'funding', 'net', 'asset', 'exit_reason',
] as const

/** Finished round trips by the time they ended. */
export function tradesTable(changes: Iterable<JournalledChange>, context: TableContext): ExportTable {
  return { columns: TRADE_COLUMNS, rows: tradeRows(changes, context) }
}

function* tradeRows(changes: Iterable<JournalledChange>, context: TableContext): Generator<readonly Cell[]> {
  for (const change of changes) {
    if (change.kind !== 'trade-closed' || !isWithin(context, change.trade.closedAt)) continue
    const { instrumentId, strategyId, accountId, entryId, decisionId, side, quantity, openedAt, closedAt } = change.trade
    const { entryCost, realized, fees, funding, exitReason } = change.trade
    yield rowOf(TRADE_COLUMNS, {
      opened_at: when(openedAt), closed_at: when(closedAt),
      instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, decision_id: decisionId, side,
      quantity: scaleOf(context, instrumentId, openedAt).quantity(quantity), entry_cost: money(entryCost),
      realized: money(realized), fees: money(fees), funding: money(funding),
      net: money(realized + fees + funding), asset: context.instrumentOf(instrumentId).settleAsset, exit_reason: exitReason,
    })
  }
}

const FILL_COLUMNS = [
  'time', 'instrument', 'strategy', 'account', 'entry_id', 'order_id', 'decision_id', 'purpose', 'side', 'quantity', 'price', 'fee', 'realized', 'asset', 'liquidity',
  'venue', 'trade_id', 'venue_order_id',
] as const

/** Executions with the venue's own times and ids. A fee is positive when it was paid, as venues tell it. */
export function fillsTable(changes: Iterable<JournalledChange>, context: TableContext): ExportTable {
  return { columns: FILL_COLUMNS, rows: fillRows(changes, context) }
}

function* fillRows(changes: Iterable<JournalledChange>, context: TableContext): Generator<readonly Cell[]> {
  const memory = new BookMemory()
  for (const change of changes) {
    memory.apply(change)
    if (change.kind !== 'fill-booked' || !isWithin(context, change.fill.time)) continue
    const { accountId, strategyId, entryId, realized, fill } = change
    const { instrumentId, clientOrderId, side, quantity, price, fee, liquidity, venue, tradeId, venueOrderId, time } = fill
    const scale = scaleOf(context, instrumentId, time)
    yield rowOf(FILL_COLUMNS, {
      time: when(time), instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, order_id: clientOrderId,
      decision_id: memory.roundTripOf(instrumentId, entryId).decisionId, purpose: memory.order(clientOrderId)?.purpose ?? null, side,
      quantity: scale.quantity(quantity), price: scale.price(price),
      fee: money(fee), realized: money(realized), asset: context.instrumentOf(instrumentId).settleAsset, liquidity,
      venue, trade_id: tradeId, venue_order_id: venueOrderId,
    })
  }
}

const LEDGER_COLUMNS = ['time', 'kind', 'instrument', 'strategy', 'account', 'entry_id', 'decision_id', 'amount', 'asset', 'reference'] as const

/** Every line of the books. Positive = the account got richer. Needs no instruments: money has the same decimals everywhere. */
export function ledgerTable(changes: Iterable<JournalledChange>, context: TableContext): ExportTable {
  return { columns: LEDGER_COLUMNS, rows: ledgerRows(changes, context) }
}

function* ledgerRows(changes: Iterable<JournalledChange>, context: TableContext): Generator<readonly Cell[]> {
  const memory = new BookMemory()
  for (const change of changes) {
    memory.apply(change)
    if (change.kind !== 'ledger-posted' || !isWithin(context, change.entry.time)) continue
    const { time, kind, instrumentId, strategyId, accountId, amount, asset, reference } = change.entry
    const owner = memory.ownerOf(change.entry)
    yield rowOf(LEDGER_COLUMNS, {
      time: when(time), kind, instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: owner?.entryId ?? null, decision_id: owner?.decisionId ?? null,
      amount: money(amount), asset, reference,
    })
  }
}
