import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { moveDurably } from './durable-files.ts'
import { errorCode, refusing, StorageRefusal } from './refusal.ts'

/** Who works on an account's folder. */
export interface LeaseHolder {
  readonly instance: string
  readonly pid: number
  readonly startedAt: TimeMs
  /** 'engine', 'restore', … */
  readonly purpose: string
}

/**
 * The right to be the only one who works on an account's folder. It is a lock of the operating system on lease.db, so it ends with
 * the process, however that ends. lease.json only tells people who holds it.
 */
export class Lease {
  readonly #database: Database.Database
  readonly #note: string

  private constructor(database: Database.Database, note: string) {
    this.#database = database
    this.#note = note
  }

  /** Throws StorageRefusal 'locked' naming the holder when there is one. */
  static take(folder: string, holder: LeaseHolder): Lease {
    const path = join(folder, 'lease.db')
    const note = join(folder, 'lease.json')
    const database = refusing(path, () => lock(path, note), 'Nothing is kept in it: delete it.')
    const lease = new Lease(database, note)
    try {
      rmSync(note, { force: true })
      writeFileSync(`${note}.new`, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
      moveDurably(`${note}.new`, note)
    } catch (error) {
      if (errorCode(error) === 'ENOSPC') return lease
      lease.release()
      throw error
    }
    return lease
  }

  release(): void {
    if (!this.#database.open) return
    rmSync(this.#note, { force: true })
    this.#database.close()
  }
}

function lock(path: string, note: string): Database.Database {
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if (!errorCode(error)?.startsWith('SQLITE_BUSY')) throw error
    throw new StorageRefusal('locked', `${path}: this account is in use by ${holderText(note)}. Close that one first; two must never trade one account.`, { cause: error })
  }
}

function holderText(note: string): string {
  try {
    const { pid, purpose } = JSON.parse(readFileSync(note, 'utf8')) as LeaseHolder
    return `another Haetae (${purpose}, process ${pid})`
  } catch {
    return 'another Haetae'
  }
}
