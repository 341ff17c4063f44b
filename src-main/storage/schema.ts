import Database from 'better-sqlite3'
import type { DatabaseKind } from './database-kind.ts'

const OBJECTS = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'trigger', tbl_name, type DESC, name`

/** The schema a database has, as text. Tables first, in an order that does not depend on how they came to be. */
export function schemaOf(database: Database.Database): string {
  const objects = database.prepare<[], string>(OBJECTS).pluck().all()
  return objects.map((sql) => `${sql};\n`).join('\n')
}

/** The schema that the first `version` migrations make. */
export function expectedSchema(kind: DatabaseKind, version: number): string {
  const database = new Database(':memory:')
  try {
    for (const migration of kind.migrations.slice(0, version)) database.exec(migration)
    return schemaOf(database)
  } finally {
    database.close()
  }
}

/** Blanks and line breaks do not make another schema. */
export const sameSchema = (a: string, b: string): boolean => a.replaceAll(/\s+/g, ' ') === b.replaceAll(/\s+/g, ' ')
