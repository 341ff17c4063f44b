import type { MarketRow } from '../../../src-shared/contract/market-views.ts'

export type SortColumn = 'symbol' | 'last' | 'change' | 'ev' | 'funding'

export interface Sort {
  readonly column: SortColumn
  readonly descending: boolean
}

/** Names begin at A, numbers at the largest; the same column again turns it round. */
export const nextSort = (sort: Sort, column: SortColumn): Sort => ({ column, descending: sort.column === column ? !sort.descending : column !== 'symbol' })

/** Expected value of the better side; a price that is too old has none. */
export function bestValue({ longValue, shortValue, stale }: MarketRow): number | null {
  if (stale || (longValue === null && shortValue === null)) return null
  return Math.max(longValue ?? -Infinity, shortValue ?? -Infinity)
}

const NUMBERS: Readonly<Record<Exclude<SortColumn, 'symbol'>, (row: MarketRow) => number | null>> = {
  last: ({ mark }) => (mark === null ? null : Number(mark)), change: ({ change }) => change, ev: bestValue, funding: ({ funding }) => funding,
}

/** What is not known stands last, whichever way it is sorted. */
export function sortRows(rows: readonly MarketRow[], { column, descending }: Sort): readonly MarketRow[] {
  const sign = descending ? -1 : 1
  if (column === 'symbol') return rows.toSorted((a, b) => sign * byText(a.instrumentId, b.instrumentId))
  const numberOf = NUMBERS[column]
  return rows.toSorted((a, b) => {
    const [one, other] = [numberOf(a), numberOf(b)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return sign * (one - other)
  })
}

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

export function filterRows(rows: readonly MarketRow[], typed: string): readonly MarketRow[] {
  const wanted = typed.trim().toUpperCase()
  return wanted === '' ? rows : rows.filter(({ instrumentId, base }) => instrumentId.toUpperCase().includes(wanted) || base.toUpperCase().includes(wanted))
}

/** Rows as they stood before, new ones behind them: nothing moves away from under the pointer. */
export function inOrder(rows: readonly MarketRow[], before: readonly string[]): readonly MarketRow[] {
  const places = new Map(before.map((instrumentId, i) => [instrumentId, i]))
  const placeOf = ({ instrumentId }: MarketRow): number => places.get(instrumentId) ?? before.length
  return rows.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** The short name where it is the only one of that name, else the whole. */
export function nameOf({ instrumentId, base }: MarketRow, rows: readonly MarketRow[]): string {
  return rows.some((row) => row.base === base && row.instrumentId !== instrumentId) ? instrumentId : base
}

/** The line of closes within a box, as an SVG path. A flat market is a line in the middle. */
export function sparkPath(closes: readonly number[], width: number, height: number): string {
  if (closes.length < 2) return ''
  const low = Math.min(...closes)
  const span = Math.max(...closes) - low
  const y = (close: number): number => (span === 0 ? height / 2 : 1 + (1 - (close - low) / span) * (height - 2))
  return closes.map((close, i) => `${i === 0 ? 'M' : 'L'}${((i / (closes.length - 1)) * width).toFixed(1)} ${y(close).toFixed(1)}`).join('')
}
