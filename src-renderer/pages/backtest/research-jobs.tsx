import { CircleX, LoaderCircle, X } from 'lucide-react'
import { useEffect, type JSX } from 'react'
import type { JobView } from '../../../src-shared/contract/workstation-views.ts'
import { percent } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { cancelJob } from '../../stores/commands.ts'
import { openRun, useOpenedRun } from '../../stores/report-store.ts'
import { isGoingOn, putJobAway, useResearchJobs } from '../../stores/research-store.ts'
import { useClick } from '../../ui/use-click.ts'

/** What is being computed, how far it is and how long it takes; what failed until it is put away; what is done until it is opened. */
export function ResearchJobs(): JSX.Element | null {
  const { shown: jobs, away } = useResearchJobs()
  const opened = useOpenedRun(({ run }) => run?.runId)
  useEffect(() => {
    // Who has opened a report knows that it is done.
    const known = jobs.find(({ runId }) => runId !== null && runId === opened)
    if (known && !away.includes(known.jobId)) putJobAway(known.jobId)
  }, [jobs, away, opened])
  const shown = jobs.filter(({ jobId }) => !away.includes(jobId))
  if (shown.length === 0) return null
  return (
    <ul className="research-jobs" aria-label={t('backtest.jobs')}>
      {shown.map((job) => <li key={job.jobId}>{isGoingOn(job) ? <Going job={job} /> : <Ended job={job} onAway={() => putJobAway(job.jobId)} />}</li>)}
    </ul>
  )
}

function Going({ job }: { readonly job: JobView }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => cancelJob(requestId, job.jobId))
  const { part, secondsLeft } = job
  return (
    <>
      <LoaderCircle className="turning" aria-hidden="true" />
      <b>{t(`backtest.job.${job.kind === 'sweep' ? 'sweep' : 'run'}.${job.state === 'waiting' ? 'waiting' : 'running'}`)}</b>
      <progress aria-label={t('backtest.progress')} {...(part === null ? {} : { value: part, max: 1 })} />
      <span className="job-part">{part === null ? '' : percent(part, 0)}</span>
      <span className="quiet job-left">{secondsLeft === null ? '' : t('export.left', { left: duration(secondsLeft * 1_000) })}</span>
      {job.told && <span className="quiet job-told" data-shortens title={toldText(job.told)}>{toldText(job.told)}</span>}
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
      <button type="button" disabled={busy} onClick={press}>{t('backtest.cancel')}</button>
    </>
  )
}

function Ended({ job, onAway }: { readonly job: JobView; readonly onAway: () => void }): JSX.Element {
  const { runId } = job
  const failed = job.state === 'failed'
  return (
    <>
      {failed && <CircleX className="danger" aria-hidden="true" />}
      <p role={failed ? 'alert' : 'status'}><b>{t(failed ? 'backtest.failed' : 'backtest.done')}</b> {job.told ? toldText(job.told) : ''} {failed && <span className="quiet">{t('backtest.failed-safe')}</span>}</p>
      {runId !== null && <button type="button" onClick={() => openRun(runId)}>{t('backtest.open')}</button>}
      <button type="button" className="ghost icon" aria-label={t('backtest.put-away')} title={t('backtest.put-away')} onClick={onAway}><X aria-hidden="true" /></button>
    </>
  )
}
