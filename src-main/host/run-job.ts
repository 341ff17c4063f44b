import { runCollectJob } from './collect-job.ts'
import { runExport } from './export-job.ts'
import type { BacktestWork, JobMessage, JobWork, LearnWork, PassportsWork, SweepWork } from './job-messages.ts'
import { runLearnJob } from './learn-jobs.ts'
import { tellPassports } from './passports.ts'
import { toldOf } from './refusals.ts'
import { runBacktestJob, runSweepJob, type ResearchJobParts } from './research-jobs.ts'
import { StoredRuns } from './stored-runs.ts'

/** Does a job and tells how far it is. The last message is 'done' or 'failed', or the answer. */
export async function runJob(work: JobWork | PassportsWork, parts: ResearchJobParts): Promise<void> {
  const failed = (error: unknown): JobMessage => ({ kind: 'failed', told: toldOf(error) })
  if (work.kind === 'passports') return tellPassports(work, parts.tell).catch((error: unknown) => parts.tell(failed(error)))
  parts.tell(await outcomeOf(work, parts).catch(failed))
}

async function outcomeOf(work: JobWork, parts: ResearchJobParts): Promise<JobMessage> {
  if (work.kind === 'collect') return runCollectJob(work, parts)
  if (work.kind !== 'export') return storedRun(work, parts)
  await runExport(work, parts)
  return { kind: 'done', runId: null }
}

/** A program that dies between the storing of a run and the end of its job asks for it again. */
async function storedRun(work: BacktestWork | SweepWork | LearnWork, parts: ResearchJobParts): Promise<JobMessage> {
  const { runId, opening } = work
  if (!(await new StoredRuns(opening).has(runId))) await ran(work, parts)
  return { kind: 'done', runId }
}

function ran(work: BacktestWork | SweepWork | LearnWork, parts: ResearchJobParts): Promise<void> {
  switch (work.kind) {
    case 'backtest':
      return runBacktestJob(work, parts)
    case 'sweep':
      return runSweepJob(work, parts)
    case 'learn':
      return runLearnJob(work, parts)
  }
}
