import './labels.css'
import { useMemo, useState, type JSX } from 'react'
import type { LabelExample, LabelRow, LabelsReport } from '../../../src-shared/contract/learning-views.ts'
import { float, percent, signOf } from '../../format/number.ts'
import { duration, fullTime, stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { Chip, SideChip } from '../../ui/chip.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { ExampleChart } from './example-chart.tsx'
import { HistogramPlot } from './histogram-plot.tsx'

/** What followed each candle: how it ended, what it cost, how long it took; and some of it to look at. */
export function LabelsView({ report }: { readonly report: LabelsReport }): JSX.Element {
  const columns = useMemo(() => labelColumns(), [])
  const [picked, setPicked] = useState(0)
  const example = report.examples[picked]
  return (
    <div className="labels-view">
      <section className="panel" aria-label={t('labels.rows')}>
        <PanelBody label={t('labels.rows')}>
          <Table label={t('labels.rows')} columns={columns} rows={report.rows} keyOf={({ instrumentId, side }) => `${instrumentId} ${side}`} empty={t('labels.none')} tall />
        </PanelBody>
      </section>
      <section className="panel labels-histograms" aria-label={t('labels.distribution')}>
        <HistogramPlot title={t('labels.result')} of={report.net} text={(value) => percent(value, 1, true)} />
        <HistogramPlot title={t('labels.held')} of={report.minutes} text={(value) => duration(value * 60_000)} />
      </section>
      <section className="panel labels-examples" aria-label={t('labels.examples')}>
        <PanelBody label={t('labels.examples')}>
          <Table label={t('labels.examples')} columns={EXAMPLE_COLUMNS()} rows={report.examples} keyOf={exampleKey} empty={t('labels.none')} isSelected={(row) => row === example} onOpen={(row) => setPicked(report.examples.indexOf(row))} />
        </PanelBody>
        {example && <ExampleChart key={exampleKey(example)} example={example} />}
      </section>
    </div>
  )
}

const exampleKey = ({ instrumentId, side, asOf }: LabelExample): string => `${instrumentId} ${side} ${asOf}`

function labelColumns(): readonly Column<LabelRow>[] {
  return [
    { id: 'instrument', head: t('learn.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'side', head: t('learn.side'), cell: ({ side }) => <SideChip side={side} /> },
    { id: 'rows', head: t('labels.rows'), number: true, cell: ({ rows, effectiveRows }) => <>{float(rows, 0)}<span className="under">{t('labels.effective', { rows: float(effectiveRows, 0) })}</span></>, title: ({ uniqueness }) => t('labels.uniqueness', { value: float(uniqueness, 4) }) },
    { id: 'ends', head: t('labels.ends'), wide: true, cell: (row) => <Ends row={row} />, title: ({ takeProfit, stop, timeout, gaps }) => t('labels.ends-title', { tp: takeProfit, sl: stop, timeout, gaps }) },
    { id: 'gross', head: t('labels.gross'), number: true, sign: ({ gross }) => signOf(gross), cell: ({ gross }) => percent(gross, 3, true) },
    { id: 'costs', head: t('labels.costs'), number: true, cell: ({ fees, slippage, funding }) => <>{percent(fees + slippage + funding, 3)}<span className="under">{t('labels.funding', { funding: percent(funding, 4, true) })}</span></> },
    { id: 'net', head: t('labels.result'), number: true, sign: ({ net }) => signOf(net), cell: ({ net }) => <b>{percent(net, 3, true)}</b> },
    { id: 'held', head: t('labels.held'), number: true, cell: ({ minutesHeld }) => duration(minutesHeld * 60_000) },
    { id: 'mae', head: t('labels.excursions'), number: true, roomy: true, cell: ({ mae, mfe, maeHorizon, mfeHorizon }) => <>{percent(-mae, 2)} / {percent(mfe, 2, true)}<span className="under">{t('labels.whole-horizon', { mae: percent(-maeHorizon, 2), mfe: percent(mfeHorizon, 2, true) })}</span></> },
  ]
}

/** How they ended, side by side: take-profit, stop, time. */
function Ends({ row: { rows, takeProfit, stop, timeout } }: { readonly row: LabelRow }): JSX.Element {
  const part = (count: number): number => (rows === 0 ? 0 : count / rows)
  const parts = [['tp', takeProfit], ['timeout', timeout], ['sl', stop]] as const
  return (
    <>
      <span className="ends" aria-hidden="true">{parts.map(([name, count]) => <i key={name} className={`ends-${name}`} style={{ width: `${100 * part(count)}%` }} />)}</span>
      <span className="under">{parts.map(([name, count]) => `${t(`labels.outcome.${name}`)} ${percent(part(count), 1)}`).join(' · ')}</span>
    </>
  )
}

const TONES = { tp: 'up', sl: 'down', timeout: 'quiet' } as const

const EXAMPLE_COLUMNS = (): readonly Column<LabelExample>[] => [
  { id: 'instrument', head: t('learn.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { id: 'side', head: t('learn.side'), cell: ({ side }) => <SideChip side={side} /> },
  { id: 'time', head: t('labels.decided'), cell: ({ asOf }) => stamp(asOf), title: ({ asOf }) => fullTime(asOf) },
  { id: 'outcome', head: t('labels.outcome'), cell: ({ outcome }) => <Chip tone={TONES[outcome]} text={t(`labels.outcome.${outcome}`)} /> },
  { id: 'net', head: t('labels.result'), number: true, sign: ({ net }) => signOf(net), cell: ({ net }) => percent(net, 3, true) },
]
