import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { copiesFolder, copyNames } from './copy-names.ts'
import { journalKind, pathOf, researchKind, type DatabaseKind, type Opening } from './database-kind.ts'
import { moveDurably, syncFile, syncFolder } from './durable-files.ts'
import { inspectFile } from './inspect.ts'
import { Lease, type LeaseHolder } from './lease.ts'
import { refusing, StorageRefusal } from './refusal.ts'
import { SqliteJournal } from './sqlite-journal.ts'

interface RestoreRequest {
  /** A name that `listCopies` told. */
  readonly copy: string
  /** Who asks: the account must be free, and is held meanwhile. */
  readonly holder: LeaseHolder
  /** Appended to a restored journal before it is put in place, as a latch that keeps entries off until a person has looked. */
  readonly changes: readonly JournalledChange[]
}

export interface Restored {
  readonly path: string
  /** Where the replaced file is now. Null when there was none. */
  readonly replaced: string | null
}

/** Puts a copy in the place of the present file, which is moved aside. Throws StorageRefusal; then nothing was changed. */
export function restoreCopy(opening: Opening, request: RestoreRequest): Restored {
  const kind = [journalKind, researchKind].find((candidate) => copyNames(opening.folder, candidate).includes(request.copy))
  const copy = join(copiesFolder(opening.folder), request.copy)
  if (!kind) throw new StorageRefusal('missing', `there is no copy ${JSON.stringify(request.copy)} in ${copiesFolder(opening.folder)}. \`haetae restore\` without a name lists them.`)
  inspectFile(kind, copy, opening.accountId)
  const lease = Lease.take(opening.folder, request.holder)
  const staging = join(opening.folder, 'restoring')
  try {
    return refusing(copy, () => {
      const draft = prepare(kind, opening, request, staging)
      const replaced = moveAside(pathOf(kind, opening))
      moveDurably(draft, pathOf(kind, opening))
      return { path: pathOf(kind, opening), replaced }
    })
  } finally {
    rmSync(staging, { recursive: true, force: true })
    lease.release()
  }
}

/** The file as it will stand there, complete on the disk before anything is moved. */
function prepare(kind: DatabaseKind, opening: Opening, { copy, changes }: RestoreRequest, staging: string): string {
  rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging, { mode: 0o700 })
  const staged = { ...opening, folder: staging }
  const draft = pathOf(kind, staged)
  copyFileSync(join(copiesFolder(opening.folder), copy), draft)
  if (kind === journalKind && changes.length > 0) {
    const journal = new SqliteJournal(staged)
    journal.append(changes)
    journal.close()
  }
  if (existsSync(`${draft}-wal`)) throw new StorageRefusal('full', `${draft} could not be completed. Free some space and try again; the present file was left as it is.`)
  inspectFile(kind, draft, opening.accountId)
  syncFile(draft)
  return draft
}

/**
 * The file first and its newest part (-wal) second: were it the other way round, a crash between the two would leave a file that
 * opens without its last commits. All get one number, so that they stay a pair, also when an earlier attempt died half-way.
 */
function moveAside(path: string): string | null {
  const present = ['', '-wal', '-shm'].filter((suffix) => existsSync(path + suffix))
  if (present.length === 0) return null
  let n = 1
  while (present.some((suffix) => existsSync(`${path}.replaced-${n}${suffix}`))) n++
  const target = `${path}.replaced-${n}`
  for (const suffix of present) {
    renameSync(path + suffix, target + suffix)
    syncFolder(dirname(path))
  }
  return target
}
