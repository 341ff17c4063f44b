import './backtest.css'
import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { openRun, reopenRun, useOpenedRun } from '../../stores/report-store.ts'
import { loadResearch, researchJobs } from '../../stores/research-store.ts'
import { JobList } from '../recipe/job-lines.tsx'
import { NewBacktest } from './new-backtest.tsx'
import { OpenedReport } from './opened-report.tsx'

/** What the strategy would have done on archived candles: can it be believed, then how much. Needs no mode that runs. */
export function BacktestPage(): JSX.Element {
  const run = useOpenedRun((state) => state.run)
  useEffect(() => {
    loadResearch()
    reopenRun()
  }, [])
  const jobs = <JobList lines={researchJobs} opened={run?.runId} onOpen={openRun} />
  return (
    <main className="page backtest-page lasting" aria-label={t('page.backtest')}>
      {run ? <OpenedReport key={run.runId} run={run} jobs={jobs} /> : <NewBacktest jobs={jobs} />}
    </main>
  )
}
