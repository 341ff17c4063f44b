import type { BacktestReport, BacktestWish, ReportData, ReportHashes, ReportSummary, ReportTrades, RivalRow } from '../../src-shared/contract/backtest-report.ts'
import { amountAsFloat } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type Amount, type TimeMs } from '../../src-shared/domain/units.ts'
import { isoDay } from '../base/system-calendar.ts'
import type { BacktestRecorder } from './backtest-recorder.ts'
import { caveatsOf } from './backtest-caveats.ts'
import { bootstrapIntervals, compounded, dailyReturns, drawdownOf, sharpeOf, type DailyReturns } from './return-statistics.ts'
import { costsOf, exposureOf, figuresOf, groupsOf, moneyText, type PlacedTrade } from './trade-statistics.ts'

/** What a run leaves besides what was recorded. */
export interface ReportFacts {
  readonly runId: string
  readonly program: string
  readonly wish: BacktestWish
  readonly hashes: ReportHashes
  readonly modelIds: BacktestReport['modelIds']
  readonly trainedUntil: number | null
  readonly asset: string
  readonly deposit: Amount
  readonly from: TimeMs
  readonly openAtEnd: number
  readonly alarms: Readonly<Record<string, number>>
  readonly data: readonly Omit<ReportData, 'candles' | 'gaps'>[]
  readonly random: readonly RandomRun[]
  /** BTC's regime at a close; null when it is not known. */
  readonly regimeAt: (time: TimeMs) => -1 | 0 | 1 | null
}

/** A rival by chance, as it ended. */
export interface RandomRun {
  readonly netReturn: number
  readonly sharpe: number | null
  readonly drawdown: number
  readonly trades: number
}

/** Everything that a back-test tells; docs/backtest.md says how each figure is defined. */
export function backtestReport(recorder: BacktestRecorder, facts: ReportFacts): { readonly report: BacktestReport; readonly trades: ReportTrades } {
  const { runId, program, wish, hashes, modelIds, trainedUntil, asset, deposit, from, alarms } = facts
  const trades = recorder.trades.trades.map((trade): PlacedTrade => ({ ...trade, regime: facts.regimeAt(trade.decidedAt) }))
  const equity = recorder.equity.columns()
  const days = dailyReturns(equity.time, equity.equity)
  const { tally } = recorder
  const whole = {
    version: 1, runId, program, wish, from, to: recorder.equity.endedAt, hashes, modelIds, trainedUntil, asset, deposit: moneyText(deposit),
    summary: summaryOf(recorder, facts, trades), equity, days, months: monthsOf(days, trades), costs: costsOf(trades), groups: groupsOf(trades),
    rivals: rivalsOf(equity, facts.random), funnel: tally.funnel, reasons: tally.reasons, guards: tally.guards, latches: recorder.latches, alarms,
    data: facts.data.map((one) => ({ ...one, ...recorder.candlesOf(one.instrumentId) })),
  } as const
  return { report: { ...whole, caveats: caveatsOf(whole, trades, tally.firstAt) }, trades: tradeColumns(trades) }
}

/** The same figures of any run's equity. */
export function curveFigures(time: readonly number[], equity: readonly number[]): Pick<RandomRun, 'netReturn' | 'sharpe' | 'drawdown'> {
  const { net } = dailyReturns(time, equity)
  return { netReturn: equity.at(-1)! / equity[0]! - 1, sharpe: sharpeOf(net), drawdown: drawdownOf({ time, equity }).drawdown }
}

function summaryOf({ equity, trades: { openSince }, tally }: BacktestRecorder, { deposit, from, openAtEnd }: ReportFacts, trades: readonly PlacedTrade[]): ReportSummary {
  const columns = equity.columns()
  const days = dailyReturns(columns.time, columns.equity).net
  const intervals = bootstrapIntervals(days)
  const net = equity.last - deposit
  const to = equity.endedAt
  return {
    net: moneyText(net), netReturn: net / deposit, sharpe: sharpeOf(days), sharpeInterval: intervals.sharpe, netReturnInterval: intervals.netReturn,
    ...drawdownOf(columns), worstDay: days.length > 0 ? Math.min(...days) : null, ...figuresOf(trades), tradesPerDay: to > from ? (trades.length * DAY_MS) / (to - from) : 0,
    exposure: exposureOf(trades, { openSince, from, to }), decisions: tally.decisions, entries: tally.entries, openAtEnd,
  }
}

function monthsOf({ day, net }: DailyReturns, trades: readonly PlacedTrade[]): BacktestReport['months'] {
  const months = new Map<string, { readonly days: number[]; trades: number }>()
  day.forEach((time, index) => {
    const month = isoDay(time).slice(0, 7)
    const known = months.get(month)
    if (known) known.days.push(net[index]!)
    else months.set(month, { days: [net[index]!], trades: 0 })
  })
  // What closed at the last instant, or a moment after it, belongs to the last month.
  const last = [...months.keys()].at(-1)
  for (const { trade } of trades) {
    const month = months.get(isoDay(trade.closedAt).slice(0, 7)) ?? (last === undefined ? undefined : months.get(last))
    if (month) month.trades++
  }
  return Array.from(months, ([month, known]) => ({ month, net: compounded(known.days), trades: known.trades }))
}

function rivalsOf({ time, hold }: BacktestReport['equity'], random: readonly RandomRun[]): readonly RivalRow[] {
  const rows: RivalRow[] = [
    { rival: 'nothing', runs: 1, netReturn: 0, low: null, high: null, sharpe: null, drawdown: 0, trades: 0 },
    { rival: 'hold', runs: 1, ...curveFigures(time, hold), low: null, high: null, trades: 0 },
  ]
  if (random.length === 0) return rows
  const returns = random.map(({ netReturn }) => netReturn)
  const sharpes = random.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]))
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  rows.push({
    rival: 'random', runs: random.length, netReturn: mean(returns), low: Math.min(...returns), high: Math.max(...returns), sharpe: sharpes.length > 0 ? mean(sharpes) : null,
    drawdown: mean(random.map(({ drawdown }) => drawdown)), trades: Math.round(mean(random.map(({ trades }) => trades))),
  })
  return rows
}

function tradeColumns(trades: readonly PlacedTrade[]): ReportTrades {
  const column = <Cell>(of: (trade: PlacedTrade) => Cell): readonly Cell[] => trades.map(of)
  return {
    entryId: column(({ trade }) => trade.entryId), decisionId: column(({ trade }) => trade.decisionId), instrumentId: column(({ trade }) => trade.instrumentId),
    side: column(({ trade }) => trade.side), openedAt: column(({ trade }) => trade.openedAt), closedAt: column(({ trade }) => trade.closedAt),
    quantity: column(({ quantity }) => quantity), entry: column(({ entry }) => entry), exit: column(({ exit }) => exit), exitReason: column(({ trade }) => trade.exitReason),
    gross: column(({ gross }) => moneyText(gross)), slippage: column(({ slippage }) => moneyText(slippage)), fees: column(({ trade }) => moneyText(trade.fees)),
    funding: column(({ trade }) => moneyText(trade.funding)), net: column(({ net }) => moneyText(net)),
    netReturn: column(({ net, trade }) => amountAsFloat(net) / amountAsFloat(Math.abs(trade.entryCost) as Amount)),
    adverse: column(({ adverse }) => adverse), favourable: column(({ favourable }) => favourable), expectedValue: column(({ value }) => value?.expectedValue ?? null),
    winProbability: column(({ value }) => value?.winProbability ?? null), breakEvenProbability: column(({ value }) => value?.breakEvenProbability ?? null), regime: column(({ regime }) => regime),
  }
}
