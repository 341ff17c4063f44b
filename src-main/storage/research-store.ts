import { deflateSync, inflateSync } from 'node:zlib'
import type Database from 'better-sqlite3'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { openBulk } from './connection.ts'
import { researchKind, type Opening } from './database-kind.ts'
import { fromJsonText, toJsonText } from './json-text.ts'
import { refusing, StorageRefusal } from './refusal.ts'

/** One back-test, sweep, replay or piece of learning: what was asked and what came out, short enough for a list. */
export interface ResearchRun {
  readonly runId: string
  readonly kind: 'backtest' | 'replay' | 'sweep' | 'feasibility' | 'labels' | 'dataset' | 'evaluation'
  readonly startedAt: TimeMs
  readonly finishedAt: TimeMs
  readonly accountId: string
  readonly strategyId: string
  readonly configHash: string
  /** Anything JSON can hold, and NaN. */
  readonly parameters: unknown
  readonly result: unknown
}

/** What a run came to in full: anything JSON can hold. */
export interface RunReport {
  readonly report: unknown
  /** Null for a run that has no trades of its own. */
  readonly trades: unknown
}

type Part = keyof RunReport

/** research.db. Whoever reads a report checks its form: this file knows none. */
export class ResearchStore {
  readonly #database: Database.Database

  /** Makes research.db if it is not there. Throws StorageRefusal for a file that must not be used. */
  constructor(opening: Opening) {
    this.#database = openBulk(researchKind, opening)
  }

  /** All of it or nothing. Rejects for a run that is there already. */
  async putRun(run: ResearchRun, full?: RunReport): Promise<void> {
    const row = { ...run, parameters: toJsonText(run.parameters), result: toJsonText(run.result) }
    const insert = this.#database.prepare(`INSERT INTO run (run_id, kind, started_at, finished_at, account_id, strategy_id, config_hash, parameters, result)
      VALUES (@runId, @kind, @startedAt, @finishedAt, @accountId, @strategyId, @configHash, @parameters, @result)`)
    const packed = full && { runId: run.runId, report: pack(full.report), trades: pack(full.trades) }
    const insertFull = this.#database.prepare('INSERT INTO report (run_id, report, trades) VALUES (@runId, @report, @trades)')
    const put = this.#database.transaction(() => {
      insert.run(row)
      if (packed) insertFull.run(packed)
    })
    this.#refusing(() => put.immediate())
    return Promise.resolve()
  }

  /** The newest `most`, descending by startedAt. */
  runs(most: number): Promise<readonly ResearchRun[]> {
    const rows = this.#database.prepare<[number], ResearchRun & { readonly parameters: string; readonly result: string }>(`SELECT run_id AS runId, kind, started_at AS startedAt,
      finished_at AS finishedAt, account_id AS accountId, strategy_id AS strategyId, config_hash AS configHash, parameters, result FROM run ORDER BY started_at DESC, run_id DESC LIMIT ?`)
    return Promise.resolve(rows.all(most).map((row) => ({ ...row, parameters: fromJsonText(row.parameters), result: fromJsonText(row.result) })))
  }

  has(runId: string): Promise<boolean> {
    return Promise.resolve(this.#refusing(() => this.#database.prepare('SELECT 1 FROM run WHERE run_id = ?').get(runId) !== undefined))
  }

  /** Undefined where there is no such run, or none that has a report. Rejects with StorageRefusal for one that cannot be read. */
  report(runId: string): Promise<unknown> {
    return Promise.resolve(this.#full(runId, 'report'))
  }

  /** As `report`. */
  trades(runId: string): Promise<unknown> {
    return Promise.resolve(this.#full(runId, 'trades'))
  }

  /** A run and all of it. False where there is no such run. */
  forget(runId: string): Promise<boolean> {
    return Promise.resolve(this.#refusing(() => this.#database.prepare('DELETE FROM run WHERE run_id = ?').run(runId).changes > 0))
  }

  close(): void {
    this.#database.close()
  }

  #full(runId: string, part: Part): unknown {
    const packed = this.#refusing(() => this.#database.prepare<[string], Buffer>(`SELECT ${part} FROM report WHERE run_id = ?`).pluck().get(runId))
    return packed && unpack(packed, `${this.#database.name}: the ${part} of ${runId}`)
  }

  #refusing<Result>(work: () => Result): Result {
    return refusing(this.#database.name, work, researchKind.remedy)
  }
}

const pack = (value: unknown): Buffer => deflateSync(JSON.stringify(value))

function unpack(packed: Buffer, what: string): unknown {
  try {
    return JSON.parse(inflateSync(packed).toString())
  } catch (error) {
    throw new StorageRefusal('corrupt', `${what} cannot be read (${error instanceof Error ? error.message : String(error)}). Forget this run and make it again.`, { cause: error })
  }
}
