import { Download } from 'lucide-react'
import { useEffect, useRef, useState, type JSX } from 'react'
import type { SaveOutcome } from '../../../src-shared/contract/desktop.ts'
import type { JobView } from '../../../src-shared/contract/workstation-views.ts'
import { bytes, percent } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { t } from '../../i18n/text.ts'
import { toldText } from '../../format/told.ts'
import { cancelJob } from '../../stores/commands.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { saveExport } from '../../stores/export-file.ts'
import { useJobs } from '../../stores/jobs-store.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useClick } from '../../ui/use-click.ts'

interface ExportProgressProps {
  readonly jobId: string
  readonly onAgain: () => void
}

/** How far the file is, then where it went. Closing the dialog leaves the job alone; cancelling ends it. */
export function ExportProgress({ jobId, onAgain }: ExportProgressProps): JSX.Element {
  const job = useJobs(({ value }) => value?.find((known) => known.jobId === jobId))
  const { outcome, save } = useSaving(job)
  const file = job?.file
  return (
    <Dialog
      tone="accent" icon={Download} title={t(`export.state.${job?.state ?? 'waiting'}`)} note={file ? t('export.file', { name: file.name, size: bytes(file.bytes) }) : undefined} onClose={dismissDialog}
      buttons={<>
        {isFinished(job) ? <button type="button" className="large" onClick={onAgain}>{t('export.again')}</button> : <Cancel jobId={jobId} />}
        {file && <button type="button" className="large" onClick={save}>{t('export.save')}</button>}
        <button type="button" className="large primary" data-first-focus onClick={dismissDialog}>{t('close')}</button>
      </>}
    >
      {!isFinished(job) && <Progress part={job?.part ?? null} secondsLeft={job?.secondsLeft ?? null} />}
      <Result job={job} outcome={outcome} />
    </Dialog>
  )
}

function Result({ job, outcome }: { readonly job: JobView | undefined; readonly outcome: SaveOutcome | undefined }): JSX.Element {
  return (
    <>
      {job?.told && <p>{toldText(job.told)}</p>}
      {outcome && <p role="status" className={outcome.saved || outcome.problem === null ? '' : 'problem'}>{outcomeText(outcome)}</p>}
    </>
  )
}

const isFinished = (job: JobView | undefined): boolean => job !== undefined && job.state !== 'waiting' && job.state !== 'running'

function Cancel({ jobId }: { readonly jobId: string }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => cancelJob(requestId, jobId))
  return (
    <>
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
      <button type="button" className="large" disabled={busy} onClick={press}>{t('export.cancel')}</button>
    </>
  )
}

function Progress({ part, secondsLeft }: { readonly part: number | null; readonly secondsLeft: number | null }): JSX.Element {
  return (
    <div className="progress">
      <progress aria-label={t('export.progress')} {...(part === null ? {} : { value: part, max: 1 })} />
      <span>{part === null ? t('export.counting') : percent(part, 0)}</span>
      <span className="quiet">{secondsLeft === null ? '' : t('export.left', { left: duration(secondsLeft * 1_000) })}</span>
    </div>
  )
}

/** Saves once when the job is done, and again when asked. */
function useSaving(job: JobView | undefined): { readonly outcome: SaveOutcome | undefined; readonly save: () => void } {
  const [outcome, setOutcome] = useState<SaveOutcome>()
  const begun = useRef(false)
  const save = (): void => {
    if (job?.file) saveExport(job.jobId, job.file).then(setOutcome, (error: unknown) => setOutcome({ saved: false, problem: { code: 'text', values: { text: askProblem(error) } } }))
  }
  useEffect(() => {
    if (job?.state !== 'done' || begun.current) return
    begun.current = true
    save()
  })
  return { outcome, save }
}

function outcomeText(outcome: SaveOutcome): string {
  if (outcome.saved) return t('export.saved')
  return outcome.problem === null ? t('export.not-saved') : toldText(outcome.problem)
}
