import type Database from 'better-sqlite3'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { SeriesId, SeriesKind, SeriesSource } from '../market-data/data-archive.port.ts'

interface SourceRow {
  readonly instrument_id: string
  readonly series: SeriesKind
  readonly interval_ms: number
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly imported_at: number
  readonly taken: number
  readonly refused: number
  readonly first_time: number
  readonly last_time: number
}

/** Which files the archive's rows came from. A file is known by its content: importing it again adds nothing. */
export class SourceStore {
  readonly #put: (sources: readonly SeriesSource[]) => void
  readonly #of: Database.Statement<[string, SeriesKind, number], SourceRow>

  constructor(database: Database.Database) {
    const source = database.prepare<[SourceRow], number>(`INSERT INTO source (name, sha256, bytes, imported_at) VALUES (@name, @sha256, @bytes, @imported_at)
      ON CONFLICT (sha256) DO UPDATE SET name = excluded.name RETURNING source_id`).pluck()
    const series = database.prepare<[SourceRow & { readonly source_id: number }]>(`INSERT INTO source_series (instrument_id, series, interval_ms, source_id, taken, refused, first_time, last_time)
      VALUES (@instrument_id, @series, @interval_ms, @source_id, @taken, @refused, @first_time, @last_time)
      ON CONFLICT DO UPDATE SET taken = excluded.taken, refused = excluded.refused, first_time = excluded.first_time, last_time = excluded.last_time`)
    const put = database.transaction((sources: readonly SeriesSource[]) => {
      for (const row of sources.map(rowOf)) series.run({ ...row, source_id: source.get(row) ?? 0 })
    })
    this.#put = (sources) => put.immediate(sources)
    this.#of = database.prepare('SELECT * FROM source_series JOIN source USING (source_id) WHERE instrument_id = ? AND series = ? AND interval_ms = ? ORDER BY imported_at, source_id')
  }

  put(sources: readonly SeriesSource[]): void {
    this.#put(sources)
  }

  of({ instrumentId, kind, intervalMs }: SeriesId): readonly SeriesSource[] {
    return this.#of.all(instrumentId, kind, intervalMs).map(({ name, sha256, bytes, imported_at, taken, refused, first_time, last_time }) => ({
      instrumentId, kind, intervalMs, name, sha256, bytes, importedAt: imported_at as TimeMs, taken, refused, first: first_time as TimeMs, last: last_time as TimeMs,
    }))
  }
}

const rowOf = ({ instrumentId, kind, intervalMs, importedAt, first, last, ...rest }: SeriesSource): SourceRow => ({
  instrument_id: instrumentId, series: kind, interval_ms: intervalMs, imported_at: importedAt, first_time: first, last_time: last, ...rest,
})
