import './feasibility.css'
import { useState, type CSSProperties, type JSX } from 'react'
import type { FeasibilityCell, FeasibilityReport } from '../../../src-shared/contract/learning-views.ts'
import { float, percent } from '../../format/number.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { Segments } from '../../ui/segments.tsx'

const MEASURES = ['winNeeded', 'breakEven', 'payable'] as const
type Measure = (typeof MEASURES)[number]

/** What would have to win at each barrier scale, beside what wins without any knowledge: whether there is anything to learn for. */
export function FeasibilityMap({ report }: { readonly report: FeasibilityReport }): JSX.Element {
  const { cells } = report
  const [horizons, costs] = [each(cells, ({ horizon }) => horizon), each(cells, ({ cost }) => cost)]
  const [measure, setMeasure] = useState<Measure>('winNeeded')
  const [horizon, setHorizon] = useState(horizons[0] ?? 0)
  const [cost, setCost] = useState<number | null>(report.wish.costs.length > 1 ? (costs[0] ?? null) : null)
  const shown = cells.filter((cell) => cell.horizon === horizon && (cost === null || cell.cost === cost))
  return (
    <>
      <div className="feasibility-tools">
        <Segments label={t('feasibility.measure')} value={measure} segments={MEASURES.map((value) => ({ value, text: t(`feasibility.measure.${value}`) }))} onChoose={setMeasure} />
        {horizons.length > 1 && <Segments label={t('feasibility.horizon')} value={horizon} segments={horizons.map((value) => ({ value, text: t('feasibility.horizon-of', { candles: value }) }))} onChoose={setHorizon} />}
        {cost !== null && <Segments label={t('feasibility.cost')} value={cost} segments={costs.map((value) => ({ value, text: percent(value, 2) }))} onChoose={setCost} />}
        <span className="quiet">{t('feasibility.barriers', { tp: report.takeProfitAtr, sl: report.stopAtr })}</span>
      </div>
      <Map cells={shown} measure={measure} />
      <p className="feasibility-note">{t(`feasibility.note.${measure}`)}</p>
      {report.warnings.length > 0 && <ul className="feasibility-warnings">{report.warnings.map((warning) => <li key={JSON.stringify(warning)}>{toldText(warning)}</li>)}</ul>}
    </>
  )
}

function Map({ cells, measure }: { readonly cells: readonly FeasibilityCell[]; readonly measure: Measure }): JSX.Element {
  const instruments = [...new Set(cells.map(({ instrumentId }) => instrumentId))]
  const intervals = each(cells, ({ barrierIntervalMs }) => barrierIntervalMs)
  const known = new globalThis.Map(cells.map((cell) => [`${cell.instrumentId} ${cell.barrierIntervalMs}`, cell]))
  return (
    <div className="feasibility-map" tabIndex={0} role="group" aria-label={t('feasibility.map')}>
      <table aria-label={t('feasibility.map')}>
        <thead>
          <tr><th scope="col">{t('feasibility.scale')}</th>{intervals.map((interval) => <th key={interval} scope="col" className="number">{scaleText(interval)}</th>)}</tr>
        </thead>
        <tbody>
          {instruments.map((instrumentId) => (
            <tr key={instrumentId}>
              <th scope="row">{instrumentId}</th>
              {intervals.map((interval) => <Cell key={interval} cell={known.get(`${instrumentId} ${interval}`)} measure={measure} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell, measure }: { readonly cell: FeasibilityCell | undefined; readonly measure: Measure }): JSX.Element {
  if (!cell) return <td />
  const { winNeeded, breakEven, payable, baseRate, atrShare, cost, timeoutShare } = cell
  const title = t('feasibility.cell', { cost: percent(cost, 2), atr: percent(atrShare, 3), timeouts: percent(timeoutShare, 0), base: percent(baseRate, 1) })
  const headroom = measure === 'payable' ? payable - 0.5 : 1 - (measure === 'winNeeded' ? winNeeded : breakEven) - (1 - baseRate)
  const value = measure === 'payable' ? percent(payable, 0) : float(measure === 'winNeeded' ? winNeeded : breakEven, 2)
  const under = measure === 'payable' ? t('feasibility.under-needed', { needed: float(winNeeded, 2) }) : t('feasibility.under-base', { base: float(baseRate, 2) })
  return <td className={`number ${headroom < 0 ? 'heat-down' : 'heat-up'}`} style={heat(headroom)} title={title}><b>{value}</b><span className="under">{under}</span></td>
}

/** A gap of .4 between what is needed and what comes by itself is as far as colour goes. */
const heat = (headroom: number): CSSProperties => ({ '--heat': `${6 + 26 * Math.min(1, Math.abs(headroom) / 0.4)}%` }) as CSSProperties

const each = (cells: readonly FeasibilityCell[], of: (cell: FeasibilityCell) => number): readonly number[] => [...new Set(cells.map(of))].toSorted((a, b) => a - b)

const HOUR_MS = 3_600_000

function scaleText(ms: number): string {
  return ms % HOUR_MS === 0 ? t('learn.hours', { count: ms / HOUR_MS }) : t('learn.minutes', { count: ms / 60_000 })
}
