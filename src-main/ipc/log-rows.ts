import { told, type ToldCode, type ToldValues } from '../../src-shared/contract/told-codes.ts'
import type { LogRow } from '../../src-shared/contract/views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { LedgerEntry } from '../../src-shared/domain/position.ts'
import { ALARMS } from '../../src-shared/domain/reason.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import type { OrderView } from '../engine/desk.port.ts'
import { InstrumentText, moneyText } from './number-text.ts'

/** What rows need beyond their change. */
export interface Known {
  instrument(instrumentId: string): Instrument | undefined
  order(intentId: string): OrderView | undefined
}

type Row = Told & Pick<LogRow, 'level'>

const info = <Code extends ToldCode>(code: Code, values: ToldValues<Code>): Row => ({ level: 'info', ...told(code, values) })
const warn = <Code extends ToldCode>(code: Code, values: ToldValues<Code>): Row => ({ level: 'warn', ...told(code, values) })
const alarm = <Code extends ToldCode>(code: Code, values: ToldValues<Code>): Row => ({ level: 'alarm', ...told(code, values) })

type Of<Kind extends JournalledChange['kind']> = Extract<JournalledChange, { kind: Kind }>
type Writers = { readonly [Kind in JournalledChange['kind']]: (change: Of<Kind>, known: Known) => readonly Row[] }

const WRITERS: Writers = {
  'session-started': ({ sessionId, mode }) => [info('session-started', { session: sessionId, mode })],
  'intent-opened': ({ order: { intentId, terms, purpose, reason } }) => [info('intent-opened', { order: intentId, instrument: terms.instrumentId, purpose, side: terms.side, reason })],
  'attempt-sent': ({ intentId, attempt }, known) => [info('attempt-sent', { ...orderNames(intentId, known), attempt })],
  'order-accepted': ({ intentId, venueOrderId }, known) => [info('order-accepted', { ...orderNames(intentId, known), venueOrder: venueOrderId })],
  'order-rejected': ({ intentId, reason, detail }, known) => [warn('order-rejected', { ...orderNames(intentId, known), reason, detail })],
  'order-unknown': ({ intentId, detail }, known) => [alarm('order-unknown', { ...orderNames(intentId, known), detail })],
  'order-closed': ({ intentId, state, detail }, known) => [info('order-closed', { ...orderNames(intentId, known), state, detail })],
  'cancel-requested': ({ intentId, instrumentId, reason }, known) => [info('cancel-requested', { ...orderNames(intentId, known), instrument: instrumentId, reason })],
  'fill-booked': fillRows,
  'ledger-posted': ({ entry }) => ledgerRows(entry),
  'trade-closed': ({ trade: { instrumentId, side, exitReason, realized, fees, funding } }) =>
    [info('trade-closed', { instrument: instrumentId, side, reason: exitReason, realized: moneyText(realized), net: moneyText((realized + fees + funding) as Amount) })],
  'exit-due': ({ instrumentId, reason }) => [info('exit-due', { instrument: instrumentId, reason })],
  'latch-set': ({ latch, reason }) => [{ level: 'alarm', ...reason }, alarm('latch-set', { latch })],
  'latch-cleared': ({ latch, by }) => [warn('latch-cleared', { latch, by })],
  'trading-switched': ({ on, by }) => [info(on ? 'trading-started' : 'trading-stopped', { by })],
  'models-chosen': ({ strategyId, models, by }) => [models ? info('models-chosen', { strategy: strategyId, long: models.long, short: models.short, by }) : warn('models-withdrawn', { strategy: strategyId, by })],
  'day-opened': ({ openingEquity }) => [info('day-opened', { equity: moneyText(openingEquity) })],
  'high-water-raised': () => [],
  'foreign-quantity-seen': foreignRows,
  'difference-found': ({ subject, reason }) => (reason.code === 'text' ? [warn('difference-found', { subject, text: reason.values['text'] ?? '' })] : [{ level: 'warn', ...reason }]),
  reconciled: ({ differences }) => (differences === 0 ? [info('books-agree', {})] : [warn('books-compared', { differences })]),
  'alarm-raised': ({ code, values }) => (Object.hasOwn(ALARMS, code) ? [{ level: 'alarm', code: `alarm-${code}`, values }] : [alarm('alarm-raised', { alarm: code, text: values['text'] ?? '' })]),
}

/** What a journalled change means. None for what other rows tell already and for changes that are not journalled. */
export function logRows(change: Change, known: Known): readonly LogRow[] {
  if (!isTold(change)) return NONE
  const rows = (WRITERS[change.kind] as (change: JournalledChange, known: Known) => readonly Row[])(change, known)
  return rows.map((row) => ({ time: change.time, ...row }))
}

const NONE: readonly LogRow[] = []
const isTold = (change: Change): change is JournalledChange => Object.hasOwn(WRITERS, change.kind)

/** An order so old that it is not followed any more has its id alone. */
function orderNames(intentId: string, known: Known): Readonly<Record<'order' | 'instrument' | 'purpose' | 'side', string>> {
  const intent = known.order(intentId)?.intent
  return { order: intentId, instrument: intent?.terms.instrumentId ?? '', purpose: intent?.purpose ?? 'unknown', side: intent?.terms.side ?? 'unknown' }
}

function fillRows({ fill, realized }: Of<'fill-booked'>, known: Known): readonly Row[] {
  const { instrumentId, side, time } = fill
  const instrument = known.instrument(instrumentId)
  if (!instrument) return [info('fill-of-unknown', { instrument: instrumentId, side })]
  const text = new InstrumentText(instrument, time)
  const values = { instrument: instrumentId, side, quantity: text.quantity(fill.quantity), price: text.price(fill.price), fee: moneyText(fill.fee), asset: instrument.settleAsset }
  return [realized === 0 ? info('fill-booked', values) : info('fill-realized', { ...values, realized: moneyText(realized) })]
}

function foreignRows({ instrumentId, quantity, time }: Of<'foreign-quantity-seen'>, known: Known): readonly Row[] {
  const instrument = known.instrument(instrumentId)
  if (!instrument) return [warn('foreign-quantity-of-unknown', { instrument: instrumentId })]
  const written = new InstrumentText(instrument, time).quantity(quantity)
  return [warn('foreign-quantity-seen', { instrument: instrumentId, quantity: quantity < 0 ? `-${written}` : written })]
}

function ledgerRows({ kind, instrumentId, amount, asset }: LedgerEntry): readonly Row[] {
  const values = { instrument: instrumentId, amount: moneyText(amount), asset }
  switch (kind) {
    case 'transfer': return [info('transfer-booked', { amount: values.amount, asset })]
    case 'funding': return [info(amount < 0 ? 'funding-paid' : 'funding-received', values)]
    case 'liquidation-fee': return [alarm('liquidation-fee-booked', values)]
    case 'realized':
    case 'fee': return []
  }
}
