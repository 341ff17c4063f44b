import type { Interval } from './backtest-report.ts'
import type { DataSetReport, DataSetWish, FeasibilityReport, FeasibilityWish, LabelsReport, LabelsWish, LearnSpan, SideName } from './learning-views.ts'
import type { Told } from './workstation-views.ts'

export interface EvaluateWish extends LearnSpan {
  readonly learner: 'linear'
  /** Of the learner, by name; what is not named has its default. */
  readonly parameters: Readonly<Record<string, number>>
  /** Rows to fit on: every so-manyth candle. Tests see every candle. */
  readonly every: number
  /** Instead only rows at which the log price had moved so many deviations of one candle's return since the last one (CUSUM). Null: by `every`. */
  readonly cusum: number | null
  /** Of the anchored walk-forward. */
  readonly folds: number
  readonly seeds: number
}

/** Of one fold and side, on its test part; `fold` null: all folds together. */
export interface FoldRow {
  readonly fold: number | null
  readonly side: SideName
  readonly from: number
  readonly to: number
  readonly fitRows: number
  readonly fitEffectiveRows: number
  readonly purged: number
  readonly rows: number
  readonly effectiveRows: number
  readonly baseRate: number
  readonly accuracy: number
  /** Of saying "take-profit" where q ≥ q*; null where that was never or always said. */
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
  readonly auc: number | null
  readonly logLoss: number
  readonly logLossOfBaseRate: number
  readonly brier: number
  /** Mean gap between what was said and what came true, weighed by rows. */
  readonly calibrationError: number
  /** Rank correlation of the expected and the realised gross return in barrier ranges: costs and volatility are no knowledge. */
  readonly rankIc: number | null
}

/** Some entries of the test parts by their labels, after all costs. Labels overlap: no returns of an account. */
export interface MetaFigures {
  readonly entries: number
  readonly effectiveEntries: number
  /** Part of the entries that paid; null without any. */
  readonly precision: number | null
  /** Part of the rows that paid which were entered; null where none paid. */
  readonly recall: number | null
  /** Mean of the entries, as a fraction of the notional; null without any. */
  readonly net: number | null
}

/** One side entered at every row, and only where its forecast clears what the policy asks. */
export interface MetaRow {
  readonly side: SideName
  readonly plain: MetaFigures
  readonly taken: MetaFigures
  /** Precision rose, and net × entries above the plain rule's and above 0. */
  readonly accepted: boolean
}

export interface ReliabilityPoint {
  readonly forecast: number
  readonly observed: number
  readonly low: number
  readonly high: number
  readonly rows: number
}

export interface ValueDecilePoint {
  readonly expected: number
  readonly net: number
  readonly interval: Interval | null
  readonly rows: number
}

export interface Check {
  /** A leak check or a test of honesty, by its name: 'purged-by-label-end', 'null-test', … */
  readonly name: string
  readonly passed: boolean
  readonly value: number | null
  readonly limit: number | null
}

export type CriterionName = 'deflated-sharpe' | 'overfitting' | 'walk-forward-value' | 'track-length' | 'strategy-risk' | 'checks'

export interface Criterion {
  readonly name: CriterionName
  readonly value: number | null
  /** Null: there is nothing that would be enough. */
  readonly needed: number | null
  readonly is: 'at-least' | 'at-most' | 'above'
  readonly met: boolean
}

/** Three outcomes: luck is refused, and what is short of proof is told how long it needs. */
export interface GateVerdict {
  readonly verdict: 'proven' | 'not-proven' | 'rejected'
  readonly criteria: readonly Criterion[]
  /** On the same data, counted by the machine, and how many of them are independent by clusters of correlation. */
  readonly trials: number
  readonly effectiveTrials: number
  readonly days: number
  /** Per day and annual. */
  readonly sharpe: number | null
  readonly sharpeAnnual: number | null
  readonly sharpeInterval: Interval | null
  /** The annual Sharpe that these days and trials could prove: the gate's power. */
  readonly sharpeProvable: number | null
  /** More days of results as good as these until it is proven; null: never, or not to be said. */
  readonly daysMissing: number | null
  readonly reasons: readonly Told[]
}

export interface EvaluationReport {
  readonly version: 1
  readonly kind: 'evaluation'
  readonly runId: string
  readonly program: string
  readonly wish: EvaluateWish
  readonly dataHash: string
  readonly featureSetHash: string
  readonly labelSpecHash: string
  /** The pair that this evaluation fitted on all data, registered as trained. */
  readonly candidateId: string
  readonly folds: readonly FoldRow[]
  /** What the forecasts make of a plain rule, by side. */
  readonly meta: readonly MetaRow[]
  readonly reliability: Readonly<Record<SideName, readonly ReliabilityPoint[]>>
  readonly deciles: Readonly<Record<SideName, readonly ValueDecilePoint[]>>
  /** The back-test of the policy on the forecasts of the test parts: net return of each UTC day on the equity at its beginning. */
  readonly days: { readonly day: readonly number[]; readonly net: readonly number[] }
  /** What the account was worth, and between what it would have been in 90 % of the orders that its days could have come in. */
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[]; readonly low: readonly number[]; readonly high: readonly number[] }
  readonly trades: number
  /** Net of costs, per trade, as a fraction of its notional. */
  readonly netPerTrade: number | null
  readonly netPerTradeInterval: Interval | null
  readonly seeds: readonly { readonly seed: number; readonly auc: Readonly<Record<SideName, number | null>>; readonly sharpe: number | null }[]
  readonly cpcv: { readonly groups: number; readonly testGroups: number; readonly splits: number; readonly paths: number; readonly auc: Readonly<Record<SideName, readonly (number | null)[]>> } | null
  readonly features: readonly { readonly name: string; readonly importance: Readonly<Record<SideName, number>>; readonly psi: number | null }[]
  readonly checks: readonly Check[]
  readonly verdict: GateVerdict
  /** Seconds by stage, for people. */
  readonly took: Readonly<Record<string, number>>
}

export type LearnReport = FeasibilityReport | LabelsReport | DataSetReport | EvaluationReport
export type LearnWish =
  | { readonly kind: 'feasibility'; readonly wish: FeasibilityWish }
  | { readonly kind: 'labels'; readonly wish: LabelsWish }
  | { readonly kind: 'dataset'; readonly wish: DataSetWish }
  | { readonly kind: 'evaluation'; readonly wish: EvaluateWish }

export type TrialKind = 'evaluation' | 'neighbour' | 'backtest' | 'sweep'

/** One fit or back-test that looked at data. What was begun stays, however it ended. */
export interface TrialRow {
  readonly sequence: number
  readonly trialId: string
  readonly kind: TrialKind
  readonly state: 'begun' | 'done' | 'failed'
  readonly startedAt: number
  readonly strategyId: string
  readonly dataHash: string
  /** What differed, for people. */
  readonly parameters: Readonly<Record<string, string | number>>
  readonly days: number | null
  readonly sharpeAnnual: number | null
  readonly trades: number | null
  readonly hash: string
}

export interface TrialsView {
  readonly rows: readonly TrialRow[]
  readonly count: number
  readonly onData: readonly { readonly dataHash: string; readonly trials: number; readonly effective: number }[]
  /** Null: every link holds. */
  readonly broken: { readonly sequence: number; readonly told: Told } | null
}

export type ModelStatus = 'trained' | 'shadow' | 'promoted' | 'archived'

/** The pair of a strategy: a model for each direction, judged and moved together. */
export interface ModelRow {
  readonly candidateId: string
  readonly modelIds: Readonly<Record<SideName, string>>
  /** SHA-256 of each artifact.json, which names that of its model.onnx; null for a shipped one. */
  readonly artifacts: Readonly<Record<SideName, string>> | null
  readonly strategyId: string
  readonly instruments: readonly string[]
  readonly learner: string
  readonly status: ModelStatus
  /** It came with the program: promoted as long as no other is. What it does not tell of its making is 0 or '-' below. */
  readonly shipped: boolean
  readonly createdAt: number
  readonly dataFrom: number
  readonly dataTo: number
  readonly dataHash: string
  readonly featureSetHash: string
  readonly labelSpecHash: string
  /** The evaluation that made it; null for a shipped one. */
  readonly runId: string | null
  readonly verdict: GateVerdict | null
  /** What was done with it, oldest first: shown for ever. */
  readonly history: readonly { readonly time: number; readonly status: ModelStatus; readonly by: string; readonly reason: string | null; readonly override: boolean }[]
}
