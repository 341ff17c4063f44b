import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDurable, openToRead } from '../../src-main/storage/connection.ts'
import { journalKind, marketKind, researchKind, trialsKind, type DatabaseKind } from '../../src-main/storage/database-kind.ts'
import { expectedSchema } from '../../src-main/storage/schema.ts'
import { filesIn, refusalOf, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'

const KINDS = [journalKind, marketKind, researchKind, trialsKind]

/** A journal of a later program. */
const with2 = (sql: string): DatabaseKind => ({ ...journalKind, migrations: [...journalKind.migrations, sql] })
const LATER = with2('CREATE TABLE note (text TEXT NOT NULL) STRICT')

function folderOfVersion1(): string {
  const folder = temporaryFolder()
  const database = openDurable(journalKind, openingIn(folder))
  database.exec(`INSERT INTO change (time, account_id, kind, version, payload) VALUES (1, 'sim:demo:5', 'latch-set', 1, '{"latch":"kept","reason":"r"}')`)
  database.close()
  return folder
}

const latches = (path: string): unknown[] => {
  const database = new Database(path, { readonly: true })
  const found = database.prepare(`SELECT payload ->> 'latch' FROM change`).pluck().all()
  database.close()
  return found
}

describe('the schema', () => {
  it.each(KINDS)('of the $name file is the text that was reviewed', async (kind) => {
    await expect(expectedSchema(kind, kind.migrations.length)).toMatchFileSnapshot(`../../src-main/storage/schema/${kind.name}.sql`)
  })

  it.each(KINDS)('of the $name file holds strict tables only', (kind) => {
    const tables = expectedSchema(kind, kind.migrations.length).match(/CREATE TABLE [^;]*;/g) ?? []
    expect(tables.length).toBeGreaterThan(1)
    expect(tables.filter((sql) => !/\) STRICT(, WITHOUT ROWID)?;$/.test(sql))).toEqual([])
  })

  it('has another number for every kind of file', () => {
    expect(new Set(KINDS.map(({ applicationId }) => applicationId)).size).toBe(KINDS.length)
  })

  it.each([`UPDATE change SET kind = 'x'`, 'DELETE FROM change'])('lets nobody do: %s', (sql) => {
    const folder = folderOfVersion1()
    const database = openDurable(journalKind, openingIn(folder))
    expect(() => database.exec(sql)).toThrow(/never/)
    database.close()
    expect(latches(join(folder, 'journal.db'))).toEqual(['kept'])
  })
})

describe('a file of an older version', () => {
  it('is copied, then brought up to date with all that is in it', () => {
    const folder = folderOfVersion1()
    const before = filesIn(folder)
    openDurable(LATER, openingIn(folder, { program: '0.2.0' })).close()
    const path = join(folder, 'journal.db')
    const database = new Database(path)
    expect(database.pragma('user_version', { simple: true })).toBe(2)
    expect(database.prepare(`SELECT value FROM meta WHERE key = 'program'`).pluck().get()).toBe('0.2.0')
    expect(database.prepare('SELECT count(*) FROM note').pluck().get()).toBe(0)
    database.close()
    expect(latches(path)).toEqual(['kept'])
    expect(latches(join(folder, 'copies', 'journal-schema-1.db'))).toEqual(['kept'])
    expect(Object.keys(before)).toEqual(['journal.db'])
  })

  it('is then too new for the older program, and its copy is not', () => {
    const folder = folderOfVersion1()
    openDurable(LATER, openingIn(folder, { program: '0.2.0' })).close()
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder)))).toMatchObject({ code: 'newer', message: expect.stringContaining('0.2.0') })
  })

  it('is left as it was when a step fails, and its copies are never overwritten', () => {
    const folder = folderOfVersion1()
    const before = filesIn(folder)
    const failing = with2('CREATE TABLE note (text TEXT) STRICT; INSERT INTO nowhere VALUES (1)')
    for (let attempt = 1; attempt <= 2; attempt++) expect(() => openDurable(failing, openingIn(folder))).toThrow(/nowhere/)
    expect(latches(join(folder, 'journal.db'))).toEqual(['kept'])
    expect(readdirSync(join(folder, 'copies')).toSorted()).toEqual(['journal-schema-1-2.db', 'journal-schema-1.db'])
    expect(filesIn(folder)['journal.db']).toBe(before['journal.db'])
    openDurable(journalKind, openingIn(folder)).close()
  })

  it('is not changed by somebody who only reads', () => {
    const folder = folderOfVersion1()
    expect(refusalOf(() => openToRead(LATER, openingIn(folder))).message).toMatch(/Start Haetae once/)
    expect(readdirSync(folder)).not.toContain('copies')
  })

  it('makes no copy when it is new or up to date', () => {
    const folder = temporaryFolder()
    for (let start = 1; start <= 2; start++) openDurable(LATER, openingIn(folder)).close()
    expect(Object.keys(filesIn(folder))).toEqual(['journal.db'])
  })
})
