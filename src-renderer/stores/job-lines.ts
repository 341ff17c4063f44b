import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { useJobs } from './jobs-store.ts'

/** Jobs to show: those that go on, and those that ended before these eyes until they are put away. */
interface Lines {
  readonly shown: readonly JobView[]
  readonly away: readonly string[]
}

export interface JobLines {
  readonly use: UseBoundStore<StoreApi<Lines>>
  readonly putAway: (jobId: string) => void
}

export const isGoingOn = ({ state }: JobView): boolean => state === 'waiting' || state === 'running'

/** The jobs of a page. `onMade`: another of them has come to its end with a run. */
export function jobLines(isMine: (job: JobView) => boolean, onMade: () => void): JobLines {
  const use = create<Lines>(() => ({ shown: [], away: [] }))
  /** What ended while this window looked on: of jobs from before it nobody here has to be told. */
  const seenGoingOn = new Set<string>()
  const made = (jobs: readonly JobView[] = []): number => jobs.filter((job) => isMine(job) && job.runId !== null).length
  useJobs.subscribe(({ value = [] }, before) => {
    for (const job of value) if (isGoingOn(job)) seenGoingOn.add(job.jobId)
    const shown = value.filter((job) => isMine(job) && job.state !== 'cancelled' && (isGoingOn(job) || seenGoingOn.has(job.jobId)))
    if (shown.length > 0 || use.getState().shown.length > 0) use.setState({ shown })
    if (made(value) !== made(before.value)) onMade()
  })
  return { use, putAway: (jobId) => use.setState(({ away }) => ({ away: [...away, jobId] })) }
}
