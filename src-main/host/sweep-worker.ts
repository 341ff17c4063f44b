import type { MessagePort } from 'node:worker_threads'
import type { SweepRow, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { systemClock } from '../base/system-clock.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import { runBacktest, RunCancelled } from '../modes/backtest-run.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { sweepRow, wishOf } from '../modes/sweep.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import type { ResearchPlace } from './job-messages.ts'
import { toldOf } from './refusals.ts'

/** What a worker is given when it begins. It stops as soon as `stop` holds anything but 0. */
export interface SweepWorkerData extends ResearchPlace {
  readonly wish: SweepWish
  readonly runId: string
  readonly stop: Int32Array
}

/** One back-test; null: there is no more. */
export type SweepTask = { readonly index: number; readonly values: readonly number[] } | null

export type SweepMessage =
  | { readonly kind: 'part'; readonly index: number; readonly part: number }
  | { readonly kind: 'row'; readonly index: number; readonly row: SweepRow }
  | { readonly kind: 'failed'; readonly told: Told }

type Tell = (message: SweepMessage) => void

/** Progress is told in steps of this part of a back-test. */
const PART_STEP = 0.02

/** Does one task after the other, until there is no more or one cannot be done. */
export async function runSweepWorker(data: SweepWorkerData, port: MessagePort): Promise<void> {
  const tell: Tell = (message) => port.postMessage(message)
  try {
    const archive = archiveOf(data.opening, data.wish.instruments)
    try {
      for await (const task of tasksOf(port)) tell({ kind: 'row', index: task.index, row: await rowOf(task, archive, data, tell) })
    } finally {
      archive.close()
    }
  } catch (error) {
    if (!(error instanceof RunCancelled)) tell({ kind: 'failed', told: toldOf(error) })
  } finally {
    port.close()
  }
}

async function* tasksOf(port: MessagePort): AsyncGenerator<NonNullable<SweepTask>> {
  for (;;) {
    const task = await new Promise<SweepTask>((resolve) => void port.once('message', resolve))
    if (task === null) return
    yield task
  }
}

async function rowOf({ index, values }: NonNullable<SweepTask>, archive: MarketArchive, { wish, runId, opening, root, stop }: SweepWorkerData, tell: Tell): Promise<SweepRow> {
  let toldAt = 0
  const progress = (part: number): void => {
    if (part - toldAt < PART_STEP) return
    toldAt = part
    tell({ kind: 'part', index, part })
  }
  const trials = new SqliteTrialLedger(opening, systemClock)
  const { report } = await runBacktest(wishOf(wish, values), { archive, root, runId, accountId: opening.accountId, trials, kind: 'sweep', progress, cancelled: () => Atomics.load(stop, 0) !== 0 })
  return sweepRow(values, report)
}
