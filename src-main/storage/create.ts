import { linkSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { threadId } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { copyNames } from './copy-names.ts'
import { pathOf, type DatabaseKind, type Opening } from './database-kind.ts'
import { syncFile, syncFolder } from './durable-files.ts'
import { errorCode, StorageRefusal } from './refusal.ts'

/**
 * Makes the file if it is not there. It gets its name only when it is complete, so that an empty file is never ours.
 * Refuses ('missing') where traces tell that there was one: a new journal would forget positions.
 */
export function createIfAbsent(kind: DatabaseKind, opening: Opening): void {
  const path = pathOf(kind, opening)
  if (sizeOf(path) !== undefined) return
  refuseIfLost(kind, opening)
  const draft = `${path}.new-${process.pid}-${threadId}`
  rmSync(draft, { force: true })
  try {
    writeDraft(draft, kind, opening)
    publish(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

function refuseIfLost(kind: DatabaseKind, opening: Opening): void {
  const path = pathOf(kind, opening)
  if ((sizeOf(`${path}-wal`) ?? 0) > 0) {
    throw new StorageRefusal('missing', `${path} is gone, but its newest part ${path}-wal is there. Put the file back beside it. If you cannot: ${kind.remedy}`)
  }
  const copies = copyNames(opening.folder, kind)
  if (copies.length > 0) {
    throw new StorageRefusal('missing', `${path} is gone, but there are ${copies.length} copies of it. ${kind.remedy} To begin anew, move the copies away first.`)
  }
}

function writeDraft(draft: string, kind: DatabaseKind, { accountId, program }: Opening): void {
  const database = new Database(draft)
  try {
    database.pragma('synchronous = FULL')
    database.transaction(() => {
      for (const migration of kind.migrations) database.exec(migration)
      database.prepare(`INSERT INTO meta (key, value) VALUES ('account_id', ?), ('program', ?)`).run(accountId, program)
      database.pragma(`application_id = ${kind.applicationId}`)
      database.pragma(`user_version = ${kind.migrations.length}`)
    })()
  } finally {
    database.close()
  }
  syncFile(draft)
}

/** Never replaces a file that another process made meanwhile; a file system without links has no such promise, there the lease must do. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return
    renameSync(draft, path)
  }
  syncFolder(dirname(path))
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}
