import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, History } from 'lucide-react'
import { memo, useEffect, useMemo, useState, type JSX, type ReactNode } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { float, percent, price, probability, signedMoney, signOf } from '../../format/number.ts'
import { date, duration, fullTime, hourMinute, zoneName } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { t } from '../../i18n/text.ts'
import { ask } from '../../stores/dialog-store.ts'
import { loadReportTrades, TRADES_SHOWN_MAX, useReportTrades, type ReportTrade } from '../../stores/report-trades-store.ts'
import { SideChip } from '../../ui/chip.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton, Trouble } from '../../ui/states.tsx'
import { nextOrder, sortedTrades, type SortName, type TradeOrder } from './trade-sort.ts'

/** So many are drawn at a time: a page is drawn within a frame, however long the run was. */
const PAGE = 50

/** Every round trip, in any order, each a way into a replay. */
export function ReportTradeTable({ report }: { readonly report: BacktestReport }): JSX.Element {
  const { runId, summary, wish } = report
  useEffect(() => loadReportTrades(runId), [runId])
  const trades = useReportTrades()
  const [order, setOrder] = useState<TradeOrder>({ by: 'opened', down: true })
  const [page, setPage] = useState(0)
  const sorted = useMemo(() => sortedTrades(trades.rows, order), [trades.rows, order])
  if (summary.trades === 0) return <p className="hint">{t('report.no-trades-why')}</p>
  if (trades.problem !== undefined) return <Trouble title={t('report.trades-failed')} action={<button type="button" onClick={() => loadReportTrades(runId)}>{t('backtest.again')}</button>}>{askProblem(trades.problem)}</Trouble>
  if (trades.runId !== runId || (sorted.length === 0 && !trades.isComplete)) return <Skeleton label={t('report.reading-trades')} />
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE))
  const sort = (by: SortName): void => {
    setOrder(nextOrder(order, by))
    setPage(0)
  }
  return (
    <>
      <PanelBody label={t('report.tab.trades')}>
        <table className="report-trades" aria-label={t('report.tab.trades')}>
          <Heads order={order} onSort={sort} />
          <tbody>{sorted.slice(page * PAGE, (page + 1) * PAGE).map((trade) => <TradeRow key={trade.entryId} trade={trade} instruments={wish.instruments} strategyId={wish.strategyId} />)}</tbody>
        </table>
      </PanelBody>
      {pages > 1 && <Pager page={page} pages={pages} count={sorted.length} onPage={setPage} />}
    </>
  )
}

const NUMBERS: ReadonlySet<SortName> = new Set(['expected', 'probability', 'net', 'money', 'held', 'adverse', 'favourable'])
const ROOMY: ReadonlySet<SortName> = new Set(['money', 'probability'])
const HEADS = ['opened', 'instrument', 'side', 'expected', 'probability', 'net', 'money', 'ended', 'held', 'adverse', 'favourable'] as const satisfies readonly SortName[]
const classOf = (name: SortName): string => `${NUMBERS.has(name) ? 'number' : ''} ${ROOMY.has(name) ? 'roomy' : ''}`

function Heads({ order, onSort }: { readonly order: TradeOrder; readonly onSort: (by: SortName) => void }): JSX.Element {
  const text = (name: SortName): string => (name === 'opened' ? t('report.head-of-opened', { zone: zoneName(0) }) : name === 'probability' ? 'q / q*' : t(`report.head-of-${name}`))
  return (
    <thead>
      <tr>
        {HEADS.map((name) => (
          <th key={name} scope="col" className={classOf(name)} aria-sort={order.by === name ? (order.down ? 'descending' : 'ascending') : undefined}>
            <button type="button" className="ghost sort" title={name === 'adverse' || name === 'favourable' ? t(`report.head-why.${name}`) : undefined} onClick={() => onSort(name)}>
              {text(name)}{order.by === name && (order.down ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
            </button>
          </th>
        ))}
        <th scope="col"><span className="seen-by-readers">{t('report.replay')}</span></th>
      </tr>
    </thead>
  )
}

interface TradeRowProps {
  readonly trade: ReportTrade
  readonly instruments: readonly string[]
  readonly strategyId: string
}

const TradeRow = memo(({ trade, instruments, strategyId }: TradeRowProps): JSX.Element => {
  const cells = tradeCells(trade)
  const { instrumentId, openedAt } = trade
  const open = (): void => ask({ kind: 'replay', trade: { instrumentId, openedAt, side: trade.side, instruments, strategyId } })
  return (
    <tr>
      {HEADS.map((name) => <td key={name} className={`${classOf(name)} ${cells[name].sign ?? ''}`} title={cells[name].title}>{cells[name].text}</td>)}
      <td><button type="button" className="ghost small" title={t('report.replay-of', { instrument: instrumentId, time: fullTime(openedAt) })} aria-label={t('report.replay-of', { instrument: instrumentId, time: fullTime(openedAt) })} onClick={open}><History aria-hidden="true" />{t('report.replay')}</button></td>
    </tr>
  )
})

interface Cell {
  readonly text: ReactNode
  readonly sign?: string
  readonly title?: string
}

function tradeCells(trade: ReportTrade): Readonly<Record<SortName, Cell>> {
  const { openedAt, closedAt, entry, exit, quantity, regime } = trade
  const decimals = entry.split('.')[1]?.length ?? 0
  return {
    opened: { text: <>{date(openedAt)} <span className="quiet">{hourMinute(openedAt)}</span></>, title: fullTime(openedAt) },
    instrument: { text: <b>{trade.instrumentId}</b>, title: t('report.trade-why', { quantity, entry: price(entry, decimals), exit: price(exit, decimals) }) },
    side: { text: <SideChip side={trade.side} />, title: regime === null ? t('report.no-regime') : word('regime', String(regime)) },
    expected: { text: percent(trade.expectedValue, 3, true) },
    probability: { text: <>{probability(trade.winProbability)} <span className="quiet">/ {probability(trade.breakEvenProbability)}</span></> },
    net: { text: percent(trade.netReturn, 2, true), sign: signOf(trade.netReturn), title: t('report.parts-of-net', { gross: signedMoney(trade.gross), fees: signedMoney(trade.fees), slippage: signedMoney(trade.slippage), funding: signedMoney(trade.funding) }) },
    money: { text: signedMoney(trade.net), sign: signOf(trade.net) },
    ended: { text: word('reason', trade.exitReason), title: fullTime(closedAt) },
    held: { text: duration(closedAt - openedAt) },
    adverse: { text: percent(trade.adverse, 2) },
    favourable: { text: percent(trade.favourable, 2) },
  }
}

interface PagerProps {
  readonly page: number
  readonly pages: number
  readonly count: number
  readonly onPage: (page: number) => void
}

function Pager({ page, pages, count, onPage }: PagerProps): JSX.Element {
  const last = Math.min(count, (page + 1) * PAGE)
  return (
    <nav className="pager" aria-label={t('report.pages')}>
      <span>{t('report.page-of', { first: float(page * PAGE + 1, 0), last: float(last, 0), all: float(count, 0) })}{count >= TRADES_SHOWN_MAX && ` · ${t('report.more-in-file')}`}</span>
      <span className="spring" />
      <button type="button" className="icon" disabled={page === 0} aria-label={t('report.page-before')} title={t('report.page-before')} onClick={() => onPage(page - 1)}><ChevronLeft aria-hidden="true" /></button>
      <button type="button" className="icon" disabled={page >= pages - 1} aria-label={t('report.page-next')} title={t('report.page-next')} onClick={() => onPage(page + 1)}><ChevronRight aria-hidden="true" /></button>
    </nav>
  )
}
