import { RUNS_MAX } from '../../src-shared/contract/contract.ts'
import type { ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, StartedJob } from '../../src-shared/contract/workstation-views.ts'
import type { Clicks } from '../ipc/clicks.ts'
import { RequestRefused, type Handlers } from '../ipc/request-server.ts'
import { strategyOptions } from '../modes/backtest-run.ts'
import { pieceOf } from './export-files.ts'
import type { JobKeeper } from './job-keeper.ts'
import type { JobWork, ResearchPlace } from './job-messages.ts'
import { answering, toldOf } from './refusals.ts'
import { runFile, tradesFrom, type RunFormat } from './run-files.ts'
import { StoredRuns } from './stored-runs.ts'
import { refusalOfWish } from './wish-checks.ts'

export type Accepted = Extract<StartedJob, { accepted: true }>

export interface ResearchRequestsParts extends ResearchPlace {
  readonly jobs: JobKeeper
  /** Threads of a sweep. */
  readonly workers: number
  /** Of all that windows click, so that one click starts one thing. */
  readonly clicks: Clicks
  readonly jobClicks: Clicks<Accepted>
}

type ResearchHandlers = Pick<Handlers, Extract<keyof Handlers, `research.${string}`>>

/** What windows ask about back-tests. It is answered whether a mode runs or not. */
export function researchRequests({ opening, root, jobs, workers, clicks, jobClicks }: ResearchRequestsParts): ResearchHandlers {
  const runs = new StoredRuns(opening)
  const last = new LastRun(runs)
  const begin = async (wish: Extract<JobWork, { kind: 'backtest' | 'sweep' }>['wish'], work: (jobId: string) => JobWork): Promise<StartedJob> => {
    const reason = await refusalOfWish(wish, opening)
    return reason ? { accepted: false, reason } : jobs.start(work)
  }
  return {
    'research.strategies': () => strategyOptions(),
    'research.backtest': ({ requestId, wish }) => jobClicks.once(requestId, `backtest ${JSON.stringify(wish)}`, () => begin(wish, (jobId) => ({ kind: 'backtest', runId: `backtest-${jobId}`, opening, root, wish }))),
    'research.sweep': ({ requestId, wish }) => jobClicks.once(requestId, `sweep ${JSON.stringify(wish)}`, () => begin(wish, (jobId) => ({ kind: 'sweep', runId: `sweep-${jobId}`, opening, root, wish, workers }))),
    'research.runs': () => answering(runs.list(RUNS_MAX)),
    'research.report': ({ runId }) => answering(runs.report(runId)),
    'research.trades': async ({ runId, first, count }) => {
      const trades = await answering(last.trades(runId))
      return trades && tradesFrom(trades, first, count)
    },
    'research.file': async ({ runId, format, offset }) => {
      const file = await answering(last.file(runId, format))
      if (!file) throw new RequestRefused('no-such-run')
      return pieceOf(file, offset)
    },
    'research.forget': ({ requestId, runId }) => clicks.once(requestId, `forget ${runId}`, () => forget(runs, last, runId)),
  }
}

async function forget(runs: StoredRuns, last: LastRun, runId: string): Promise<AskAnswer> {
  try {
    last.clear()
    return (await runs.forget(runId)) ? { accepted: true } : { accepted: false, reason: told('no-such-run', {}) }
  } catch (error) {
    return { accepted: false, reason: toldOf(error) }
  }
}

/** Trades and files are read piece by piece: what was found for the first piece is kept for the next. */
class LastRun {
  readonly #runs: StoredRuns
  #trades: { readonly runId: string; readonly found: ReportTrades } | undefined
  #file: { readonly name: string; readonly text: Buffer } | undefined

  constructor(runs: StoredRuns) {
    this.#runs = runs
  }

  async trades(runId: string): Promise<ReportTrades | null> {
    if (this.#trades?.runId === runId) return this.#trades.found
    const found = await this.#runs.trades(runId)
    this.#trades = found ? { runId, found } : undefined
    return found
  }

  async file(runId: string, format: RunFormat): Promise<Buffer | undefined> {
    const name = `${runId}.${format}`
    if (this.#file?.name === name) return this.#file.text
    const made = await runFile(this.#runs, runId, format)
    this.#file = made === undefined ? undefined : { name, text: Buffer.from(made) }
    return this.#file?.text
  }

  clear(): void {
    this.#trades = undefined
    this.#file = undefined
  }
}
