import { CircleX, LoaderCircle, X } from 'lucide-react'
import { useEffect, type JSX } from 'react'
import type { JobView } from '../../../src-shared/contract/workstation-views.ts'
import { percent } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { cancelJob } from '../../stores/commands.ts'
import { isGoingOn, type JobLines } from '../../stores/job-lines.ts'
import { useClick } from '../../ui/use-click.ts'

interface JobListProps {
  readonly lines: JobLines
  /** The run that is looked at, if one is. */
  readonly opened: string | undefined
  readonly onOpen: (runId: string) => void
}

/** What is being computed, how far it is and how long it takes; what failed until it is put away; what is done until it is opened. */
export function JobList({ lines, opened, onOpen }: JobListProps): JSX.Element | null {
  const { shown: jobs, away } = lines.use()
  useEffect(() => {
    // Who has opened a report knows that it is done.
    const known = jobs.find(({ runId }) => runId !== null && runId === opened)
    if (known && !away.includes(known.jobId)) lines.putAway(known.jobId)
  }, [jobs, away, opened, lines])
  const shown = jobs.filter(({ jobId }) => !away.includes(jobId))
  if (shown.length === 0) return null
  return (
    <ul className="research-jobs" aria-label={t('backtest.jobs')}>
      {shown.map((job) => <li key={job.jobId}>{isGoingOn(job) ? <Going job={job} /> : <Ended job={job} onOpen={onOpen} onAway={() => lines.putAway(job.jobId)} />}</li>)}
    </ul>
  )
}

function Going({ job }: { readonly job: JobView }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => cancelJob(requestId, job.jobId))
  const { part, secondsLeft } = job
  return (
    <>
      <LoaderCircle className="turning" aria-hidden="true" />
      <b>{t('job.line', { what: t(`job.kind.${job.kind}`), state: t(`job.state.${job.state === 'waiting' ? 'waiting' : 'running'}`) })}</b>
      <progress aria-label={t('backtest.progress')} {...(part === null ? {} : { value: part, max: 1 })} />
      <span className="job-part">{part === null ? '' : percent(part, 0)}</span>
      <span className="quiet job-left">{secondsLeft === null ? '' : t('export.left', { left: duration(secondsLeft * 1_000) })}</span>
      {job.told && <span className="quiet job-told" data-shortens title={toldText(job.told)}>{toldText(job.told)}</span>}
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
      <button type="button" disabled={busy} onClick={press}>{t('backtest.cancel')}</button>
    </>
  )
}

function Ended({ job, onOpen, onAway }: { readonly job: JobView; readonly onOpen: (runId: string) => void; readonly onAway: () => void }): JSX.Element {
  const { runId } = job
  const failed = job.state === 'failed'
  return (
    <>
      {failed && <CircleX className="danger" aria-hidden="true" />}
      <p role={failed ? 'alert' : 'status'}><b>{t(failed ? 'backtest.failed' : 'backtest.done')}</b> {job.told ? toldText(job.told) : ''} {failed && <span className="quiet">{t('backtest.failed-safe')}</span>}</p>
      {runId !== null && <button type="button" onClick={() => onOpen(runId)}>{t('backtest.open')}</button>}
      <button type="button" className="ghost icon" aria-label={t('backtest.put-away')} title={t('backtest.put-away')} onClick={onAway}><X aria-hidden="true" /></button>
    </>
  )
}
