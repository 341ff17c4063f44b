import type { JSX } from 'react'
import type { BacktestReport, Interval } from '../../../src-shared/contract/backtest-report.ts'
import { DASH, float, percent, signedMoney, signOf, type Sign } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { plural, t } from '../../i18n/text.ts'
import { costPart } from './report-figures.ts'

interface Figure {
  readonly name: string
  readonly value: string
  readonly sign?: Sign
  readonly under: string
  readonly title: string
}

/** Seven figures, each against something, each in plain words when one rests on it. */
export function Headline({ report }: { readonly report: BacktestReport }): JSX.Element {
  return (
    <dl className="headline">
      {figures(report).map(({ name, value, sign = 'none', under, title }) => (
        <div key={name} title={title}>
          <dt>{name}</dt>
          <dd><b className={sign}>{value}</b><span>{under}</span></dd>
        </div>
      ))}
    </dl>
  )
}

function figures(report: BacktestReport): readonly Figure[] {
  const { summary: s, costs, asset } = report
  return [
    { name: t('report.return'), value: percent(s.netReturn, 2, true), sign: signOf(s.netReturn), under: intervalText(s.netReturnInterval, (value) => float(value * 100, 1, true)), title: t('report.return-why', { net: signedMoney(s.net), asset }) },
    { name: t('report.sharpe'), value: float(s.sharpe, 2), under: intervalText(s.sharpeInterval, (value) => float(value, 2, true)), title: t('report.sharpe-why') },
    { name: t('report.drawdown'), value: percent(-s.drawdown, 2, true), sign: signOf(-s.drawdown), under: recovery(report), title: t('report.drawdown-why') },
    { name: t('report.trades'), value: float(s.trades, 0), under: t('report.pace', { rate: float(s.tradesPerDay, 1), hold: s.holdMinutes === null ? DASH : duration(s.holdMinutes * 60_000) }), title: t('report.trades-why', { part: percent(s.exposure, 1) }) },
    { name: t('report.won'), value: s.trades === 0 ? DASH : percent(s.won / s.trades, 1), under: t('report.break-even', { share: percent(s.breakEvenShare, 1) }), title: t('report.won-why') },
    { name: t('report.cost'), value: percent(costPart(costs), 3), under: t('report.profit-factor', { factor: float(s.profitFactor, 2) }), title: t('report.cost-why') },
    { name: t('report.worst-day'), value: percent(s.worstDay, 2, true), sign: signOf(s.worstDay), under: s.openAtEnd === 0 ? t('report.all-closed') : plural('report.open-at-end', s.openAtEnd), title: t('report.worst-day-why') },
  ]
}

const intervalText = (interval: Interval | null, text: (value: number) => string): string =>
  interval === null ? t('report.no-interval') : t('report.interval', { low: text(interval.low), high: text(interval.high) })

function recovery({ summary: { drawdown, recoveryDays } }: BacktestReport): string {
  if (drawdown === 0) return t('report.never-down')
  if (recoveryDays !== null && Math.round(recoveryDays) === 0) return t('report.recovered-soon')
  return recoveryDays === null ? t('report.not-recovered') : plural('report.recovered', Math.round(recoveryDays))
}
