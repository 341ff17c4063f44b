import type { SweepReport, SweepRow } from '../../src-shared/contract/backtest-report.ts'
import { isoDay } from '../base/system-calendar.ts'
import { html, type Markup } from './markup.ts'
import { signedBar } from './report-charts.ts'
import { decimals, maybe, percent, signedMoney, signedPercent, tone, whole } from './report-numbers.ts'
import { madeBy, reportPage, section } from './report-page.ts'
import { table } from './report-tables.ts'

/** A page of its own with every row of a sweep, in the order of the values. */
export function sweepHtml(report: SweepReport): string {
  const { wish, rows, program } = report
  return reportPage(`Sweep of ${wish.strategyId}`, [
    head(report),
    section('Every combination', 'In the order of the values. The best of many is the luckiest as well as the best: believe the neighbourhood of a row more than the row.', sweepTable(report)),
    section('Hashes', 'A back-test with these values has the same hash of its orders, to the last bit.', hashTable(report.vary, rows)),
    madeBy(program),
  ])
}

function head({ runId, wish, rows }: SweepReport): Markup {
  const changed = Object.entries(wish.changes).map(([name, value]) => html`<span>${name} = ${value}</span>`)
  const won = rows.filter(({ netReturn }) => netReturn > 0).length
  const span = `${wish.from === null ? 'from the beginning' : isoDay(wish.from)} to ${wish.to === null ? 'the end' : isoDay(wish.to)}`
  return html`<header><h1>Sweep of ${wish.strategyId}</h1><p class="meta"><span>${span}</span><span>${wish.instruments.join(', ')}</span><span>${wish.policyId}</span>${changed}<span>${runId}</span></p>
<p class="verdict"><b>${whole(won)} of ${whole(rows.length)}</b> combinations ended above the deposit, after all costs.</p></header>`
}

function sweepTable({ vary, rows }: SweepReport): Markup {
  const most = Math.max(...rows.map(({ netReturn }) => Math.abs(netReturn)), 1e-9)
  const body = rows.map(({ values, netReturn, net, sharpe, drawdown, trades, won }) => html`<tr>${values.map((value) => html`<td class="number strong">${value}</td>`)}<td class="number strong ${tone(netReturn)}">${signedPercent(netReturn)}</td><td class="bar">${signedBar(netReturn, most)}</td><td class="number">${signedMoney(net)}</td><td class="number">${maybe(sharpe, (value) => decimals(value, 2))}</td><td class="number">${percent(drawdown)}</td><td class="number">${whole(trades)}</td><td class="number">${trades > 0 ? percent(won / trades, 1) : '–'}</td></tr>`)
  const names = vary.map((name) => [name, 'number'] as const)
  return table([...names, ['Net return', 'number'], ['', 'bar'], ['Net', 'number'], ['Sharpe', 'number'], ['Drawdown', 'number'], ['Trades', 'number'], ['Won', 'number']], body, 'Every combination')
}

function hashTable(vary: readonly string[], rows: readonly SweepRow[]): Markup {
  const body = rows.map(({ values, orderHash }) => html`<tr><td>${values.map((value, index) => `${vary[index]} = ${value}`).join(', ')}</td><td><code>${orderHash}</code></td></tr>`)
  return table([['Values', 'text'], ['Orders', 'text']], body, 'Hashes')
}
