import { setImmediate as nextTurn } from 'node:timers/promises'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { Clock } from '../base/clock.port.ts'
import { fileLines } from '../storage/line-file.ts'
import { openExport } from './account-export.ts'
import type { ExportJob, JobMessage } from './job-messages.ts'
import { refusalOf } from './refusals.ts'

const LINES_PER_TURN = 500
const TELL_EVERY_MS = 250
const MB = 1024 * 1024
const MEMORY_MB_MAX = 768

/** Writes the export and tells how far it is. The last message is 'done' or 'failed'. */
export async function runExportJob(job: ExportJob, clock: Clock, tell: (message: JobMessage) => void): Promise<void> {
  try {
    await write(job, clock, tell)
    tell({ kind: 'done' })
  } catch (error) {
    tell({ kind: 'failed', told: refusalOf(error) ?? told('job-ended', { detail: error instanceof Error ? error.message : String(error) }) })
  }
}

async function write(job: ExportJob, clock: Clock, tell: (message: JobMessage) => void): Promise<void> {
  const source = await openExport(job)
  const file = fileLines(job.file, false)
  const progress = new Progress(clock, tell)
  try {
    let lines = 0
    for await (const line of source.lines) {
      file.write(line)
      if (++lines % LINES_PER_TURN !== 0) continue
      progress.tell(source.part(), lines)
      await nextTurn()
    }
    file.finish()
  } finally {
    file.close()
    source.close()
  }
}

/** Often enough to be watched, and a look at the memory each time. */
class Progress {
  readonly #clock: Clock
  readonly #tell: (message: JobMessage) => void
  readonly #began: number
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, tell: (message: JobMessage) => void) {
    this.#clock = clock
    this.#tell = tell
    this.#began = clock.now()
  }

  tell(part: number | null, lines: number): void {
    const now = this.#clock.now()
    if (now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    if (process.memoryUsage.rss() > MEMORY_MB_MAX * MB) throw new Error(`this job takes more than ${MEMORY_MB_MAX} MB of memory`)
    const secondsLeft = part === null || part === 0 ? null : ((now - this.#began) * (1 - part)) / part / 1_000
    this.#tell({ kind: 'progress', part, secondsLeft, told: told('lines-written', { lines }) })
  }
}
