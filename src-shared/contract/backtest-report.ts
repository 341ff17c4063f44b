import type { LearnKind, Told } from './workstation-views.ts'

/**
 * What a back-test came to. Exact sums are decimal text in `asset`; what is drawn or averaged is a float. Fractions are of the equity at
 * the beginning unless said otherwise; times are milliseconds UTC. Costs are signed as booked: negative = paid.
 */
export interface BacktestReport {
  readonly version: 1
  readonly runId: string
  readonly program: string
  readonly wish: BacktestWish
  /** The moments of the first and of the last event. */
  readonly from: number
  readonly to: number
  readonly hashes: ReportHashes
  readonly modelIds: { readonly long: string; readonly short: string }
  /** What came later than this no model of the run was fitted on. Null: their cards do not say. */
  readonly trainedUntil: number | null
  readonly asset: string
  readonly deposit: string
  readonly summary: ReportSummary
  readonly equity: EquityColumns
  /** Net return of each UTC day, on the equity at its beginning. */
  readonly days: { readonly day: readonly number[]; readonly net: readonly number[] }
  readonly months: readonly { readonly month: string; readonly net: number; readonly trades: number }[]
  readonly costs: ReportCosts
  readonly groups: Readonly<Record<GroupName, readonly GroupRow[]>>
  readonly rivals: readonly RivalRow[]
  readonly funnel: readonly FunnelStep[]
  /** Why not: every decision that was no entry, by reason. The sum is decisions − entries. */
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly byInstrument: Readonly<Record<string, number>> }[]
  /** Of the decisions that came to the guards. One decision may be refused by several. */
  readonly guards: readonly { readonly guard: string; readonly refused: number; readonly warned: number }[]
  /** Latches in the order they were set: from then on nothing was entered. */
  readonly latches: readonly { readonly latch: string; readonly time: number; readonly reason: Told }[]
  readonly alarms: Readonly<Record<string, number>>
  readonly data: readonly ReportData[]
  /** What a reader should know before believing it, worst first. */
  readonly caveats: readonly Told[]
}

export interface ReportHashes {
  /** Over every decision; null when it was not wanted. */
  readonly decisions: string | null
  /** Over every order and fill. */
  readonly orders: string
  readonly config: string
  readonly featureSet: string
}

export interface ReportSummary {
  /** Equity at the end, what is open at its mark, less the deposit. The net of the costs is of the closed trades alone. */
  readonly net: string
  readonly netReturn: number
  /** Annual, of daily net returns: √365 × mean ÷ sample deviation. Null with fewer than two days or without any deviation. */
  readonly sharpe: number | null
  /** 90 % by a seeded block bootstrap of the days. */
  readonly sharpeInterval: Interval | null
  readonly netReturnInterval: Interval | null
  /** The deepest fall from a high, as a positive fraction of it, and the days until the high was reached again; null: it was not. */
  readonly drawdown: number
  readonly drawdownFrom: number | null
  readonly recoveryDays: number | null
  readonly worstDay: number | null
  readonly trades: number
  readonly won: number
  /** Mean over trades: what share had to win at these gains and losses. Null without a loss or without a gain. */
  readonly breakEvenShare: number | null
  readonly profitFactor: number | null
  readonly tradesPerDay: number
  readonly holdMinutes: number | null
  /** Part of the time in which anything was held. */
  readonly exposure: number
  readonly decisions: number
  readonly entries: number
  readonly openAtEnd: number
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Equal in length, at the beginning, each full hour and the end; `hold` is the same deposit spread evenly over the instruments, each bought at its first candle, without costs. */
export interface EquityColumns {
  readonly time: readonly number[]
  readonly equity: readonly number[]
  readonly hold: readonly number[]
}

export interface ReportCosts {
  /** Before fees and funding, and with the slippage given back. */
  readonly gross: string
  readonly slippage: string
  readonly fees: string
  readonly funding: string
  readonly net: string
  /** Sum of the entries' notionals, which the parts are shown against. */
  readonly notional: string
}

export type GroupName = 'side' | 'instrument' | 'regime' | 'hour' | 'weekday' | 'exit'

export interface GroupRow {
  /** 'long', 'BTCUSDT', '-1', '13', 'stop': as the group has it. Hour and weekday ('1' is Monday) are of the entry, UTC; a regime that is not known is 'unknown'. */
  readonly key: string
  readonly trades: number
  readonly won: number
  readonly gross: string
  readonly costs: string
  readonly net: string
}

/** What somebody without a model would have had, at the same costs. `low` and `high` are the extremes over its seeds. */
export interface RivalRow {
  readonly rival: 'nothing' | 'hold' | 'random'
  readonly runs: number
  readonly netReturn: number
  readonly low: number | null
  readonly high: number | null
  readonly sharpe: number | null
  readonly drawdown: number
  readonly trades: number
}

/** From all decisions down to the trades: how many were left after each step, and which reason took most of those that were not. */
export interface FunnelStep {
  readonly step: 'decisions' | 'forecast' | 'payable' | 'positive' | 'above-margin' | 'free' | 'sized' | 'allowed' | 'entered'
  readonly left: number
  readonly lostTo: string | null
}

export interface ReportData {
  readonly instrumentId: string
  readonly candles: number
  readonly gaps: number
  readonly funding: 'archive' | 'assumed'
  readonly settlements: number
  /** Candles whose inside is known from one-minute candles. */
  readonly finePaths: number
  /** Candles during which stops and liquidations were judged by the mark price. In the others the price of trades stood for it. */
  readonly markPaths: number
}

/** Equal in length, in the order in which the trades closed. */
export interface ReportTrades {
  readonly entryId: readonly string[]
  readonly decisionId: readonly string[]
  readonly instrumentId: readonly string[]
  readonly side: readonly ('long' | 'short')[]
  readonly openedAt: readonly number[]
  readonly closedAt: readonly number[]
  readonly quantity: readonly string[]
  readonly entry: readonly string[]
  readonly exit: readonly string[]
  readonly exitReason: readonly string[]
  readonly gross: readonly string[]
  readonly slippage: readonly string[]
  readonly fees: readonly string[]
  readonly funding: readonly string[]
  readonly net: readonly string[]
  /** Net, as a fraction of the notional at entry. */
  readonly netReturn: readonly number[]
  /** The farthest the price went against and for the position while it was held, as fractions of the entry, ≥ 0. */
  readonly adverse: readonly number[]
  readonly favourable: readonly number[]
  /** What the decision said; null for a policy that says nothing. */
  readonly expectedValue: readonly (number | null)[]
  readonly winProbability: readonly (number | null)[]
  readonly breakEvenProbability: readonly (number | null)[]
  readonly regime: readonly (-1 | 0 | 1 | null)[]
}

/** What a person asks to be back-tested. */
export interface BacktestWish {
  readonly strategyId: string
  readonly instruments: readonly string[]
  /** Candles with from ≤ open time < to; null: all there is. */
  readonly from: number | null
  readonly to: number | null
  readonly policyId: 'expected-value' | 'seeded-random' | 'random-entry'
  readonly seed: number
  /** By the name of a parameter (`StrategyOption.parameters`): what differs from the strategy. */
  readonly changes: Readonly<Record<string, number>>
  /** Random rivals with the same exits; each is a back-test of its own. */
  readonly rivals: number
}

/** One back-test per combination of the values, which are at most `SWEEP_MAX`. */
export interface SweepWish extends BacktestWish {
  readonly vary: Readonly<Record<string, readonly number[]>>
}

export const SWEEP_MAX = 512

export interface SweepReport {
  readonly version: 1
  readonly runId: string
  readonly program: string
  readonly wish: SweepWish
  readonly vary: readonly string[]
  /** In the order of the values; the first parameter changes slowest. */
  readonly rows: readonly SweepRow[]
}

export interface SweepRow {
  readonly values: readonly number[]
  readonly orderHash: string
  readonly net: string
  readonly netReturn: number
  readonly sharpe: number | null
  readonly drawdown: number
  readonly trades: number
  readonly won: number
}

export interface StrategyOption {
  readonly strategyId: string
  readonly instruments: readonly string[]
  readonly features: number
  readonly modelIds: { readonly long: string; readonly short: string }
  readonly parameters: readonly ParameterOption[]
}

/** A number of the strategy that may be changed for a back-test. Its name is a path, as 'policy.margin'. */
export interface ParameterOption {
  readonly name: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly unit: 'fraction' | 'multiple' | 'candles' | 'leverage' | 'money'
  readonly isWhole?: boolean | undefined
  /** Only these policies can be run with another value than the strategy's; all can when absent. */
  readonly only?: readonly BacktestWish['policyId'][] | undefined
}

/** What was run, newest first. */
export interface RunRow {
  readonly runId: string
  readonly kind: 'backtest' | 'sweep' | 'replay' | LearnKind
  readonly startedAt: number
  readonly seconds: number
  readonly strategyId: string
  readonly instruments: readonly string[]
  readonly from: number | null
  readonly to: number | null
  readonly trades: number | null
  readonly netReturn: number | null
  readonly sharpe: number | null
  readonly orderHash: string | null
}
