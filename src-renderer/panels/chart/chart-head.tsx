import { ListTree } from 'lucide-react'
import type { JSX } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import { percent, price, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { useEngineNow } from '../../stores/clock-store.ts'
import { countdown } from './countdown.ts'
import { Intervals } from './intervals.tsx'

interface HeadProps {
  readonly row: MarketRow | undefined
  readonly isText: boolean
  readonly onText: () => void
}

/** Which instrument, what it costs now, and what may be chosen. */
export function ChartHead({ row, isText, onText }: HeadProps): JSX.Element {
  return (
    <div className="chart-head">
      {row && <Quote row={row} />}
      <span className="spring" />
      <Intervals />
      <button type="button" className="ghost icon" aria-label={t('chart.as-text')} title={t('chart.as-text')} aria-pressed={isText} aria-keyshortcuts="Alt+T" onClick={onText}><ListTree aria-hidden="true" /></button>
    </div>
  )
}

const ARROWS = { up: '▲', down: '▼', none: '' } as const

function Quote({ row }: { readonly row: MarketRow }): JSX.Element {
  const { instrumentId, mark, bid, ask, change, halted, priceDecimals } = row
  const sign = signOf(change)
  return (
    <>
      <h2 className="chart-symbol">{instrumentId}</h2>
      <span className="chip">{t('chart.perpetual')}</span>
      {halted && <span className="chip chip-warn">{t('chart.halted')}</span>}
      <span className="chart-price-name">{t('chart.mark')}</span>
      <span className={`chart-price ${sign}`}>{price(mark, priceDecimals)}</span>
      <span className={`chart-change ${sign}`} title={t('chart.change')}><span aria-hidden="true">{ARROWS[sign]}</span> {percent(change, 2, true)}</span>
      <span className="chart-fact chart-fact-spread">{t('chart.bid-ask')} <b>{price(bid, priceDecimals)} / {price(ask, priceDecimals)}</b></span>
      <Funding row={row} />
    </>
  )
}

function Funding({ row: { funding, nextFundingAt } }: { readonly row: MarketRow }): JSX.Element | null {
  const now = useEngineNow()
  if (funding === null && nextFundingAt === null) return null
  return (
    <span className="chart-fact chart-fact-funding">
      {t('chart.funding')} <b>{percent(funding, 4, true)}</b>
      {now !== null && nextFundingAt !== null && ` ${t('chart.funding-in', { time: countdown(nextFundingAt - now) })}`}
    </span>
  )
}
