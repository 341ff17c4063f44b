import type Database from 'better-sqlite3'
import type { CandleKind, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import type { CandleRow } from './candle-rows.ts'

export interface BlockRow {
  readonly start: number
  readonly payload: Uint8Array
}

/** What is told of a block without reading it. */
interface BlockSpan {
  readonly start: number
  readonly candles: number
}

interface BlockWritten extends BlockRow {
  readonly instrument_id: string
  readonly series: CandleKind
  readonly interval_ms: number
  readonly candles: number
  readonly first_time: number
  readonly last_time: number
}

interface SpanRow {
  readonly instrument_id: string
  readonly series: CandleKind
  readonly interval_ms: number
  readonly first: number
  readonly last: number
  readonly candles: number
}

type CorrectionRow = CandleRow & { readonly sequence: number; readonly learnt_at: number | null }

/** instrument, kind and interval: the beginning of every key. */
type Series = [string, CandleKind, number]

export const keyOf = ({ instrumentId, kind, intervalMs }: CandleSeriesId): Series => [instrumentId, kind, intervalMs]

export interface CandleStatements {
  readonly row: Database.Statement<[...Series, number], CandleRow>
  /** Changes nothing where a row is there already. */
  readonly insertRow: Database.Statement<[CandleRow]>
  readonly updateRow: Database.Statement<[CandleRow]>
  readonly rows: Database.Statement<[...Series, from: number, to: number, limit: number], CandleRow>
  readonly rowTimesBefore: Database.Statement<[...Series, before: number, limit: number], number>
  readonly deleteRows: Database.Statement<[...Series, from: number, to: number]>
  readonly firstRow: Database.Statement<[...Series, from: number], number>
  readonly lastRow: Database.Statement<Series, number>
  readonly block: Database.Statement<[...Series, start: number], Uint8Array>
  readonly putBlock: Database.Statement<[BlockWritten]>
  readonly deleteBlock: Database.Statement<[...Series, start: number]>
  readonly blocks: Database.Statement<[...Series, from: number, to: number, limit: number], BlockRow>
  readonly blocksBefore: Database.Statement<[...Series, before: number], BlockSpan>
  readonly lastBlock: Database.Statement<Series, number>
  readonly putCorrection: Database.Statement<[CandleRow & { readonly learnt_at: number }]>
  readonly corrections: Database.Statement<Series, CorrectionRow>
  /** Those of the blocks that begin in a time and of the rows in it. */
  readonly count: Database.Statement<[...Series, blocksFrom: number, blocksTo: number, ...Series, from: number, to: number], number>
  readonly correctionCount: Database.Statement<Series, number>
  readonly spans: Database.Statement<[], SpanRow>
}

const KEY = ['instrument_id', 'series', 'interval_ms', 'open_time']
const VALUES = ['open', 'high', 'low', 'close', 'volume', 'price_decimals', 'quantity_decimals', 'quote_whole', 'quote_fraction', 'trades']
const BLOCK = ['instrument_id', 'series', 'interval_ms', 'start', 'candles', 'first_time', 'last_time', 'payload']
const SERIES = 'instrument_id = ? AND series = ? AND interval_ms = ?'

export function prepareCandleStatements(database: Database.Database): CandleStatements {
  return {
    row: database.prepare(`SELECT * FROM candle WHERE ${SERIES} AND open_time = ?`),
    insertRow: database.prepare(`${insert('candle', [...KEY, ...VALUES])} ON CONFLICT DO NOTHING`),
    updateRow: database.prepare(`UPDATE candle SET ${VALUES.map((name) => `${name} = @${name}`).join()} WHERE ${KEY.map((name) => `${name} = @${name}`).join(' AND ')}`),
    rows: database.prepare(`SELECT * FROM candle WHERE ${SERIES} AND open_time >= ? AND open_time < ? ORDER BY open_time LIMIT ?`),
    rowTimesBefore: database.prepare<[...Series, number, number], number>(`SELECT open_time FROM candle WHERE ${SERIES} AND open_time < ? ORDER BY open_time DESC LIMIT ?`).pluck(),
    deleteRows: database.prepare(`DELETE FROM candle WHERE ${SERIES} AND open_time >= ? AND open_time < ?`),
    firstRow: database.prepare<[...Series, number], number>(`SELECT open_time FROM candle WHERE ${SERIES} AND open_time >= ? ORDER BY open_time LIMIT 1`).pluck(),
    lastRow: database.prepare<Series, number>(`SELECT open_time FROM candle WHERE ${SERIES} ORDER BY open_time DESC LIMIT 1`).pluck(),
    block: database.prepare<[...Series, number], Uint8Array>(`SELECT payload FROM candle_block WHERE ${SERIES} AND start = ?`).pluck(),
    putBlock: database.prepare(`${insert('candle_block', BLOCK)} ON CONFLICT DO UPDATE SET ${BLOCK.slice(4).map((name) => `${name} = excluded.${name}`).join()}`),
    deleteBlock: database.prepare(`DELETE FROM candle_block WHERE ${SERIES} AND start = ?`),
    blocks: database.prepare(`SELECT start, payload FROM candle_block WHERE ${SERIES} AND start >= ? AND start < ? ORDER BY start LIMIT ?`),
    blocksBefore: database.prepare(`SELECT start, candles FROM candle_block INDEXED BY candle_block_span WHERE ${SERIES} AND start < ? ORDER BY start DESC`),
    lastBlock: database.prepare<Series, number>(`SELECT last_time FROM candle_block INDEXED BY candle_block_span WHERE ${SERIES} ORDER BY start DESC LIMIT 1`).pluck(),
    putCorrection: database.prepare(insert('candle_correction', [...KEY, ...VALUES, 'learnt_at'])),
    corrections: database.prepare(`SELECT * FROM candle_correction WHERE ${SERIES} ORDER BY open_time, sequence`),
    count: database.prepare<[...Series, number, number, ...Series, number, number], number>(`SELECT
      (SELECT coalesce(sum(candles), 0) FROM candle_block INDEXED BY candle_block_span WHERE ${SERIES} AND start >= ? AND start < ?) + (SELECT count(*) FROM candle WHERE ${SERIES} AND open_time >= ? AND open_time < ?)`).pluck(),
    correctionCount: database.prepare<Series, number>(`SELECT count(*) FROM candle_correction WHERE ${SERIES}`).pluck(),
    spans: database.prepare(`SELECT instrument_id, series, interval_ms, min(first) AS first, max(last) AS last, sum(candles) AS candles FROM (
        SELECT instrument_id, series, interval_ms, min(open_time) AS first, max(open_time) AS last, count(*) AS candles FROM candle GROUP BY 1, 2, 3
        UNION ALL SELECT instrument_id, series, interval_ms, min(first_time), max(last_time), sum(candles) FROM candle_block INDEXED BY candle_block_span GROUP BY 1, 2, 3
      ) GROUP BY 1, 2, 3 ORDER BY 1, 2 DESC, 3`),
  }
}

const insert = (table: string, columns: readonly string[]): string => `INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map((name) => `@${name}`).join()})`
