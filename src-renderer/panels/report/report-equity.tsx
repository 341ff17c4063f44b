import { useEffect, useMemo, useRef, useState, type JSX } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { ReportChart, type ReportCurve } from '../../charts/report-chart.ts'
import { percent } from '../../format/number.ts'
import { language, t } from '../../i18n/text.ts'
import { Panel } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'

/** Equity after costs beside only holding, and the way down from each high. */
export function ReportEquity({ report }: { readonly report: BacktestReport }): JSX.Element {
  const [unit, setUnit] = useState<ReportCurve['unit']>('part')
  const curve = useMemo(() => curveOf(report, unit), [report, unit])
  const tools = <Segments label={t('report.equity-unit')} value={unit} segments={[{ value: 'part', text: '%' }, { value: 'money', text: report.asset }]} onChoose={setUnit} />
  return (
    <Panel name="report-equity" title={t('report.equity')} note={t('report.equity-note')} tools={tools}>
      <Plot curve={curve} text={t('report.equity-text', { net: percent(report.summary.netReturn, 1, true), hold: percent(heldReturn(report), 1, true), drawdown: percent(-report.summary.drawdown, 1, true) })} />
    </Panel>
  )
}

function Plot({ curve, text }: { readonly curve: ReportCurve; readonly text: string }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ReportChart>(undefined)
  useEffect(() => {
    if (!place.current) return
    const created = new ReportChart(place.current, language())
    chart.current = created
    return () => {
      chart.current = undefined
      created.remove()
    }
  }, [])
  useEffect(() => chart.current?.show(curve), [curve])
  return <div className="report-plot" ref={place} role="img" aria-label={text} />
}

function curveOf({ equity: { time, equity, hold }, trainedUntil, from, to }: BacktestReport, unit: ReportCurve['unit']): ReportCurve {
  const isInside = trainedUntil !== null && trainedUntil > from && trainedUntil < to
  return {
    equity: time.map((at, i) => ({ time: at, value: equity[i]! })), hold: time.map((at, i) => ({ time: at, value: hold[i]! })), unit,
    unseenFrom: isInside ? trainedUntil : null, titles: { equity: t('report.strategy'), hold: t('report.hold'), unseen: t('report.unseen') },
  }
}

function heldReturn({ equity: { hold } }: BacktestReport): number | null {
  const [first, last] = [hold[0], hold.at(-1)]
  return first === undefined || last === undefined || first === 0 ? null : last / first - 1
}
