import type Database from 'better-sqlite3'
import type { CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import type { KnownGap } from '../market-data/data-archive.port.ts'
import { fromJsonText, toJsonText } from './json-text.ts'

/** Holes that the venue itself has. They stand among the notes of the file: a table of their own would make every older archive unreadable until it is written to. */
export class KnownGapStore {
  readonly #get: Database.Statement<[string], string>
  readonly #put: Database.Statement<[string, string]>
  readonly #delete: Database.Statement<[string]>

  constructor(database: Database.Database) {
    this.#get = database.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
    this.#put = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    this.#delete = database.prepare('DELETE FROM meta WHERE key = ?')
  }

  of(series: CandleSeriesId): readonly KnownGap[] {
    const found = this.#get.get(keyOf(series))
    return found === undefined ? [] : (fromJsonText(found) as readonly KnownGap[])
  }

  put(series: CandleSeriesId, gaps: readonly KnownGap[]): void {
    if (gaps.length === 0) this.#delete.run(keyOf(series))
    else this.#put.run(keyOf(series), toJsonText(gaps))
  }
}

const keyOf = ({ instrumentId, kind, intervalMs }: CandleSeriesId): string => `gaps:${instrumentId}:${kind}:${intervalMs}`
