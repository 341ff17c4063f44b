import type { BacktestReport, Interval, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { isoDay } from '../base/system-calendar.ts'
import { html, type Markup } from './markup.ts'
import { equityChart, excursionChart } from './report-charts.ts'
import { decimals, duration, maybe, percent, signedMoney, signedPercent, tone, whole } from './report-numbers.ts'
import { madeBy, reportPage, section } from './report-page.ts'
import { costTable, dataTable, funnelTable, groupTables, guardTable, latchTable, monthTable, reasonTable, rivalTable, saidTable, tradeTable } from './report-tables.ts'
import { caveatText } from './report-words.ts'
import { saidAndDone } from './said-and-done.ts'

/** A page of its own that says everything a back-test tells: no script, nothing from outside, every text of the report escaped. */
export function reportHtml(report: BacktestReport, trades: ReportTrades): string {
  const { wish, from, to } = report
  const title = `${wish.strategyId} ${isoDay(from)} to ${isoDay(to)}`
  return reportPage(`Back-test of ${title}`, [
    head(report), caveats(report), figures(report),
    section('Equity after costs', 'Return on the deposit, hour by hour, with what is open at its mark price. Below it how far it was under its high.', plot(equityChart(report))),
    section('Months', 'Net return in percent, UTC.', monthTable(report)),
    section('Against simple rivals', rivalSentence(report), rivalTable(report)),
    section('What it cost', 'Signed as booked: below 0 was paid. The parts add up to the net exactly.', costTable(report)),
    section('Why so few trades?', 'How many decisions were left after each step, and what took most of the others. The bars grow tenfold from step to step.', html`${funnelTable(report)}${report.reasons.length > 0 ? reasonTable(report) : null}`),
    section('Guards', 'Of the entries that the policy wanted. One may be refused by several.', html`${guardTable(report)}${latchTable(report)}`),
    trades.net.length > 0 ? section('Where the result comes from', 'Each way of grouping adds up to the whole.', groupTables(report)) : null,
    saidSection(trades),
    trades.net.length > 0 ? section('How far the price went', 'One point a trade, while it was held, as a part of the entry price. Above the line it won.', plot(excursionChart(trades))) : null,
    section('Data and settings', 'Two runs with equal hashes decided and traded alike, to the last bit.', html`${dataTable(report)}${settings(report)}`),
    section(`All trades (${whole(trades.net.length)})`, `In the order in which they closed; money in ${report.asset}.`, trades.net.length > 0 ? tradeTable(trades) : html`<p class="faint">None.</p>`),
    madeBy(report.program),
  ])
}

const plot = (content: Markup): Markup => html`<div class="plot" role="group" aria-label="Drawing" tabindex="0">${content}</div>`

function head({ wish, from, to, runId, summary }: BacktestReport): Markup {
  const days = (to - from) / DAY_MS
  const changed = Object.entries(wish.changes).map(([name, value]) => `${name} = ${value}`)
  const { netReturn, trades, won, breakEvenShare } = summary
  const share = trades > 0 ? html` ${percent(won / trades, 1)} of ${whole(trades)} trades won${breakEvenShare === null ? '' : `; ${percent(breakEvenShare, 1)} had to, at these gains and losses`}.` : null
  return html`<header><h1>Back-test of ${wish.strategyId}</h1><p class="meta"><span>${isoDay(from)} to ${isoDay(to)}</span><span>${wish.instruments.join(', ')}</span><span>${wish.policyId}</span>${changed.map((change) => html`<span>${change}</span>`)}<span>${runId}</span></p>
<p class="verdict"><b class="${tone(netReturn)}">${signedPercent(netReturn)}</b> in ${decimals(days, days < 10 ? 1 : 0)} days, after all costs.${share}</p></header>`
}

function caveats({ caveats: told }: BacktestReport): Markup {
  if (told.length === 0) return html`<p class="faint">Nothing that was looked for speaks against this result. That does not prove it.</p>`
  return html`<div class="caveats"><h2>Before you believe it</h2><ol>${told.map((caveat) => html`<li>${caveatText(caveat)}</li>`)}</ol></div>`
}

const range = (interval: Interval | null, shown: (value: number) => string): string => (interval ? `90% interval ${shown(interval.low)} … ${shown(interval.high)}` : 'too few days for an interval')

function figures({ summary, costs, asset }: BacktestReport): Markup {
  const { recoveryDays, drawdownFrom, worstDay, sharpe, netReturn } = summary
  const two = (value: number): string => decimals(value, 2)
  const paid = Number(costs.slippage) + Number(costs.fees) + Number(costs.funding)
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['Net return', signedPercent(netReturn), range(summary.netReturnInterval, (value) => signedPercent(value, 1)), tone(netReturn)],
    ['Sharpe ratio, annual', maybe(sharpe, two), sharpe === null ? 'no deviation to divide by' : range(summary.sharpeInterval, two), tone(sharpe ?? 0)],
    ['Largest drawdown', percent(summary.drawdown), drawdownFrom === null ? 'there was none' : `from ${isoDay(drawdownFrom)}, ${recoveryDays === null ? 'not recovered' : `recovered in ${decimals(recoveryDays, 0)} days`}`, ''],
    ['Worst day', maybe(worstDay, (value) => signedPercent(value)), 'UTC, on the equity at its beginning', tone(worstDay ?? 0)],
    ['Trades', whole(summary.trades), `${two(summary.tradesPerDay)} a day, held ${maybe(summary.holdMinutes, duration)} on average`, ''],
    ['Won', summary.trades > 0 ? percent(summary.won / summary.trades, 1) : '–', summary.breakEvenShare === null ? 'no break-even to compare with' : `break-even ${percent(summary.breakEvenShare, 1)}`, ''],
    ['Profit factor', maybe(summary.profitFactor, two), 'gains ÷ losses, both net', ''],
    ['Costs', `${signedMoney(String(paid))} ${asset}`, `${Number(costs.notional) > 0 ? percent(-paid / Number(costs.notional), 3) : '–'} of the notional; something held ${percent(summary.exposure, 1)} of the time`, tone(paid)],
  ]
  return html`<dl class="figures">${rows.map(([name, value, note, colour]) => html`<div><dt>${name}</dt><dd class="value ${colour}">${value}</dd><dd class="note">${note}</dd></div>`)}</dl>`
}

function saidSection(trades: ReportTrades): Markup | null {
  const said = saidAndDone(trades)
  if (!said) return null
  const { q, taken, expectedValue, netReturn } = said.all
  const lead = `The models said that ${percent(q, 1)} would reach the take-profit before the stop${taken === null ? '' : `; ${percent(taken, 1)} did`}. They said ${signedPercent(expectedValue, 3)} a trade; it came to ${signedPercent(netReturn, 3)}.`
  return section('What was said and what came', lead, saidTable(said))
}

function rivalSentence({ rivals, summary: { netReturn } }: BacktestReport): string {
  const random = rivals.find(({ rival }) => rival === 'random')
  if (!random || random.low === null || random.high === null) return 'What the same money would have done without a model.'
  const place = netReturn > random.high ? 'better than every one of them' : netReturn < random.low ? 'worse than every one of them' : 'within their range, as chance would have it'
  return `What the same money would have done without a model. ${random.runs} runs of chance came to ${signedPercent(random.low)} to ${signedPercent(random.high)}; the strategy was ${place}.`
}

function settings({ hashes, modelIds, trainedUntil, wish, deposit, asset }: BacktestReport): Markup {
  const rows: readonly (readonly [string, string])[] = [
    ['Deposit', `${deposit} ${asset}`], ['Models', `${modelIds.long}, ${modelIds.short}`], ['Fitted on data up to', trainedUntil === null ? 'their cards do not say' : isoDay(trainedUntil)],
    ['Policy', wish.policyId === 'expected-value' ? wish.policyId : `${wish.policyId}, seed ${wish.seed}`], ['Differs from the strategy', Object.entries(wish.changes).map(([name, value]) => `${name} = ${value}`).join(', ') || 'in nothing'],
    ['Decisions', hashes.decisions ?? 'not hashed'], ['Orders and fills', hashes.orders], ['Configuration', hashes.config], ['Feature set', hashes.featureSet],
  ]
  return html`<table class="facts" aria-label="Settings">${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</table>`
}
