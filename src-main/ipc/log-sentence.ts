import type { LogRow } from '../../src-shared/contract/views.ts'
import type { Change, JournalledChange } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { LedgerEntry } from '../../src-shared/domain/position.ts'
import type { OrderView } from '../engine/desk.port.ts'
import { InstrumentText, moneyText } from './number-text.ts'

interface Known {
  instrument(instrumentId: string): Instrument | undefined
  order(intentId: string): OrderView | undefined
}

type Sentence = Pick<LogRow, 'level' | 'text'>

const info = (text: string): Sentence => ({ level: 'info', text })
const warn = (text: string): Sentence => ({ level: 'warn', text })
const alarm = (text: string): Sentence => ({ level: 'alarm', text })

type Writers = { readonly [K in JournalledChange['kind']]: (change: Extract<JournalledChange, { kind: K }>, known: Known) => Sentence | undefined }

const WRITERS: Writers = {
  'session-started': ({ sessionId, mode }) => info(`Session ${sessionId} started in mode ${mode}.`),
  'intent-opened': ({ order }) => info(`${orderName({ intent: order }, order.intentId)} decided: ${order.reason}.`),
  'attempt-sent': ({ intentId, attempt }, known) => info(`${orderName(known.order(intentId), intentId)} is on its way${attempt > 1 ? `, attempt ${attempt}` : ''}.`),
  'order-accepted': ({ intentId, venueOrderId }, known) => info(`${orderName(known.order(intentId), intentId)} was accepted by the venue as ${venueOrderId}.`),
  'order-rejected': ({ intentId, reason, detail }, known) => warn(`${orderName(known.order(intentId), intentId)} was rejected by the venue: ${joined(reason, detail)}.`),
  'order-unknown': ({ intentId, detail }, known) => alarm(`${orderName(known.order(intentId), intentId)}: sent, answer not received. It may or may not be at the venue. ${detail}`.trim()),
  'order-closed': ({ intentId, state, detail }, known) => info(`${orderName(known.order(intentId), intentId)} ended: ${joined(state, detail)}.`),
  'cancel-requested': ({ intentId, reason }, known) => info(`Asked the venue to cancel: ${orderName(known.order(intentId), intentId)}, ${reason}.`),
  'fill-booked': fillSentence,
  'ledger-posted': ({ entry }) => ledgerSentence(entry),
  'trade-closed': ({ trade }) => info(`${trade.instrumentId}: ${trade.side} round trip ended by ${trade.exitReason}, realized ${moneyText(trade.realized)} before fees and funding.`),
  'exit-due': ({ instrumentId, reason }) => info(`${instrumentId}: exit is due, ${reason}.`),
  'latch-set': ({ latch, reason }) => alarm(`Latch ${latch} was set: ${joined(reason)}. No new entries until a person clears it.`),
  'latch-cleared': ({ latch, by }) => warn(`Latch ${latch} was cleared by ${by}.`),
  'trading-switched': ({ on, by }) => info(`Trading was switched ${on ? 'on' : 'off'} by ${by}.`),
  'day-opened': ({ openingEquity }) => info(`A new day opened with equity ${moneyText(openingEquity)}.`),
  'high-water-raised': () => undefined,
  'foreign-quantity-seen': foreignSentence,
  'difference-found': ({ subject, detail }) => warn(`Books and venue differ, ${subject}: ${joined(detail)}.`),
  reconciled: ({ differences }) => (differences === 0 ? info('Books and venue agree.') : warn(`Books and venue were compared, differences: ${differences}.`)),
  'alarm-raised': ({ code, detail }) => alarm(`Alarm ${code}: ${joined(detail)}.`),
}

/** What a journalled change means, as a sentence for people. Undefined for what other rows tell already and for changes that are not journalled. */
export function logRow(change: Change, known: Known): LogRow | undefined {
  const sentence = isTold(change) ? (WRITERS[change.kind] as (change: JournalledChange, known: Known) => Sentence | undefined)(change, known) : undefined
  return sentence && { time: change.time, code: change.kind, ...sentence }
}

const isTold = (change: Change): change is JournalledChange => Object.hasOwn(WRITERS, change.kind)

function fillSentence({ fill, realized }: Extract<Change, { kind: 'fill-booked' }>, known: Known): Sentence {
  const instrument = known.instrument(fill.instrumentId)
  const verb = fill.side === 'buy' ? 'Bought' : 'Sold'
  if (!instrument) return info(`${verb} ${fill.instrumentId}.`)
  const text = new InstrumentText(instrument, fill.time)
  const result = realized === 0 ? '' : `, realized ${moneyText(realized)}`
  return info(`${verb} ${text.quantity(fill.quantity)} ${fill.instrumentId} at ${text.price(fill.price)}, fee ${moneyText(fill.fee)} ${instrument.settleAsset}${result}.`)
}

function foreignSentence({ instrumentId, quantity, time }: Extract<Change, { kind: 'foreign-quantity-seen' }>, known: Known): Sentence {
  const instrument = known.instrument(instrumentId)
  const held = instrument ? `${quantity < 0 ? '-' : ''}${new InstrumentText(instrument, time).quantity(quantity)}` : 'a quantity'
  return warn(`${instrumentId}: ${held} on this account is not ours. It is left alone.`)
}

function ledgerSentence({ kind, instrumentId, amount, asset }: LedgerEntry): Sentence | undefined {
  switch (kind) {
    case 'transfer': return info(`Transfer of ${moneyText(amount)} ${asset}.`)
    case 'funding': return info(`${instrumentId}: funding ${amount < 0 ? 'paid' : 'received'}, ${moneyText(amount)} ${asset}.`)
    case 'liquidation-fee': return alarm(`${instrumentId}: liquidation fee ${moneyText(amount)} ${asset}.`)
    case 'realized':
    case 'fee': return undefined
  }
}

/** Parts of a sentence, without the full stop that the last may bring along. */
const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join(', ').replace(/\.$/, '')

const PURPOSES: Readonly<Record<string, string>> = { open: 'Entry', protect: 'Stop', 'take-profit': 'Take-profit', reduce: 'Exit', emergency: 'Emergency exit' }

const orderName = (order: Pick<OrderView, 'intent'> | undefined, intentId: string): string =>
  order ? `${PURPOSES[order.intent.purpose] ?? order.intent.purpose} ${order.intent.terms.side} ${order.intent.terms.instrumentId}` : `Order ${intentId}`
