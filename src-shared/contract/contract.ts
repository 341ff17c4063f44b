import { z } from 'zod/mini'
import type { BacktestReport, BacktestWish, ReportTrades, RunRow, StrategyOption, SweepReport, SweepWish } from './backtest-report.ts'
import * as report from './backtest-schemas.ts'
import type { CollectView, CollectWish, FeedView, PassportRow, RecordRow } from './data-views.ts'
import * as data from './data-schemas.ts'
import * as learning from './evaluation-schemas.ts'
import type { LearnReport, LearnWish, ModelRow, ModelStatus, TrialsView } from './evaluation-views.ts'
import type { CandleRow, CandleSeries, MarketRow, PaceChange, PaceView, SparkRow } from './market-views.ts'
import * as schema from './schemas.ts'
import type { Schema } from './schemas.ts'
import type { DecisionDetail, DecisionRow, DecisionSeries, EquityPoint, FillRow, LogRow, OrderRow, PositionRow, StatusView, TradeRow } from './views.ts'
import type { ArchivedSpan, AskAnswer, ExportTable, JobView, Opening, StartedJob, VitalsView, WorkstationView } from './workstation-views.ts'

/** Unique per click. The engine's side remembers it, so that a double click or a repeated send has one effect. */
interface Click {
  readonly requestId: string
}

/**
 * Everything the window may ask. `workstation.*`, `profile.*`, `research.*`, `learn.*`, `data.*` and `job.cancel` are answered always, the rest while a mode runs; without one they are
 * refused with the code 'not-running'.
 */
export interface Requests {
  /** Starts a mode. Trading is off until a person starts it. */
  'workstation.open': { params: Click & { readonly opening: Opening }; result: AskAnswer }
  /** Winds the mode down: positions stay as they are with their stops at the venue. */
  'workstation.close': { params: Click; result: AskAnswer }
  'workstation.archive': { params: null; result: readonly ArchivedSpan[] }
  /** What a window wants remembered between sessions, as JSON text: its layout, its settings. Null: never put. */
  'profile.get': { params: { readonly key: string }; result: string | null }
  'profile.put': { params: { readonly key: string; readonly value: string }; result: AskAnswer }
  'research.strategies': { params: null; result: readonly StrategyOption[] }
  /** Begins a job; the run it ends with is in its `runId`. */
  'research.backtest': { params: Click & { readonly wish: BacktestWish }; result: StartedJob }
  'research.sweep': { params: Click & { readonly wish: SweepWish }; result: StartedJob }
  /** The newest RUNS_MAX. */
  'research.runs': { params: null; result: readonly RunRow[] }
  /** Null: there is no such run any more. */
  'research.report': { params: { readonly runId: string }; result: BacktestReport | SweepReport | null }
  /** `count` trades from the `first`-th on; fewer at the end. Null as above. */
  'research.trades': { params: { readonly runId: string; readonly first: number; readonly count: number }; result: ReportTrades | null }
  /** The report as a file, piece by piece: HTML that opens anywhere, or JSON with the trades. */
  'research.file': { params: { readonly runId: string; readonly format: 'html' | 'json'; readonly offset: number }; result: ExportPiece }
  'research.forget': { params: Click & { readonly runId: string }; result: AskAnswer }
  /** Begins a job; the run it ends with is in its `runId`. */
  'learn.start': { params: Click & { readonly wanted: LearnWish }; result: StartedJob }
  /** Null: there is no such run any more. */
  'learn.report': { params: { readonly runId: string }; result: LearnReport | null }
  /** The newest of all fits and back-tests that looked at data, and how many there are. */
  'learn.trials': { params: null; result: TrialsView }
  /** Newest first, those that came with the program last. */
  'models.list': { params: null; result: readonly ModelRow[] }
  /** Promoting what is not proven needs a reason, which is shown for ever. Positions keep their exit plans. */
  'models.move': { params: Click & { readonly candidateId: string; readonly status: Exclude<ModelStatus, 'trained'>; readonly reason: string | null }; result: AskAnswer }
  /** Back to the pair that was promoted before. */
  'models.rollback': { params: Click & { readonly strategyId: string; readonly reason: string | null }; result: AskAnswer }
  /** Begins a job that brings the archive up to what a venue has. */
  'data.collect': { params: Click & { readonly wish: CollectWish }; result: StartedJob }
  /** Of every series of the archive that back-tests read. Takes some seconds. */
  'data.passports': { params: null; result: readonly PassportRow[] }
  /** Of the mode that is open; none without one. */
  'data.records': { params: null; result: readonly RecordRow[] }
  'desk.status': { params: null; result: StatusView }
  'desk.positions': { params: null; result: readonly PositionRow[] }
  'desk.orders': { params: null; result: readonly OrderRow[] }
  /** Decisions with from ≤ asOf < to, the newest `limit` of them. */
  'desk.decisions': { params: { readonly instrumentId: string; readonly from: number; readonly to: number; readonly limit: number }; result: DecisionSeries }
  /** Null: not in the archive any more. */
  'desk.decision': { params: { readonly instrumentId: string; readonly decisionId: string; readonly asOf: number }; result: DecisionDetail | null }
  /** The newest `limit` closed candles that opened before `before`. Intervals above the archived one are aggregated; spans that are not whole are left out. */
  'market.candles': { params: { readonly instrumentId: string; readonly intervalMs: number; readonly before: number; readonly limit: number }; result: CandleSeries }
  'trading.start': { params: Click; result: AskAnswer }
  'trading.stop': { params: Click; result: AskAnswer }
  /** Null: every position. Own quantity only. */
  'positions.flatten': { params: Click & { readonly instrumentId: string | null }; result: AskAnswer }
  /** `confirmation` is the latch's name, typed by a person. */
  'latch.clear': { params: Click & { readonly latch: string; readonly confirmation: string }; result: AskAnswer }
  'pace.change': { params: Click & { readonly change: PaceChange }; result: AskAnswer }
  /** Begins a job whose file `export.read` then gives piece by piece. */
  'export.start': { params: Click & { readonly table: ExportTable; readonly format: 'csv' | 'json'; readonly from: number | null; readonly to: number | null }; result: StartedJob }
  'export.read': { params: { readonly jobId: string; readonly offset: number }; result: ExportPiece }
  'job.cancel': { params: Click & { readonly jobId: string }; result: AskAnswer }
}

/** `next` is the offset of the piece after it, null at the end. Offsets count bytes; pieces end between characters. */
export interface ExportPiece {
  readonly text: string
  readonly next: number | null
}

/** Everything the window is told unasked. */
export interface Topics {
  workstation: WorkstationView
  status: StatusView
  positions: readonly PositionRow[]
  market: readonly MarketRow[]
  sparks: readonly SparkRow[]
  candles: CandleRow
  decisions: DecisionRow
  trades: TradeRow
  orders: OrderRow
  fills: FillRow
  equity: EquityPoint
  log: LogRow
  pace: PaceView
  jobs: readonly JobView[]
  vitals: VitalsView
  /** Of a mode with live market data; null in every other, and in none. */
  feed: FeedView | null
  /** Of the last or present collection; null before the first. */
  collect: CollectView | null
}

/** How many items of a topic are remembered. One means conflated: only the newest counts, and gaps are no loss. */
export const REMEMBERED: { readonly [K in keyof Topics]: number } = {
  workstation: 1, status: 1, positions: 1, market: 1, sparks: 1, candles: 2_000, decisions: 500, trades: 500, orders: 500, fills: 500, equity: 10_000, log: 500,
  pace: 1, jobs: 1, vitals: 1, feed: 1, collect: 1,
}

/** The most candles one answer holds. */
export const CANDLES_MAX = 20_000
/** The most trades one answer holds. */
const TRADES_MAX = 2_000
/** Characters of a reason that is kept for ever. */
const REASON_MAX = 400
/** The most runs. */
export const RUNS_MAX = 200

/** Stands before the session's secret in the list of offered WebSocket protocols. */
export const SOCKET_PROTOCOL = 'haetae.1'

const { answer, click, name, time, text } = schema
const instrumentId = name
const maybeTime = z.nullable(time)
const maybeReason = z.nullable(z.string().check(z.maxLength(REASON_MAX)))
const piece: Schema<ExportPiece> = z.strictObject({ text: z.string(), next: z.nullable(z.int()) })
const limit = z.int().check(z.positive(), z.maximum(CANDLES_MAX))

export const requests: { readonly [K in keyof Requests]: { readonly params: Schema<Requests[K]['params']>; readonly result: Schema<Requests[K]['result']> } } = {
  'workstation.open': { params: z.strictObject({ ...click, opening: schema.opening }), result: answer },
  'workstation.close': { params: z.strictObject(click), result: answer },
  'workstation.archive': { params: z.null(), result: z.array(schema.archivedSpan) },
  'profile.get': { params: z.strictObject({ key: schema.profileKey }), result: z.nullable(z.string()) },
  'profile.put': { params: z.strictObject({ key: schema.profileKey, value: z.string().check(z.maxLength(40_000)) }), result: answer },
  'research.strategies': { params: z.null(), result: z.array(report.strategyOption) },
  'research.backtest': { params: z.strictObject({ ...click, wish: report.backtestWish }), result: schema.startedJob },
  'research.sweep': { params: z.strictObject({ ...click, wish: report.sweepWish }), result: schema.startedJob },
  'research.runs': { params: z.null(), result: z.array(report.runRow) },
  'research.report': { params: z.strictObject({ runId: name }), result: z.nullable(z.union([report.backtestReport, report.sweepReport])) },
  'research.trades': { params: z.strictObject({ runId: name, first: z.int().check(z.nonnegative()), count: z.int().check(z.positive(), z.maximum(TRADES_MAX)) }), result: z.nullable(report.reportTrades) },
  'research.file': { params: z.strictObject({ runId: name, format: z.enum(['html', 'json']), offset: z.int().check(z.nonnegative()) }), result: piece },
  'research.forget': { params: z.strictObject({ ...click, runId: name }), result: answer },
  'learn.start': { params: z.strictObject({ ...click, wanted: learning.learnWish }), result: schema.startedJob },
  'learn.report': { params: z.strictObject({ runId: name }), result: z.nullable(learning.learnReport) },
  'learn.trials': { params: z.null(), result: learning.trialsView },
  'models.list': { params: z.null(), result: z.array(learning.modelRow) },
  'models.move': { params: z.strictObject({ ...click, candidateId: name, status: z.enum(['shadow', 'promoted', 'archived']), reason: maybeReason }), result: answer },
  'models.rollback': { params: z.strictObject({ ...click, strategyId: name, reason: maybeReason }), result: answer },
  'data.collect': { params: z.strictObject({ ...click, wish: data.collectWish }), result: schema.startedJob },
  'data.passports': { params: z.null(), result: z.array(data.passport) },
  'data.records': { params: z.null(), result: z.array(data.record) },
  'desk.status': { params: z.null(), result: schema.status },
  'desk.positions': { params: z.null(), result: z.array(schema.position) },
  'desk.orders': { params: z.null(), result: z.array(schema.order) },
  'desk.decisions': { params: z.strictObject({ instrumentId, from: time, to: time, limit }), result: schema.decisionSeries },
  'desk.decision': { params: z.strictObject({ instrumentId, decisionId: name, asOf: time }), result: z.nullable(schema.decisionDetail) },
  'market.candles': { params: z.strictObject({ instrumentId, intervalMs: z.int().check(z.positive()), before: time, limit }), result: schema.candleSeries },
  'trading.start': { params: z.strictObject(click), result: answer },
  'trading.stop': { params: z.strictObject(click), result: answer },
  'positions.flatten': { params: z.strictObject({ ...click, instrumentId: z.nullable(name) }), result: answer },
  'latch.clear': { params: z.strictObject({ ...click, latch: name, confirmation: z.string().check(z.maxLength(128)) }), result: answer },
  'pace.change': { params: z.strictObject({ ...click, change: schema.paceChange }), result: answer },
  'export.start': {
    params: z.strictObject({ ...click, table: z.enum(['log', 'trades', 'fills', 'orders', 'ledger', 'decisions']), format: z.enum(['csv', 'json']), from: maybeTime, to: maybeTime }),
    result: schema.startedJob,
  },
  'export.read': { params: z.strictObject({ jobId: name, offset: z.int().check(z.nonnegative()) }), result: piece },
  'job.cancel': { params: z.strictObject({ ...click, jobId: name }), result: answer },
}

export const topics: { readonly [K in keyof Topics]: Schema<Topics[K]> } = {
  workstation: schema.workstation,
  status: schema.status,
  positions: z.array(schema.position),
  market: z.array(schema.marketRow),
  sparks: z.array(z.strictObject({ instrumentId: name, closes: z.array(z.number()) })),
  candles: schema.candle,
  decisions: schema.decision,
  trades: schema.trade,
  orders: schema.order,
  fills: schema.fill,
  equity: z.strictObject({ time, equity: schema.decimal }),
  log: z.strictObject({ time, level: z.enum(['info', 'warn', 'alarm']), code: text, values: schema.toldValues }),
  pace: schema.pace,
  jobs: z.array(schema.job),
  vitals: schema.vitals,
  feed: z.nullable(data.feed),
  collect: z.nullable(data.collect),
}
