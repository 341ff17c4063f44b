import type { OrderRow, PositionRow } from '../../../src-shared/contract/views.ts'
import { productOf, sumOf } from '../../format/exact.ts'

/** How far a price is from the mark: as a fraction of it, signed, and in average true ranges of an hour. */
export interface Distance {
  readonly part: number
  readonly atrs: number | null
}

export interface Protection {
  readonly kind: 'at-venue' | 'closing' | 'sent' | 'missing'
  /** When the stop was sent, or when there was last one; 0 for the others. */
  readonly since: number
}

export interface PositionLine {
  readonly row: PositionRow
  readonly notional: string | null
  /** Unrealised result as a part of what was paid. */
  readonly gain: number | null
  readonly liquidation: Distance | null
  readonly stop: Distance | null
  readonly takeProfit: Distance | null
  readonly protection: Protection
}

/** `atr` is the range of an hour as a fraction of the mark. */
export function distanceOf(price: string | null, mark: string | null, atr: number | null): Distance | null {
  if (price === null || mark === null || Number(mark) === 0) return null
  const part = Number(price) / Number(mark) - 1
  return { part, atrs: atr === null || atr <= 0 ? null : Math.abs(part) / atr }
}

export function lineOf(row: PositionRow, atr: number | null, orders: readonly OrderRow[]): PositionLine {
  const { mark, entry, quantity, unrealized } = row
  const paid = Number(productOf(entry, quantity))
  return {
    row, notional: mark === null ? null : productOf(mark, quantity), gain: unrealized === null || paid === 0 ? null : Number(unrealized) / paid,
    liquidation: distanceOf(row.liquidation, mark, atr), stop: distanceOf(row.stop, mark, atr), takeProfit: distanceOf(row.takeProfit, mark, atr),
    protection: protectionOf(row, orders),
  }
}

const IN_FLIGHT: ReadonlySet<string> = new Set(['pending', 'sent', 'unknown'])

/** Only a stop that is known to rest counts; one that was sent and not heard of may or may not be there. */
export function protectionOf({ instrumentId, openedAt, stopVerified, exitReason }: PositionRow, orders: readonly OrderRow[]): Protection {
  if (exitReason !== null) return { kind: 'closing', since: 0 }
  if (stopVerified) return { kind: 'at-venue', since: 0 }
  const stops = orders.filter((order) => order.instrumentId === instrumentId && order.purpose === 'protect' && order.createdAt >= openedAt)
  const sent = stops.find(({ state }) => IN_FLIGHT.has(state))
  return sent ? { kind: 'sent', since: sent.createdAt } : { kind: 'missing', since: Math.max(openedAt, ...stops.map(({ updatedAt }) => updatedAt)) }
}

const RESTING: ReadonlySet<string> = new Set(['accepted', 'partially-filled'])

/** Positions with exactly one live stop, as far as is known; a second one would open the other way. */
export function protectedCount(rows: readonly PositionRow[], orders: readonly OrderRow[]): number {
  const spare = ({ instrumentId, openedAt }: PositionRow): boolean =>
    orders.filter((order) => order.instrumentId === instrumentId && order.purpose === 'protect' && order.createdAt >= openedAt && RESTING.has(order.state)).length > 1
  return rows.filter((row) => row.stopVerified && !spare(row)).length
}

export interface Totals {
  readonly notional: string | null
  readonly unrealized: string | null
  readonly nearest: Distance | null
}

export function totalsOf(lines: readonly PositionLine[]): Totals {
  const known = lines.flatMap(({ liquidation }) => liquidation ?? [])
  const depth = ({ atrs, part }: Distance): number => atrs ?? Math.abs(part) * 100
  return {
    notional: sumOf(lines.map(({ notional }) => notional)), unrealized: sumOf(lines.map(({ row }) => row.unrealized)),
    nearest: known.toSorted((a, b) => depth(a) - depth(b))[0] ?? null,
  }
}
