import { useEffect } from 'react'
import { t } from '../i18n/text.ts'
import { isGoingOn } from '../stores/job-lines.ts'
import { useJobs } from '../stores/jobs-store.ts'
import { openPage, usePage } from '../stores/page-store.ts'
import { openRun } from '../stores/report-store.ts'
import { isResearch } from '../stores/research-store.ts'
import { toast } from '../stores/toast-store.ts'

/** Says that a back-test has ended to whoever looks at another page meanwhile. */
export function useResearchToasts(): void {
  useEffect(() => useJobs.subscribe(({ value = [] }, before) => {
    if (usePage.getState().page === 'backtest') return
    const goingOn = new Set((before.value ?? []).filter(isGoingOn).map(({ jobId }) => jobId))
    for (const { state, runId } of value.filter((job) => isResearch(job) && goingOn.has(job.jobId))) {
      if (state === 'failed') toast({ tone: 'warn', text: t('backtest.failed-elsewhere'), action: { text: t('toast.show-page'), run: () => openPage('backtest') } })
      if (state === 'done' && runId !== null) toast({ tone: 'ok', text: t('backtest.done-elsewhere'), action: { text: t('backtest.open'), run: () => show(runId) } })
    }
  }), [])
}

function show(runId: string): void {
  openRun(runId)
  openPage('backtest')
}
