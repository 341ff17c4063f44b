import type { CandleColumns, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import type { Clock } from '../base/clock.port.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import { decodeBlock, encodeBlock } from './block-codec.ts'
import { columnsOf, rowsOf, sameCandle, seriesOf, type CandleRow } from './candle-rows.ts'
import { spanMsOf, spanStart } from './candle-spans.ts'
import { keyOf, type CandleStatements } from './candle-statements.ts'

/** So many rows of one closed span go into its block at once; fewer are written as rows first, and packed in a moment of their own. */
const BULK_ROWS = 64

type Outcome = keyof WriteCount

/** The rows of one span. `spanMs` is null where candles are never packed. */
interface SpanRows {
  readonly series: CandleSeriesId
  readonly start: number
  readonly spanMs: number | null
  readonly rows: CandleRow[]
}

/** What this writer knows of a series. Another process may know more; then a span is packed later, and nothing else is different. */
interface SeriesKnown {
  readonly series: CandleSeriesId
  /** When the newest candle closes. */
  end: number
  /** No rows that could be packed lie before this time. */
  packedTo: number
}

/**
 * Writes candles: into rows while their span is open, into its block once the series has a candle that closes at the span's end or later.
 * A span is either rows or a block, never both. Its caller makes each call one transaction.
 */
export class CandleWriter {
  readonly #statements: CandleStatements
  readonly #clock: Clock
  readonly #known = new Map<string, SeriesKnown>()
  readonly #touched = new Set<SeriesKnown>()

  constructor(statements: CandleStatements, clock: Clock) {
    this.#statements = statements
    this.#clock = clock
  }

  put(rows: readonly CandleRow[]): WriteCount {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    for (const row of rows) {
      const known = this.#knownOf(seriesOf(row))
      known.end = Math.max(known.end, row.open_time + row.interval_ms)
      this.#touched.add(known)
    }
    for (const span of spansOf(rows)) this.#putSpan(span, this.#knownOf(span.series), count)
    return count
  }

  /** Series of the last writes that have closed spans in rows. */
  takeDue(): readonly CandleSeriesId[] {
    const due = [...this.#touched].filter(({ series, end, packedTo }) => packedTo < openSince(series, end)).map(({ series }) => series)
    this.#touched.clear()
    return due
  }

  /** Packs up to so many closed spans of a series that lie in rows. Answers how many it packed. */
  pack(series: CandleSeriesId, most: number): number {
    const spanMs = spanMsOf(series.intervalMs)
    if (spanMs === null) return 0
    const known = this.#knownOf(series)
    const to = openSince(series, known.end)
    let packed = 0
    let from = Number.MIN_SAFE_INTEGER
    while (packed < most) {
      const first = this.#statements.firstRow.get(...keyOf(series), from)
      if (first === undefined || first >= to) {
        known.packedTo = to
        break
      }
      const span = { series, start: spanStart(first, spanMs), spanMs, rows: [] }
      from = span.start + spanMs
      const rows = this.#rowsIn(span)
      if (!columnsIfExact(rows)) continue
      this.#writeSpan(span, rows)
      packed++
    }
    return packed
  }

  #knownOf(series: CandleSeriesId): SeriesKnown {
    const key = keyOf(series)
    const name = key.join()
    const known = this.#known.get(name)
    if (known) return known
    const end = Math.max(this.#statements.lastRow.get(...key) ?? -Infinity, this.#statements.lastBlock.get(...key) ?? -Infinity) + series.intervalMs
    const found = { series, end, packedTo: -Infinity }
    this.#known.set(name, found)
    return found
  }

  #putSpan(span: SpanRows, known: SeriesKnown, count: Record<Outcome, number>): void {
    const packed = this.#packed(span)
    if (packed) return this.#merge(span, packed, count)
    const isClosed = span.spanMs !== null && span.start + span.spanMs <= known.end
    const present = isClosed ? this.#rowsIn(span) : []
    if (isClosed && (present.length === 0 || span.rows.length >= BULK_ROWS)) return this.#merge(span, present, count)
    for (const row of span.rows) count[this.#putRow(row)]++
    known.packedTo = Math.min(known.packedTo, span.start)
  }

  #packed({ series, start, spanMs }: SpanRows): CandleRow[] | undefined {
    if (spanMs === null) return undefined
    const payload = this.#statements.block.get(...keyOf(series), start)
    return payload && rowsOf(decodeBlock(payload, { series, start, spanMs }), series)
  }

  #rowsIn({ series, start, spanMs }: SpanRows): CandleRow[] {
    return spanMs === null ? [] : this.#statements.rows.all(...keyOf(series), start, start + spanMs, -1)
  }

  #merge(span: SpanRows, present: readonly CandleRow[], count: Record<Outcome, number>): void {
    const merged = new Map(present.map((row) => [row.open_time, row]))
    const before = { ...count }
    let completed = false
    for (const row of span.rows) {
      const old = merged.get(row.open_time)
      const next = old ? withTurnover(row, old) : row
      completed ||= next.trades !== (old?.trades ?? null)
      merged.set(row.open_time, next)
      count[this.#outcome(old, row)]++
    }
    if (completed || count.added > before.added || count.corrected > before.corrected) this.#writeSpan(span, [...merged.values()].toSorted((a, b) => a.open_time - b.open_time))
  }

  /** As a block; as rows where their decimals are too far apart to be exact together. */
  #writeSpan({ series, start, spanMs }: SpanRows, rows: readonly CandleRow[]): void {
    if (spanMs === null) throw new Error('candles of this interval are not packed')
    const key = keyOf(series)
    const columns = columnsIfExact(rows)
    this.#statements.deleteRows.run(...key, start, start + spanMs)
    if (columns) {
      const [instrument_id, kind, interval_ms] = key
      const [first_time = 0, last_time = 0] = [columns.openTime.at(0), columns.openTime.at(-1)]
      this.#statements.putBlock.run({ instrument_id, series: kind, interval_ms, start, candles: rows.length, first_time, last_time, payload: encodeBlock(columns, { series, start, spanMs }) })
      return
    }
    this.#statements.deleteBlock.run(...key, start)
    for (const row of rows) this.#statements.insertRow.run(row)
  }

  #putRow(row: CandleRow): Outcome {
    if (this.#statements.insertRow.run(row).changes > 0) return 'added'
    const old = this.#statements.row.get(...keyOf(seriesOf(row)), row.open_time)
    const outcome = this.#outcome(old, row)
    if (old && (outcome === 'corrected' || (row.trades !== null && old.trades === null))) this.#statements.updateRow.run(withTurnover(row, old))
    return outcome
  }

  /** What becomes of a candle; what a correction replaces is written down first. A turnover that was not known completes a candle and corrects nothing. */
  #outcome(old: CandleRow | undefined, row: CandleRow): Outcome {
    if (!old) return 'added'
    if (sameCandle(old, row)) return 'unchanged'
    this.#statements.putCorrection.run({ ...old, learnt_at: this.#clock.now() })
    return 'corrected'
  }
}

/** Spans that end before this time are closed. */
function openSince({ intervalMs }: CandleSeriesId, end: number): number {
  const spanMs = spanMsOf(intervalMs)
  return spanMs === null || end === -Infinity ? -Infinity : spanStart(end, spanMs)
}

/** Of equal candles the one that tells more. A candle that says something else also brings its own turnover, or none. */
function withTurnover(row: CandleRow, old: CandleRow): CandleRow {
  return row.trades === null && sameCandle(old, row) ? { ...row, quote_whole: old.quote_whole, quote_fraction: old.quote_fraction, trades: old.trades } : row
}

function spansOf(rows: readonly CandleRow[]): Iterable<SpanRows> {
  const spans = new Map<string, SpanRows>()
  for (const row of rows) {
    const spanMs = spanMsOf(row.interval_ms)
    const start = spanMs === null ? 0 : spanStart(row.open_time, spanMs)
    const name = `${row.instrument_id},${row.series},${row.interval_ms},${start}`
    const span = spans.get(name)
    if (span) span.rows.push(row)
    else spans.set(name, { series: seriesOf(row), start, spanMs, rows: [row] })
  }
  return spans.values()
}

function columnsIfExact(rows: readonly CandleRow[]): CandleColumns | undefined {
  try {
    return columnsOf(rows)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
