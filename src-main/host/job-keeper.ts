import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Requests } from '../../src-shared/contract/contract.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, JobView, StartedJob, Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { Launched, Launcher } from '../supervision/launcher.port.ts'
import { readJobMessage, type ExportJob, type JobMessage } from './job-messages.ts'

const JOBS_MAX = 20
const KEPT_MS = 24 * 3_600_000

export interface JobKeeperParts {
  readonly launcher: Launcher
  readonly clock: Clock
  readonly books: Opening
  readonly archive: Opening
  readonly onChange: () => void
}

type ExportAsked = Pick<Requests['export.start']['params'], 'table' | 'format' | 'from' | 'to'>

interface Job {
  view: JobView
  readonly work: ExportJob
  readonly folder: string
  process: Launched | undefined
  endedAt: number
}

/** The jobs of one mode, one at a time, each in a process of its own. Their files are gone a day later, and when the mode is closed. */
export class JobKeeper {
  readonly #parts: JobKeeperParts
  readonly #folder: string
  readonly #jobs = new Map<string, Job>()

  constructor(parts: JobKeeperParts) {
    this.#parts = parts
    this.#folder = join(parts.books.folder, 'exports')
    // An earlier session may have died among its files.
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get views(): readonly JobView[] {
    return Array.from(this.#jobs.values(), ({ view }) => view)
  }

  startExport({ table, format, from, to }: ExportAsked): StartedJob {
    this.tidy()
    if (this.#jobs.size >= JOBS_MAX) return { accepted: false, reason: told('too-many-jobs', { most: JOBS_MAX }) }
    const { books, archive } = this.#parts
    const jobId = randomUUID()
    const folder = join(this.#folder, jobId)
    const name = `haetae-${books.accountId.replaceAll(':', '-')}-${table}.${format}`
    const work: ExportJob = { table, format, from: from ?? Number.MIN_SAFE_INTEGER, to: to ?? Number.MAX_SAFE_INTEGER, books, archive, file: join(folder, name) }
    this.#jobs.set(jobId, { view: { jobId, kind: 'export', state: 'waiting', part: null, secondsLeft: null, told: null, file: { name, bytes: 0 }, runId: null }, work, folder, process: undefined, endedAt: 0 })
    this.#next()
    return { accepted: true, jobId }
  }

  cancel(jobId: string): AskAnswer {
    const job = this.#jobs.get(jobId)
    if (!job) return { accepted: false, reason: told('no-such-job', {}) }
    if (isLive(job)) this.#end(job, 'cancelled', null)
    return { accepted: true }
  }

  /** Where the file of a finished job is. */
  finished(jobId: string): { readonly path: string } | Told {
    const job = this.#jobs.get(jobId)
    if (!job) return told('no-such-job', {})
    return job.view.state === 'done' ? { path: job.work.file } : told('job-not-done', {})
  }

  /** Forgets what ended a day ago, and its file; when there are many, the oldest that ended. */
  tidy(): void {
    const ended = [...this.#jobs.values()].filter((job) => !isLive(job))
    const surplus = this.#jobs.size >= JOBS_MAX ? ended.slice(0, 1) : []
    for (const job of new Set([...ended.filter(({ endedAt }) => this.#parts.clock.now() - endedAt > KEPT_MS), ...surplus])) this.#forget(job)
  }

  close(): void {
    for (const job of this.#jobs.values()) job.process?.end()
    this.#jobs.clear()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #next(): void {
    const jobs = [...this.#jobs.values()]
    const first = jobs.find(({ view }) => view.state === 'waiting')
    if (!first || jobs.some(({ view }) => view.state === 'running')) return this.#parts.onChange()
    mkdirSync(first.folder, { recursive: true, mode: 0o700 })
    const process = this.#parts.launcher.launch('jobs', [JSON.stringify(first.work)])
    first.process = process
    process.onMessage((received) => this.#hear(first, readJobMessage(received)))
    process.onEnded((how) => this.#end(first, 'failed', told('job-ended', { detail: how })))
    this.#show(first, { state: 'running' })
  }

  #hear(job: Job, message: JobMessage | undefined): void {
    if (!message || job.view.state !== 'running') return
    if (message.kind === 'progress') return this.#show(job, { part: message.part, secondsLeft: message.secondsLeft, told: message.told })
    if (message.kind === 'failed') return this.#end(job, 'failed', message.told)
    this.#show(job, { file: { name: job.view.file?.name ?? '', bytes: statSync(job.work.file).size } })
    this.#end(job, 'done', null)
  }

  /** The first end counts. The process of one that is done has nothing left to do, and in Electron does not end by itself. */
  #end(job: Job, state: 'done' | 'failed' | 'cancelled', reason: Told | null): void {
    if (!isLive(job)) return
    job.process?.end()
    job.endedAt = this.#parts.clock.now()
    this.#show(job, { state, part: state === 'done' ? 1 : job.view.part, secondsLeft: null, told: reason, ...(state === 'done' ? {} : { file: null }) })
    if (state !== 'done') rmSync(job.folder, { recursive: true, force: true })
    this.#next()
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.view.jobId)
    rmSync(job.folder, { recursive: true, force: true })
    this.#parts.onChange()
  }

  #show(job: Job, change: Partial<JobView>): void {
    job.view = { ...job.view, ...change }
    this.#parts.onChange()
  }
}

const isLive = ({ view }: Job): boolean => view.state === 'waiting' || view.state === 'running'
