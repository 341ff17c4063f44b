import type { ReportTrades } from '../../src-shared/contract/backtest-report.ts'

/** Trades of similar q, and what became of them. All are means but `trades`; fractions of 1, values and returns of the notional. */
export interface SaidRow {
  readonly trades: number
  /** What the models said, and what had to be. */
  readonly q: number
  readonly breakEven: number
  /** Take-profits of those that ended by take-profit or stop: what q is the probability of. Null where there is none. */
  readonly taken: number | null
  readonly expectedValue: number
  readonly netReturn: number
}

const BINS_MOST = 5
const TRADES_LEAST = 10

/** All trades that were said something of, and the same by rising q in bins of about equal size; no bins where they would hold too few. */
export function saidAndDone(trades: ReportTrades): { readonly all: SaidRow; readonly bins: readonly SaidRow[] } | null {
  const said = trades.winProbability.flatMap((q, index) => (q === null || trades.breakEvenProbability[index] === null || trades.expectedValue[index] === null ? [] : [index]))
  if (said.length === 0) return null
  const rising = said.toSorted((a, b) => trades.winProbability[a]! - trades.winProbability[b]! || a - b)
  const bins = Math.min(BINS_MOST, Math.floor(rising.length / TRADES_LEAST))
  const cut = (bin: number): number => Math.round((bin * rising.length) / bins)
  return { all: rowOf(trades, rising), bins: bins < 2 ? [] : Array.from({ length: bins }, (_, bin) => rowOf(trades, rising.slice(cut(bin), cut(bin + 1)))) }
}

function rowOf(trades: ReportTrades, rows: readonly number[]): SaidRow {
  const mean = (column: readonly (number | null)[]): number => rows.reduce((sum, row) => sum + column[row]!, 0) / rows.length
  const ended = rows.filter((row) => trades.exitReason[row] === 'take-profit' || trades.exitReason[row] === 'stop')
  return {
    trades: rows.length, q: mean(trades.winProbability), breakEven: mean(trades.breakEvenProbability), expectedValue: mean(trades.expectedValue), netReturn: mean(trades.netReturn),
    taken: ended.length > 0 ? ended.filter((row) => trades.exitReason[row] === 'take-profit').length / ended.length : null,
  }
}
