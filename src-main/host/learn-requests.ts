import type { LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import type { StartedJob } from '../../src-shared/contract/workstation-views.ts'
import { systemClock } from '../base/system-clock.ts'
import type { Clicks } from '../ipc/clicks.ts'
import type { Handlers } from '../ipc/request-server.ts'
import { SqliteTrialLedger } from '../storage/trial-ledger.ts'
import { trialsView } from '../training/trials-view.ts'
import type { JobKeeper } from './job-keeper.ts'
import type { ResearchPlace } from './job-messages.ts'
import { refusalOfLearning } from './learn-checks.ts'
import { answering } from './refusals.ts'
import type { Accepted } from './research-requests.ts'
import { StoredRuns } from './stored-runs.ts'

export interface LearnRequestsParts extends ResearchPlace {
  /** Models of learning go into models/ below it. */
  readonly home: string
  readonly jobs: JobKeeper
  readonly jobClicks: Clicks<Accepted>
}

/** So many that the process that answers, which may be trading, is held up for a moment only. */
const SHOWN = { rows: 200, data: 2, compared: 300 } as const

/** What windows ask about learning. It is answered whether a mode runs or not. */
export function learnRequests({ opening, root, home, jobs, jobClicks }: LearnRequestsParts): Pick<Handlers, Extract<keyof Handlers, `learn.${string}`>> {
  const runs = new StoredRuns(opening)
  const begin = async (wanted: LearnWish): Promise<StartedJob> => {
    const reason = await refusalOfLearning(wanted, opening)
    return reason ? { accepted: false, reason } : jobs.start((jobId) => ({ kind: 'learn', runId: `${wanted.kind}-${jobId}`, opening, root, home, wanted }))
  }
  return {
    'learn.start': ({ requestId, wanted }) => jobClicks.once(requestId, `learn ${JSON.stringify(wanted)}`, () => begin(wanted)),
    'learn.report': ({ runId }) => answering(runs.learning(runId)),
    'learn.trials': () => answering(trialsView(new SqliteTrialLedger(opening, systemClock), SHOWN)),
  }
}
