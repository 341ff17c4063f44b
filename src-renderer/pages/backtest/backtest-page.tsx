import './backtest.css'
import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { loadResearch } from '../../stores/research-store.ts'
import { reopenRun, useOpenedRun } from '../../stores/report-store.ts'
import { NewBacktest } from './new-backtest.tsx'
import { ResearchJobs } from './research-jobs.tsx'
import { OpenedReport } from './opened-report.tsx'

/** What the strategy would have done on archived candles: can it be believed, then how much. Needs no mode that runs. */
export function BacktestPage(): JSX.Element {
  const run = useOpenedRun((state) => state.run)
  useEffect(() => {
    loadResearch()
    reopenRun()
  }, [])
  return (
    <main className="page backtest-page lasting" aria-label={t('page.backtest')}>
      {run ? <OpenedReport key={run.runId} run={run} jobs={<ResearchJobs />} /> : <NewBacktest jobs={<ResearchJobs />} />}
    </main>
  )
}
