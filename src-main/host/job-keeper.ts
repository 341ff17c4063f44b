import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { CollectView } from '../../src-shared/contract/data-views.ts'
import type { AskAnswer, JobView, StartedJob, Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import { stagesFolder } from '../storage/checkpoints.ts'
import type { Launched, Launcher } from '../supervision/launcher.port.ts'
import { readJobMessage, type JobMessage, type JobWork } from './job-messages.ts'
import type { JobQueue, QueuedJob } from './job-queue.ts'

const JOBS_MAX = 20
const KEPT_MS = 24 * 3_600_000
/** A job during which the whole program died so often is not what it should die of once more. */
const BEGUN_MAX = 3

export interface JobKeeperParts {
  readonly launcher: Launcher
  readonly clock: Clock
  readonly onChange: () => void
  /** Where what waits and runs is kept for the next life; without it, it is forgotten with this one. */
  readonly queue?: JobQueue
}

interface Job {
  view: JobView
  readonly work: JobWork
  begun: number
  process: Launched | undefined
  endedAt: number
}

/**
 * The jobs of the engine's process, each in a process of its own: exports one at a time, collections one at a time, since they share a budget, and
 * beside them one back-test, sweep or piece of learning at a time, since that takes all there is. Whatever becomes of a job, nobody else is touched. A day after its end it is forgotten with its file.
 * All but exports, which end with their mode, outlive the program: its next life goes on with them.
 */
export class JobKeeper {
  readonly #parts: JobKeeperParts
  readonly #jobs = new Map<string, Job>()
  #collect: CollectView | null = null
  #isClosed = false

  constructor(parts: JobKeeperParts) {
    this.#parts = parts
  }

  get views(): readonly JobView[] {
    return Array.from(this.#jobs.values(), ({ view }) => view)
  }

  /** Of the last or present collection; null before the first. */
  get collect(): CollectView | null {
    return this.#collect
  }

  /** `work` is told the id of the job that it is for. */
  start(work: (jobId: string) => JobWork): StartedJob {
    this.tidy()
    if (this.#jobs.size >= JOBS_MAX) return { accepted: false, reason: told('too-many-jobs', { most: JOBS_MAX }) }
    const jobId = randomUUID()
    this.#jobs.set(jobId, newJob({ jobId, work: work(jobId), begun: 0 }, null))
    const unkept = this.#keep()
    if (unkept) {
      this.#jobs.delete(jobId)
      return { accepted: false, reason: unkept }
    }
    this.#next()
    return { accepted: true, jobId }
  }

  /** Goes on with what the life before left, once. */
  resume(): void {
    const jobs = this.#parts.queue?.read().map((queued) => newJob(queued, told('job-resumed', {}))) ?? []
    for (const job of jobs) this.#jobs.set(job.view.jobId, job)
    for (const job of jobs) if (job.begun >= BEGUN_MAX) this.#end(job, 'failed', told('job-given-up', { times: job.begun }))
    this.#next()
  }

  cancel(jobId: string): AskAnswer {
    const job = this.#jobs.get(jobId)
    if (!job) return { accepted: false, reason: told('no-such-job', {}) }
    if (isLive(job)) this.#end(job, 'cancelled', null)
    return { accepted: true }
  }

  /** Where the file of a finished export is. */
  finished(jobId: string): { readonly path: string } | Told {
    const job = this.#jobs.get(jobId)
    if (job?.work.kind !== 'export') return told('no-such-job', {})
    return job.view.state === 'done' ? { path: job.work.file } : told('job-not-done', {})
  }

  /** Forgets what ended a day ago, and its file; when there are many, the oldest that ended. */
  tidy(): void {
    const ended = [...this.#jobs.values()].filter((job) => !isLive(job))
    const surplus = this.#jobs.size >= JOBS_MAX ? ended.slice(0, 1) : []
    for (const job of new Set([...ended.filter(({ endedAt }) => this.#parts.clock.now() - endedAt > KEPT_MS), ...surplus])) this.#forget(job)
  }

  /** Ends and forgets all jobs of a kind. */
  drop(kind: JobView['kind']): void {
    for (const job of this.#jobs.values()) if (job.view.kind === kind) this.#forget(job)
  }

  /** What waits or runs stays in the queue. */
  close(): void {
    this.#isClosed = true
    for (const job of this.#jobs.values()) this.#forget(job)
  }

  #next(): void {
    for (const lane of ['files', 'network', 'cores']) {
      const jobs = [...this.#jobs.values()].filter((job) => laneOf(job) === lane)
      const first = jobs.find(({ view }) => view.state === 'waiting')
      if (first && !jobs.some(({ view }) => view.state === 'running')) this.#launch(first)
    }
    this.#parts.onChange()
  }

  #launch(job: Job): void {
    if (job.work.kind === 'export') mkdirSync(dirname(job.work.file), { recursive: true, mode: 0o700 })
    const process = this.#parts.launcher.launch('jobs', [JSON.stringify(job.work)])
    job.process = process
    job.begun++
    this.#keep()
    process.onMessage((received) => this.#hear(job, readJobMessage(received)))
    process.onEnded((how) => this.#end(job, 'failed', told('job-ended', { detail: how })))
    this.#show(job, { state: 'running' })
  }

  #hear(job: Job, message: JobMessage | undefined): void {
    if (!message || job.view.state !== 'running') return
    if (message.kind === 'progress') return this.#show(job, { part: message.part, secondsLeft: message.secondsLeft, told: message.told })
    if (message.kind === 'collect') return this.#showCollect(message.view)
    if (message.kind === 'failed') return this.#end(job, 'failed', message.told)
    if (message.kind !== 'done') return
    const file = job.work.kind === 'export' ? { name: basename(job.work.file), bytes: statSync(job.work.file).size } : null
    this.#show(job, { file, runId: message.runId })
    this.#end(job, 'done', null)
  }

  /** The first end counts. The process of one that is done has nothing left to do, and in Electron does not end by itself. */
  #end(job: Job, state: 'done' | 'failed' | 'cancelled', reason: Told | null): void {
    if (!isLive(job)) return
    job.process?.end()
    job.endedAt = this.#parts.clock.now()
    this.#show(job, { state, part: state === 'done' ? 1 : job.view.part, secondsLeft: null, told: reason, ...(state === 'done' ? {} : { file: null }) })
    if (state !== 'done') removeFile(job)
    removeStages(job)
    this.#keep()
    this.#next()
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.view.jobId)
    if (isLive(job)) {
      job.view = { ...job.view, state: 'cancelled' }
      job.process?.end()
    }
    removeFile(job)
    this.#keep()
    this.#parts.onChange()
  }

  /** Why the queue could not be written, where it could not: what has ended is then found to be done, or done once more. */
  #keep(): Told | undefined {
    if (this.#isClosed) return undefined
    try {
      this.#parts.queue?.write([...this.#jobs.values()].filter((job) => isLive(job) && job.work.kind !== 'export').map(({ view: { jobId }, work, begun }) => ({ jobId, work, begun })))
      return undefined
    } catch (error) {
      return told('jobs-not-kept', { detail: error instanceof Error ? error.message : String(error) })
    }
  }

  #showCollect(view: CollectView): void {
    this.#collect = view
    this.#parts.onChange()
  }

  #show(job: Job, change: Partial<JobView>): void {
    job.view = { ...job.view, ...change }
    this.#parts.onChange()
  }
}

function newJob({ jobId, work, begun }: QueuedJob, note: Told | null): Job {
  const file = work.kind === 'export' ? { name: basename(work.file), bytes: 0 } : null
  return { view: { jobId, kind: kindOf(work), state: 'waiting', part: null, secondsLeft: null, told: note, file, runId: null }, work, begun, process: undefined, endedAt: 0 }
}

const kindOf = (work: JobWork): JobView['kind'] => (work.kind === 'learn' ? work.wanted.kind : work.kind)
const isLive = ({ view }: Job): boolean => view.state === 'waiting' || view.state === 'running'

/** What waits for the same. */
function laneOf({ view: { kind } }: Job): 'files' | 'network' | 'cores' {
  if (kind === 'export') return 'files'
  return kind === 'collect' ? 'network' : 'cores'
}

/** Each export has a folder of its own. */
function removeFile({ work }: Job): void {
  if (work.kind === 'export') rmSync(dirname(work.file), { recursive: true, force: true })
}

/** What nobody will go on with: whoever wants it again asks for another run. */
function removeStages({ work }: Job): void {
  if (work.kind === 'learn') rmSync(stagesFolder(work.opening.folder, work.runId), { recursive: true, force: true })
}
