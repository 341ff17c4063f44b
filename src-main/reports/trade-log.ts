import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { OrderIntent } from '../../src-shared/domain/order.ts'
import { BookMemory } from './book-memory.ts'
import { isWithin, money, scaleOf, when, type TableContext } from './exact-cells.ts'
import { rowOf, type Cell, type ExportTable } from './export-row.ts'

const COLUMNS = [
  'time', 'kind', 'instrument', 'strategy', 'account', 'entry_id', 'order_id', 'decision_id', 'reason', 'purpose', 'side', 'type',
  'quantity', 'price', 'trigger_price', 'amount', 'asset', 'state', 'exit_reason', 'reference',
] as const

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>
type OfKind<Kind extends JournalledChange['kind']> = Extract<JournalledChange, { readonly kind: Kind }>

/** One stream of all that happened to orders and money, in the order of the journal; rows of one round trip share their entry_id. */
export function tradeLog(changes: Iterable<JournalledChange>, context: TableContext): ExportTable {
  return { columns: COLUMNS, rows: logRows(changes, context) }
}

function* logRows(changes: Iterable<JournalledChange>, context: TableContext): Generator<readonly Cell[]> {
  const memory = new BookMemory()
  for (const change of changes) {
    memory.apply(change)
    if (!isWithin(context, change.time)) continue
    const cells = cellsOf(change, memory, context)
    if (cells) yield rowOf(COLUMNS, { time: when(change.time), ...cells })
  }
}

function cellsOf(change: JournalledChange, memory: BookMemory, context: TableContext): Cells | undefined {
  const outcome = (intentId: string, state: string, reason: string): Cells => ({ kind: 'outcome', ...knownOrder(intentId, memory, context), state, reason })
  switch (change.kind) {
    case 'intent-opened':
      return { kind: 'order', ...orderCells(change.order, memory, context), state: 'pending' }
    case 'attempt-sent':
      return outcome(change.intentId, 'sent', '')
    case 'order-accepted':
      return { ...outcome(change.intentId, 'accepted', ''), reference: change.venueOrderId }
    case 'order-rejected':
      return outcome(change.intentId, 'rejected', [change.reason, change.detail].filter(Boolean).join(': '))
    case 'order-unknown':
      return outcome(change.intentId, 'unknown', change.detail)
    case 'order-closed':
      return outcome(change.intentId, change.state, change.detail)
    case 'cancel-requested':
      return { kind: 'cancel', ...knownOrder(change.intentId, memory, context), instrument: change.instrumentId, reason: change.reason }
    case 'exit-due':
      return exitCells(change, memory)
    case 'fill-booked':
      return fillCells(change, memory, context)
    case 'ledger-posted':
      return ledgerCells(change, memory)
    case 'trade-closed':
      return tradeCells(change, context)
    default:
      return undefined
  }
}

function knownOrder(intentId: string, memory: BookMemory, context: TableContext): Cells {
  const order = memory.order(intentId)
  return order ? orderCells(order, memory, context) : { order_id: intentId }
}

function exitCells({ instrumentId, entryId, reason }: OfKind<'exit-due'>, memory: BookMemory): Cells {
  return { kind: 'exit-due', instrument: instrumentId, entry_id: entryId, decision_id: memory.roundTripOf(instrumentId, entryId).decisionId, exit_reason: reason }
}

function orderCells(order: OrderIntent, memory: BookMemory, context: TableContext): Cells {
  const { intentId, accountId, strategyId, purpose, terms, reason, createdAt } = order
  const { instrumentId, side, type, quantity, triggerPrice } = terms
  const scale = scaleOf(context, instrumentId, createdAt)
  const { entryId, decisionId } = memory.roundTripOf(instrumentId, order.entryId ?? intentId)
  return {
    instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, order_id: intentId, decision_id: order.decisionId ?? decisionId,
    reason, purpose, side, type, quantity: scale.quantity(quantity), trigger_price: scale.price(triggerPrice),
  }
}

/** Without an amount: what a fill realized and cost stands in rows of its own, so that amounts of the books add up to the wallet. */
function fillCells({ fill, accountId, strategyId, entryId }: OfKind<'fill-booked'>, memory: BookMemory, context: TableContext): Cells {
  const { instrumentId, clientOrderId, side, quantity, price, tradeId, time } = fill
  const order = memory.order(clientOrderId)
  const scale = scaleOf(context, instrumentId, time)
  return {
    kind: 'fill', instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, order_id: clientOrderId,
    decision_id: memory.roundTripOf(instrumentId, entryId).decisionId, reason: order?.reason ?? null, purpose: order?.purpose ?? null, side, type: order?.terms.type ?? null,
    quantity: scale.quantity(quantity), price: scale.price(price), reference: tradeId,
  }
}

function ledgerCells({ entry }: OfKind<'ledger-posted'>, memory: BookMemory): Cells {
  const owner = memory.ownerOf(entry)
  return {
    kind: entry.kind, instrument: entry.instrumentId, strategy: entry.strategyId, account: entry.accountId, entry_id: owner?.entryId ?? null,
    order_id: owner?.orderId ?? null, decision_id: owner?.decisionId ?? null, amount: money(entry.amount), asset: entry.asset, reference: entry.reference,
  }
}

function tradeCells({ trade }: OfKind<'trade-closed'>, context: TableContext): Cells {
  const { instrumentId, strategyId, accountId, entryId, decisionId, side, quantity, openedAt, realized, fees, funding, exitReason } = trade
  return {
    kind: 'trade', instrument: instrumentId, strategy: strategyId, account: accountId, entry_id: entryId, decision_id: decisionId, side,
    quantity: scaleOf(context, instrumentId, openedAt).quantity(quantity), amount: money(realized + fees + funding), asset: context.instrumentOf(instrumentId).settleAsset,
    state: 'closed', exit_reason: exitReason,
  }
}
