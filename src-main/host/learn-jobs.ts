import { join } from 'node:path'
import type { LearnReport, LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { LearnKind } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import { monotonicClock } from '../base/system-clock.ts'
import { dataHash } from '../base/text-hash.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { runDataSet } from '../modes/learning/data-set-run.ts'
import { runEvaluate } from '../modes/learning/evaluate-run.ts'
import { runFeasibility } from '../modes/learning/feasibility-run.ts'
import { runLabels } from '../modes/learning/labels-run.ts'
import { configForLearning } from '../modes/learning/learning-config.ts'
import { SqliteModelRegistry } from '../storage/model-register.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import type { LearnWork } from './job-messages.ts'
import { JobProgress } from './job-progress.ts'
import type { ResearchJobParts } from './research-jobs.ts'
import { StoredRuns } from './stored-runs.ts'

const MEMORY_MB_MAX = 3_072

/** What a piece of learning works with. */
export interface LearnParts extends Pick<LearnWork, 'opening' | 'root' | 'home' | 'runId'> {
  readonly archive: DataArchive
  /** What a run's row says about when it was made. */
  readonly wall: Clock
  /** 0 to 1 of the whole. */
  readonly progress: (part: number) => void
  readonly cancelled?: () => boolean
}

type LearnRuns = { readonly [Kind in LearnKind]: (wish: Extract<LearnWish, { kind: Kind }>['wish'], parts: LearnParts) => Promise<LearnReport> }

/** How each kind is done. */
const LEARN_RUNS: LearnRuns = {
  feasibility: runFeasibility,
  evaluation: (wish, { opening, home, wall, ...parts }) => runEvaluate(wish, {
    ...parts, folder: opening.folder, accountId: opening.accountId, modelsFolder: join(home, 'models'), trials: new SqliteTrialLedger(opening, wall), models: new SqliteModelRegistry(opening, wall), clock: monotonicClock,
  }),
  labels: runLabels,
  dataset: (wish, { opening, ...parts }) => runDataSet(wish, { ...parts, folder: opening.folder }),
}

/** Does it and keeps its report as a run, once it is whole. Rejects with RunCancelled, and as the run of its kind does. */
export async function learnt({ kind, wish }: LearnWish, parts: LearnParts): Promise<LearnReport> {
  const run = LEARN_RUNS[kind] as (wish: LearnWish['wish'], parts: LearnParts) => Promise<LearnReport>
  const startedAt = parts.wall.now()
  const report = await run(wish, parts)
  await new StoredRuns(parts.opening).putLearning(report, dataHash(configForLearning(wish)), { startedAt, finishedAt: parts.wall.now() })
  return report
}

/** In the process of a job. */
export async function runLearnJob({ wanted, opening, root, home, runId }: LearnWork, { wall, ...parts }: ResearchJobParts): Promise<void> {
  const progress = new JobProgress({ ...parts, memoryMbMax: MEMORY_MB_MAX })
  const archive = archiveOf(opening, wanted.wish.instruments)
  try {
    await learnt(wanted, { archive, opening, root, home, runId, wall, progress: (part) => progress.tell(part, null) })
  } finally {
    archive.close()
  }
}
