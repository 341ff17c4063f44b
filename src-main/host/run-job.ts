import { runCollectJob } from './collect-job.ts'
import { runExport } from './export-job.ts'
import type { JobMessage, JobWork, PassportsWork } from './job-messages.ts'
import { tellPassports } from './passports.ts'
import { runLearnJob } from './learn-jobs.ts'
import { toldOf } from './refusals.ts'
import { runBacktestJob, runSweepJob, type ResearchJobParts } from './research-jobs.ts'

/** Does a job and tells how far it is. The last message is 'done' or 'failed', or the answer. */
export async function runJob(work: JobWork | PassportsWork, parts: ResearchJobParts): Promise<void> {
  const failed = (error: unknown): JobMessage => ({ kind: 'failed', told: toldOf(error) })
  if (work.kind === 'passports') return tellPassports(work, parts.tell).catch((error: unknown) => parts.tell(failed(error)))
  parts.tell(await outcomeOf(work, parts).catch(failed))
}

async function outcomeOf(work: JobWork, parts: ResearchJobParts): Promise<JobMessage> {
  switch (work.kind) {
    case 'export':
      await runExport(work, parts)
      return { kind: 'done', runId: null }
    case 'backtest':
      await runBacktestJob(work, parts)
      return { kind: 'done', runId: work.runId }
    case 'learn':
      await runLearnJob(work, parts)
      return { kind: 'done', runId: work.runId }
    case 'collect':
      return runCollectJob(work, parts)
    case 'sweep':
      await runSweepJob(work, parts)
      return { kind: 'done', runId: work.runId }
  }
}
