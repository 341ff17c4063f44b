import type Database from 'better-sqlite3'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { JournalUnavailable, type Journal } from '../engine/journal.port.ts'
import { openDurable, openToRead } from './connection.ts'
import { journalKind, type Opening } from './database-kind.ts'
import { archiveFallback, readFallback } from './fallback-file.ts'
import { fromRow, toRow, type JournalRow } from './journal-format.ts'
import { contentOf, JournalRows } from './journal-rows.ts'
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

type AdoptionOutcome = 'adopted' | 'alreadyThere' | 'differing'

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
   * Appends what was written to a fallback file while this journal could not be written, and moves the file aside. What is in the
   * journal already is not appended again: the process may have died after the journal took it and before the file was gone.
   * Undefined when there is none. Call it before anything else is appended: the order of changes matters.
   * Throws StorageRefusal for a file that is damaged, of another account or of a newer program, JournalUnavailable when the journal still cannot be written.
   */
  adoptFallback(path: string): Adoption | undefined {
    const found = readFallback(path, this.#accountId)
    if (!found) return undefined
    for (const row of found.rows) fromRow(row)
    const counts: Record<AdoptionOutcome, string[]> = { adopted: [], alreadyThere: [], differing: [] }
    this.#commit(() => {
      const present = this.#rows.contentSince(Math.min(...found.rows.map(({ time }) => time)))
      for (const row of found.rows) counts[this.#adopt(row, present)].push(row.unique_key ?? '')
    })
    return { adopted: counts.adopted.length, alreadyThere: counts.alreadyThere.length, differing: counts.differing, tornLine: found.tornLine, archivedAs: archiveFallback(path) }
  }

  close(): void {
    this.#database.close()
  }

  #adopt(row: JournalRow, present: ReadonlySet<string>): AdoptionOutcome {
    const payload = row.unique_key === null ? undefined : this.#rows.payloadAt(row.unique_key)
    if (payload !== undefined) return payload === row.payload ? 'alreadyThere' : 'differing'
    if (row.unique_key === null && present.has(contentOf(row))) return 'alreadyThere'
    this.#insert(row)
    return 'adopted'
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
