import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { RunRow, StrategyOption } from '../../src-shared/contract/backtest-report.ts'
import type { JobView, LearnKind } from '../../src-shared/contract/workstation-views.ts'
import { readRuns, readStrategies } from './commands.ts'
import { useJobs } from './jobs-store.ts'

interface Research {
  /** Undefined until they were read. */
  readonly strategies: readonly StrategyOption[] | undefined
  readonly runs: readonly RunRow[] | undefined
  /** Why they could not be read the last time. */
  readonly problem: unknown
}

/** What can be back-tested, and what was. Read when asked, and again when a job made another run. */
export const useResearch: UseBoundStore<StoreApi<Research>> = create<Research>(() => ({ strategies: undefined, runs: undefined, problem: undefined }))

export function loadResearch(): void {
  const { strategies } = useResearch.getState()
  const fail = (problem: unknown): void => useResearch.setState({ problem })
  if (!strategies) readStrategies().then((known) => useResearch.setState({ strategies: known }), fail)
  loadRuns()
}

export function loadRuns(): void {
  readRuns().then((runs) => useResearch.setState({ runs, problem: undefined }), (problem: unknown) => useResearch.setState({ problem }))
}

export type BacktestRun = RunRow & { readonly kind: Exclude<RunRow['kind'], LearnKind> }

/** Of orders; what learning came to has a page of its own. */
export const isBacktestRun = (run: RunRow): run is BacktestRun => run.kind === 'backtest' || run.kind === 'sweep' || run.kind === 'replay'

export const isResearch = ({ kind }: JobView): boolean => kind === 'backtest' || kind === 'sweep'
export const isGoingOn = ({ state }: JobView): boolean => state === 'waiting' || state === 'running'

/** Runs that finished jobs have made, as far as this window knows. */
const made = (jobs: readonly JobView[] = []): number => jobs.filter((job) => isResearch(job) && job.runId !== null).length

/** What ended while this window looked on: of jobs from before it nobody here has to be told. */
const seenGoingOn = new Set<string>()

/** Jobs to show: those that go on, and those that ended before these eyes until they are put away. */
export const useResearchJobs: UseBoundStore<StoreApi<{ readonly shown: readonly JobView[]; readonly away: readonly string[] }>> = create(() => ({ shown: [], away: [] }))

function showJobs(jobs: readonly JobView[]): void {
  for (const job of jobs) if (isGoingOn(job)) seenGoingOn.add(job.jobId)
  const shown = jobs.filter((job) => isResearch(job) && job.state !== 'cancelled' && (isGoingOn(job) || seenGoingOn.has(job.jobId)))
  if (shown.length > 0 || useResearchJobs.getState().shown.length > 0) useResearchJobs.setState({ shown })
}

export const putJobAway = (jobId: string): void => useResearchJobs.setState(({ away }) => ({ away: [...away, jobId] }))

useJobs.subscribe(({ value }, before) => {
  showJobs(value ?? [])
  if (useResearch.getState().runs && made(value) !== made(before.value)) loadRuns()
})
