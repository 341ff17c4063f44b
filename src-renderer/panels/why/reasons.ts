import type { DecisionRow, GuardView, SideView } from '../../../src-shared/contract/views.ts'

/** Null: all of them. */
export interface DecisionFilter {
  readonly instrumentId: string | null
  readonly reason: string | null
}

/** Decisions that opened nothing. */
export const withoutEntry = (rows: readonly DecisionRow[]): readonly DecisionRow[] => rows.filter(({ action }) => action === 'FLAT')

export const filterDecisions = (rows: readonly DecisionRow[], { instrumentId, reason }: DecisionFilter): readonly DecisionRow[] =>
  rows.filter((row) => (instrumentId === null || row.instrumentId === instrumentId) && (reason === null || row.reason === reason))

export interface ReasonCount {
  readonly reason: string
  readonly count: number
  /** Of all that were counted. */
  readonly part: number
}

/** How often each reason was given, the most frequent first; of equal counts in the order of their names. */
export function countReasons(rows: readonly DecisionRow[]): readonly ReasonCount[] {
  const counts = new Map<string, number>()
  for (const { reason } of rows) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return Array.from(counts, ([reason, count]) => ({ reason, count, part: count / rows.length })).toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
}

/** Those that said no; a refused entry has at least one. */
export const refusals = ({ guards }: DecisionRow): readonly GuardView[] => guards.filter(({ verdict }) => verdict === 'refuse')

/** The side that came nearer, and its numbers; undefined when neither was valued. */
export function nearerSide({ long, short }: DecisionRow): { readonly side: 'long' | 'short'; readonly value: SideView } | undefined {
  const valueOf = (side: SideView | null): number => side?.expectedValue ?? -Infinity
  if (short && valueOf(short) > valueOf(long)) return { side: 'short', value: short }
  return long ? { side: 'long', value: long } : short ? { side: 'short', value: short } : undefined
}
