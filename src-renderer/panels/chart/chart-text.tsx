import { X } from 'lucide-react'
import { useEffect, useMemo, useRef, type JSX, type ReactNode } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import type { DecisionRow, PositionRow, TradeRow } from '../../../src-shared/contract/views.ts'
import type { Bar } from '../../charts/bars.ts'
import { DASH, float, percent, price, quantity, signedMoney } from '../../format/number.ts'
import { stamp, zoneName } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useChartData } from '../../stores/chart-data-store.ts'
import { useDecisions } from '../../stores/decisions-store.ts'
import { useTrades } from '../../stores/trades-store.ts'
import type { LevelText } from './level-texts.ts'

/** The last of them stand for the marks that the picture shows. */
const TRADES_MAX = 5

interface TextProps {
  readonly row: MarketRow | undefined
  readonly position: PositionRow | undefined
  readonly levels: readonly LevelText[]
  readonly onClose: () => void
}

/** The same as the picture, as a list. */
export function ChartText({ row, position, levels, onClose }: TextProps): JSX.Element {
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.focus(), [])
  const decision = useDecisions(({ rows }) => rows?.findLast(({ instrumentId }) => instrumentId === row?.instrumentId))
  return (
    <section className="chart-text" ref={place} tabIndex={-1} aria-label={t('chart.text.title')} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header>
        <h3>{t('chart.text.title')}</h3>
        <span className="quiet">{row?.instrumentId}</span>
        <span className="spring" />
        <button type="button" className="ghost icon" aria-label={t('close')} onClick={onClose}><X aria-hidden="true" /></button>
      </header>
      <ul>
        <Candles />
        <Item name={t('chart.mark')}>{price(row?.mark ?? null, row?.priceDecimals ?? 2)} ({percent(row?.change ?? null, 2, true)})</Item>
        <Item name={t('chart.text.position')}>{position ? positionText(position) : t('chart.text.no-position')}</Item>
        {position && levels.filter(({ role }) => role !== 'entry').map((level) => <Item key={level.role} name={t(`chart.level.${level.role}`)}>{levelText(level, position)}</Item>)}
        <Trades instrumentId={row?.instrumentId} />
        <Item name={t('chart.text.decision')}>{decision ? decisionText(decision) : t('chart.text.no-decision')}</Item>
      </ul>
    </section>
  )
}

const Item = ({ name, children }: { readonly name: string; readonly children: ReactNode }): JSX.Element => <li><span className="quiet">{name}</span> {children}</li>

function Candles(): JSX.Element {
  const closed = useChartData(({ newest }) => newest)
  const forming = useChartData((data) => data.forming)
  const decimals = useChartData(({ priceDecimals }) => priceDecimals)
  return (
    <>
      <Item name={t('chart.text.candle')}>{closed ? t('chart.text.candle-value', { time: timeText(closed.openTime), ...priceTexts(closed, decimals), volume: float(closed.volume, 3) }) : DASH}</Item>
      {forming && <Item name={t('chart.text.forming')}>{t('chart.text.forming-value', priceTexts(forming, decimals))}</Item>}
    </>
  )
}

function Trades({ instrumentId }: { readonly instrumentId: string | undefined }): JSX.Element {
  const rows = useTrades((state) => state.rows)
  const own = useMemo(() => rows?.filter((trade) => trade.instrumentId === instrumentId).slice(-TRADES_MAX).toReversed() ?? [], [rows, instrumentId])
  return (
    <>
      {own.length === 0 && <Item name={t('chart.text.trades')}>{t('chart.text.no-trades')}</Item>}
      {own.map((trade) => <Item key={trade.entryId} name={t('chart.text.trades')}>{tradeText(trade)}</Item>)}
    </>
  )
}

const tradeText = ({ side, quantity: size, openedAt, closedAt, net, exitReason }: TradeRow): string =>
  t('chart.text.trade-value', { side: t(side), quantity: quantity(size), opened: stamp(openedAt), closed: timeText(closedAt), net: signedMoney(net), exit: word('reason', exitReason) })

const timeText = (time: number): string => `${stamp(time)} ${zoneName(time)}`

const priceTexts = ({ open, high, low, close }: Bar, decimals: number): Readonly<Record<'open' | 'high' | 'low' | 'close', string>> => ({
  open: float(open, decimals), high: float(high, decimals), low: float(low, decimals), close: float(close, decimals),
})

const positionText = ({ side, quantity: size, entry, openedAt, unrealized, priceDecimals }: PositionRow): string =>
  t('chart.text.position-value', { side: t(side), quantity: quantity(size.replace('-', '')), entry: price(entry, priceDecimals), time: timeText(openedAt), result: signedMoney(unrealized) })

const levelText = ({ text, distance, money }: LevelText, { priceDecimals }: PositionRow): string =>
  [t('chart.text.level-value', { price: price(text, priceDecimals), distance: percent(distance, 2, true) }), money === null ? '' : signedMoney(money)].filter(Boolean).join(', ')

const ACTIONS = { LONG: 'long', SHORT: 'short', FLAT: 'flat' } as const

const decisionText = ({ asOf, action, reason, long, short }: DecisionRow): string =>
  t('chart.text.decision-value', {
    time: timeText(asOf), action: t(ACTIONS[action]), reason: word('reason', reason), long: percent(long?.expectedValue ?? null, 3, true), short: percent(short?.expectedValue ?? null, 3, true),
  })
