import '../../panels/report/report.css'
import type { JSX } from 'react'
import type { SweepReport, SweepRow } from '../../../src-shared/contract/backtest-report.ts'
import { float, percent, signOf } from '../../format/number.ts'
import { plural, t } from '../../i18n/text.ts'
import { heat } from '../../panels/report/report-figures.ts'
import { parameterName } from '../recipe/parameter-words.ts'

export type SweepMeasure = 'netReturn' | 'sharpe'

interface SweepMapProps {
  readonly report: SweepReport
  readonly measure: SweepMeasure
}

const text = (measure: SweepMeasure, row: SweepRow): string => (measure === 'netReturn' ? percent(row.netReturn, 1, true) : float(row.sharpe, 2, true))

/** Two parameters against each other: a broad hill says more than one bright cell. */
export function SweepMap({ report, measure }: SweepMapProps): JSX.Element {
  const [down = '', across = ''] = report.vary
  const valuesOf = (place: number): readonly number[] => [...new Set(report.rows.map(({ values }) => values[place] ?? 0))]
  const [rows, columns] = [valuesOf(0), valuesOf(1)]
  const known = new Map(report.rows.map((row) => [row.values.join(' '), row]))
  const most = Math.max(0, ...report.rows.map((row) => Math.abs(row[measure] ?? 0)))
  return (
    <div className="sweep-map" tabIndex={0} role="group" aria-label={t('sweep.map')}>
      <table aria-label={t('sweep.map-of', { down: parameterName(down), across: parameterName(across) })}>
        <thead>
          <tr><th scope="col">{parameterName(down)} ↓ · {parameterName(across)} →</th>{columns.map((value) => <th key={value} scope="col" className="number">{value}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((value) => (
            <tr key={value}>
              <th scope="row" className="number">{value}</th>
              {columns.map((other) => <Cell key={other} row={known.get(`${value} ${other}`)} measure={measure} most={most} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ row, measure, most }: { readonly row: SweepRow | undefined; readonly measure: SweepMeasure; readonly most: number }): JSX.Element {
  if (!row) return <td />
  const value = row[measure] ?? 0
  return <td className={`number heat-${signOf(value)}`} style={heat(value, most)} title={plural('sweep.cell', row.trades, { net: percent(row.netReturn, 2, true), sharpe: float(row.sharpe, 2) })}>{text(measure, row)}</td>
}
