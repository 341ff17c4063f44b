import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { JobMessage } from './job-messages.ts'

const TELL_EVERY_MS = 250
const MB = 1024 * 1024

export interface JobProgressParts {
  readonly clock: Clock
  readonly tell: (message: JobMessage) => void
  readonly memoryMbMax: number
}

/** Tells how far a job is, often enough to be watched, and looks at its memory each time. */
export class JobProgress {
  readonly #parts: JobProgressParts
  readonly #began: number
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(parts: JobProgressParts) {
    this.#parts = parts
    this.#began = parts.clock.now()
  }

  /** `part`: 0 to 1 of the work, null when it cannot be said. Throws when the job takes too much memory. */
  tell(part: number | null, told: Told | null): void {
    const { clock, tell, memoryMbMax } = this.#parts
    const now = clock.now()
    if (now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    if (process.memoryUsage.rss() > memoryMbMax * MB) throw new Error(`this job takes more than ${memoryMbMax} MB of memory`)
    const secondsLeft = part === null || part === 0 ? null : ((now - this.#began) * (1 - part)) / part / 1_000
    tell({ kind: 'progress', part, secondsLeft, told })
  }
}
