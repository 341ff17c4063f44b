import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { RunRow, StrategyOption } from '../../src-shared/contract/backtest-report.ts'
import type { JobView, LearnKind } from '../../src-shared/contract/workstation-views.ts'
import { readRuns, readStrategies } from './commands.ts'
import { jobLines, type JobLines } from './job-lines.ts'

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
/** What is computed, how far it is, and what came of it. */
export const researchJobs: JobLines = jobLines(isResearch, () => {
  if (useResearch.getState().runs) loadRuns()
})
