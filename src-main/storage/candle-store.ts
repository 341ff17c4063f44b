import type Database from 'better-sqlite3'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { CandleCorrection, CandleDetail, SeriesSpan } from '../market-data/data-archive.port.ts'
import { CandleReader } from './candle-reader.ts'
import { candleFromRow, candleToRow } from './candle-rows.ts'
import { keyOf, prepareCandleStatements, type CandleStatements } from './candle-statements.ts'
import { CandleWriter } from './candle-writer.ts'
import { CHUNK, inChunks } from './chunks.ts'

/** Spans packed in one transaction: some ten thousand rows at most. */
const SPANS_AT_ONCE = 8

/** The candles of market.db, whichever way they lie. */
export class CandleStore {
  readonly read: CandleReader
  readonly #database: Database.Database
  readonly #statements: CandleStatements
  readonly #writer: CandleWriter

  constructor(database: Database.Database, clock: Clock, remedy: string) {
    this.#database = database
    this.#statements = prepareCandleStatements(database)
    this.#writer = new CandleWriter(this.#statements, clock)
    this.read = new CandleReader(database, this.#statements, remedy)
  }

  /** Rejects with RangeError for a candle of an instrument that is not among them: its decimals are not known. */
  async put(candles: readonly Candle[], { kind = 'trade', turnover }: CandleDetail, instruments: ReadonlyMap<string, Instrument | undefined>): Promise<WriteCount> {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    let at = 0
    await inChunks(this.#database, candles, (chunk) => {
      const rows = chunk.map((candle, i) => candleToRow(candle, known(instruments, candle.instrumentId), kind, turnover?.[at + i] ?? null))
      at += CHUNK
      const written = this.#writer.put(rows)
      for (const name of ['added', 'unchanged', 'corrected'] as const) count[name] += written[name]
    })
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
        await inChunks(this.#database, [{ instrumentId, kind, intervalMs }], ([series]) => {
          more = series ? this.#writer.pack(series, SPANS_AT_ONCE) : 0
        })
      }
    }
    return packed
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
