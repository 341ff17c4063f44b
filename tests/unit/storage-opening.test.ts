import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openBulk, openDurable, openToRead } from '../../src-main/storage/connection.ts'
import { journalKind, marketKind, researchKind } from '../../src-main/storage/database-kind.ts'
import type { RefusalCode } from '../../src-main/storage/refusal.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { filesIn, refusalOf, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { fillBooked } from '../support/storage-samples.ts'

/** A folder with a journal of some pages. */
function folderWithJournal(fills = 300): string {
  const folder = temporaryFolder()
  const journal = new SqliteJournal(openingIn(folder))
  journal.append(Array.from({ length: fills }, (_, n) => fillBooked(String(n + 1))))
  journal.close()
  return folder
}

/** Changes a file as another program would. */
function alter(path: string, ...sql: string[]): void {
  const database = new Database(path)
  for (const statement of sql) database.exec(statement)
  database.close()
}

const pragma = (database: Database.Database, name: string): unknown => database.pragma(name, { simple: true })

describe('a connection', () => {
  it.each([
    ['the journal', openDurable, journalKind, 2],
    ['market data', openBulk, marketKind, 1],
    ['research', openBulk, researchKind, 1],
  ])('to %s is as safe as it must be', (_name, open, kind, synchronous) => {
    const database = open(kind, openingIn(temporaryFolder()))
    onTestFinished(() => {
      database.close()
    })
    expect(['journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys', 'application_id'].map((name) => pragma(database, name))).toEqual(['wal', synchronous, 250, 1, kind.applicationId])
  })

  it('finds again what was written', () => {
    const folder = folderWithJournal(3)
    const journal = new SqliteJournal(openingIn(folder))
    expect([journal.lastSequence, [...journal.read()]]).toEqual([3, [fillBooked('1'), fillBooked('2'), fillBooked('3')]])
    journal.close()
  })

  it('leaves one single file behind when it is closed', () => {
    expect(Object.keys(filesIn(folderWithJournal(3)))).toEqual(['journal.db'])
  })

  it('to read stands beside the writer and cannot write', () => {
    const folder = temporaryFolder()
    const writer = new SqliteJournal(openingIn(folder))
    const reader = new SqliteJournal(openingIn(folder), { readOnly: true })
    writer.append([fillBooked('1')])
    expect([...reader.read()]).toEqual([fillBooked('1')])
    expect(() => reader.append([fillBooked('2')])).toThrow(/could not be written/)
    reader.close()
    writer.close()
  })

  it('to read makes no file', () => {
    const folder = temporaryFolder()
    expect(refusalOf(() => openToRead(journalKind, openingIn(folder))).code).toBe('missing')
    expect(filesIn(folder)).toEqual({})
  })
})

describe('a file that must not be used is refused and left as it is', () => {
  const cases: readonly (readonly [name: string, code: RefusalCode, says: RegExp, damage: (path: string) => void])[] = [
    ['an empty file', 'corrupt', /empty.*haetae restore/, (path) => truncateSync(path)],
    ['a text file', 'corrupt', /not a database.*haetae restore/, (path) => writeFileSync(path, 'dear journal, '.repeat(1_000))],
    ['a short text file', 'corrupt', /haetae restore/, (path) => writeFileSync(path, 'dear journal')],
    ['a file with a broken page', 'corrupt', /damaged.*haetae restore/, breakPage],
    ['a file cut in half', 'corrupt', /haetae restore/, (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['a folder in its place', 'foreign', /not a file/, (path) => (rmSync(path), mkdirSync(path))],
    ['a database of another program', 'foreign', /another program/, (path) => (rmSync(path), alter(path, 'CREATE TABLE recipe (name TEXT)', 'PRAGMA application_id = 7'))],
    ['a database of no program', 'foreign', /another program/, (path) => (rmSync(path), alter(path, 'CREATE TABLE recipe (name TEXT)'))],
    ['a file of another kind', 'foreign', /not a journal file/, (path) => putMarketFile(path)],
    ['a newer file', 'newer', /schema 9, written by Haetae 2\.5\.0.*Update the program/, (path) => alter(path, `UPDATE meta SET value = '2.5.0' WHERE key = 'program'`, 'CREATE TABLE more (x)', 'PRAGMA user_version = 9')],
    ['a newer file without our table of facts', 'newer', /a newer version/, (path) => alter(path, 'DROP TABLE meta', 'PRAGMA user_version = 9')],
    ['a file of another account', 'other-account', /belongs to account sim:demo:8, not to sim:demo:5/, (path) => alter(path, `UPDATE meta SET value = 'sim:demo:8' WHERE key = 'account_id'`)],
    ['a file of no account', 'other-account', /unknown/, (path) => alter(path, 'DELETE FROM meta')],
    ['a file with one more table', 'schema', /altered/, (path) => alter(path, 'CREATE TABLE extra (x)')],
    ['a file with one more column', 'schema', /altered/, (path) => alter(path, 'ALTER TABLE change ADD COLUMN extra TEXT')],
    ['a file without its guard against deletion', 'schema', /altered/, (path) => alter(path, 'DROP TRIGGER change_is_never_deleted')],
    ['a file without a schema', 'schema', /altered/, (path) => alter(path, 'PRAGMA user_version = 0')],
  ]

  it.each(cases)('%s: %s', (_name, code, says, damage) => {
    const folder = folderWithJournal()
    damage(join(folder, 'journal.db'))
    const before = filesIn(folder)
    for (const open of [() => openDurable(journalKind, openingIn(folder)), () => openToRead(journalKind, openingIn(folder))]) {
      const refusal = refusalOf(open)
      expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(says)])
      expect(refusal.message).toContain(join(folder, 'journal.db'))
    }
    expect(filesIn(folder)).toEqual(before)
  })

  it('a journal whose newest part is all that is left', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'journal.db-wal'), 'the last commits')
    const before = filesIn(folder)
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder)))).toMatchObject({ code: 'missing', message: expect.stringContaining('journal.db-wal') })
    expect(filesIn(folder)).toEqual(before)
  })

  it('a journal that is gone while its copies are there', () => {
    const folder = folderWithJournal(1)
    mkdirSync(join(folder, 'copies'))
    renameSync(join(folder, 'journal.db'), join(folder, 'copies', 'journal-2026-11-20.db'))
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder)))).toMatchObject({ code: 'missing', message: expect.stringMatching(/1 copies.*haetae restore/) })
    expect(existsSync(join(folder, 'journal.db'))).toBe(false)
  })

  it('a file that somebody else keeps locked', () => {
    const folder = folderWithJournal(1)
    const other = new Database(join(folder, 'journal.db'))
    onTestFinished(() => {
      other.close()
    })
    other.exec('BEGIN IMMEDIATE')
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder))).code).toBe('locked')
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file without the right to write (as root or on Windows rights do not hold)', () => {
    const folder = folderWithJournal(1)
    chmodSync(join(folder, 'journal.db'), 0o400)
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder))).code).toBe('read-only')
  })
})

describe('after a crash', () => {
  /** A journal as a killed process leaves it: the file and, beside it, its last commits. */
  function crashed(commits: number): string {
    const [alive, left] = [temporaryFolder(), temporaryFolder()]
    const journal = new SqliteJournal(openingIn(alive))
    for (let n = 1; n <= commits; n++) journal.append([fillBooked(String(n))])
    for (const name of ['journal.db', 'journal.db-wal']) copyFileSync(join(alive, name), join(left, name))
    journal.close()
    return left
  }
  const rowsIn = (folder: string): number => {
    const journal = new SqliteJournal(openingIn(folder))
    const { length } = [...journal.read()]
    journal.close()
    return length
  }

  it('all that was committed is there', () => {
    expect(rowsIn(crashed(10))).toBe(10)
  })

  it('a torn end of the log costs the last commit and no more', () => {
    const folder = crashed(10)
    truncateSync(join(folder, 'journal.db-wal'), statSync(join(folder, 'journal.db-wal')).size - 100)
    expect(rowsIn(folder)).toBe(9)
  })

  it('a refused file keeps its last commits too', () => {
    const folder = crashed(10)
    const before = filesIn(folder)
    expect(refusalOf(() => openDurable(journalKind, openingIn(folder, { accountId: 'sim:demo:8' }))).code).toBe('other-account')
    expect(filesIn(folder)).toEqual(before)
    expect(rowsIn(folder)).toBe(10)
  })
})

function breakPage(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0xff, 5 * 4_096, 6 * 4_096)
  writeFileSync(path, bytes)
}

function putMarketFile(path: string): void {
  const folder = temporaryFolder()
  openBulk(marketKind, openingIn(folder)).close()
  copyFileSync(join(folder, 'market.db'), path)
}
