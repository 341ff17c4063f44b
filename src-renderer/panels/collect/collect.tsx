import './collect.css'
import { Download, LoaderCircle } from 'lucide-react'
import { useState, type JSX } from 'react'
import type { CollectView } from '../../../src-shared/contract/data-views.ts'
import type { JobView } from '../../../src-shared/contract/workstation-views.ts'
import { float, percent } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { newestCollection, useCollect } from '../../stores/collect-store.ts'
import { cancelJob, startCollect } from '../../stores/commands.ts'
import { useJobs } from '../../stores/jobs-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useClick } from '../../ui/use-click.ts'
import { collectWish, FIRST_COLLECTION, type CollectChoice } from './wish.ts'

const VENUES = ['production', 'demo', 'local'] as const

/** Brings the archive up to what a venue has: what for, how far it is, what stood in its way. */
export function Collect(): JSX.Element {
  const job = useJobs(({ value }) => newestCollection(value))
  const view = useCollect(({ value }) => value)
  const isGoing = job?.state === 'waiting' || job?.state === 'running'
  return (
    <div className="collect">
      {isGoing ? <Going job={job} view={view ?? null} /> : <Form />}
      {job && <Outcome job={job} view={view?.jobId === job.jobId ? view : null} />}
    </div>
  )
}

function Form(): JSX.Element {
  const [choice, setChoice] = useState(FIRST_COLLECTION)
  const wish = collectWish(choice)
  const { busy, problem, press } = useClick((requestId) => (typeof wish === 'string' ? Promise.reject(new Error(t(`collect.missing.${wish}`))) : startCollect(requestId, wish)))
  const change = (part: Partial<CollectChoice>): void => setChoice({ ...choice, ...part })
  return (
    <>
      <Segments label={t('live.venue')} value={choice.venue} segments={VENUES.map((value) => ({ value, text: t(`collect.venue.${value}`) }))} onChoose={(venue) => change({ venue })} />
      {choice.venue === 'local' && <label><span>{t('collect.port')}</span><input type="text" inputMode="numeric" maxLength={5} value={choice.port} onChange={(event) => change({ port: event.target.value })} /></label>}
      <label className="collect-names"><span>{t('collect.instruments')}</span><input type="text" spellCheck={false} value={choice.instruments} onChange={(event) => change({ instruments: event.target.value })} /></label>
      <label><span>{t('collect.days')}</span><input type="text" inputMode="numeric" maxLength={4} value={choice.days} onChange={(event) => change({ days: event.target.value })} /></label>
      <div className="collect-foot">
        {problem === undefined ? <span className="quiet">{typeof wish === 'string' ? t(`collect.missing.${wish}`) : t('collect.note')}</span> : <span className="problem" role="alert">{problem}</span>}
        <button type="button" className="primary" disabled={busy || typeof wish === 'string'} onClick={press}><Download aria-hidden="true" />{t('collect.start')}</button>
      </div>
    </>
  )
}

function Going({ job, view }: { readonly job: JobView; readonly view: CollectView | null }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => cancelJob(requestId, job.jobId))
  const { part, secondsLeft, state } = job
  return (
    <>
      <p className="collect-line"><LoaderCircle className="turning" aria-hidden="true" /><b>{t(state === 'waiting' ? 'collect.waiting' : 'collect.going')}</b><span className="spring" />{part !== null && <span>{percent(part, 0)}</span>}</p>
      <progress aria-label={t('collect.progress')} {...(part === null ? {} : { value: part, max: 1 })} />
      <p className="collect-line quiet">
        {view && <span>{t('collect.rows', { rows: float(view.rows, 0) })}{view.rowsPerSecond === null ? '' : ` · ${t('collect.speed', { speed: float(view.rowsPerSecond, 0) })}`}</span>}
        <span className="spring" />
        {secondsLeft !== null && <span>{t('export.left', { left: duration(secondsLeft * 1_000) })}</span>}
      </p>
      <div className="collect-foot">
        {problem === undefined ? <span className="quiet">{t('collect.resumes')}</span> : <span className="problem" role="alert">{problem}</span>}
        <button type="button" disabled={busy} onClick={press}>{t('collect.cancel')}</button>
      </div>
    </>
  )
}

/** By instrument; and how the last one ended. */
function Outcome({ job, view }: { readonly job: JobView; readonly view: CollectView | null }): JSX.Element {
  return (
    <>
      {job.state === 'failed' && job.told && <p className="problem" role="alert">{toldText(job.told)}</p>}
      {(job.state === 'done' || job.state === 'cancelled') && <p><Chip tone={job.state === 'done' ? 'ok' : 'quiet'} text={word('collect-state', job.state)} /></p>}
      {view && (
        <ul className="collect-instruments">
          {view.instruments.map(({ instrumentId, part, told }) => (
            <li key={instrumentId}><b>{instrumentId}</b><span>{percent(part, 0)}</span>{told && <span className="collect-told">{toldText(told)}</span>}</li>
          ))}
        </ul>
      )}
    </>
  )
}
