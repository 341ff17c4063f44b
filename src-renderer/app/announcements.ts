import type { LogRow } from '../../src-shared/contract/views.ts'

/** What is worth hearing without having asked: results of orders, guards that trip, latches. */
const SPOKEN: ReadonlySet<string> = new Set([
  'fill-booked', 'fill-realized', 'trade-closed', 'order-rejected', 'order-unknown', 'exit-due', 'latch-set', 'latch-cleared', 'trading-started', 'trading-stopped', 'books-compared',
])

/** The newest rows that are read aloud, oldest first, and how many more there were: nobody listens to a hundred fills. */
export function spokenOf(rows: readonly LogRow[], max: number): { readonly spoken: readonly LogRow[]; readonly more: number } {
  const heard = rows.filter(({ code, level }) => level === 'alarm' || SPOKEN.has(code))
  return { spoken: heard.slice(-max), more: Math.max(0, heard.length - max) }
}
