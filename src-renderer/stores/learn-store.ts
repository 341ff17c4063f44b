import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { LearnReport, ModelRow, TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import type { JobView, LearnKind } from '../../src-shared/contract/workstation-views.ts'
import { readLearnReport, readModels, readTrials } from './commands.ts'
import { jobLines, type JobLines } from './job-lines.ts'
import { useJobs } from './jobs-store.ts'
import { loadRuns, useResearch } from './research-store.ts'

/** The parts of the page, in the order of the work: is there anything to win, what happened, what is learnt from, who may trade, how often was it tried. */
export const SECTIONS = ['models', 'feasibility', 'labels', 'dataset', 'trials'] as const
export type LearnSection = (typeof SECTIONS)[number]

export type OpenedLearning =
  | { readonly runId: string; readonly state: 'loading' | 'gone' }
  | { readonly runId: string; readonly state: 'shown'; readonly report: LearnReport }
  | { readonly runId: string; readonly state: 'failed'; readonly problem: unknown }

interface Learning {
  readonly section: LearnSection
  /** The report that is looked at in each part. */
  readonly opened: Partial<Record<LearnKind, OpenedLearning>>
  readonly models: readonly ModelRow[] | undefined
  readonly trials: TrialsView | undefined
  /** The pair that is looked at; undefined: a new evaluation is being prepared. */
  readonly candidateId: string | undefined
  readonly problem: unknown
}

export const useLearning: UseBoundStore<StoreApi<Learning>> = create<Learning>(() => ({ section: 'models', opened: {}, models: undefined, trials: undefined, candidateId: undefined, problem: undefined }))

export const showSection = (section: LearnSection): void => useLearning.setState({ section })

/** `evaluated`: the run whose pair is to be looked at then. */
export function loadModels(evaluated?: string): void {
  readModels().then((models) => {
    const made = evaluated === undefined ? undefined : models.find(({ runId }) => runId === evaluated)?.candidateId
    useLearning.setState({ models, problem: undefined, ...(made === undefined ? {} : { candidateId: made }) })
  }, fail)
}

function loadTrials(): void {
  readTrials().then((trials) => useLearning.setState({ trials, problem: undefined }), fail)
}

/** Everything that is in lists, and in each part the newest report. */
export function loadLearning(): void {
  loadRuns()
  loadModels()
  loadTrials()
}

const fail = (problem: unknown): void => useLearning.setState({ problem })

/** Looks at a pair, and at the evaluation that made it. */
export function chooseModel(candidateId: string | undefined): void {
  useLearning.setState({ candidateId })
  const runId = useLearning.getState().models?.find((model) => model.candidateId === candidateId)?.runId
  if (runId) openLearning('evaluation', runId)
}

const show = (kind: LearnKind, opened: OpenedLearning): void => useLearning.setState((state) => ({ opened: { ...state.opened, [kind]: opened } }))

/** Reports never change; one that is shown is not read again. */
export function openLearning(kind: LearnKind, runId: string): void {
  const known = useLearning.getState().opened[kind]
  if (known?.runId === runId && known.state === 'shown') return
  show(kind, { runId, state: 'loading' })
  const settle = (opened: OpenedLearning): void => {
    if (useLearning.getState().opened[kind]?.runId === runId) show(kind, opened)
  }
  readLearnReport(runId).then((report) => settle(report ? { runId, state: 'shown', report } : { runId, state: 'gone' }), (problem: unknown) => settle({ runId, state: 'failed', problem }))
}

const SECTION_OF: Readonly<Record<LearnKind, LearnSection>> = { evaluation: 'models', feasibility: 'feasibility', labels: 'labels', dataset: 'dataset' }

/** Shows a run wherever it belongs. */
export function showLearning(kind: LearnKind, runId: string): void {
  openLearning(kind, runId)
  useLearning.setState((state) => ({ section: SECTION_OF[kind], candidateId: kind === 'evaluation' ? (state.models?.find((model) => model.runId === runId)?.candidateId ?? state.candidateId) : state.candidateId }))
}

const KINDS: readonly string[] = ['feasibility', 'labels', 'dataset', 'evaluation']
export const isLearnKind = (kind: string): kind is LearnKind => KINDS.includes(kind)
export const isLearning = ({ kind }: JobView): boolean => isLearnKind(kind)

export const learnJobs: JobLines = jobLines(isLearning, loadLearning)

/** What this window has seen going on is shown as soon as it is done, and needs no line that says so. */
const seenGoingOn = new Set<string>()
useJobs.subscribe(({ value = [] }) => {
  for (const { jobId, kind, state, runId } of value) {
    if (!isLearnKind(kind)) continue
    if (state === 'waiting' || state === 'running') seenGoingOn.add(jobId)
    else if (seenGoingOn.delete(jobId) && runId !== null) {
      openLearning(kind, runId)
      learnJobs.putAway(jobId)
      if (kind === 'evaluation') loadModels(runId)
    }
  }
})

// The newest of each kind is opened by itself, once the list is there and until another is chosen.
useResearch.subscribe(({ runs }) => {
  for (const { kind, runId } of runs ?? []) if (isLearnKind(kind) && !useLearning.getState().opened[kind]) openLearning(kind, runId)
})
