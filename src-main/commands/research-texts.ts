import type { BacktestReport, RunRow, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import { isoDay, isoTime } from '../base/system-calendar.ts'
import { caveatText, guardWords, latchWords, reasonWords, STEPS } from '../reports/report-words.ts'

const REASONS_SHOWN = 5

/** Why so few trades: what was left of the decisions after each step, the reasons that took most as sentences, who refused, and what stopped trading. */
export function fewTradesLines({ funnel, reasons, guards, latches }: Pick<BacktestReport, 'funnel' | 'reasons' | 'guards' | 'latches'>): readonly string[] {
  const most = reasons.reduce((sum, { count }) => sum + count, 0)
  return [
    'why not more trades: decisions that were left after each step',
    ...funnel.map(({ step, left, lostTo }, index) => `  ${String(left).padStart(9)}  ${STEPS[step]}${lossText((funnel[index - 1]?.left ?? left) - left, lostTo)}`),
    ...reasons.slice(0, REASONS_SHOWN).map(({ reason, count }) => `  ${percent(count / most).padStart(6)} of those that were no entry: ${sentence(reason)}`),
    ...guards.filter(({ refused }) => refused > 0).map(({ guard, refused }) => `  refused ${refused} times: ${guardWords(guard).name}. ${guardWords(guard).sentence}`.trimEnd()),
    ...latches.map(({ latch, time }) => `  from ${isoTime(time).slice(0, 16).replace('T', ' ')} on nothing was entered: ${latchWords(latch).name}`),
  ]
}

const lossText = (lost: number, lostTo: string | null): string => (lost > 0 && lostTo !== null ? `; ${lost} lost, most to: ${reasonWords(lostTo).name}` : '')
const sentence = (reason: string): string => reasonWords(reason).sentence || reasonWords(reason).name

/** A report as some lines: what it came to, what to know before believing it, why not more. */
export function reportLines(report: BacktestReport): readonly string[] {
  const { runId, wish, from, to, summary, asset, caveats, hashes, rivals } = report
  const share = summary.trades > 0 ? `, ${percent(summary.won / summary.trades)} won` : ''
  return [
    `${runId}: ${wish.strategyId}, ${wish.instruments.join(', ')}, ${isoDay(from)} to ${isoDay(to)}${changesText(wish.changes)}`,
    `net ${summary.net} ${asset} (${percent(summary.netReturn)}), ${summary.trades} trades${share}, drawdown ${percent(summary.drawdown)}, Sharpe ${ratio(summary.sharpe)}`,
    ...rivals.map(({ rival, runs, netReturn, low, high }) => `rival ${rival}: ${percent(netReturn)}${low === null || high === null ? '' : ` (${percent(low)} to ${percent(high)} in ${runs} runs)`}`),
    ...caveats.map((caveat) => `! ${caveatText(caveat)}`),
    ...fewTradesLines(report),
    `decisions ${hashes.decisions ?? '-'}`,
    `orders    ${hashes.orders}`,
  ]
}

const changesText = (changes: Readonly<Record<string, number>>): string => Object.entries(changes).map(([name, value]) => `, ${name} ${value}`).join('')

/** One line for each combination, in the order of the values. */
export function sweepLines({ runId, wish, vary, rows }: SweepReport): readonly string[] {
  const head = [...vary, 'trades', 'won', 'net', 'return', 'Sharpe', 'drawdown', 'orders']
  const cells = rows.map(({ values, trades, won, net, netReturn, sharpe, drawdown, orderHash }) => [...values.map(String), String(trades), trades > 0 ? percent(won / trades) : '-', net, percent(netReturn), ratio(sharpe), percent(drawdown), orderHash.slice(0, 8)])
  return [`${runId}: ${wish.strategyId}, ${wish.instruments.join(', ')}${changesText(wish.changes)}`, ...table([head, ...cells])]
}

/** One line for each run. */
export function runLines(rows: readonly RunRow[]): readonly string[] {
  const head = ['started', 'kind', 'seconds', 'instruments', 'from', 'to', 'trades', 'return', 'Sharpe', 'run']
  return table([head, ...rows.map(({ runId, kind, startedAt, seconds, instruments, from, to, trades, netReturn, sharpe }) => [
    isoTime(startedAt).slice(0, 16).replace('T', ' '), kind, seconds.toFixed(1), namesText(instruments), dayOrAll(from), dayOrAll(to), trades === null ? '-' : String(trades), netReturn === null ? '-' : percent(netReturn), ratio(sharpe), runId,
  ])])
}

const NAMES_SHOWN = 3
const namesText = (names: readonly string[]): string => (names.length > NAMES_SHOWN ? `${names.slice(0, NAMES_SHOWN).join(',')}+${names.length - NAMES_SHOWN}` : names.join(',') || '-')
const dayOrAll = (time: number | null): string => (time === null ? 'all' : isoDay(time))

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`
const ratio = (value: number | null): string => (value === null ? '-' : value.toFixed(2))
