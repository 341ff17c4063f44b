import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseKind } from './database-kind.ts'
import { errorCode } from './refusal.ts'

export const copiesFolder = (folder: string): string => join(folder, 'copies')

export function makeCopiesFolder(folder: string): string {
  const copies = copiesFolder(folder)
  mkdirSync(copies, { recursive: true, mode: 0o700 })
  return copies
}

const DAY = String.raw`\d{4}-\d{2}-\d{2}`

/** All names of copies of one kind, ascending: the daily ones by day. */
export function copyNames(folder: string, kind: DatabaseKind): readonly string[] {
  const pattern = new RegExp(`^${kind.name}-(${DAY}|schema-\\d+(-\\d+)?)\\.db$`)
  return namesIn(copiesFolder(folder)).filter((name) => pattern.test(name)).toSorted()
}

export const isDaily = (name: string): boolean => new RegExp(`-${DAY}\\.db$`).test(name)

/** A day as '2026-11-21'. Throws RangeError for anything else: it becomes part of a file's name. */
export function dailyName(kind: DatabaseKind, day: string): string {
  if (!new RegExp(`^${DAY}$`).test(day)) throw new RangeError(`"${day}" is not a day: write it as 2026-11-21`)
  return `${kind.name}-${day}.db`
}

/** A name for the copy made before a schema is left behind; none is ever overwritten. */
export function schemaCopyName(folder: string, kind: DatabaseKind, version: number): string {
  const taken = new Set(namesIn(copiesFolder(folder)))
  const base = `${kind.name}-schema-${version}`
  let name = `${base}.db`
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}.db`
  return name
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}
