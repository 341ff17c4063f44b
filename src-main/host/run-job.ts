import { runCollectJob } from './collect-job.ts'
import { runExport } from './export-job.ts'
import type { JobMessage, JobWork } from './job-messages.ts'
import { toldOf } from './refusals.ts'
import { runBacktestJob, runSweepJob, type ResearchJobParts } from './research-jobs.ts'

/** Does a job and tells how far it is. The last message is 'done' or 'failed'. */
export async function runJob(work: JobWork, parts: ResearchJobParts): Promise<void> {
  parts.tell(await outcomeOf(work, parts).catch((error: unknown): JobMessage => ({ kind: 'failed', told: toldOf(error) })))
}

async function outcomeOf(work: JobWork, parts: ResearchJobParts): Promise<JobMessage> {
  switch (work.kind) {
    case 'export':
      await runExport(work, parts)
      return { kind: 'done', runId: null }
    case 'backtest':
      await runBacktestJob(work, parts)
      return { kind: 'done', runId: work.runId }
    case 'collect':
      return runCollectJob(work, parts)
    case 'sweep':
      await runSweepJob(work, parts)
      return { kind: 'done', runId: work.runId }
  }
}
