import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { BacktestReport, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import { readReport } from './commands.ts'

export type Report = BacktestReport | SweepReport

/** The report that this window looks at: being read, there, gone, or not to be had for a reason. */
export type OpenedRun =
  | { readonly runId: string; readonly state: 'loading' | 'gone' }
  | { readonly runId: string; readonly state: 'shown'; readonly report: Report }
  | { readonly runId: string; readonly state: 'failed'; readonly problem: unknown }

const KEY = 'run'
/** A report is some hundred kilobytes. */
const KEPT_MAX = 6
const kept = new Map<string, Report>()

export const useOpenedRun: UseBoundStore<StoreApi<{ readonly run: OpenedRun | undefined }>> = create<{ readonly run: OpenedRun | undefined }>(() => ({ run: undefined }))

/** Reports never change, so one that was read is not read again. A reload opens it once more. */
export function openRun(runId: string): void {
  sessionStorage.setItem(KEY, runId)
  const known = kept.get(runId)
  useOpenedRun.setState({ run: known ? { runId, state: 'shown', report: known } : { runId, state: 'loading' } })
  if (known) return
  const show = (run: OpenedRun): void => {
    if (useOpenedRun.getState().run?.runId === runId) useOpenedRun.setState({ run })
  }
  readReport(runId).then((report) => {
    if (report) keep(report)
    // In a task of its own: to check a year of equity has taken long enough.
    setTimeout(() => show(report ? { runId, state: 'shown', report } : { runId, state: 'gone' }))
  }, (problem: unknown) => show({ runId, state: 'failed', problem }))
}

export function closeRun(): void {
  sessionStorage.removeItem(KEY)
  useOpenedRun.setState({ run: undefined })
}

/** What a reload had open. */
export function reopenRun(): void {
  const runId = sessionStorage.getItem(KEY)
  if (runId !== null && !useOpenedRun.getState().run) openRun(runId)
}

export function dropRun(runId: string): void {
  kept.delete(runId)
  if (useOpenedRun.getState().run?.runId === runId) closeRun()
}

function keep(report: Report): void {
  kept.set(report.runId, report)
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
}

export const isSweep = (report: Report): report is SweepReport => 'rows' in report
