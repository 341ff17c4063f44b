import { TriangleAlert } from 'lucide-react'
import { useMemo, useState, type JSX, type ReactNode } from 'react'
import type { SweepReport, SweepRow } from '../../../src-shared/contract/backtest-report.ts'
import { float, percent, signOf } from '../../format/number.ts'
import { plural, t } from '../../i18n/text.ts'
import { dayText } from '../../panels/archive/span.ts'
import { Panel, PanelBody } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { parameterName } from '../recipe/parameter-words.ts'
import { ReportHead } from './report-head.tsx'
import { SweepMap, type SweepMeasure } from './sweep-map.tsx'

/** Every combination of a sweep, the best ones first, with the warning that belongs to being the best of many. */
export function SweepResult({ report, jobs }: { readonly report: SweepReport; readonly jobs: ReactNode }): JSX.Element {
  const [measure, setMeasure] = useState<SweepMeasure>('netReturn')
  const rows = useMemo(() => report.rows.toSorted((a, b) => (b[measure] ?? -Infinity) - (a[measure] ?? -Infinity)), [report, measure])
  const columns = useMemo(() => sweepColumns(report), [report])
  const { from, to } = report.wish
  return (
    <>
      <ReportHead report={report} verdict={undefined} facts={<>{plural('sweep.runs', report.rows.length)} · {from === null ? t('backtest.from-start') : dayText(from)} … {to === null ? t('backtest.to-end') : dayText(to - 1)}</>} />
      {jobs}
      <p className="sweep-warning wide"><TriangleAlert aria-hidden="true" /><span>{plural('sweep.luck', report.rows.length)}</span></p>
      <div className={report.vary.length === 2 ? 'sweep-body two' : 'sweep-body'}>
        {report.vary.length === 2 && <Panel name="sweep-map" title={t('sweep.map')} note={t('sweep.map-note')} tools={<Measures measure={measure} onChoose={setMeasure} />}><SweepMap report={report} measure={measure} /></Panel>}
        <Panel name="sweep-rows" title={t('sweep.table')} note={t(`sweep.ordered.${measure}`)} tools={report.vary.length === 2 ? undefined : <Measures measure={measure} onChoose={setMeasure} />}>
          <PanelBody label={t('sweep.table')}><Table label={t('sweep.table')} columns={columns} rows={rows} keyOf={({ values }) => values.join(' ')} empty={t('report.none')} drawnMax={512} /></PanelBody>
        </Panel>
      </div>
    </>
  )
}

function Measures({ measure, onChoose }: { readonly measure: SweepMeasure; readonly onChoose: (measure: SweepMeasure) => void }): JSX.Element {
  return <Segments<SweepMeasure> label={t('sweep.measure')} value={measure} segments={[{ value: 'netReturn', text: t('report.return') }, { value: 'sharpe', text: t('report.sharpe') }]} onChoose={onChoose} />
}

function sweepColumns({ vary }: SweepReport): readonly Column<SweepRow>[] {
  return [
    ...vary.map((name, i): Column<SweepRow> => ({ id: name, head: parameterName(name), number: true, cell: ({ values }) => <b>{values[i]}</b>, title: () => name })),
    { id: 'net', head: t('report.return'), number: true, sign: ({ netReturn }) => signOf(netReturn), cell: ({ netReturn }) => <b>{percent(netReturn, 2, true)}</b> },
    { id: 'sharpe', head: t('report.sharpe'), number: true, cell: ({ sharpe }) => float(sharpe, 2) },
    { id: 'drawdown', head: t('report.drawdown'), number: true, sign: ({ drawdown }) => signOf(-drawdown), cell: ({ drawdown }) => percent(-drawdown, 2, true) },
    { id: 'trades', head: t('report.trades'), number: true, cell: ({ trades }) => float(trades, 0) },
    { id: 'won', head: t('report.won'), number: true, roomy: true, cell: ({ won, trades }) => percent(trades === 0 ? null : won / trades, 1) },
    { id: 'hash', head: t('backtest.column.hash'), roomy: true, cell: ({ orderHash }) => <code>{orderHash.slice(0, 8)}</code>, title: ({ orderHash }) => orderHash },
  ]
}
