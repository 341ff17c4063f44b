import Database from 'better-sqlite3'
import { createIfAbsent } from './create.ts'
import { pathOf, type DatabaseKind, type Opening } from './database-kind.ts'
import { inspectFile, numberPragma } from './inspect.ts'
import { migrate } from './migrate.ts'
import { refusing, StorageRefusal } from './refusal.ts'

/** Longer would block the event loop longer than an exit may wait. */
const BUSY_MS = 250
const NORMAL = 1
const FULL = 2

/** Opens a database whose commits survive a power cut; makes it if it is not there. Throws StorageRefusal and then has changed nothing. */
export function openDurable(kind: DatabaseKind, opening: Opening): Database.Database {
  return openToWrite(kind, opening, FULL)
}

/** Opens a database that stays sound in a power cut but may lose its last commits. For what can be fetched or computed again. */
export function openBulk(kind: DatabaseKind, opening: Opening): Database.Database {
  return openToWrite(kind, opening, NORMAL)
}

/** Opens an existing database beside its writer. Throws StorageRefusal. */
export function openToRead(kind: DatabaseKind, opening: Opening): Database.Database {
  const path = pathOf(kind, opening)
  return refusing(path, () => {
    if (inspectFile(kind, path, opening.accountId) < kind.migrations.length) {
      throw new StorageRefusal('schema', `${path} was written by an older version. Start Haetae once to bring it up to date.`)
    }
    return new Database(path, { readonly: true, timeout: BUSY_MS })
  }, kind.remedy)
}

function openToWrite(kind: DatabaseKind, opening: Opening, synchronous: number): Database.Database {
  const path = pathOf(kind, opening)
  return refusing(path, () => {
    createIfAbsent(kind, opening)
    inspectFile(kind, path, opening.accountId)
    const database = new Database(path, { fileMustExist: true, timeout: BUSY_MS })
    try {
      settle(database, synchronous)
      migrate(database, kind, opening)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }, kind.remedy)
}

/**
 * better-sqlite3 is compiled so that WAL commits are not synced by default, and the pragma tells the truth only after a first
 * statement: so set it, write-lock the file once (which also finds a file opened read-only), then read it back.
 */
function settle(database: Database.Database, synchronous: number): void {
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${synchronous}`)
  database.pragma(`fullfsync = ${synchronous === FULL ? 1 : 0}`)
  database.pragma(`checkpoint_fullfsync = ${synchronous === FULL ? 1 : 0}`)
  database.pragma('foreign_keys = ON')
  database.exec('BEGIN IMMEDIATE; ROLLBACK')
  const numbers = ['synchronous', 'busy_timeout', 'foreign_keys'].map((name) => numberPragma(database, name))
  const found = [database.pragma('journal_mode', { simple: true }), ...numbers]
  const wanted = ['wal', synchronous, BUSY_MS, 1]
  if (found.join() === wanted.join()) return
  throw new StorageRefusal('read-only', `${database.name} cannot be made safe: it says ${found.join(', ')} instead of ${wanted.join(', ')}. Keep it on a local disk.`)
}
