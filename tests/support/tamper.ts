import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Alters trials.db as somebody would who means to: the triggers are off meanwhile, and back afterwards. */
export function tamper(folder: string, sql: string): void {
  const database = new Database(join(folder, 'trials.db'))
  const triggers = database.prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all()
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
  database.exec(sql)
  for (const trigger of triggers) database.exec(trigger.sql)
  database.close()
}
