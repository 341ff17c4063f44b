import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { makeCopiesFolder, schemaCopyName } from './copy-names.ts'
import type { DatabaseKind, Opening } from './database-kind.ts'
import { moveDurably, syncFile } from './durable-files.ts'
import { inspectFile, numberPragma, refuseOtherSchema } from './inspect.ts'

/** Brings an existing file to the present schema: a verified copy first, then all steps in one transaction, or none of them. */
export function migrate(database: Database.Database, kind: DatabaseKind, opening: Opening): void {
  const from = numberPragma(database, 'user_version')
  const to = kind.migrations.length
  if (from === to) return
  copyBefore(database, kind, opening)
  const apply = database.transaction(() => {
    if (numberPragma(database, 'user_version') !== from) return
    for (const migration of kind.migrations.slice(from)) database.exec(migration)
    database.prepare(`UPDATE meta SET value = ? WHERE key = 'program'`).run(opening.program)
    database.pragma(`user_version = ${to}`)
    refuseOtherSchema(database, kind, to)
  })
  apply.immediate()
}

function copyBefore(database: Database.Database, kind: DatabaseKind, { folder, accountId }: Opening): void {
  const copies = makeCopiesFolder(folder)
  const copy = join(copies, schemaCopyName(folder, kind, numberPragma(database, 'user_version')))
  const draft = `${copy}.part-${process.pid}`
  try {
    database.prepare('VACUUM INTO ?').run(draft)
    inspectFile(kind, draft, accountId)
    syncFile(draft)
    moveDurably(draft, copy)
  } finally {
    rmSync(draft, { force: true })
  }
}
