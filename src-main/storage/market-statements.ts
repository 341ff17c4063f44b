import type Database from 'better-sqlite3'

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

export interface MarketStatements {
  readonly putInstrument: Database.Statement<[string, string]>
  readonly instruments: Database.Statement<[], string>
  readonly instrument: Database.Statement<[string], string>
  readonly putDecision: Database.Statement<[DecisionRow]>
  readonly decisions: Database.Statement<[number, string, number, number], Pick<DecisionRow, 'as_of' | 'decision_id' | 'payload'>>
  readonly decisionPoints: Database.Statement<[string, number, number, string, number], PointRow>
  readonly decision: Database.Statement<[number, string], string>
}

const DECISION = ['decision_id', 'account_id', 'strategy_id', 'instrument_id', 'as_of', 'action', 'reason', 'payload']

export function prepareMarketStatements(database: Database.Database): MarketStatements {
  return {
    putInstrument: database.prepare('INSERT INTO instrument (instrument_id, payload) VALUES (?, ?) ON CONFLICT (instrument_id) DO UPDATE SET payload = excluded.payload'),
    instruments: database.prepare<[], string>('SELECT payload FROM instrument ORDER BY instrument_id').pluck(),
    instrument: database.prepare<[string], string>('SELECT payload FROM instrument WHERE instrument_id = ?').pluck(),
    putDecision: database.prepare(`INSERT INTO decision (${DECISION.join()}) VALUES (${DECISION.map((name) => `@${name}`).join()}) ON CONFLICT (as_of, decision_id) DO NOTHING`),
    decisions: database.prepare('SELECT as_of, decision_id, payload FROM decision WHERE (as_of, decision_id) > (?, ?) AND as_of < ? ORDER BY as_of, decision_id LIMIT ?'),
    decisionPoints: database.prepare(`SELECT as_of, decision_id, action, reason, payload -> '$.long.expectedValue' AS long, payload -> '$.short.expectedValue' AS short
      FROM decision WHERE instrument_id = ? AND as_of >= ? AND (as_of, decision_id) < (?, ?) ORDER BY as_of DESC, decision_id DESC LIMIT ?`),
    decision: database.prepare<[number, string], string>('SELECT payload FROM decision WHERE as_of = ? AND decision_id = ?').pluck(),
  }
}
