import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { CandleCorrection, CandleDetail, SeriesSpan } from '../market-data/data-archive.port.ts'
import { CandleReader } from './candle-reader.ts'
import { candleFromRow, candleToRow, type CandleRow } from './candle-rows.ts'
import { keyOf, prepareCandleStatements, type CandleStatements } from './candle-statements.ts'
import { CandleWriter } from './candle-writer.ts'
import { CHUNK } from './chunks.ts'

/** Spans packed in one transaction when somebody asks for it: some ten thousand rows at most. */
const SPANS_AT_ONCE = 8
/** Spans of a series that are packed after a write. More are left when an older version wrote them; those come little by little. */
const OLDER_SPANS_AT_ONCE = 2

/** The candles of market.db, whichever way they lie. */
export class CandleStore {
  readonly read: CandleReader
  readonly #statements: CandleStatements
  readonly #writer: CandleWriter
  readonly #put: Database.Transaction<(rows: readonly CandleRow[]) => WriteCount>
  readonly #pack: Database.Transaction<(series: CandleSeriesId, most: number) => number>

  constructor(database: Database.Database, clock: Clock, remedy: string) {
    this.#statements = prepareCandleStatements(database)
    this.#writer = new CandleWriter(this.#statements, clock)
    this.#put = database.transaction((rows: readonly CandleRow[]) => this.#writer.put(rows))
    this.#pack = database.transaction((series: CandleSeriesId, most: number) => this.#writer.pack(series, most))
    this.read = new CandleReader(database, this.#statements, remedy)
  }

  /** Rejects with RangeError for a candle of an instrument that is not among them: its decimals are not known. */
  async put(candles: readonly Candle[], { kind = 'trade', turnover }: CandleDetail, instruments: ReadonlyMap<string, Instrument | undefined>): Promise<WriteCount> {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    for (let from = 0; from < candles.length; from += CHUNK) {
      if (from > 0) await nextTurn()
      const rows = candles.slice(from, from + CHUNK).map((candle, i) => candleToRow(candle, known(instruments, candle.instrumentId), kind, turnover?.[from + i] ?? null))
      const written = this.#put.immediate(rows)
      for (const name of ['added', 'unchanged', 'corrected'] as const) count[name] += written[name]
      await this.#packDue()
    }
    return count
  }

  spans(): readonly SeriesSpan[] {
    return this.#statements.spans.all().map((row) => ({
      instrumentId: row.instrument_id, kind: row.series, intervalMs: row.interval_ms, first: row.first as TimeMs, last: row.last as TimeMs, rows: row.candles,
    }))
  }

  async pack(): Promise<number> {
    let packed = 0
    for (const { instrumentId, kind, intervalMs } of this.spans()) {
      if (kind !== 'trade' && kind !== 'mark') continue
      for (let more = -1; more !== 0; packed += more) {
        more = this.#pack.immediate({ instrumentId, kind, intervalMs }, SPANS_AT_ONCE)
        await nextTurn()
      }
    }
    return packed
  }

  /** One series after the other, each in a transaction of its own: when a day ends, those of all instruments are due at once. */
  async #packDue(): Promise<void> {
    for (const series of this.#writer.takeDue()) {
      await nextTurn()
      this.#pack.immediate(series, OLDER_SPANS_AT_ONCE)
    }
  }

  /** What each correction replaced is written down; what it brought is what the next one replaced, or the candle as it is now. */
  async corrections(series: CandleSeriesId, instrument: Instrument): Promise<readonly CandleCorrection[]> {
    const rows = this.#statements.corrections.all(...keyOf(series))
    const corrections: CandleCorrection[] = []
    let day: { readonly from: number; readonly candles: ReadonlyMap<number, Candle> } | undefined
    for (const [i, row] of rows.entries()) {
      const version = versionAt(instrument, row.open_time as TimeMs)
      const next = rows[i + 1]
      const from = row.open_time - (row.open_time % DAY_MS)
      if (day?.from !== from) day = { from, candles: new Map((await this.read.candles(series, instrument, from, from + DAY_MS)).map((candle) => [candle.openTime, candle])) }
      const present = next?.open_time === row.open_time ? candleFromRow(next, version) : day.candles.get(row.open_time)
      if (present) corrections.push({ openTime: row.open_time as TimeMs, old: candleFromRow(row, version), new: present, learntAt: row.learnt_at as TimeMs | null })
    }
    return corrections
  }

  correctionCount(series: CandleSeriesId): number {
    return this.#statements.correctionCount.get(...keyOf(series)) ?? 0
  }
}

function known(instruments: ReadonlyMap<string, Instrument | undefined>, instrumentId: string): Instrument {
  const instrument = instruments.get(instrumentId)
  if (!instrument) throw new RangeError(`the archive does not know ${instrumentId}: put the instrument before its candles`)
  return instrument
}
