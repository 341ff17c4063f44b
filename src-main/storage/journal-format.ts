import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { StorageRefusal } from './refusal.ts'

/** One line of the journal, as columns. */
export interface JournalRow {
  readonly time: number
  readonly account_id: string
  readonly strategy_id: string | null
  readonly instrument_id: string | null
  readonly kind: string
  /** Version of the payload's form, per kind, from 1. */
  readonly version: number
  /** What may be there only once. */
  readonly unique_key: string | null
  /** JSON of all but kind and time. */
  readonly payload: string
}

type Kind = JournalledChange['kind']
type Payload = Readonly<Record<string, unknown>>
/** Turns the payload of one version into that of the next. */
type Upcast = (payload: Payload) => Payload
/** Per kind, the steps from version 1 on; so the present version is one more than there are steps. */
export type Upcasts = Readonly<Record<Kind, readonly Upcast[]>>

const sentence = (text: unknown): Payload => ({ code: 'text', values: { text } })

/** Of version 1: most alarms named their instrument alone. Custody folds it. */
function alarmValues(code: unknown, detail: unknown): Payload {
  if (code === 'naked-position' || code === 'liquidation-distance' || code === 'custody-restless') return { instrument: detail }
  const [, order, refusal] = code === 'exit-refused' ? (/^(.*): (.*)$/.exec(String(detail)) ?? []) : []
  return order === undefined ? { text: detail } : { order, refusal }
}

const UPCASTS: Upcasts = {
  'session-started': [],
  'intent-opened': [],
  'attempt-sent': [],
  'order-accepted': [],
  'order-rejected': [],
  'order-unknown': [],
  'order-closed': [],
  'cancel-requested': [],
  'fill-booked': [],
  'ledger-posted': [],
  'trade-closed': [],
  'exit-due': [],
  'latch-set': [({ reason, ...rest }) => ({ ...rest, reason: sentence(reason) })],
  'latch-cleared': [],
  'trading-switched': [],
  'models-chosen': [],
  // Of version 1: days began at 00:00 UTC.
  'day-opened': [(day) => ({ ...day, boundary: 'utc' })],
  'high-water-raised': [],
  'foreign-quantity-seen': [],
  'difference-found': [({ detail, ...rest }) => ({ ...rest, reason: sentence(detail) })],
  'reconciled': [],
  'alarm-raised': [({ detail, ...rest }) => ({ ...rest, values: alarmValues(rest['code'], detail) })],
}

/** Throws RangeError for a number that is not a safe integer and for a change of another account: such a change is a program error. */
export function toRow(change: JournalledChange, accountId: string, upcasts: Upcasts = UPCASTS): JournalRow {
  const { kind, time, ...payload } = change
  const owner = ownerOf(change)
  if (owner.accountId !== undefined && owner.accountId !== accountId) {
    throw new RangeError(`a ${kind} of account ${owner.accountId} does not belong into the journal of ${accountId}`)
  }
  return {
    time,
    account_id: accountId,
    strategy_id: owner.strategyId ?? null,
    instrument_id: owner.instrumentId ?? null,
    kind,
    version: upcasts[kind].length + 1,
    unique_key: uniqueKeyOf(change),
    payload: JSON.stringify(payload, onlyExactNumbers),
  }
}

/** Throws StorageRefusal for a kind or version that this program does not know, and for a payload that is not a JSON object. */
export function fromRow(row: JournalRow, upcasts: Upcasts = UPCASTS): JournalledChange {
  const steps = Object.hasOwn(upcasts, row.kind) ? upcasts[row.kind as Kind] : undefined
  if (!steps) throw new StorageRefusal('newer', `the journal holds a "${row.kind}" (time ${row.time}), which this program does not know. Update the program.`)
  if (row.version < 1 || row.version > steps.length + 1) {
    const found = `the journal holds a "${row.kind}" of version ${row.version} (time ${row.time})`
    throw new StorageRefusal('newer', `${found}; this program knows versions up to ${steps.length + 1}. Update the program.`)
  }
  let payload = parsePayload(row)
  for (const step of steps.slice(row.version - 1)) payload = step(payload)
  return { kind: row.kind, time: row.time, ...payload } as unknown as JournalledChange
}

function parsePayload({ kind, time, payload }: JournalRow): Payload {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    value = undefined
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Payload
  throw new StorageRefusal('corrupt', `the journal holds a "${kind}" (time ${time}) whose content cannot be read. Run \`haetae restore\`.`)
}

interface Owner {
  readonly accountId?: string | undefined
  readonly strategyId?: string | undefined
  readonly instrumentId?: string | undefined
}

function ownerOf(change: JournalledChange): Owner {
  if ('order' in change) return { ...change.order, instrumentId: change.order.terms.instrumentId }
  if ('fill' in change) return { ...change, instrumentId: change.fill.instrumentId }
  if ('entry' in change) return change.entry
  if ('trade' in change) return change.trade
  if ('strategyId' in change) return { strategyId: change.strategyId }
  return 'instrumentId' in change ? { instrumentId: change.instrumentId } : {}
}

function uniqueKeyOf(change: JournalledChange): string | null {
  if (change.kind === 'intent-opened') return keyOf('intent', change.order.intentId)
  if (change.kind === 'fill-booked') return keyOf('fill', change.fill.venue, change.fill.instrumentId, change.fill.tradeId)
  if (change.kind === 'ledger-posted') return keyOf('ledger', change.entry.kind, change.entry.instrumentId, change.entry.reference)
  return null
}

/** A slash inside a part is written %2F, so that two different things never share a key. */
const keyOf = (...parts: readonly string[]): string => parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/')

function onlyExactNumbers(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`a journal holds exact integers only, but "${key}" is ${value}`)
  return value
}
