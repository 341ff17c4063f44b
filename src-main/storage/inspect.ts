import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { DatabaseKind } from './database-kind.ts'
import { refusing, StorageRefusal } from './refusal.ts'
import { expectedSchema, sameSchema, schemaOf } from './schema.ts'

/**
 * Looks at a file without changing it and answers its schema version. Throws StorageRefusal for whatever is not a sound file of this
 * kind and account. It reads through SQLite only: opening a database by other means in a process that has it open drops SQLite's locks.
 */
export function inspectFile(kind: DatabaseKind, path: string, accountId: string): number {
  return refusing(path, () => {
    const found = statSync(path)
    if (!found.isFile()) throw new StorageRefusal('foreign', `${path} is not a file, but a ${kind.name} file belongs there. Move it away and start again.`)
    if (found.size === 0) throw new StorageRefusal('corrupt', `${path} is empty: what was in it is lost. ${kind.remedy}`)
    const database = new Database(path, { readonly: true, timeout: 250 })
    try {
      return inspect(database, kind, accountId)
    } finally {
      database.close()
    }
  }, kind.remedy)
}

function inspect(database: Database.Database, kind: DatabaseKind, accountId: string): number {
  const path = database.name
  if (numberPragma(database, 'application_id') !== kind.applicationId) {
    const found = `${path} is a database of another program or of another kind, not a ${kind.name} file of Haetae`
    throw new StorageRefusal('foreign', `${found}. It was left as it is: move it away and start again.`)
  }
  const damage = database.pragma('quick_check(1)', { simple: true })
  if (damage !== 'ok') throw new StorageRefusal('corrupt', `${path} is damaged (${String(damage).replaceAll(/\s+/g, ' ')}). ${kind.remedy}`)
  const version = numberPragma(database, 'user_version')
  if (version > kind.migrations.length) {
    const writer = metaOf(database, 'program') ?? 'a newer version'
    const found = `${path} has schema ${version}, written by Haetae ${writer}; this program knows schemas up to ${kind.migrations.length}`
    throw new StorageRefusal('newer', `${found}. Update the program; the file was left as it is.`)
  }
  refuseOtherSchema(database, kind, version)
  const owner = metaOf(database, 'account_id')
  if (owner !== accountId) {
    const found = `${path} belongs to account ${owner ?? 'unknown'}, not to ${accountId}`
    throw new StorageRefusal('other-account', `${found}. Put it back into that account's folder; it was left as it is.`)
  }
  return version
}

/** Throws when the tables are not exactly those that the migrations up to `version` make. */
export function refuseOtherSchema(database: Database.Database, kind: DatabaseKind, version: number): void {
  const found = schemaOf(database)
  if (version >= 1 && sameSchema(found, expectedSchema(kind, version))) return
  throw new StorageRefusal('schema', `${database.name} was altered: its tables are not those of schema ${version}. ${kind.remedy}`)
}

/** Undefined also where the table does not exist or has another form, as in a file of a later version. */
function metaOf(database: Database.Database, key: string): string | undefined {
  try {
    return database.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key)
  } catch {
    return undefined
  }
}

export const numberPragma = (database: Database.Database, name: string): number => Number(database.pragma(name, { simple: true }))
