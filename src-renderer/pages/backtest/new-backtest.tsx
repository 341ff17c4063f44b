import { Play } from 'lucide-react'
import { useEffect, useRef, type JSX, type ReactNode } from 'react'
import type { StartedJob } from '../../../src-shared/contract/workstation-views.ts'
import { plural, t } from '../../i18n/text.ts'
import { useFreshArchive } from '../../panels/archive/use-fresh-archive.ts'
import { useBacktestChoice } from '../../stores/backtest-choice-store.ts'
import { startBacktest, startSweep } from '../../stores/commands.ts'
import { useJobs } from '../../stores/jobs-store.ts'
import { openRun } from '../../stores/report-store.ts'
import { useResearch } from '../../stores/research-store.ts'
import { useClick } from '../../ui/use-click.ts'
import { PageHead } from '../page-head.tsx'
import { BacktestForm } from './backtest-form.tsx'
import { RunList } from './run-list.tsx'
import { combinationsOf, wished, type Wished } from './wish.ts'

/** What to back-test, and what was. On a first visit one button is enough: it takes all that is archived. */
export function NewBacktest({ jobs }: { readonly jobs: ReactNode }): JSX.Element {
  const choice = useBacktestChoice()
  const archive = useFreshArchive()
  const strategies = useResearch((state) => state.strategies)
  const result = wished(choice, { archive, strategies })
  return (
    <>
      <PageHead title={t('page.backtest')}><p className="lead">{t('backtest.lead')}</p></PageHead>
      {jobs}
      <div className="backtest-new">
        <section className="panel" aria-label={t('backtest.new')}>
          <BacktestForm choice={choice} archive={archive} strategies={strategies} />
          <Start result={result} isAll={choice.instruments === null && choice.from === '' && choice.to === ''} count={archive?.length} />
        </section>
        <RunList />
      </div>
    </>
  )
}

interface StartProps {
  readonly result: Wished
  /** Nothing was taken out: all instruments, all days. */
  readonly isAll: boolean
  readonly count: number | undefined
}

function Start({ result, isAll, count }: StartProps): JSX.Element {
  const openWhenDone = useOpenWhenDone()
  const { busy, problem, press } = useClick(async (requestId) => {
    const answer = await sendWish(requestId, result)
    if (answer.accepted) openWhenDone(answer.jobId)
    return answer
  })
  const missing = missingText(result)
  const isSweep = result.problem === undefined && Object.keys(result.vary).length > 0
  const text = isSweep ? plural('backtest.start-sweep', combinationsOf(result.vary)) : t(isAll ? 'backtest.start-all' : 'backtest.start')
  return (
    <footer className="backtest-foot">
      {problem === undefined ? <span className="quiet">{missing ?? (isAll && count !== undefined ? plural('backtest.all-of', count) : t('backtest.local'))}</span> : <span className="problem" role="alert">{problem}</span>}
      <span className="spring" />
      <button type="button" className="large primary" disabled={busy || missing !== undefined} title={missing} onClick={press}><Play aria-hidden="true" />{text}</button>
    </footer>
  )
}

function sendWish(requestId: string, result: Wished): Promise<StartedJob> {
  if (result.problem !== undefined) return Promise.reject(new Error(missingText(result)))
  const { wish, vary } = result
  return Object.keys(vary).length > 0 ? startSweep(requestId, { ...wish, vary }) : startBacktest(requestId, wish)
}

/** The run that was started by this button opens by itself when it is done and nothing else was opened. */
function useOpenWhenDone(): (jobId: string) => void {
  const started = useRef<string>(undefined)
  const jobs = useJobs(({ value }) => value)
  useEffect(() => {
    const job = jobs?.find(({ jobId }) => jobId === started.current)
    if (job?.state !== 'done' || job.runId === null) return
    started.current = undefined
    openRun(job.runId)
  }, [jobs])
  return (jobId) => void (started.current = jobId)
}

/** What is still to be said, as a sentence; undefined: nothing. */
function missingText(result: Wished): string | undefined {
  if (result.problem === undefined) return undefined
  if (result.problem !== 'value') return t(`backtest.missing.${result.problem}`)
  const { name, least, most } = result.parameter
  return t('backtest.missing.value', { parameter: name, least, most })
}
