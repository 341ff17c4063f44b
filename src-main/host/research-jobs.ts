import type { Clock } from '../base/clock.port.ts'
import { dataHash } from '../base/text-hash.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import { configFor, runBacktest } from '../modes/backtest-run.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { combinationCount } from '../modes/sweep.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { programPath } from '../supervision/program-path.ts'
import type { BacktestWork, SweepWork } from './job-messages.ts'
import { JobProgress, type JobProgressParts } from './job-progress.ts'
import { StoredRuns } from './stored-runs.ts'
import { Sweep } from './sweep-pool.ts'

const MEMORY_MB_MAX = 2_048
/** Of each further worker of a sweep. */
const WORKER_MEMORY_MB_MAX = 768

export interface ResearchJobParts extends Omit<JobProgressParts, 'memoryMbMax'> {
  /** What a run's row says about when it was made. */
  readonly wall: Clock
}

/** Stores a run that is whole. */
export async function runBacktestJob({ opening, root, runId, wish }: BacktestWork, { wall, ...parts }: ResearchJobParts): Promise<void> {
  const progress = new JobProgress({ ...parts, memoryMbMax: MEMORY_MB_MAX })
  const startedAt = wall.now()
  const archive = archiveOf(opening, wish.instruments)
  try {
    const { report, trades } = await runBacktest(wish, { archive, root, runId, accountId: opening.accountId, trials: new SqliteTrialLedger(opening, wall), progress: (part) => progress.tell(part, null) })
    await new StoredRuns(opening).putBacktest(report, trades, { startedAt, finishedAt: wall.now() })
  } finally {
    archive.close()
  }
}

/** As `runBacktestJob`. */
export async function runSweepJob({ opening, root, runId, wish, workers }: SweepWork, { wall, ...parts }: ResearchJobParts): Promise<void> {
  const jobProgress = new JobProgress({ ...parts, memoryMbMax: MEMORY_MB_MAX + (workers - 1) * WORKER_MEMORY_MB_MAX })
  const all = combinationCount(wish)
  const progress = (part: number, done: number): void => jobProgress.tell(part, told('combinations-done', { done, all }))
  const startedAt = wall.now()
  const report = await new Sweep(wish, { opening, root, runId, workers, program: programPath(root, 'jobs'), progress }).done
  await new StoredRuns(opening).putSweep(report, dataHash(configFor(wish)), { startedAt, finishedAt: wall.now() })
}
