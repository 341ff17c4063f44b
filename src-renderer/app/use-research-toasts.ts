import { useEffect } from 'react'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { t } from '../i18n/text.ts'
import { isGoingOn } from '../stores/job-lines.ts'
import { useJobs } from '../stores/jobs-store.ts'
import { isLearning, isLearnKind, showLearning } from '../stores/learn-store.ts'
import { openPage, usePage } from '../stores/page-store.ts'
import { openRun } from '../stores/report-store.ts'
import { isResearch } from '../stores/research-store.ts'
import { toast } from '../stores/toast-store.ts'

interface Elsewhere {
  readonly page: 'backtest' | 'training'
  readonly isMine: (job: JobView) => boolean
  readonly failed: 'backtest.failed-elsewhere' | 'learn.failed-elsewhere'
  readonly done: 'backtest.done-elsewhere' | 'learn.done-elsewhere'
  readonly show: (runId: string, kind: JobView['kind']) => void
}

const PLACES: readonly Elsewhere[] = [
  { page: 'backtest', isMine: isResearch, failed: 'backtest.failed-elsewhere', done: 'backtest.done-elsewhere', show: (runId) => openRun(runId) },
  { page: 'training', isMine: isLearning, failed: 'learn.failed-elsewhere', done: 'learn.done-elsewhere', show: (runId, kind) => isLearnKind(kind) && showLearning(kind, runId) },
]

/** Says that a piece of work has ended to whoever looks at another page meanwhile. */
export function useResearchToasts(): void {
  useEffect(() => useJobs.subscribe(({ value = [] }, before) => {
    const goingOn = new Set((before.value ?? []).filter(isGoingOn).map(({ jobId }) => jobId))
    const ended = value.filter(({ jobId }) => goingOn.has(jobId))
    for (const place of PLACES) if (usePage.getState().page !== place.page) for (const job of ended.filter(place.isMine)) tell(place, job)
  }), [])
}

function tell({ page, failed, done, show }: Elsewhere, { state, runId, kind }: JobView): void {
  if (state === 'failed') toast({ tone: 'warn', text: t(failed), action: { text: t('toast.show-page'), run: () => openPage(page) } })
  if (state !== 'done' || runId === null) return
  toast({ tone: 'ok', text: t(done), action: { text: t('backtest.open'), run: () => {
    show(runId, kind)
    openPage(page)
  } } })
}
