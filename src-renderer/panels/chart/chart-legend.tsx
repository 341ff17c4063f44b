import type { JSX } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import type { Bar } from '../../charts/bars.ts'
import { DASH, float, percent, price, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { useChartData } from '../../stores/chart-data-store.ts'
import type { UseHover } from './use-candle-chart.ts'

interface LegendProps {
  readonly useHover: UseHover
  readonly row: MarketRow | undefined
}

/** What the candle under the crosshair is, else the newest. */
export function ChartLegend({ useHover, row }: LegendProps): JSX.Element | null {
  const hovered = useHover(({ hover }) => hover?.bar)
  const forming = useChartData((data) => data.forming)
  const closed = useChartData(({ newest }) => newest)
  const decimals = useChartData(({ priceDecimals }) => priceDecimals)
  const bar = hovered ?? forming ?? closed
  if (!bar) return null
  return (
    <div className="chart-legend" aria-hidden="true">
      <Prices bar={bar} decimals={decimals} isForming={bar.openTime === forming?.openTime} />
      {row?.atr != null && <span>{t('chart.atr')} <b>{atrPrice(row)}</b> {percent(row.atr, 2)}</span>}
    </div>
  )
}

interface PricesProps {
  readonly bar: Bar
  readonly decimals: number
  readonly isForming: boolean
}

function Prices({ bar, decimals, isForming }: PricesProps): JSX.Element {
  const change = bar.open === 0 ? null : bar.close / bar.open - 1
  const sign = signOf(change)
  const value = (name: 'open' | 'high' | 'low' | 'close'): JSX.Element => <span>{t(`chart.${name}`)} <b className={sign}>{float(bar[name], decimals)}</b></span>
  return (
    <>
      {value('open')}{value('high')}{value('low')}{value('close')}
      <b className={sign}>{percent(change, 2, true)}</b>
      {(bar.volume > 0 || !isForming) && <span>{t('chart.volume')} <b>{volumeText(bar.volume)}</b></span>}
      {isForming && <span>{t('chart.forming')}</span>}
    </>
  )
}

const volumeText = (volume: number): string => (volume >= 1_000_000 ? `${float(volume / 1_000_000, 2)}M` : float(volume, volume < 10 ? 3 : volume < 1_000 ? 1 : 0))

const atrPrice = ({ atr, mark, priceDecimals }: MarketRow): string => (atr === null || mark === null ? DASH : price((atr * Number(mark)).toFixed(priceDecimals), priceDecimals))

/** Names the lines and squares of the lower pane, with their values under the crosshair or the newest. */
export function ValueLegend({ useHover, row }: LegendProps): JSX.Element {
  const at = useHover(({ hover }) => hover?.decision)
  const long = at ? at.long : percentOf(row?.longValue)
  const short = at ? at.short : percentOf(row?.shortValue)
  return (
    <div className="chart-legend chart-value-legend" aria-hidden="true">
      <span>{t('chart.value')}</span>
      <span className="up"><i className="key-line" /> {t('chart.value-long', { value: valueText(long) })}</span>
      <span className="down"><i className="key-line dashed" /> {t('chart.value-short', { value: valueText(short) })}</span>
      <span className="chart-key"><i className="key-up" /><i className="key-down" /><i className="key-refused" /> {t('chart.decision')}</span>
    </div>
  )
}

const percentOf = (fraction: number | null | undefined): number | undefined => (fraction == null ? undefined : fraction * 100)
const valueText = (value: number | undefined): string => (value === undefined ? DASH : `${float(value, 3, true)}%`)
