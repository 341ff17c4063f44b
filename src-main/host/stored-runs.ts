import { existsSync } from 'node:fs'
import { z } from 'zod/mini'
import type { BacktestReport, ReportTrades, RunRow, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import { backtestReport, reportTrades, sweepReport } from '../../src-shared/contract/backtest-schemas.ts'
import { learnReport } from '../../src-shared/contract/evaluation-schemas.ts'
import type { LearnReport } from '../../src-shared/contract/evaluation-views.ts'
import type { Schema } from '../../src-shared/contract/schemas.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { pathOf, researchKind, type Opening } from '../storage/database-kind.ts'
import { StorageRefusal } from '../storage/refusal.ts'
import { ResearchStore, type ResearchRun } from '../storage/research-store.ts'

export interface Lasted {
  readonly startedAt: TimeMs
  readonly finishedAt: TimeMs
}

type AnyReport = BacktestReport | SweepReport | LearnReport

const anyReport: Schema<AnyReport> = z.union([backtestReport, sweepReport, learnReport])

/** Reports are checked on their way in and out: what one program wrote another may read. */
export class StoredRuns {
  readonly #opening: Opening

  /** The account's folder is there. */
  constructor(opening: Opening) {
    this.#opening = opening
  }

  async putBacktest(report: BacktestReport, trades: ReportTrades, lasted: Lasted): Promise<void> {
    const { runId, wish, hashes, summary } = report
    const result = { trades: summary.trades, netReturn: summary.netReturn, sharpe: summary.sharpe, orderHash: hashes.orders }
    await this.#put({ ...this.#runOf(runId, 'backtest', lasted), strategyId: wish.strategyId, configHash: hashes.config, parameters: wish, result }, {
      report: backtestReport.parse(report), trades: reportTrades.parse(trades),
    })
  }

  async putSweep(report: SweepReport, configHash: string, lasted: Lasted): Promise<void> {
    const { runId, wish, rows } = report
    const run = { ...this.#runOf(runId, 'sweep', lasted), strategyId: wish.strategyId, configHash, parameters: wish, result: { combinations: rows.length } }
    await this.#put(run, { report: sweepReport.parse(report), trades: null })
  }

  /** `configHash`: of the strategy as it was wished. */
  async putLearning(report: LearnReport, configHash: string, lasted: Lasted): Promise<void> {
    const { runId, kind, wish } = report
    await this.#put({ ...this.#runOf(runId, kind, lasted), strategyId: wish.strategyId, configHash, parameters: wish, result: {} }, { report: learnReport.parse(report), trades: null })
  }

  has(runId: string): Promise<boolean> {
    return this.#reading(false, (store) => store.has(runId))
  }

  /** Newest first. */
  list(most: number): Promise<readonly RunRow[]> {
    return this.#reading([], async (store) => (await store.runs(most)).map(rowOf))
  }

  /** Null: there is no such run, it is a piece of learning, or it is from before reports were kept. Rejects with StorageRefusal for one that cannot be read. */
  async report(runId: string): Promise<BacktestReport | SweepReport | null> {
    const found = await this.#anyReport(runId)
    return found && 'kind' in found ? null : found
  }

  /** As `report`, of a piece of learning; null for any other run, too. */
  async learning(runId: string): Promise<LearnReport | null> {
    const found = await this.#anyReport(runId)
    return found && 'kind' in found ? found : null
  }

  /** As `report`; null for a sweep, too. */
  trades(runId: string): Promise<ReportTrades | null> {
    return this.#full(runId, z.nullable(reportTrades), (store) => store.trades(runId))
  }

  /** False where there is no such run. */
  forget(runId: string): Promise<boolean> {
    return this.#reading(false, (store) => store.forget(runId))
  }

  #runOf(runId: string, kind: ResearchRun['kind'], lasted: Lasted): Pick<ResearchRun, 'runId' | 'kind' | 'startedAt' | 'finishedAt' | 'accountId'> {
    return { runId, kind, ...lasted, accountId: this.#opening.accountId }
  }

  async #put(run: ResearchRun, full: { readonly report: unknown; readonly trades: unknown }): Promise<void> {
    await this.#with((store) => store.putRun(run, full))
  }

  #anyReport(runId: string): Promise<AnyReport | null> {
    return this.#full(runId, anyReport, (store) => store.report(runId))
  }

  async #full<Full>(runId: string, schema: Schema<Full>, read: (store: ResearchStore) => Promise<unknown>): Promise<Full | null> {
    const found = await this.#reading(undefined, read)
    if (found === undefined) return null
    const parsed = schema.safeParse(found)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new StorageRefusal('schema', `${pathOf(researchKind, this.#opening)}: ${runId} has another form than this version writes (${issue?.path.join('.')}: ${issue?.message}). Forget this run and make it again.`)
  }

  /** Reading makes no file. */
  #reading<Result>(otherwise: Result, work: (store: ResearchStore) => Promise<Result>): Promise<Result> {
    return existsSync(pathOf(researchKind, this.#opening)) ? this.#with(work) : Promise.resolve(otherwise)
  }

  /** Open for as long as it takes: a copy may be put in its place, and another program may write to it. */
  async #with<Result>(work: (store: ResearchStore) => Promise<Result>): Promise<Result> {
    const store = new ResearchStore(this.#opening)
    try {
      return await work(store)
    } finally {
      store.close()
    }
  }
}

const maybe = <T>(schema: Schema<T>): Schema<T | null> => z.catch(z.nullable(schema), null)
/** What older versions and replays wrote for "all there is". */
const bound = (time: number | null): number | null => (time === null || time <= 0 || time === Number.MAX_SAFE_INTEGER ? null : time)

const parametersOf = z.object({ instruments: z.catch(z.array(z.string()), []), from: maybe(z.int()), to: maybe(z.int()) })
const resultOf = z.object({ trades: maybe(z.int()), netReturn: maybe(z.number()), sharpe: maybe(z.number()), orderHash: maybe(z.string()) })

function rowOf({ runId, kind, startedAt, finishedAt, strategyId, parameters, result }: ResearchRun): RunRow {
  const { instruments, from, to } = parametersOf.parse(parameters)
  return { runId, kind, startedAt, seconds: (finishedAt - startedAt) / 1_000, strategyId, instruments, from: bound(from), to: bound(to), ...resultOf.parse(result) }
}
