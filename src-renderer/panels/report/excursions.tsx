import { useEffect, useMemo, useRef, type JSX } from 'react'
import type { BacktestReport } from '../../../src-shared/contract/backtest-report.ts'
import { Scatter } from '../../charts/scatter.ts'
import { percent } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { loadReportTrades, useReportTrades } from '../../stores/report-trades-store.ts'
import { Skeleton } from '../../ui/states.tsx'
import { medianOf } from './report-figures.ts'

/** How far each trade went against and for the position while it was held: whether stops and targets stand where they should. */
export function Excursions({ report: { runId, summary } }: { readonly report: BacktestReport }): JSX.Element {
  useEffect(() => loadReportTrades(runId), [runId])
  const rows = useReportTrades((state) => state.rows)
  const points = useMemo(() => rows.map(({ adverse, favourable, netReturn }) => ({ adverse, favourable, won: netReturn > 0 })), [rows])
  if (summary.trades === 0) return <p className="hint">{t('report.no-trades-why')}</p>
  if (points.length === 0) return <Skeleton label={t('report.reading-trades')} />
  const winners = medianOf(points.filter(({ won }) => won).map(({ adverse }) => adverse))
  const losers = medianOf(points.filter(({ won }) => !won).map(({ favourable }) => favourable))
  const text = t('report.excursion-text', { adverse: percent(winners, 2), favourable: percent(losers, 2) })
  return (
    <div className="excursions">
      <p>{text} <span className="legend"><i className="won" />{t('report.winners')}<i className="lost" />{t('report.losers')}</span></p>
      <Plot points={points} text={text} />
    </div>
  )
}

function Plot({ points, text }: { readonly points: Parameters<Scatter['show']>[0]; readonly text: string }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!canvas.current) return
    const scatter = new Scatter(canvas.current)
    scatter.show(points, { x: t('report.axis-adverse'), y: t('report.axis-favourable') })
    return () => scatter.remove()
  }, [points])
  return <div className="scatter"><canvas ref={canvas} role="img" aria-label={text} /></div>
}
