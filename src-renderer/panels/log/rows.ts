import type { LogRow } from '../../../src-shared/contract/views.ts'

export type Level = LogRow['level']

const RANKS: Readonly<Record<Level, number>> = { info: 0, warn: 1, alarm: 2 }

/** Rows of a level and above. */
export const atLeast = (rows: readonly LogRow[], level: Level): readonly LogRow[] => rows.filter((row) => RANKS[row.level] >= RANKS[level])

/** How many rows came after the newest one that is held; all of them when it has been forgotten. */
export function newerThan(rows: readonly LogRow[], held: readonly LogRow[]): number {
  const newest = held.at(-1)
  return newest === undefined ? rows.length : rows.length - 1 - rows.lastIndexOf(newest)
}

const keys = new WeakMap<LogRow, number>()
let count = 0

/** Rows have no id of their own: each gets one when it is first drawn. */
export function keyOf(row: LogRow): number {
  const key = keys.get(row) ?? ++count
  keys.set(row, key)
  return key
}
