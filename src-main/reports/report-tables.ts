import type { BacktestReport, GroupName, GroupRow, ReportCosts, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { html, type Markup } from './markup.ts'
import { partBar, signedBar } from './report-charts.ts'
import { duration, maybe, minute, money, percent, signedMoney, signedPercent, tone, whole, decimals } from './report-numbers.ts'
import { guardWords, latchWords, reasonWords, REGIMES, RIVALS, STEPS, WEEKDAYS } from './report-words.ts'
import type { saidAndDone, SaidRow } from './said-and-done.ts'

type Head = readonly [name: string, kind: 'text' | 'number' | 'bar']

/** Columns that hold numbers stand right. What is wider than the window can be moved by keys. */
export function table(heads: readonly Head[], rows: readonly Markup[], about: string): Markup {
  const head = heads.map(([name, kind]) => (name ? html`<th scope="col" class="${kind}">${name}</th>` : html`<td></td>`))
  return html`<div class="wide" role="group" aria-label="${about}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SHADES = 4

/** A row a year; the deeper the colour the larger the month. */
export function monthTable({ months }: BacktestReport): Markup {
  const most = Math.max(...months.map(({ net }) => Math.abs(net)), 1e-9)
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))]
  const cell = (year: string, index: number): Markup => {
    const found = months.find(({ month }) => month === `${year}-${String(index + 1).padStart(2, '0')}`)
    if (!found) return html`<td class="number"></td>`
    const shade = found.net === 0 ? '' : `${tone(found.net)}-${Math.max(1, Math.ceil((SHADES * Math.abs(found.net)) / most))}`
    return html`<td class="number heat ${shade}" title="${found.trades} trades">${found.net === 0 ? html`<span class="faint">0.00</span>` : signedPercent(found.net).replace('%', '')}</td>`
  }
  const rows = years.map((year) => {
    const whole = months.filter(({ month }) => month.startsWith(year)).reduce((worth, { net }) => worth * (1 + net), 1) - 1
    return html`<tr><th scope="row">${year}</th>${MONTHS.map((_, index) => cell(year, index))}<td class="number strong ${tone(whole)}">${signedPercent(whole)}</td></tr>`
  })
  return table([['', 'text'], ...MONTHS.map((name) => [name, 'number'] as const), ['Year', 'number']], rows, 'Net return by month, in percent')
}

const COST_ROWS = [
  ['gross', 'Before costs', 'At the reference prices: the mark at the decision, the trigger of a stop or take-profit.'],
  ['slippage', 'Slippage', 'What the fills gave or took against them, spread included.'],
  ['fees', 'Fees', 'Taker fees of both sides.'],
  ['funding', 'Funding', 'Settlements inside the hold; longs pay a positive rate.'],
  ['net', 'Net', 'Of the closed trades.'],
] as const

export function costTable({ costs, asset, summary: { trades } }: BacktestReport): Markup {
  const values = COST_ROWS.map(([name]) => Number(costs[name as keyof ReportCosts]))
  const most = Math.max(...values.map(Math.abs))
  const rows = COST_ROWS.map(([name, words, sentence], index) => {
    const value = values[index]!
    return html`<tr class="${name === 'net' ? 'total' : ''}"><th scope="row">${words}<small>${sentence}</small></th><td class="number strong ${tone(value)}">${signedMoney(costs[name])}</td><td class="number">${Number(costs.notional) > 0 ? signedPercent(value / Number(costs.notional), 3) : '–'}</td><td class="number">${trades > 0 ? signedMoney(String(value / trades)) : '–'}</td><td class="bar">${signedBar(value, most)}</td></tr>`
  })
  return table([['', 'text'], [asset, 'number'], ['of notional', 'number'], ['per trade', 'number'], ['', 'bar']], rows, 'Costs')
}

const GROUP_NAMES: Readonly<Record<GroupName, string>> = { side: 'Side', instrument: 'Instrument', regime: 'Regime of BTC', hour: 'Hour of entry, UTC', weekday: 'Weekday of entry', exit: 'How it ended' }

const KEY_NAMES: Readonly<Record<GroupName, (key: string) => string>> = {
  side: (key) => (key === 'long' ? 'Long' : 'Short'), instrument: (key) => key, regime: (key) => REGIMES[key] ?? key, hour: (key) => `${key.padStart(2, '0')}:00`,
  weekday: (key) => WEEKDAYS[Number(key) - 1] ?? key, exit: (key) => reasonWords(key).name,
}

export function groupTables({ groups, asset }: BacktestReport): Markup {
  const names: readonly GroupName[] = ['exit', 'side', 'regime', 'weekday', 'instrument']
  return html`<div class="groups">${names.map((name) => html`<div><h3>${GROUP_NAMES[name]}</h3>${groupTable(name, groups[name], asset)}</div>`)}</div><h3>${GROUP_NAMES.hour}</h3>${hourTable(groups.hour)}`
}

function groupTable(name: GroupName, groups: readonly GroupRow[], asset: string): Markup {
  const most = Math.max(...groups.map(({ net }) => Math.abs(Number(net))), 0)
  const rows = groups.map(({ key, trades, won, net, costs }) => html`<tr><th scope="row">${KEY_NAMES[name](key)}</th><td class="number">${whole(trades)}</td><td class="number">${percent(won / trades, 0)}</td><td class="number">${signedMoney(costs)}</td><td class="number strong ${tone(Number(net))}">${signedMoney(net)}</td><td class="bar">${signedBar(Number(net), most)}</td></tr>`)
  return table([['', 'text'], ['Trades', 'number'], ['Won', 'number'], ['Costs', 'number'], [`Net ${asset}`, 'number'], ['', 'bar']], rows, GROUP_NAMES[name])
}

/** Twenty-four columns, since a day has as many hours. */
function hourTable(groups: readonly GroupRow[]): Markup {
  const most = Math.max(...groups.map(({ net }) => Math.abs(Number(net))), 1e-9)
  const columns = Array.from({ length: 24 }, (_, hour) => {
    const group = groups.find(({ key }) => key === String(hour))
    const net = Number(group?.net ?? 0)
    const height = Math.round((500 * Math.abs(net)) / most) / 10
    return html`<li title="${group ? `${group.trades} trades, ${group.won} won, net ${signedMoney(group.net)}` : 'no trade'}"><span><i class="${tone(net)}" style="${net < 0 ? 'top' : 'bottom'}:50%;height:${height}%"></i></span><b>${String(hour).padStart(2, '0')}</b><em class="${tone(net)}">${group ? signedMoney(group.net) : '·'}</em></li>`
  })
  return html`<ol class="hours" aria-label="Net by hour of entry" tabindex="0">${columns}</ol>`
}

export function rivalTable({ rivals, summary }: BacktestReport): Markup {
  const own = { name: 'This strategy', sentence: 'After all costs; the range is its 90% interval.', netReturn: summary.netReturn, low: summary.netReturnInterval?.low ?? null, high: summary.netReturnInterval?.high ?? null, sharpe: summary.sharpe, drawdown: summary.drawdown, trades: summary.trades, runs: 1 }
  const all = [own, ...rivals.map((rival) => ({ ...rival, ...RIVALS[rival.rival] }))]
  // Holding may be fifty times as far: it is cut rather than that nothing else can be seen.
  const most = Math.max(...all.filter(({ name }) => name !== RIVALS.hold.name).map(({ netReturn }) => Math.abs(netReturn)), Math.min(0.01, Math.abs(all[2]?.netReturn ?? 0)))
  const rows = all.map(({ name, sentence, netReturn, low, high, sharpe, drawdown, trades, runs }) => html`<tr class="${name === own.name ? 'own-row' : ''}"><th scope="row">${name}${runs > 1 ? html` <span class="faint">× ${runs}</span>` : null}<small>${sentence}</small></th><td class="number strong ${tone(netReturn)}">${signedPercent(netReturn)}</td><td class="number faint">${low === null || high === null ? '' : `${signedPercent(low)} … ${signedPercent(high)}`}</td><td class="number">${maybe(sharpe, (value) => decimals(value, 2))}</td><td class="number">${percent(drawdown)}</td><td class="number">${whole(trades)}</td><td class="bar">${signedBar(netReturn, most)}</td></tr>`)
  return table([['', 'text'], ['Net return', 'number'], ['Range', 'number'], ['Sharpe', 'number'], ['Drawdown', 'number'], ['Trades', 'number'], ['', 'bar']], rows, 'Rivals')
}

/** Counts fall by thousands, so the bars are of their logarithms in tenfold steps. */
export function funnelTable({ funnel }: BacktestReport): Markup {
  const most = tens(funnel[0]?.left ?? 0)
  const rows = funnel.map(({ step, left, lostTo }, index) => {
    const before = funnel[index - 1]?.left ?? left
    const lost = before - left
    return html`<tr><th scope="row">${STEPS[step]}</th><td class="number strong">${whole(left)}</td><td class="number">${before > 0 ? percent(left / before, 1) : '–'}</td><td class="bar">${partBar(most > 0 ? tens(left) / most : 0)}</td><td>${lost > 0 && lostTo !== null ? html`${whole(lost)} lost, most to <b>${reasonWords(lostTo).name}</b>` : html`<span class="faint">none lost</span>`}</td></tr>`
  })
  return table([['', 'text'], ['Left', 'number'], ['of those before', 'number'], ['', 'bar'], ['', 'text']], rows, 'From decisions to entries')
}

/** log10(1 + n), straight between the powers of ten. */
function tens(count: number): number {
  let [power, step] = [1, 0]
  for (; power * 10 <= count; power *= 10) step++
  return count < 1 ? 0 : step + (count - power) / (9 * power) + 0.3
}

export function reasonTable({ reasons, summary }: BacktestReport): Markup {
  const all = summary.decisions - summary.entries
  const rows = reasons.map(({ reason, count, byInstrument }) => {
    const { name, sentence } = reasonWords(reason)
    const places = Object.entries(byInstrument).toSorted(([, a], [, b]) => b - a)
    const shown = places.slice(0, 6).map(([instrument, times]) => html`<span class="chip">${instrument} <b>${whole(times)}</b></span>`)
    return html`<tr><th scope="row">${name}<small>${sentence}</small></th><td class="number strong">${whole(count)}</td><td class="number">${all > 0 ? percent(count / all, 2) : '–'}</td><td class="chips">${shown}${places.length > 6 ? html`<span class="faint">and ${places.length - 6} more</span>` : null}</td></tr>`
  })
  return table([['', 'text'], ['Decisions', 'number'], ['Share', 'number'], ['By instrument', 'text']], rows, 'Why not')
}

export function guardTable({ guards }: BacktestReport): Markup {
  if (guards.length === 0) return html`<p class="faint">No guard refused or warned.</p>`
  const rows = guards.map(({ guard, refused, warned }) => html`<tr><th scope="row">${guardWords(guard).name}<small>${guardWords(guard).sentence}</small></th><td class="number strong">${whole(refused)}</td><td class="number">${whole(warned)}</td></tr>`)
  return table([['', 'text'], ['Refused', 'number'], ['Warned', 'number']], rows, 'Guards')
}

export function latchTable({ latches, alarms }: BacktestReport): Markup {
  const rows = latches.map(({ latch, time, reason: { values } }) => html`<tr><th scope="row">${capital(latchWords(latch).name)}<small>${latchWords(latch).sentence}</small></th><td class="number">${minute(time)}</td><td>${Object.entries(values).map(([name, value]) => html`<span class="chip">${name} <b>${value}</b></span>`)}</td></tr>`)
  const raised = Object.entries(alarms).map(([alarm, times]) => html`<span class="chip">${alarm} <b>${whole(times)}</b></span>`)
  return html`<h3 class="apart">Latches</h3>${rows.length > 0 ? table([['', 'text'], ['Set', 'number'], ['', 'text']], rows, 'Latches') : html`<p class="faint">No latch was set: entries were possible to the end.</p>`}${raised.length > 0 ? html`<p>Alarms: ${raised}</p>` : null}`
}

/** What was said of the trades beside what became of them. */
export function saidTable({ all, bins }: NonNullable<ReturnType<typeof saidAndDone>>): Markup {
  const row = (name: string, one: SaidRow): Markup => html`<tr class="${one === all ? 'total' : ''}"><th scope="row">${name}</th><td class="number">${whole(one.trades)}</td><td class="number">${percent(one.q, 1)}</td><td class="number">${percent(one.breakEven, 1)}</td><td class="number strong">${maybe(one.taken, (value) => percent(value, 1))}</td><td class="number">${signedPercent(one.expectedValue, 3)}</td><td class="number strong ${tone(one.netReturn)}">${signedPercent(one.netReturn, 3)}</td></tr>`
  const names = ['lowest q', 'highest q']
  const rows = bins.map((bin, index) => row(index === 0 ? names[0]! : index === bins.length - 1 ? names[1]! : '', bin))
  return table([['', 'text'], ['Trades', 'number'], ['q said', 'number'], ['q* needed', 'number'], ['Take-profit came first', 'number'], ['EV said', 'number'], ['Net came to', 'number']], [...rows, row('All', all)], 'What was said and what came')
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export function dataTable({ data }: BacktestReport): Markup {
  const rows = data.map(({ instrumentId, candles, gaps, funding, settlements, finePaths, markPaths }) => html`<tr><th scope="row">${instrumentId}</th><td class="number">${whole(candles)}</td><td class="number">${whole(gaps)}</td><td class="number">${candles > 0 ? percent(finePaths / candles, 0) : '–'}</td><td class="number">${candles > 0 ? percent(markPaths / candles, 0) : '–'}</td><td class="number">${whole(settlements)}</td><td>${funding === 'archive' ? 'from the archive' : html`<b>assumed</b>`}</td></tr>`)
  return table([['', 'text'], ['Candles', 'number'], ['Gaps', 'number'], ['Inside known', 'number'], ['Mark known', 'number'], ['Settlements', 'number'], ['Funding', 'text']], rows, 'Data')
}

const TRADE_HEADS: readonly Head[] = [
  ['Opened, UTC', 'text'], ['Instrument', 'text'], ['Side', 'text'], ['Held', 'number'], ['Quantity', 'number'], ['Entry', 'number'], ['Exit', 'number'], ['Ended by', 'text'], ['EV said', 'number'],
  ['q / q*', 'number'], ['Against', 'number'], ['For', 'number'], ['Gross', 'number'], ['Slippage', 'number'], ['Fees', 'number'], ['Funding', 'number'], ['Net', 'number'], ['Net %', 'number'],
]

export function tradeTable(trades: ReportTrades): Markup {
  const rows = trades.entryId.map((entryId, index) => {
    const { openedAt, closedAt, instrumentId, side, quantity, entry, exit, exitReason, gross, slippage, fees, funding, net, netReturn, adverse, favourable, expectedValue, winProbability, breakEvenProbability } = trades
    const direction = side[index]!
    return html`<tr title="${entryId}"><td>${minute(openedAt[index]!)}</td><td>${instrumentId[index]!}</td><td class="${direction}">${direction === 'long' ? '↗ long' : '↘ short'}</td><td class="number">${duration((closedAt[index]! - openedAt[index]!) / MINUTE_MS)}</td><td class="number">${quantity[index]!}</td><td class="number">${entry[index]!}</td><td class="number">${exit[index]!}</td><td>${reasonWords(exitReason[index]!).name}</td><td class="number">${maybe(expectedValue[index]!, (value) => signedPercent(value, 3))}</td><td class="number">${maybe(winProbability[index]!, (value) => decimals(value, 3))} / ${maybe(breakEvenProbability[index]!, (value) => decimals(value, 3))}</td><td class="number">${percent(adverse[index]!)}</td><td class="number">${percent(favourable[index]!)}</td>${[gross, slippage, fees, funding].map((column) => html`<td class="number">${money(column[index]!)}</td>`)}<td class="number strong ${tone(Number(net[index]!))}">${signedMoney(net[index]!)}</td><td class="number ${tone(Number(net[index]!))}">${signedPercent(netReturn[index]!)}</td></tr>`
  })
  return html`<div class="trades">${table(TRADE_HEADS, rows, 'All trades')}</div>`
}
