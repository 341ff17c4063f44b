import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod/mini'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import { moveDurably } from '../storage/durable-files.ts'
import { workSchema, type JobWork } from './job-messages.ts'

/** A job that waits or runs. */
export interface QueuedJob {
  readonly jobId: string
  readonly work: JobWork
  /** How often its process was started. */
  readonly begun: number
}

export interface JobQueueParts {
  readonly path: string
  /** Holds models/ of this program: an older one may have stood elsewhere. */
  readonly root: string
  readonly clock: Clock
  readonly tell: (notice: Told) => void
}

const file = z.strictObject({ version: z.literal(1), jobs: z.array(z.unknown()) })
const entry = z.strictObject({ jobId: z.string().check(z.minLength(1)), begun: z.int().check(z.nonnegative()), work: workSchema })

/** What was to be done, in one file that is replaced as a whole, so that the next life of the program goes on with it. */
export class JobQueue {
  readonly #parts: JobQueueParts

  constructor(parts: JobQueueParts) {
    this.#parts = parts
  }

  /** In the order they were asked for. Jobs that this version does not understand are told of and put aside with their file. */
  read(): readonly QueuedJob[] {
    const { path, root } = this.#parts
    if (!existsSync(path)) return []
    const found = file.safeParse(jsonOf(path)).data?.jobs.map((one) => entry.safeParse(one).data)
    const known = (found ?? []).filter((job) => job !== undefined)
    if (!found || known.length < found.length) this.#putAside()
    return known.map(({ work, ...job }) => ({ ...job, work: 'root' in work ? { ...work, root } : work }))
  }

  /** Forced to the disk when it returns. Throws what the disk says. */
  write(jobs: readonly QueuedJob[]): void {
    const { path } = this.#parts
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.new-${process.pid}`
    const handle = openSync(draft, 'w', 0o600)
    try {
      writeSync(handle, JSON.stringify({ version: 1, jobs }))
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    moveDurably(draft, path)
  }

  #putAside(): void {
    const { path, clock, tell } = this.#parts
    const aside = `${path}.broken-${clock.now()}`
    try {
      renameSync(path, aside)
    } catch {
      // Where it cannot even be moved nothing can be written in its place: each job that is asked for says so.
      return
    }
    tell(told('jobs-put-aside', { file: aside }))
  }
}

/** Undefined for what cannot be read, whatever the reason: a program that trades does not end over a list of jobs. */
function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
