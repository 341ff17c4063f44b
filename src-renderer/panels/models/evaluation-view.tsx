import { useState, type JSX } from 'react'
import type { EvaluationReport, ModelRow } from '../../../src-shared/contract/evaluation-views.ts'
import type { SideName } from '../../../src-shared/contract/learning-views.ts'
import { t } from '../../i18n/text.ts'
import { Panel, PanelBody } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EquityPlot } from './equity-plot.tsx'
import { FoldsTable } from './folds-table.tsx'
import { Gate } from './gate.tsx'
import { Honesty } from './honesty.tsx'
import { Importance } from './importance.tsx'
import { DecilesPlot, ReliabilityPlot } from './reliability-plot.tsx'

/** Whether a pair of models may trade, and everything that says so. */
export function EvaluationView({ report, model }: { readonly report: EvaluationReport; readonly model: ModelRow | undefined }): JSX.Element {
  const [side, setSide] = useState<SideName>('long')
  const tools = <Segments label={t('learn.side')} value={side} segments={(['long', 'short'] as const).map((value) => ({ value, text: t(value) }))} onChoose={setSide} />
  return (
    <div className="evaluation">
      <Gate verdict={report.verdict} />
      <div className="evaluation-main" tabIndex={0} role="group" aria-label={t('folds.title')}>
        <Panel name="folds" title={t('folds.title')} note={t('folds.note')}><PanelBody label={t('folds.title')}><FoldsTable folds={report.folds} /></PanelBody></Panel>
        <div className="evaluation-plots">
          <Panel name="reliability" title={t('reliability.title')} tools={tools}><ReliabilityPlot points={report.reliability[side]} /></Panel>
          <Panel name="deciles" title={t('deciles.title')}><DecilesPlot points={report.deciles[side]} /></Panel>
          <Panel name="equity-plot" title={t('equity-plot.title')}><EquityPlot equity={report.equity} /></Panel>
        </div>
        <Panel name="importance" title={t('importance.title')} note={t('importance.note')}><PanelBody label={t('importance.title')}><Importance features={report.features} /></PanelBody></Panel>
      </div>
      <aside className="report-side" tabIndex={0} aria-label={t('honesty.title')}><Honesty report={report} model={model} /></aside>
    </div>
  )
}
