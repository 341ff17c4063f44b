import type Database from 'better-sqlite3'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { JournalUnavailable, type Journal } from '../engine/journal.port.ts'
import { openDurable, openToRead } from './connection.ts'
import { journalKind, type Opening } from './database-kind.ts'
import { archiveFallback, readFallback } from './fallback-file.ts'
import { fromRow, toRow, type JournalRow } from './journal-format.ts'
import { JournalRows } from './journal-rows.ts'
import { errorCode } from './refusal.ts'

/** What may be there only once was appended again: a program error. Nothing was written. */
export class JournalConflict extends Error {
  override readonly name = 'JournalConflict'
}

/** What became of a fallback file. */
export interface Adoption {
  readonly adopted: number
  /** Was in the journal already, equal. */
  readonly alreadyThere: number
  /** Keys that were in the journal with other content; the journal's was kept. To be looked at by a person. */
  readonly differing: readonly string[]
  /** The last line was cut off by a crash; it was never acknowledged. */
  readonly tornLine: boolean
  /** Where the file was moved to. */
  readonly archivedAs: string
}

interface Access {
  /** Opened beside its writer; appending throws JournalUnavailable. */
  readonly readOnly?: boolean
  /** The file never grows beyond this many pages: then the journal is full. */
  readonly pageLimit?: number
}

export class SqliteJournal implements Journal {
  readonly #database: Database.Database
  readonly #rows: JournalRows
  readonly #accountId: string

  /** Makes journal.db if it is not there. Throws StorageRefusal for a file that must not be used. */
  constructor(opening: Opening, { readOnly = false, pageLimit }: Access = {}) {
    this.#database = readOnly ? openToRead(journalKind, opening) : openDurable(journalKind, opening)
    if (pageLimit !== undefined) this.#database.pragma(`max_page_count = ${pageLimit}`)
    this.#rows = new JournalRows(this.#database)
    this.#accountId = opening.accountId
  }

  append(changes: readonly JournalledChange[]): void {
    if (changes.length === 0) return
    const rows = changes.map((change) => toRow(change, this.#accountId))
    this.#commit(() => {
      for (const row of rows) this.#insert(row)
    })
  }

  /** All changes in the order they were appended. Throws StorageRefusal for what this program does not understand. */
  * read(): Generator<JournalledChange> {
    for (const row of this.#rows.read()) yield fromRow(row)
  }

  /** 0 when nothing was appended yet. */
  get lastSequence(): number {
    return this.#rows.lastSequence()
  }

  /**
   * Appends what was written to a fallback file while this journal could not be written, once, and moves the file aside.
   * Undefined when there is none. Call it before anything else is appended: the order of changes matters.
   * Throws StorageRefusal for a damaged file or one of another account, JournalUnavailable when the journal still cannot be written.
   */
  adoptFallback(path: string): Adoption | undefined {
    const found = readFallback(path, this.#accountId)
    if (!found) return undefined
    const counts = { adopted: 0, alreadyThere: 0, differing: [] as string[] }
    this.#commit(() => {
      if (!this.#markAdopted(found.hash)) return
      for (const row of found.rows) this.#adopt(row, counts)
    })
    return { ...counts, tornLine: found.tornLine, archivedAs: archiveFallback(path) }
  }

  close(): void {
    this.#database.close()
  }

  /** False when a file with these bytes was adopted before: the process then died between committing and moving the file. */
  #markAdopted(hash: string): boolean {
    return this.#database.prepare('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)').run(`fallback/${hash}`, 'adopted').changes > 0
  }

  #adopt(row: JournalRow, counts: { adopted: number; alreadyThere: number; differing: string[] }): void {
    const present = row.unique_key === null ? undefined : this.#rows.payloadAt(row.unique_key)
    if (present === undefined) {
      this.#insert(row)
      counts.adopted++
    } else if (present === row.payload) counts.alreadyThere++
    else counts.differing.push(row.unique_key ?? '')
  }

  #insert(row: JournalRow): void {
    try {
      this.#rows.insert(row)
    } catch (error) {
      if (errorCode(error) === 'SQLITE_CONSTRAINT_UNIQUE') throw new JournalConflict(`${row.unique_key} is in the journal already`, { cause: error })
      throw error
    }
  }

  /** A constraint that was broken is a program error; whatever else SQLite says means that nothing could be written. */
  #commit(work: () => void): void {
    try {
      this.#database.transaction(work).immediate()
    } catch (error) {
      const code = errorCode(error)
      if (code === undefined || !code.startsWith('SQLITE_') || code.startsWith('SQLITE_CONSTRAINT')) throw error
      throw new JournalUnavailable(`the journal ${this.#database.name} could not be written: ${code}`, { cause: error })
    }
  }
}
