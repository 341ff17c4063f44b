import type { JSX, ReactNode } from 'react'
import { askProblem } from '../../i18n/ask-problem.ts'
import { t } from '../../i18n/text.ts'
import { closeRun, isSweep, openRun, type OpenedRun } from '../../stores/report-store.ts'
import { Skeleton, Trouble } from '../../ui/states.tsx'
import { PageHead } from '../page-head.tsx'
import { RunReport } from './run-report.tsx'
import { SweepResult } from './sweep-result.tsx'

/** The report of a run, or why there is none. */
export function OpenedReport({ run, jobs }: { readonly run: OpenedRun; readonly jobs: ReactNode }): JSX.Element {
  if (run.state === 'shown') return isSweep(run.report) ? <SweepResult report={run.report} jobs={jobs} /> : <RunReport report={run.report} jobs={jobs} />
  return (
    <>
      <PageHead title={t('page.backtest')}><span className="spring" /><button type="button" onClick={closeRun}>{t('backtest.all-runs')}</button></PageHead>
      {jobs}
      <div className="backtest-wait">{run.state === 'loading' ? <Skeleton label={t('backtest.reading')} /> : <NotThere run={run} />}</div>
    </>
  )
}

function NotThere({ run }: { readonly run: OpenedRun }): JSX.Element {
  if (run.state === 'failed') return <Trouble title={t('backtest.not-read')} action={<button type="button" onClick={() => openRun(run.runId)}>{t('backtest.again')}</button>}>{askProblem(run.problem)}</Trouble>
  return <Trouble title={t('backtest.gone')} action={<button type="button" onClick={closeRun}>{t('backtest.all-runs')}</button>}>{t('backtest.gone-why')}</Trouble>
}
