import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'

/** Rows in one transaction or one page. Whoever shares the thread waits no longer than for these. */
export const CHUNK = 5_000

/** Gives the items to `put` in transactions of some thousand: when one fails, those before it stay. */
export async function inChunks<Item>(database: Database.Database, items: readonly Item[], put: (chunk: readonly Item[]) => void): Promise<void> {
  const commit = database.transaction(put)
  for (let start = 0; start < items.length; start += CHUNK) {
    if (start > 0) await nextTurn()
    commit.immediate(items.slice(start, start + CHUNK))
  }
}

/** All rows, page by page; `page` gives those that come after the last one had. */
export async function allPages<Row>(page: (last: Row | undefined) => readonly Row[]): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const more = page(rows.at(-1))
    for (const row of more) rows.push(row)
    if (more.length < CHUNK) return rows
    await nextTurn()
  }
}

/** Up to `limit` rows, page by page. */
export async function newestFirst<Row>(limit: number, page: (last: Row | undefined, count: number) => Row[]): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const wanted = Math.min(CHUNK, limit - rows.length)
    const more = page(rows.at(-1), wanted)
    rows.push(...more)
    if (more.length < wanted || rows.length >= limit) return rows
    await nextTurn()
  }
}
