import type { LearnWish, LearnReport } from '../../src-shared/contract/evaluation-views.ts'
import type { LearnKind } from '../../src-shared/contract/workstation-views.ts'
import { dataHash } from '../base/text-hash.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import { archiveOf } from '../modes/existing-books.ts'
import { configForLearning } from '../modes/learning/learning-config.ts'
import type { LearnWork } from './job-messages.ts'
import { JobProgress } from './job-progress.ts'
import type { ResearchJobParts } from './research-jobs.ts'
import { StoredRuns } from './stored-runs.ts'

const MEMORY_MB_MAX = 3_072

/** What a piece of learning works with. */
interface LearnParts extends Pick<LearnWork, 'opening' | 'root' | 'home' | 'runId'> {
  readonly archive: MarketArchive
  /** 0 to 1 of the whole. */
  readonly progress: (part: number) => void
}

type LearnRun = (wanted: LearnWish, parts: LearnParts) => Promise<LearnReport>

/** How each kind is done. */
export const LEARN_RUNS: Readonly<Partial<Record<LearnKind, LearnRun>>> = {}

/** Stores a report that is whole. */
export async function runLearnJob({ wanted, opening, root, home, runId }: LearnWork, { wall, ...parts }: ResearchJobParts): Promise<void> {
  const progress = new JobProgress({ ...parts, memoryMbMax: MEMORY_MB_MAX })
  const run = LEARN_RUNS[wanted.kind]
  if (!run) throw new RangeError(`this program cannot do ${wanted.kind}`)
  const startedAt = wall.now()
  const archive = archiveOf(opening, wanted.wish.instruments)
  try {
    const report = await run(wanted, { archive, opening, root, home, runId, progress: (part) => progress.tell(part, null) })
    await new StoredRuns(opening).putLearning(report, dataHash(configForLearning(wanted.wish)), { startedAt, finishedAt: wall.now() })
  } finally {
    archive.close()
  }
}
