import { FlaskConical } from 'lucide-react'
import type { JSX } from 'react'
import type { LearnReport } from '../../../src-shared/contract/evaluation-views.ts'
import type { LearnKind } from '../../../src-shared/contract/workstation-views.ts'
import { stamp } from '../../format/time.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { plural, t } from '../../i18n/text.ts'
import { DataSetView } from '../../panels/data-set/data-set-view.tsx'
import { FeasibilityMap } from '../../panels/feasibility/feasibility-map.tsx'
import { LabelsView } from '../../panels/labels/labels-view.tsx'
import { openLearning, useLearning, type OpenedLearning } from '../../stores/learn-store.ts'
import { useResearch } from '../../stores/research-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton, Trouble } from '../../ui/states.tsx'
import { RecipeForm } from './recipe-form.tsx'

/** What to work on at the left, what came of it at the right. */
export function ReportSection({ kind }: { readonly kind: Exclude<LearnKind, 'evaluation'> }): JSX.Element {
  const opened = useLearning((state) => state.opened[kind])
  return (
    <div className="training-two">
      <RecipeForm kind={kind} />
      <Panel name={kind} title={t(`learn.part.${kind}`)} tools={<RunChoice kind={kind} opened={opened} />}>
        <OpenedReport kind={kind} opened={opened} />
      </Panel>
    </div>
  )
}

/** Which of the earlier runs is looked at. */
function RunChoice({ kind, opened }: { readonly kind: LearnKind; readonly opened: OpenedLearning | undefined }): JSX.Element | null {
  const runs = useResearch((state) => state.runs)
  const own = (runs ?? []).filter((run) => run.kind === kind)
  if (own.length === 0) return null
  return (
    <select aria-label={t('learn.run')} value={opened?.runId ?? ''} onChange={(event) => openLearning(kind, event.target.value)}>
      {own.map(({ runId, startedAt, strategyId, instruments }) => <option key={runId} value={runId}>{stamp(startedAt)} · {strategyId} · {plural('backtest.instruments', instruments.length)}</option>)}
    </select>
  )
}

export function OpenedReport({ kind, opened, children }: { readonly kind: LearnKind; readonly opened: OpenedLearning | undefined; readonly children?: (report: LearnReport) => JSX.Element }): JSX.Element {
  if (!opened) return <Empty icon={FlaskConical} title={t(`learn.none.${kind}`)}><p>{t(`learn.none-why.${kind}`)}</p></Empty>
  if (opened.state === 'loading') return <Skeleton label={t('backtest.reading')} />
  if (opened.state === 'failed') return <Trouble title={t('backtest.not-read')} action={<button type="button" onClick={() => openLearning(kind, opened.runId)}>{t('backtest.again')}</button>}>{askProblem(opened.problem)}</Trouble>
  if (opened.state !== 'shown') return <Trouble title={t('backtest.gone')}>{t('backtest.gone-why')}</Trouble>
  return children ? children(opened.report) : <Shown report={opened.report} />
}

function Shown({ report }: { readonly report: LearnReport }): JSX.Element | null {
  switch (report.kind) {
    case 'feasibility': return <FeasibilityMap key={report.runId} report={report} />
    case 'labels': return <LabelsView key={report.runId} report={report} />
    case 'dataset': return <DataSetView report={report} />
    case 'evaluation': return null
  }
}
