import type Database from 'better-sqlite3'
import type { Instrument, MarginTier } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { DatedTiers, SeriesSpan } from '../market-data/data-archive.port.ts'
import { fromJsonText, toJsonText } from './json-text.ts'

/** Margin tiers by date, kept beside the instruments: which of both was imported first does not matter. */
export class TierStore {
  readonly #put: Database.Statement<[string, number, string]>
  readonly #of: Database.Statement<[string], { readonly valid_from: number; readonly payload: string }>
  readonly #spans: Database.Statement<[], { readonly instrument_id: string; readonly first: number; readonly last: number; readonly count: number }>

  constructor(database: Database.Database) {
    this.#put = database.prepare('INSERT INTO margin_tiers (instrument_id, valid_from, payload) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET payload = excluded.payload')
    this.#of = database.prepare('SELECT valid_from, payload FROM margin_tiers WHERE instrument_id = ? ORDER BY valid_from')
    this.#spans = database.prepare('SELECT instrument_id, min(valid_from) AS first, max(valid_from) AS last, count(*) AS count FROM margin_tiers GROUP BY 1')
  }

  put(instrumentId: string, validFrom: TimeMs, tiers: readonly MarginTier[]): void {
    this.#put.run(instrumentId, validFrom, toJsonText(tiers))
  }

  /** The instrument with its tiers of each time. */
  applied(instrument: Instrument): Instrument {
    const dated = this.of(instrument.instrumentId)
    return dated.length > 0 ? withTiers(instrument, dated) : instrument
  }

  of(instrumentId: string): readonly DatedTiers[] {
    return this.#of.all(instrumentId).map(({ valid_from, payload }) => ({ validFrom: valid_from as TimeMs, tiers: fromJsonText(payload) as readonly MarginTier[] }))
  }

  spans(): readonly SeriesSpan[] {
    return this.#spans.all().map(({ instrument_id, first, last, count }) => ({ instrumentId: instrument_id, kind: 'margin-tiers', intervalMs: 0, first: first as TimeMs, last: last as TimeMs, rows: count }))
  }
}

function withTiers(instrument: Instrument, dated: readonly DatedTiers[]): Instrument {
  const begin = instrument.versions[0]?.validFrom ?? 0
  const times = [...new Set([...instrument.versions.map(({ validFrom }) => validFrom), ...dated.map(({ validFrom }) => validFrom).filter((time) => time > begin)])].toSorted((a, b) => a - b)
  const versions = times.flatMap((time) => {
    const version = instrument.versions.findLast(({ validFrom }) => validFrom <= time)
    const marginTiers = dated.findLast(({ validFrom }) => validFrom <= time)?.tiers
    return version ? [{ ...version, validFrom: time, ...(marginTiers ? { marginTiers } : {}) }] : []
  })
  return { ...instrument, versions }
}
