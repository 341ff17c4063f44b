import type { JSX, ReactNode } from 'react'
import type { StatusView } from '../../../src-shared/contract/views.ts'
import { money, percent, signedMoney, signOf, type Sign } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { useStatus } from '../../stores/status-store.ts'
import { MiniBar } from './mini-bar.tsx'

/** Profit is drawn as far as half of the loss limit. */
const PROFIT_PART = 0.5

/** The account against its limits: never covered, never dropped for room. */
export function AccountMetrics(): JSX.Element | null {
  const status = useStatus(({ value }) => value)
  if (!status) return null
  return (
    <>
      <Metric label={t('bar.equity', { asset: status.asset })} value={money(status.equity)} title={t('bar.equity-title', { wallet: money(status.wallet), asset: status.asset })} />
      <DayResult {...status} />
      <MarginUse {...status} />
      <AllStops {...status} />
    </>
  )
}

function DayResult({ dayResult, openingEquity, limits }: StatusView): JSX.Element {
  const part = partOf(dayResult, openingEquity)
  const limit = percent(-limits.dailyLossMax, 0)
  const zero = 1 / (1 + PROFIT_PART)
  const end = part === null ? zero : zero * (1 + Math.max(-1, Math.min(PROFIT_PART, part / limits.dailyLossMax)))
  return (
    <Metric
      label={t('bar.day')} more={t('bar.day-limit', { limit })} sign={signOf(dayResult)} value={signedMoney(dayResult)} second={percent(part, 2, true)}
      title={t('bar.day-title', { limit, opening: money(openingEquity) })}
    >
      <MiniBar label={t('bar.day')} from={Math.min(zero, end)} to={Math.max(zero, end)} tone={signOf(dayResult)} ticks={[{ at: 0, kind: 'hard' }, { at: zero, kind: 'zero' }]} valueText={t('bar.day-value', { value: percent(part, 2, true), limit })} />
    </Metric>
  )
}

function MarginUse({ marginUse, limits }: StatusView): JSX.Element {
  const cap = percent(limits.marginUseMax, 0)
  const tone = marginUse !== null && marginUse >= limits.marginUseMax ? 'over' : marginUse !== null && marginUse >= limits.marginUseWarn ? 'near' : 'none'
  return (
    <Metric label={t('bar.margin')} more={t('bar.margin-cap', { cap })} value={percent(marginUse, 1)} title={t('bar.margin-title', { warn: percent(limits.marginUseWarn, 0), cap })}>
      <MiniBar label={t('bar.margin')} always from={0} to={marginUse ?? 0} tone={tone} ticks={[{ at: limits.marginUseWarn, kind: 'soft' }, { at: limits.marginUseMax, kind: 'hard' }]} valueText={t('bar.margin-value', { value: percent(marginUse, 1), cap })} />
    </Metric>
  )
}

function AllStops({ lossAtStops, equity }: StatusView): JSX.Element {
  const loss = Number(lossAtStops) === 0 ? lossAtStops : `-${lossAtStops}`
  return <Metric roomy label={t('bar.all-stops')} sign={signOf(loss)} value={signedMoney(loss)} second={percent(partOf(loss, equity), 2, true)} title={t('bar.all-stops-title')} />
}

/** How much of the whole; for bars and percentages only. */
function partOf(amount: string | null, whole: string | null): number | null {
  return amount === null || whole === null || Number(whole) === 0 ? null : Number(amount) / Number(whole)
}

interface MetricProps {
  readonly label: string
  /** Follows the label where there is room. */
  readonly more?: string
  readonly value: string
  readonly second?: string
  readonly sign?: Sign
  readonly title: string
  readonly roomy?: boolean
  readonly children?: ReactNode
}

function Metric({ label, more, value, second, sign = 'none', title, roomy, children }: MetricProps): JSX.Element {
  return (
    <div className={`metric ${roomy ? 'roomy' : ''}`} title={title}>
      <span className="metric-label">{label}{more !== undefined && <span className="roomy"> · {more}</span>}</span>
      <span className="metric-value">
        <b className={sign}>{value}</b>
        {second !== undefined && <span className={`metric-second roomy ${sign}`}>{second}</span>}
        {children}
      </span>
    </div>
  )
}
