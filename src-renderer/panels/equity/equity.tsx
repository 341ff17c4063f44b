import './equity.css'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type JSX } from 'react'
import type { StatusView } from '../../../src-shared/contract/views.ts'
import { EquityChart } from '../../charts/equity-chart.ts'
import { float, money, percent, signedMoney, signOf } from '../../format/number.ts'
import { language, t } from '../../i18n/text.ts'
import { useEquity } from '../../stores/equity-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { equityFacts, startOfDay, type EquityFacts, type EquityScope } from './equity-curve.ts'

const LOCALES = { en: 'en-GB', ko: 'ko-KR' } as const

/** What the account is worth, through the day or the whole run, against where it began and the day's loss limit. */
export function Equity(): JSX.Element {
  const [scope, setScope] = useState<EquityScope>('day')
  const rows = useEquity((state) => state.rows)
  const status = useStatus(({ value }) => value)
  const dayStart = status && startOfDay(status.time)
  const { openingEquity = null, limits } = status ?? {}
  const facts = useMemo(
    () => (rows && dayStart !== undefined && limits ? equityFacts(rows, { dayStart, openingEquity, dailyLossMax: limits.dailyLossMax }, scope) : undefined),
    [rows, dayStart, openingEquity, limits, scope],
  )
  return (
    <div className="equity-panel">
      <div className="equity-head">
        {status && <Facts status={status} facts={facts} scope={scope} />}
        <span className="spring" />
        <span className="segments" role="group" aria-label={t('equity.scope')}>
          {(['day', 'whole'] as const).map((each) => <button key={each} type="button" aria-pressed={scope === each} onClick={() => setScope(each)}>{t(`equity.${each}`)}</button>)}
        </span>
      </div>
      {facts ? <Curve facts={facts} /> : <p className="hint" role="status">{rows && status ? t('equity.empty') : t('waiting')}</p>}
    </div>
  )
}

interface FactsProps {
  readonly status: StatusView
  readonly facts: EquityFacts | undefined
  readonly scope: EquityScope
}

function Facts({ status: { asset, equity, dayResult, limits }, facts, scope }: FactsProps): JSX.Element {
  const result = scope === 'day' ? dayResult : facts && equity !== null ? (Number(equity) - facts.base).toFixed(2) : null
  const part = facts && result !== null ? Number(result) / facts.base : null
  const left = facts?.lossLimit == null || equity === null ? undefined : Number(equity) - facts.lossLimit
  return (
    <dl className="equity-facts">
      <div><dt>{t('equity.now', { asset })}</dt><dd><b>{money(equity)}</b></dd></div>
      <div><dt>{t(scope === 'day' ? 'equity.day-result' : 'equity.result')}</dt><dd className={signOf(result)}><b>{signedMoney(result)}</b> {percent(part, 2, true)}</dd></div>
      {facts && <div title={t('equity.drawdown-worst', { value: percent(facts.worst, 2, true), limit: percent(-limits.drawdownMax, 1, true) })}><dt>{t('equity.drawdown')}</dt><dd><b className={signOf(facts.drawdown)}>{percent(facts.drawdown, 2, true)}</b> <span className="quiet">{t('equity.drawdown-worst', { value: percent(facts.worst, 2, true), limit: percent(-limits.drawdownMax, 1, true) })}</span></dd></div>}
      {left !== undefined && <div><dt>{t('equity.loss-limit')}</dt><dd>{t('equity.left', { amount: float(left, 2) })}</dd></div>}
    </dl>
  )
}

function Curve({ facts }: { readonly facts: EquityFacts }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EquityChart>()
  useEffect(() => {
    const made: { chart?: EquityChart; ended?: boolean } = {}
    const begin = (): void => {
      if (made.ended || !place.current) return
      made.chart = new EquityChart(place.current, LOCALES[language()])
      setChart(made.chart)
    }
    document.fonts.load('11px "Pretendard Variable"').then(begin, begin)
    return () => {
      made.ended = true
      made.chart?.remove()
      setChart(undefined)
    }
  }, [])
  useEffect(() => {
    const isDay = facts.lossLimit !== null
    chart?.show({ points: facts.points, base: facts.base, lossLimit: facts.isLimitNear ? facts.lossLimit : null, titles: { base: t(isDay ? 'equity.opening' : 'equity.start'), lossLimit: t('equity.loss-limit') } })
  }, [chart, facts])
  const label = t('equity.label', { equity: float(facts.points.at(-1)?.value ?? null, 2), drawdown: percent(facts.drawdown, 2, true) })
  return (
    <div className="equity-place">
      <div className="equity-curve" ref={place} role="img" aria-label={label} />
      {facts.lossLimit !== null && !facts.isLimitNear && <span className="equity-limit"><ArrowDown aria-hidden="true" /><b>{t('equity.loss-limit')}</b> {float(facts.lossLimit, 2)}</span>}
    </div>
  )
}
