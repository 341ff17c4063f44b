import type Database from 'better-sqlite3'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { openBulk } from './connection.ts'
import { researchKind, type Opening } from './database-kind.ts'
import { fromJsonText, toJsonText } from './json-text.ts'

/** One back-test or replay: what was asked and what came out. */
export interface ResearchRun {
  readonly runId: string
  readonly kind: 'backtest' | 'replay'
  readonly startedAt: TimeMs
  readonly finishedAt: TimeMs
  readonly accountId: string
  readonly strategyId: string
  readonly configHash: string
  /** Anything JSON can hold, and NaN. */
  readonly parameters: unknown
  readonly result: unknown
}

/** research.db. */
export class ResearchStore {
  readonly #database: Database.Database

  /** Makes research.db if it is not there. Throws StorageRefusal for a file that must not be used. */
  constructor(opening: Opening) {
    this.#database = openBulk(researchKind, opening)
  }

  /** Rejects for a run that is there already. */
  async putRun(run: ResearchRun): Promise<void> {
    const row = { ...run, parameters: toJsonText(run.parameters), result: toJsonText(run.result) }
    const insert = this.#database.prepare(`INSERT INTO run (run_id, kind, started_at, finished_at, account_id, strategy_id, config_hash, parameters, result)
      VALUES (@runId, @kind, @startedAt, @finishedAt, @accountId, @strategyId, @configHash, @parameters, @result)`)
    this.#database.transaction(() => insert.run(row)).immediate()
    return Promise.resolve()
  }

  /** Ascending by startedAt. */
  runs(): Promise<readonly ResearchRun[]> {
    const rows = this.#database.prepare<[], ResearchRun & { readonly parameters: string; readonly result: string }>(`SELECT run_id AS runId, kind, started_at AS startedAt,
      finished_at AS finishedAt, account_id AS accountId, strategy_id AS strategyId, config_hash AS configHash, parameters, result FROM run ORDER BY started_at, run_id`)
    return Promise.resolve(rows.all().map((row) => ({ ...row, parameters: fromJsonText(row.parameters), result: fromJsonText(row.result) })))
  }

  close(): void {
    this.#database.close()
  }
}
