import type Database from 'better-sqlite3'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import type { Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { OpenInterest, SeriesId, SeriesSpan } from '../market-data/data-archive.port.ts'
import { allPages, CHUNK } from './chunks.ts'
import { CorrectedRows } from './corrected-rows.ts'

interface FundingRow {
  readonly instrument_id: string
  readonly funding_time: number
  readonly rate: number
  readonly interval_ms: number
}

interface InterestRow {
  readonly instrument_id: string
  readonly interval_ms: number
  readonly time: number
  readonly contracts: string
  readonly value: string
}

interface SpanRow {
  readonly instrument_id: string
  readonly interval_ms: number
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Funding and open interest: few rows, never packed. */
export class SeriesStore {
  readonly #funding: CorrectedRows<FundingRow>
  readonly #interest: CorrectedRows<InterestRow>
  readonly #fundingBetween: Database.Statement<[string, number, number, number], FundingRow>
  readonly #interestBetween: Database.Statement<[string, number, number, number, number], InterestRow>
  readonly #fundingSpans: Database.Statement<[], SpanRow>
  readonly #interestSpans: Database.Statement<[], SpanRow>
  readonly #fundingCorrections: Database.Statement<[string], number>
  readonly #interestCorrections: Database.Statement<[string, number], number>

  constructor(database: Database.Database, clock: Clock) {
    this.#funding = new CorrectedRows(database, { name: 'funding', key: ['instrument_id', 'funding_time'], values: ['rate', 'interval_ms'] }, clock)
    this.#interest = new CorrectedRows(database, { name: 'open_interest', key: ['instrument_id', 'interval_ms', 'time'], values: ['contracts', 'value'] }, clock)
    this.#fundingBetween = database.prepare('SELECT * FROM funding WHERE instrument_id = ? AND funding_time >= ? AND funding_time < ? ORDER BY funding_time LIMIT ?')
    this.#interestBetween = database.prepare('SELECT * FROM open_interest WHERE instrument_id = ? AND interval_ms = ? AND time >= ? AND time < ? ORDER BY time LIMIT ?')
    this.#fundingSpans = database.prepare('SELECT instrument_id, 0 AS interval_ms, min(funding_time) AS first, max(funding_time) AS last, count(*) AS count FROM funding GROUP BY 1')
    this.#interestSpans = database.prepare('SELECT instrument_id, interval_ms, min(time) AS first, max(time) AS last, count(*) AS count FROM open_interest GROUP BY 1, 2')
    this.#fundingCorrections = database.prepare<[string], number>('SELECT count(*) FROM funding_correction WHERE instrument_id = ?').pluck()
    this.#interestCorrections = database.prepare<[string, number], number>('SELECT count(*) FROM open_interest_correction WHERE instrument_id = ? AND interval_ms = ?').pluck()
  }

  putFunding(rates: readonly FundingRate[]): Promise<WriteCount> {
    return this.#funding.put(rates.map(({ instrumentId, fundingTime, rate, intervalMs }) => ({ instrument_id: instrumentId, funding_time: fundingTime, rate: rate + 0, interval_ms: intervalMs })))
  }

  async funding(instrumentId: string, from: TimeMs, to: TimeMs): Promise<readonly FundingRate[]> {
    const rows = await allPages((last: FundingRow | undefined) => this.#fundingBetween.all(instrumentId, last ? last.funding_time + 1 : from, to, CHUNK))
    return rows.map((row) => ({ instrumentId: row.instrument_id, fundingTime: row.funding_time as TimeMs, rate: row.rate as Rate, intervalMs: row.interval_ms }))
  }

  putOpenInterest(rows: readonly OpenInterest[]): Promise<WriteCount> {
    return this.#interest.put(rows.map(({ instrumentId, intervalMs, time, contracts, value }) => ({ instrument_id: instrumentId, interval_ms: intervalMs, time, contracts, value })))
  }

  async openInterest({ instrumentId, intervalMs }: Pick<SeriesId, 'instrumentId' | 'intervalMs'>, from: TimeMs, to: TimeMs): Promise<readonly OpenInterest[]> {
    const rows = await allPages((last: InterestRow | undefined) => this.#interestBetween.all(instrumentId, intervalMs, last ? last.time + 1 : from, to, CHUNK))
    return rows.map(({ time, contracts, value }) => ({ instrumentId, intervalMs, time: time as TimeMs, contracts, value }))
  }

  spans(): readonly SeriesSpan[] {
    const spanOf = (kind: SeriesSpan['kind']) => ({ instrument_id, interval_ms, first, last, count }: SpanRow): SeriesSpan => ({
      instrumentId: instrument_id, kind, intervalMs: interval_ms, first: first as TimeMs, last: last as TimeMs, rows: count,
    })
    return [...this.#fundingSpans.all().map(spanOf('funding')), ...this.#interestSpans.all().map(spanOf('open-interest'))]
  }

  correctionCount({ instrumentId, kind, intervalMs }: SeriesId): number {
    if (kind === 'funding') return this.#fundingCorrections.get(instrumentId) ?? 0
    return kind === 'open-interest' ? (this.#interestCorrections.get(instrumentId, intervalMs) ?? 0) : 0
  }
}
