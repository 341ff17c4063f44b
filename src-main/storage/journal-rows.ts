import type Database from 'better-sqlite3'
import type { JournalRow } from './journal-format.ts'

const COLUMNS = 'time, account_id, strategy_id, instrument_id, kind, version, unique_key, payload'

interface SequencedRow extends JournalRow {
  readonly sequence: number
}

/** The statements of the journal's one table. */
export class JournalRows {
  readonly #insert: Database.Statement<[JournalRow]>
  readonly #page: Database.Statement<[number, number], SequencedRow>
  readonly #last: Database.Statement<[], number>
  readonly #payload: Database.Statement<[string], string>
  readonly #since: Database.Statement<[number], Pick<JournalRow, 'time' | 'kind' | 'payload'>>

  constructor(database: Database.Database) {
    this.#insert = database.prepare(`INSERT INTO change (${COLUMNS}) VALUES (${COLUMNS.replaceAll(/\w+/g, '@$&')})`)
    this.#page = database.prepare(`SELECT sequence, ${COLUMNS} FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?`)
    this.#last = database.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM change').pluck()
    this.#payload = database.prepare<[string], string>('SELECT payload FROM change WHERE unique_key = ?').pluck()
    this.#since = database.prepare('SELECT time, kind, payload FROM change WHERE unique_key IS NULL AND time >= ?')
  }

  insert(row: JournalRow): void {
    this.#insert.run(row)
  }

  /** In pages, so that appending goes on while somebody reads. */
  * read(): Generator<SequencedRow> {
    let after = 0
    for (;;) {
      const page = this.#page.all(after, 1_000)
      yield* page
      const last = page.at(-1)
      if (!last) return
      after = last.sequence
    }
  }

  lastSequence(): number {
    return this.#last.get() ?? 0
  }

  /** The texts of all rows without a unique key from a time on. */
  contentSince(time: number): ReadonlySet<string> {
    return new Set(this.#since.all(time).map(contentOf))
  }

  /** The payload that is there under a unique key. */
  payloadAt(uniqueKey: string): string | undefined {
    return this.#payload.get(uniqueKey)
  }
}

/** Two rows of equal content tell the same thing of the same moment. */
export const contentOf = ({ time, kind, payload }: Pick<JournalRow, 'time' | 'kind' | 'payload'>): string => `${time} ${kind} ${payload}`
