import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { isClosed } from '../../src-shared/domain/order.ts'
import { reason, type Reason } from '../../src-shared/domain/reason.ts'
import { MONEY_DECIMALS, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueOrder, VenueSnapshot } from '../../src-shared/domain/venue.ts'
import type { OrderRecord } from '../execution/order-record.ts'
import { entryKey, fillKey } from '../ledger/ledger-state.ts'
import { onFill, onPayment } from './on-report.ts'
import { ownEntryId } from './owners.ts'
import type { Emit } from './settle.ts'
import type { EngineState } from './state.ts'
import { quantityText } from './views.ts'

/** An order not seen this long after it was sent was not placed: longer than a venue may take it, and to show it. */
const NOT_PLACED_AFTER_MS = 10_000

/** Compares the books with the venue's own, adopts what the venue knows better, and names every difference. */
export function onSnapshot(state: EngineState, emit: Emit, snapshot: VenueSnapshot): void {
  const { time } = state.account
  const differences: string[] = []
  const differ = (subject: string, found: Reason): void => {
    differences.push(subject)
    emit({ kind: 'difference-found', time, subject, reason: found })
  }
  adoptFills(state, emit, snapshot, differ)
  adoptPayments(state, emit, snapshot, differ)
  compareOrders(state, emit, snapshot)
  sweepOrphans(state, emit, snapshot, differ)
  comparePositions(state, emit, snapshot, differ)
  compareLeverage(state, emit, snapshot, differ)
  compareWallet(state, snapshot, differ)
  emit({ kind: 'venue-heard', time })
  emit({ kind: 'reconciled', time, differences: differences.length })
}

type Differ = (subject: string, found: Reason) => void

function adoptFills(state: EngineState, emit: Emit, { fills, closedOrders }: VenueSnapshot, differ: Differ): void {
  const filled = new Set(closedOrders.filter((order) => order.state === 'filled').map(({ clientOrderId }) => clientOrderId))
  for (const fill of fills) {
    if (state.ledger.booked.has(fillKey(fill))) continue
    differ('fill', reason('fill-not-journalled', { fill: fillKey(fill), order: fill.clientOrderId }))
    onFill(state, emit, fill, filled.has(fill.clientOrderId))
  }
}

function adoptPayments(state: EngineState, emit: Emit, { funding, liquidationFees }: VenueSnapshot, differ: Differ): void {
  for (const paid of [...funding, ...liquidationFees]) {
    const key = entryKey({ kind: paid.kind === 'funding-paid' ? 'funding' : 'liquidation-fee', instrumentId: paid.instrumentId, reference: paid.reference })
    if (state.ledger.booked.has(key)) continue
    differ(paid.kind, reason(paid.kind === 'funding-paid' ? 'funding-not-journalled' : 'liquidation-fee-not-journalled', { entry: key }))
    onPayment(state, emit, paid)
  }
}

/** Decides every order whose end we do not know. Not found is final only when it was asked late enough. */
function compareOrders(state: EngineState, emit: Emit, { asOf, openOrders, closedOrders }: VenueSnapshot): void {
  const { time } = state.account
  const open = byId(openOrders)
  const closed = byId(closedOrders)
  for (const record of [...state.execution.orders.values()].filter((candidate) => !isClosed(candidate.state))) {
    const { intentId } = record.order
    const resting = open.get(intentId)
    const ended = closed.get(intentId)
    if (resting) {
      if (record.venueOrderId !== resting.venueOrderId || record.state === 'unknown' || record.state === 'sent') emit({ kind: 'order-accepted', time, intentId, venueOrderId: resting.venueOrderId })
    } else if (ended) {
      emit(ended.state === 'rejected' ? { kind: 'order-rejected', time, intentId, reason: 'not-found', detail: 'found-rejected' } : { kind: 'order-closed', time, intentId, state: ended.state, detail: 'found' })
    } else notFound(emit, record, asOf, time)
  }
}

function notFound(emit: Emit, { order, state, sentAt }: OrderRecord, asOf: TimeMs, time: TimeMs): void {
  const { intentId } = order
  if (state === 'pending' || sentAt === null) return emit({ kind: 'order-closed', time, intentId, state: 'abandoned', detail: 'never-sent' })
  if (asOf > sentAt + NOT_PLACED_AFTER_MS) return emit({ kind: 'order-closed', time, intentId, state: 'abandoned', detail: 'not-at-venue' })
  if (state !== 'unknown') emit({ kind: 'order-unknown', time, intentId, detail: 'not-shown-yet' })
}

/** An order that carries our tag and is in no book of ours must not rest. */
function sweepOrphans(state: EngineState, emit: Emit, { openOrders }: VenueSnapshot, differ: Differ): void {
  for (const { clientOrderId, terms } of openOrders) {
    const known = state.execution.orders.has(clientOrderId)
    if (known || ownEntryId(state, clientOrderId) === undefined) continue
    differ('order', reason('orphan-order', { order: clientOrderId }))
    emit({ kind: 'cancel-requested', time: state.account.time, instrumentId: terms.instrumentId, intentId: clientOrderId, reason: 'orphan' })
  }
}

function comparePositions(state: EngineState, emit: Emit, { positions }: VenueSnapshot, differ: Differ): void {
  const { time } = state.account
  const venue = new Map(positions.map(({ instrumentId, quantity }) => [instrumentId, quantity]))
  for (const instrumentId of new Set([...venue.keys(), ...state.ledger.trades.keys(), ...state.ledger.foreign.keys()])) {
    const own = state.ledger.trades.get(instrumentId)?.position.quantity ?? 0
    const foreign = state.ledger.foreign.get(instrumentId) ?? 0
    const all = venue.get(instrumentId) ?? 0
    if (all === own + foreign) continue
    const written = (quantity: number): string => quantityText(state, instrumentId, quantity)
    differ('position', reason('position-differs', { instrument: instrumentId, venue: written(all), own: written(own), foreign: written(foreign) }))
    if (Math.abs(all) < Math.abs(own) || Math.sign(all) === -Math.sign(own)) emit({ kind: 'latch-set', time, latch: 'books-differ', reason: reason('venue-position-differs', { instrument: instrumentId }) })
    emit({ kind: 'foreign-quantity-seen', time, instrumentId, quantity: (all - own) as Quantity, reference: `snapshot/${time}` })
  }
}

/** Margin, and with it the distance to liquidation, is reckoned with the leverage of the account. Where the venue did not take it over, nothing more may open. */
function compareLeverage(state: EngineState, emit: Emit, { positions }: VenueSnapshot, differ: Differ): void {
  const ours = state.settings.leverage
  for (const { instrumentId, leverage } of positions) {
    if (leverage === ours || !state.ledger.trades.has(instrumentId)) continue
    const found = reason('leverage-differs', { instrument: instrumentId, venue: leverage, ours })
    differ('leverage', found)
    emit({ kind: 'latch-set', time: state.account.time, latch: 'books-differ', reason: found })
  }
}

function compareWallet(state: EngineState, { wallet, walletAsset, fills }: VenueSnapshot, differ: Differ): void {
  const shared = fills.some(({ clientOrderId }) => ownEntryId(state, clientOrderId) === undefined && !clientOrderId.includes('autoclose'))
  const own = state.ledger.wallets.get(walletAsset) ?? 0
  // Where somebody else trades too, the wallet is not the sum of our entries.
  if (!shared && own !== wallet) differ('wallet', reason('wallet-differs', { asset: walletAsset, venue: money(wallet), ledger: money(own) }))
}

const money = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS, true)
const byId = (orders: readonly VenueOrder[]): Map<string, VenueOrder> => new Map(orders.map((order) => [order.clientOrderId, order]))
