import type { BacktestReport } from '../../src-shared/contract/backtest-report.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { isoDay } from '../base/system-calendar.ts'
import { compounded } from './return-statistics.ts'
import { moneyText, netWithout, sumOf, type PlacedTrade } from './trade-statistics.ts'

type Facts = Omit<BacktestReport, 'caveats'>

/** Below so many trades an interval says more than its middle. */
const FEW_TRADES = 30
/** A part of all costs that is added to see whether anything is left. */
const DEARER = 0.25

/** What a reader should know before believing it, worst first. */
export function caveatsOf(facts: Facts, trades: readonly PlacedTrade[], firstDecisionAt: number | null): readonly Told[] {
  const asked = [inSample(facts), stopped(facts), ...doubtful(facts), ...carried(facts, trades), dearer(facts, trades), open(facts), warmUp(facts, firstDecisionAt), ...ofData(facts)]
  return asked.filter((caveat) => caveat !== null)
}

function inSample({ trainedUntil, from, to, days }: Facts): Told | null {
  if (trainedUntil === null || from >= trainedUntil) return null
  if (to <= trainedUntil) return told('report-in-sample', { until: isoDay(trainedUntil) })
  const unseen = compounded(days.net.filter((_, index) => days.day[index]! >= trainedUntil))
  return told('report-partly-in-sample', { until: isoDay(trainedUntil), from: isoDay(from), percent: percent(unseen) })
}

function stopped({ latches: [first], to }: Facts): Told | null {
  if (!first) return null
  return told('report-latched', { latch: first.latch, day: isoDay(first.time), days: Math.max(0, Math.round((to - first.time) / DAY_MS)) })
}

function* doubtful({ summary: { trades, sharpe, sharpeInterval }, days }: Facts): Generator<Told> {
  if (trades === 0) yield told('report-no-trades', {})
  else if (trades < FEW_TRADES) yield told('report-few-trades', { trades })
  if (trades === 0 || sharpe === null) return
  if (!sharpeInterval) yield told('report-few-days', { days: days.day.length })
  else if (sharpeInterval.low <= 0 && sharpeInterval.high >= 0) yield told('report-may-be-chance', { low: sharpeInterval.low.toFixed(2), high: sharpeInterval.high.toFixed(2) })
}

/** A result that one trade or one month has made. */
function* carried({ asset, months, summary: { netReturn } }: Facts, trades: readonly PlacedTrade[]): Generator<Told> {
  const best = trades.reduce<PlacedTrade | undefined>((most, trade) => (most && most.net >= trade.net ? most : trade), undefined)
  const isWon = sumOf(trades, ({ net }) => net) > 0n
  if (best && isWon && trades.length > 1) {
    const rest = netWithout(trades, (trade) => trade === best)
    if (rest <= 0) yield told('report-one-trade', { instrument: best.trade.instrumentId, day: isoDay(best.trade.closedAt), net: moneyText(rest), asset })
  }
  if (months.length < 2 || netReturn <= 0) return
  const bestMonth = months.reduce((most, month) => (month.net > most.net ? month : most))
  const rest = compounded(months.filter((month) => month !== bestMonth).map(({ net }) => net))
  if (rest <= 0) yield told('report-one-month', { month: bestMonth.month, percent: percent(rest) })
}

/** Would a quarter more of slippage and fees have eaten it? Funding is the market's and stays. */
function dearer({ asset }: Facts, trades: readonly PlacedTrade[]): Told | null {
  const net = Number(sumOf(trades, (trade) => trade.net))
  const costs = Number(sumOf(trades, ({ slippage, trade }) => slippage + trade.fees))
  const rest = Math.trunc(net + DEARER * costs)
  return net > 0 && rest <= 0 ? told('report-costs', { percent: String(100 * DEARER), net: moneyText(rest), asset }) : null
}

const open = ({ summary: { openAtEnd } }: Facts): Told | null => (openAtEnd > 0 ? told('report-open', { positions: openAtEnd }) : null)

/** Days in which nothing could be decided yet: they are in every figure that is by day. */
function warmUp({ from }: Facts, firstDecisionAt: number | null): Told | null {
  const days = ((firstDecisionAt ?? from) - from) / DAY_MS
  return days >= 1 ? told('report-warm-up', { day: isoDay(from + days * DAY_MS), days: Math.round(days) }) : null
}

function* ofData({ data, alarms }: Facts): Generator<Told> {
  const assumed = data.filter(({ funding }) => funding === 'assumed').map(({ instrumentId }) => instrumentId)
  if (assumed.length > 0) yield told('report-funding-assumed', { instruments: assumed.join(', ') })
  const gaps = data.reduce((sum, one) => sum + one.gaps, 0)
  if (gaps > 0) yield told('report-gaps', { gaps, instruments: data.filter((one) => one.gaps > 0).map(({ instrumentId }) => instrumentId).join(', ') })
  const raised = Object.values(alarms).reduce((sum, one) => sum + one, 0)
  if (raised > 0) yield told('report-alarms', { alarms: raised })
  if (data.every(({ finePaths }) => finePaths === 0)) yield told('report-coarse', {})
}

const percent = (fraction: number): string => (100 * fraction).toFixed(2)
