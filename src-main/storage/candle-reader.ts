import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleColumns, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { DamagedBlock, decodeBlock } from './block-codec.ts'
import { rescale } from './block-decimals.ts'
import { candleFromRow, columnsOf, type CandleRow } from './candle-rows.ts'
import { spanMsOf, spanStart } from './candle-spans.ts'
import { keyOf, type BlockRow, type CandleStatements } from './candle-statements.ts'
import { ColumnBuilder } from './column-builder.ts'
import { StorageRefusal } from './refusal.ts'

/** Candles in one page. Whoever shares the thread waits no longer than for these. */
const PAGE = 5_000
/** Packed candles that are unpacked into columns in one go: no objects are made, so it takes no longer. */
const COLUMN_PAGE = 20_000

/** Blocks and rows, each ascending, and from where the next page begins; undefined after the last. */
interface Page {
  readonly blocks: readonly BlockRow[]
  readonly rows: readonly CandleRow[]
  readonly next: number | undefined
}

/** A run of candles as it lies in the file: rows, or a block, of which those with from ≤ openTime < to are wanted. */
type Piece = { readonly rows: readonly CandleRow[] } | { readonly block: CandleColumns; readonly from: number }

/** Reads candles, however they lie. */
export class CandleReader {
  readonly #statements: CandleStatements
  readonly #page: (series: CandleSeriesId, from: number, to: number, blockCandles: number) => Page
  readonly #remedy: string

  constructor(database: Database.Database, statements: CandleStatements, remedy: string) {
    this.#statements = statements
    this.#remedy = remedy
    // One transaction: another process may pack the span between two reads.
    this.#page = database.transaction((series: CandleSeriesId, from: number, to: number, blockCandles: number) => this.#readPage(series, from, to, blockCandles))
  }

  async candles(series: CandleSeriesId, instrument: Instrument, from: number, to: number): Promise<readonly Candle[]> {
    const candles: Candle[] = []
    for await (const piece of this.#pieces(series, from, to, PAGE)) {
      if ('rows' in piece) for (const row of piece.rows) candles.push(candleFromRow(row, versionAt(instrument, row.open_time as TimeMs)))
      else pushCandles(candles, piece.block, { series, instrument, from: piece.from, to })
    }
    return candles
  }

  /** The newest `limit` that opened before a time, ascending. */
  async candlesBefore(series: CandleSeriesId, instrument: Instrument, before: number, limit: number): Promise<readonly Candle[]> {
    const candles = await this.candles(series, instrument, this.#startOf(series, before, limit), before)
    return limit > 0 ? candles.slice(-limit) : []
  }

  /** Without rows where nothing is known of the instrument. */
  async columns(series: CandleSeriesId, instrument: Instrument | undefined, from: number, to: number): Promise<CandleColumns> {
    if (!instrument) return new ColumnBuilder({ priceDecimals: 0, quantityDecimals: 0 }, 0).columns()
    const versions = instrument.versions.filter(({ validFrom }, i) => validFrom < to && (instrument.versions[i + 1]?.validFrom ?? Infinity) > from)
    const finest = (name: 'priceDecimals' | 'quantityDecimals'): number => versions.reduce((most, version) => Math.max(most, version[name]), 0)
    const decimals = { priceDecimals: finest('priceDecimals'), quantityDecimals: finest('quantityDecimals') }
    const builder = new ColumnBuilder(decimals, this.#countOf(series, from, to))
    for await (const piece of this.#pieces(series, from, to, COLUMN_PAGE)) {
      if ('rows' in piece) builder.append(columnsOf(piece.rows, decimals), from, to)
      else builder.append(piece.block, piece.from, to)
    }
    return builder.columns()
  }

  /** An early enough beginning for so many candles: each kind of storage alone has them from there, or all it has. */
  #startOf(series: CandleSeriesId, before: number, limit: number): number {
    const rows = this.#statements.rowTimesBefore.all(...keyOf(series), before, limit)
    let start = rows.length === limit ? (rows.at(-1) ?? before) : -Infinity
    const spanMs = spanMsOf(series.intervalMs)
    let found = 0
    for (const block of spanMs === null ? [] : this.#statements.blocksBefore.iterate(...keyOf(series), before)) {
      // The last one may reach beyond.
      if (block.start + (spanMs ?? 0) <= before) found += block.candles
      if (found >= limit) {
        start = Math.max(start, block.start)
        break
      }
    }
    return Math.max(start, Number.MIN_SAFE_INTEGER)
  }

  /** Not fewer than there are: a block that begins before may reach into the time. */
  #countOf(series: CandleSeriesId, from: number, to: number): number {
    const key = keyOf(series)
    return this.#statements.count.get(...key, spanStart(from, spanMsOf(series.intervalMs) ?? 1), to, ...key, from, to) ?? 0
  }

  async *#pieces(series: CandleSeriesId, from: number, to: number, blockCandles: number): AsyncGenerator<Piece> {
    const spanMs = spanMsOf(series.intervalMs)
    for (let next: number | undefined = from; next !== undefined;) {
      const page: Page = this.#page(series, next, to, blockCandles)
      // What was read as rows may be packed by now: of its block only the rest is new.
      const start: number = next
      yield* inOrder(page, (block) => ({ block: this.#decode(block, series, spanMs ?? 0), from: start }), spanMs ?? 0)
      next = page.next
      if (next !== undefined) await nextTurn()
    }
  }

  #readPage(series: CandleSeriesId, from: number, to: number, blockCandles: number): Page {
    const key = keyOf(series)
    const spanMs = spanMsOf(series.intervalMs)
    const blocksMax = spanMs === null ? 0 : Math.max(1, Math.floor((blockCandles * series.intervalMs) / spanMs))
    const blocks = spanMs === null ? [] : this.#statements.blocks.all(...key, spanStart(from, spanMs), to, blocksMax)
    const last = blocks.at(-1)
    const blocksEnd = last && spanMs !== null && blocks.length === blocksMax ? last.start + spanMs : to
    const rows = this.#statements.rows.all(...key, from, Math.min(to, blocksEnd), PAGE)
    const lastRow = rows.at(-1)
    const end = lastRow && rows.length === PAGE ? lastRow.open_time + 1 : blocksEnd
    return { blocks: blocks.filter(({ start }) => start < end), rows, next: end < to ? end : undefined }
  }

  #decode({ start, payload }: BlockRow, series: CandleSeriesId, spanMs: number): CandleColumns {
    try {
      return decodeBlock(payload, { series, start, spanMs })
    } catch (error) {
      if (!(error instanceof DamagedBlock)) throw error
      throw new StorageRefusal('corrupt', `${damageOf(series, start)}: ${error.message}. ${this.#remedy}`, { cause: error })
    }
  }
}

export const damageOf = ({ instrumentId, kind, intervalMs }: CandleSeriesId, start: number): string =>
  `the packed ${kind} candles of ${instrumentId}, ${intervalMs / 60_000} minutes, from ${start} on are damaged`

/** Throws for a span that is both: nothing tells which is right. */
function* inOrder({ blocks, rows }: Page, decode: (block: BlockRow) => Piece, spanMs: number): Generator<Piece> {
  let at = 0
  for (const block of blocks) {
    const first = at
    while (at < rows.length && rows[at]!.open_time < block.start) at++
    if (at > first) yield { rows: rows.slice(first, at) }
    if (at < rows.length && rows[at]!.open_time < block.start + spanMs) throw new StorageRefusal('corrupt', `the span from ${block.start} on lies in a block and in rows`)
    yield decode(block)
  }
  if (at < rows.length) yield { rows: rows.slice(at) }
}

interface Wanted {
  readonly series: CandleSeriesId
  readonly instrument: Instrument
  readonly from: number
  readonly to: number
}

function pushCandles(candles: Candle[], block: CandleColumns, { series: { instrumentId, intervalMs }, instrument, from, to }: Wanted): void {
  const { openTime, open, high, low, close, volume } = block
  let version: InstrumentVersion | undefined
  for (let i = 0; i < openTime.length; i++) {
    const time = openTime[i]! as TimeMs
    if (time < from || time >= to) continue
    if (!version || instrument.versions.length > 1) version = versionAt(instrument, time)
    const { priceDecimals, quantityDecimals } = version
    const price = (value: number): Price => rescale(value, block.priceDecimals, priceDecimals) as Price
    candles.push({
      instrumentId, intervalMs, openTime: time, closeTime: (time + intervalMs) as TimeMs,
      open: price(open[i]!), high: price(high[i]!), low: price(low[i]!), close: price(close[i]!), volume: rescale(volume[i]!, block.quantityDecimals, quantityDecimals) as Quantity,
    })
  }
}
