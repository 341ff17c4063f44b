import type { BacktestReport, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { html, type Markup } from './markup.ts'
import { isoDay } from '../base/system-calendar.ts'
import { percent, signedPercent, tone } from './report-numbers.ts'
import { areaPath, dates, drawing, extent, grid, linePath, ticks, xOf, yOf, type Frame } from './report-plots.ts'
import { latchWords } from './report-words.ts'

const WIDTH = 1_040
const LEFT = 64
const RIGHT = 150
const PLOT = WIDTH - LEFT - RIGHT
/** Beyond this, one scale for both would make the strategy a flat line. */
const SCALE_MOST = 5

/** Equity after costs as a return, holding beside or below it, the drawdown, and the days. */
export function equityChart(report: BacktestReport): Markup {
  const { time, equity, hold } = report.equity
  const [own, held] = [returnsOf(equity), returnsOf(hold)]
  const isApart = spread(held) > SCALE_MOST * Math.max(0.001, spread(own))
  const x: Frame['x'] = [time[0]!, time.at(-1)!]
  const random = report.rivals.find(({ rival }) => rival === 'random')
  const main: Frame = { left: LEFT, top: 12, width: PLOT, height: 280, x, y: extent([...own, ...(isApart ? [] : held), random?.low ?? 0, random?.high ?? 0]) }
  const holdFrame: Frame = { ...main, top: 328, height: 84, y: extent(held) }
  const fall: Frame = { ...main, top: isApart ? 448 : 328, height: 96, y: [-report.summary.drawdown * 1.15 || -0.01, 0] }
  const falls = drawdowns(equity)
  const label = (value: number): string => percent(value, Math.abs(main.y[1] - main.y[0]) < 0.05 ? 1 : 0)
  const together = isApart ? [] : [html`<path class="rival" d="${linePath(main, time, held)}"/>`]
  return drawing(WIDTH, fall.top + fall.height + 28, `Equity after costs: ${signedPercent(own.at(-1)!)}; buy and hold: ${signedPercent(held.at(-1)!)}; largest drawdown ${percent(report.summary.drawdown)}.`, [
    grid(main, { label, count: 6 }), marks(report, main, fall.top + fall.height), together, html`<path class="own-area" d="${areaPath(main, time, own)}"/><path class="own" d="${linePath(main, time, own)}"/>`, ends(main, own.at(-1)!, isApart ? null : held.at(-1)!, report.rivals),
    isApart ? [grid(holdFrame, { label: (value) => percent(value, 0), count: 2 }), html`<path class="rival" d="${linePath(holdFrame, time, held)}"/>`, caption(holdFrame, 'Buy and hold', held.at(-1)!, 'other scale')].flat() : [],
    grid(fall, { label: (value) => percent(value, fall.y[0] > -0.05 ? 1 : 0), count: 2 }), html`<path class="fall-area" d="${areaPath(fall, time, falls)}"/><path class="fall" d="${linePath(fall, time, falls)}"/>`, caption(fall, 'Drawdown', -report.summary.drawdown, 'deepest'), dates(fall),
  ])
}

const returnsOf = (values: readonly number[]): readonly number[] => values.map((value) => value / values[0]! - 1)

function spread(values: readonly number[]): number {
  const [low, high] = extent(values, 0)
  return high - low
}

function drawdowns(equity: readonly number[]): readonly number[] {
  let high = equity[0]!
  return equity.map((value) => {
    high = Math.max(high, value)
    return value / high - 1
  })
}

/** Where fitting ended and where trading was stopped. */
function marks({ trainedUntil, latches, from, to }: BacktestReport, frame: Frame, bottom: number): Markup[] {
  const fitted = trainedUntil !== null && trainedUntil > from && trainedUntil < to ? [{ time: trainedUntil, text: 'unseen by any fit from here' }] : []
  return [...fitted, ...latches.slice(0, 3).map(({ latch, time }) => ({ time, text: `${latchWords(latch).name} ${isoDay(time)}` }))].map(({ time, text }, index) => {
    const x = xOf(frame, time)
    const isRight = time > (from + to) / 2
    return html`<line class="mark" x1="${x}" x2="${x}" y1="${frame.top}" y2="${bottom}"/><text class="mark-text" x="${isRight ? x - 6 : x + 6}" y="${frame.top + 12 + 15 * index}" text-anchor="${isRight ? 'end' : 'start'}">${text}</text>`
  })
}

const APART = 34

/** What the lines and the range of chance are, at their ends and apart from each other. */
function ends(frame: Frame, own: number, held: number | null, rivals: BacktestReport['rivals']): Markup[] {
  const random = rivals.find(({ rival }) => rival === 'random')
  const isKnown = random !== undefined && random.low !== null && random.high !== null
  const [low, high] = isKnown ? [random.low!, random.high!] : [0, 0]
  const x = LEFT + PLOT
  const wanted = [
    { at: own, name: 'Strategy', value: signedPercent(own), weight: `strong ${tone(own)}` },
    ...(held === null ? [] : [{ at: held, name: 'Buy and hold', value: signedPercent(held), weight: '' }]),
    ...(isKnown ? [{ at: (low + high) / 2, name: 'By chance', value: `${signedPercent(low, 1)} … ${signedPercent(high, 1)}`, weight: '' }] : []),
  ].map((label) => ({ ...label, y: yOf(frame, label.at) })).toSorted((a, b) => a.y - b.y)
  let below = Number.NEGATIVE_INFINITY
  const labels = wanted.map(({ name, value, weight, y }) => {
    below = Math.max(y, below + APART)
    return html`<text class="end ${weight ? 'strong' : ''}" x="${x + 14}" y="${below - 2}">${name}</text><text class="end ${weight}" x="${x + 14}" y="${below + 13}">${value}</text>`
  })
  return isKnown ? [...labels, html`<line class="random" x1="${x + 5}" x2="${x + 5}" y1="${yOf(frame, low)}" y2="${yOf(frame, high)}"/>`] : labels
}

function caption({ top, height }: Frame, name: string, value: number, note: string): Markup {
  const [x, y] = [LEFT + PLOT + 12, top + height / 2]
  return html`<text class="end" x="${x}" y="${y - 12}">${name}</text><text class="end strong" x="${x}" y="${y + 4}">${signedPercent(value)}</text><text class="axis" x="${x}" y="${y + 19}">${note}</text>`
}

const HALF = (WIDTH - 40) / 2

/** So many points are a cloud; more of them only make the page slow. */
const POINTS_MOST = 4_000

/** How far each trade went against and for the position, beside what it came to; of very many trades some, evenly. */
export function excursionChart(trades: ReportTrades): Markup {
  const y = extent(trades.netReturn)
  const frameOf = (left: number, values: readonly number[]): Frame => ({ left, top: 12, width: HALF - LEFT - 24, height: 250, x: [0, Math.max(0.001, extent(values)[1])], y })
  const [against, along] = [frameOf(LEFT, trades.adverse), frameOf(HALF + 40 + LEFT, trades.favourable)]
  return drawing(WIDTH, 312, 'Each trade by how far the price went against it and for it, and its net return.', [
    excursions(against, trades.adverse, trades, 'Farthest against the position'), excursions(along, trades.favourable, trades, 'Farthest for the position'),
  ])
}

const excursions = (frame: Frame, values: readonly number[], { netReturn }: ReportTrades, name: string): Markup[] => [
  ...grid(frame, { label: tenths, count: 6 }), ...across(frame), ...evenly(values.length).map((index) => dot(frame, values[index]!, netReturn[index]!)),
  html`<text class="axis" x="${frame.left + frame.width / 2}" y="304" text-anchor="middle">${name}</text>`,
]

const evenly = (count: number): readonly number[] => {
  const shown = Math.min(count, POINTS_MOST)
  return Array.from({ length: shown }, (_, place) => Math.floor((place * count) / shown))
}

const tenths = (value: number): string => percent(value, 1)

const across = (frame: Frame): Markup[] =>
  ticks(frame.x, 5).map((value) => html`<text class="axis" x="${xOf(frame, value)}" y="${frame.top + frame.height + 18}" text-anchor="middle">${tenths(value)}</text>`)

const dot = (frame: Frame, x: number, net: number): Markup => html`<circle class="${net > 0 ? 'won' : 'lost'}" cx="${xOf(frame, x)}" cy="${yOf(frame, net)}" r="3"/>`

/** A bar from 0 to either side that fills its half at `most`; what is beyond is cut, and looks so. */
export function signedBar(value: number, most: number): Markup {
  const part = most > 0 ? Math.min(50, Math.round((500 * Math.abs(value)) / most) / 10) : 0
  return html`<span class="bar" aria-hidden="true"><i class="${tone(value)}${Math.abs(value) > most ? ' cut' : ''}" style="${value < 0 ? 'right' : 'left'}:50%;width:${part}%"></i></span>`
}

/** A bar from the left, 0 to 1. */
export const partBar = (part: number): Markup => html`<span class="part" aria-hidden="true"><i style="width:${Math.round(1_000 * part) / 10}%"></i></span>`
