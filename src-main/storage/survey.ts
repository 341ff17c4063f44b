import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { copiesFolder } from './copy-names.ts'
import type { Opening } from './database-kind.ts'
import type { LeaseHolder } from './lease.ts'
import { errorCode, refusing } from './refusal.ts'

/**
 * Who works on an account's folder now; null when nobody does, 'unknown' when somebody does who left no name. It only looks:
 * taking the lease to find out would turn away an engine that starts at the same moment.
 */
export function leaseHolder(folder: string): LeaseHolder | 'unknown' | null {
  const path = join(folder, 'lease.db')
  if (!existsSync(path)) return null
  return refusing(path, () => (isLocked(path) ? noteOf(folder) : null), 'Nothing is kept in it: delete it.')
}

function isLocked(path: string): boolean {
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (errorCode(error)?.startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    database.close()
  }
}

function noteOf(folder: string): LeaseHolder | 'unknown' {
  try {
    return JSON.parse(readFileSync(join(folder, 'lease.json'), 'utf8')) as LeaseHolder
  } catch {
    return 'unknown'
  }
}

/** The time of the newest change in a copy of a journal; null for an empty one. Throws StorageRefusal for a copy that cannot be read. */
export function copyTime({ folder }: Pick<Opening, 'folder'>, name: string): TimeMs | null {
  const path = join(copiesFolder(folder), name)
  return refusing(path, () => {
    const database = new Database(path, { readonly: true })
    try {
      return database.prepare<[], TimeMs | null>('SELECT max(time) FROM change').pluck().get() ?? null
    } finally {
      database.close()
    }
  }, 'Take another copy.')
}

/** The version of SQLite that is built in. Throws when the native module does not load. */
export function sqliteVersion(): string {
  const database = new Database(':memory:')
  try {
    return database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  } finally {
    database.close()
  }
}
