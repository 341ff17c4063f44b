import type { OrderPurpose } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

const LETTERS: Readonly<Record<OrderPurpose, string>> = { open: 'o', protect: 's', 'take-profit': 't', reduce: 'r', emergency: 'e' }
const LENGTH_MAX = 36

/**
 * Ids are functions of what is wanted: tag, symbol, decision time in seconds (base 36), purpose and number, as 'pe.BTCUSDT.roir7k.s1'.
 * So a repeated signal collides with itself, and a person can read them. Venues take up to 36 of these characters.
 */
export function entryIdOf(tag: string, instrumentId: string, asOf: TimeMs): string {
  return checked(`${tag}.${instrumentId}.${Math.floor(asOf / 1000).toString(36)}.${LETTERS.open}`)
}

export function childIdOf(entryId: string, purpose: OrderPurpose, number: number): string {
  return checked(`${entryId.slice(0, -LETTERS.open.length)}${LETTERS[purpose]}${number}`)
}

/** The entry that one of our client order ids belongs to; undefined for an id of somebody else. */
export function entryIdFrom(tag: string, clientOrderId: string): string | undefined {
  const parts = clientOrderId.split('.')
  if (parts.length !== 4 || parts[0] !== tag) return undefined
  return `${parts.slice(0, 3).join('.')}.${LETTERS.open}`
}

function checked(id: string): string {
  if (id.length > LENGTH_MAX || !/^[.A-Za-z0-9_-]+$/.test(id)) throw new RangeError(`${id} cannot be a client order id`)
  return id
}
