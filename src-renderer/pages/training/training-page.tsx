import './training.css'
import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { TrialsView } from '../../panels/trials/trials-view.tsx'
import { learnJobs, loadLearning, SECTIONS, showLearning, showSection, useLearning, isLearnKind } from '../../stores/learn-store.ts'
import { loadResearch, useResearch } from '../../stores/research-store.ts'
import { Panel } from '../../ui/panel.tsx'
import { Segments } from '../../ui/segments.tsx'
import { PageHead } from '../page-head.tsx'
import { JobList } from '../recipe/job-lines.tsx'
import { ModelsSection } from './models-section.tsx'
import { ReportSection } from './report-section.tsx'

/** Is this model proven; if not, how long. Needs no mode that runs. */
export function TrainingPage(): JSX.Element {
  const section = useLearning((state) => state.section)
  const trials = useLearning((state) => state.trials)
  useEffect(() => {
    loadResearch()
    loadLearning()
  }, [])
  return (
    <main className="page training-page lasting" aria-label={t('page.training')}>
      <PageHead title={t('page.training')}>
        <Segments label={t('learn.parts')} id="learn-part" value={section} segments={SECTIONS.map((value) => ({ value, text: t(`learn.part.${value}`) }))} onChoose={showSection} />
        <p className="lead">{t(`learn.lead.${section}`)}</p>
      </PageHead>
      <JobList lines={learnJobs} opened={undefined} onOpen={openRun} />
      {section === 'models' && <ModelsSection />}
      {section === 'trials' && <div className="training-whole"><Panel name="trials" title={t('trials.title')} note={t('trials.note')}><TrialsView trials={trials} /></Panel></div>}
      {section !== 'models' && section !== 'trials' && <ReportSection key={section} kind={section} />}
    </main>
  )
}

function openRun(runId: string): void {
  const kind = useResearch.getState().runs?.find((run) => run.runId === runId)?.kind
  if (kind !== undefined && isLearnKind(kind)) showLearning(kind, runId)
}
