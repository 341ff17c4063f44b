import { rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { copiesFolder, copyNames, dailyName, isDaily, makeCopiesFolder } from './copy-names.ts'
import { journalKind, pathOf, researchKind, type DatabaseKind, type Opening } from './database-kind.ts'
import { freeBytes, moveDurably, syncFile, syncFolder } from './durable-files.ts'
import { inspectFile } from './inspect.ts'
import { refusalFrom, StorageRefusal } from './refusal.ts'

const KEPT = 7
/** Left free for the journal itself. */
const RESERVE_BYTES = 64 * 1024 * 1024
/** Per turn of the event loop: about a millisecond. */
const PAGES_PER_STEP = 100

interface Copy {
  readonly name: string
  readonly bytes: number
}

/** What can be restored, of journal.db and research.db, ascending by name. */
export function listCopies({ folder }: Opening): readonly Copy[] {
  const names = [journalKind, researchKind].flatMap((kind) => copyNames(folder, kind))
  return names.map((name) => ({ name, bytes: statSync(join(copiesFolder(folder), name)).size }))
}

/**
 * Copies journal.db and research.db once a day, beside whoever writes them, and keeps seven days of each. Answers the names of new copies.
 * `day` as '2026-11-21'. Rejects with StorageRefusal; then all older copies are still there.
 */
export async function copyIfDue(opening: Opening, day: string, reserveBytes: number = RESERVE_BYTES): Promise<readonly string[]> {
  const made: string[] = []
  for (const kind of [journalKind, researchKind]) {
    const name = dailyName(kind, day)
    if (copyNames(opening.folder, kind).includes(name) || !statSync(pathOf(kind, opening), { throwIfNoEntry: false })) continue
    try {
      await copyOne(kind, opening, name, reserveBytes)
    } catch (error) {
      throw refusalFrom(error, join(copiesFolder(opening.folder), name))
    }
    made.push(name)
  }
  return made
}

async function copyOne(kind: DatabaseKind, opening: Opening, name: string, reserveBytes: number): Promise<void> {
  const path = pathOf(kind, opening)
  const copies = makeCopiesFolder(opening.folder)
  const free = freeBytes(copies)
  if (free < statSync(path).size + reserveBytes) {
    throw new StorageRefusal('full', `${copies} has only ${free} bytes left, too few for a copy of ${path}. Free some space; older copies were kept.`)
  }
  const draft = join(copies, `${name}.part-${process.pid}`)
  try {
    await backup(path, draft)
    inspectFile(kind, draft, opening.accountId)
    syncFile(draft)
    moveDurably(draft, join(copies, name))
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true })
  }
  dropOldest(kind, opening.folder, name)
}

/** Leaves one self-contained file: a copy that needs a file beside it would sooner or later lose it. */
async function backup(path: string, draft: string): Promise<void> {
  rmSync(draft, { force: true })
  const source = new Database(path, { readonly: true, timeout: 250 })
  try {
    await source.backup(draft, { progress: stepSize() })
  } finally {
    source.close()
  }
  const copy = new Database(draft)
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
}

/** Each commit of a writer starts the copy anew, so after the first such start the rest is copied at once. */
function stepSize(): (state: { totalPages: number; remainingPages: number }) => number {
  let before = Infinity
  return ({ totalPages, remainingPages }) => {
    const startedAnew = remainingPages >= before
    before = startedAnew ? -1 : remainingPages
    return startedAnew ? totalPages + PAGES_PER_STEP : PAGES_PER_STEP
  }
}

function dropOldest(kind: DatabaseKind, folder: string, made: string): void {
  const older = copyNames(folder, kind).filter((name) => isDaily(name) && name !== made)
  for (const name of older.slice(0, Math.max(0, older.length - (KEPT - 1)))) rmSync(join(copiesFolder(folder), name))
  syncFolder(dirname(join(copiesFolder(folder), made)))
}
