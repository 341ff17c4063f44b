import type { ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { reportHtml } from '../reports/backtest-html.ts'
import { sweepHtml } from '../reports/sweep-html.ts'
import type { StoredRuns } from './stored-runs.ts'

export type RunFormat = 'html' | 'json'

/** A stored run as a file that opens without this program. Undefined where there is no report. */
export async function runFile(runs: StoredRuns, runId: string, format: RunFormat): Promise<string | undefined> {
  const [report, trades] = [await runs.report(runId), await runs.trades(runId)]
  if (!report) return undefined
  if (format === 'json') return JSON.stringify({ report, trades })
  if ('rows' in report) return sweepHtml(report)
  return trades ? reportHtml(report, trades) : undefined
}

/** `count` trades from the `first`-th on. */
export function tradesFrom(trades: ReportTrades, first: number, count: number): ReportTrades {
  return Object.fromEntries(Object.entries(trades).map(([column, values]: [string, readonly unknown[]]) => [column, values.slice(first, first + count)])) as unknown as ReportTrades
}
