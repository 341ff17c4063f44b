import type Database from 'better-sqlite3'
import type { CandleRow } from './candle-rows.ts'

export interface FundingRow {
  readonly instrument_id: string
  readonly funding_time: number
  readonly rate: number
  readonly interval_ms: number
}

export interface DecisionRow {
  readonly decision_id: string
  readonly account_id: string
  readonly strategy_id: string
  readonly instrument_id: string
  readonly as_of: number
  readonly action: string
  readonly reason: string
  readonly payload: string
}

export interface PointRow {
  readonly as_of: number
  readonly decision_id: string
  readonly action: string
  readonly reason: string
  /** As JSON; null where the side was not valued. */
  readonly long: string | null
  readonly short: string | null
}

interface SpanRow {
  readonly instrument_id: string
  readonly interval_ms: number
  readonly first: number
  readonly last: number
  readonly candles: number
}

/** Inserts what is not there, and updates what is there and differs. */
interface Upsert<Key extends unknown[], Row> {
  readonly insert: Database.Statement<[Row]>
  readonly present: Database.Statement<Key, Row>
  readonly update: Database.Statement<[Row]>
}

export interface MarketStatements {
  readonly candle: Upsert<[string, number, number], CandleRow>
  readonly funding: Upsert<[string, number], FundingRow>
  readonly putInstrument: Database.Statement<[string, string]>
  readonly instruments: Database.Statement<[], string>
  readonly candles: Database.Statement<[string, number, number, number, number], CandleRow>
  readonly candlesBefore: Database.Statement<[string, number, number, number], CandleRow>
  readonly spans: Database.Statement<[], SpanRow>
  readonly fundingBetween: Database.Statement<[string, number, number, number], FundingRow>
  readonly putDecision: Database.Statement<[DecisionRow]>
  readonly decisions: Database.Statement<[number, string, number, number], Pick<DecisionRow, 'as_of' | 'decision_id' | 'payload'>>
  readonly decisionPoints: Database.Statement<[string, number, number, string, number], PointRow>
  readonly decision: Database.Statement<[number, string], string>
}

const CANDLE_KEY = ['instrument_id', 'interval_ms', 'open_time']
const CANDLE_VALUES = ['open', 'high', 'low', 'close', 'volume', 'price_decimals', 'quantity_decimals']
const FUNDING_KEY = ['instrument_id', 'funding_time']
const FUNDING_VALUES = ['rate', 'interval_ms']
const DECISION = ['decision_id', 'account_id', 'strategy_id', 'instrument_id', 'as_of', 'action', 'reason', 'payload']

export function prepareMarketStatements(database: Database.Database): MarketStatements {
  return {
    candle: prepareUpsert(database, 'candle', CANDLE_KEY, CANDLE_VALUES),
    funding: prepareUpsert(database, 'funding', FUNDING_KEY, FUNDING_VALUES),
    putInstrument: database.prepare('INSERT INTO instrument (instrument_id, payload) VALUES (?, ?) ON CONFLICT (instrument_id) DO UPDATE SET payload = excluded.payload'),
    instruments: database.prepare<[], string>('SELECT payload FROM instrument ORDER BY instrument_id').pluck(),
    candles: database.prepare(`SELECT * FROM candle WHERE instrument_id = ? AND interval_ms = ? AND open_time >= ? AND open_time < ? ORDER BY open_time LIMIT ?`),
    candlesBefore: database.prepare(`SELECT * FROM candle WHERE instrument_id = ? AND interval_ms = ? AND open_time < ? ORDER BY open_time DESC LIMIT ?`),
    spans: database.prepare(`SELECT instrument_id, interval_ms, min(open_time) AS first, max(open_time) AS last, count(*) AS candles
      FROM candle GROUP BY instrument_id, interval_ms ORDER BY 1, 2`),
    fundingBetween: database.prepare('SELECT * FROM funding WHERE instrument_id = ? AND funding_time >= ? AND funding_time < ? ORDER BY funding_time LIMIT ?'),
    putDecision: database.prepare(`INSERT INTO decision (${DECISION.join()}) VALUES (${named(DECISION)}) ON CONFLICT (as_of, decision_id) DO NOTHING`),
    decisions: database.prepare('SELECT as_of, decision_id, payload FROM decision WHERE (as_of, decision_id) > (?, ?) AND as_of < ? ORDER BY as_of, decision_id LIMIT ?'),
    decisionPoints: database.prepare(`SELECT as_of, decision_id, action, reason, payload -> '$.long.expectedValue' AS long, payload -> '$.short.expectedValue' AS short
      FROM decision WHERE instrument_id = ? AND as_of >= ? AND (as_of, decision_id) < (?, ?) ORDER BY as_of DESC, decision_id DESC LIMIT ?`),
    decision: database.prepare<[number, string], string>('SELECT payload FROM decision WHERE as_of = ? AND decision_id = ?').pluck(),
  }
}

function prepareUpsert<Key extends unknown[], Row>(database: Database.Database, table: string, key: readonly string[], values: readonly string[]): Upsert<Key, Row> {
  const columns = [...key, ...values]
  return {
    insert: database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${named(columns)}) ON CONFLICT DO NOTHING`),
    present: database.prepare(`SELECT * FROM ${table} WHERE ${key.map((name) => `${name} = ?`).join(' AND ')}`),
    update: database.prepare(`UPDATE ${table} SET ${values.map((name) => `${name} = @${name}`).join()} WHERE ${key.map((name) => `${name} = @${name}`).join(' AND ')}`),
  }
}

const named = (columns: readonly string[]): string => columns.map((name) => `@${name}`).join()
