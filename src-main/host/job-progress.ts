import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { JobMessage } from './job-messages.ts'

const TELL_EVERY_MS = 250
const PACE_MS = 60_000
const MB = 1024 * 1024

export interface JobProgressParts {
  readonly clock: Clock
  readonly tell: (message: JobMessage) => void
  readonly memoryMbMax: number
}

/** Tells how far a job is, often enough to be watched, and looks at its memory each time. */
export class JobProgress {
  readonly #parts: JobProgressParts
  /** How far it was, ascending in time: the oldest is what time left is told by. */
  readonly #seen: { readonly at: number; readonly part: number }[]
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(parts: JobProgressParts) {
    this.#parts = parts
    this.#seen = [{ at: parts.clock.now(), part: 0 }]
  }

  /** `part`: 0 to 1 of the work, null when it cannot be said. Throws when the job takes too much memory. */
  tell(part: number | null, told: Told | null): void {
    const { clock, tell, memoryMbMax } = this.#parts
    const now = clock.now()
    if (now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    if (process.memoryUsage.rss() > memoryMbMax * MB) throw new Error(`this job takes more than ${memoryMbMax} MB of memory`)
    tell({ kind: 'progress', part, secondsLeft: part === null ? null : this.#secondsLeft(now, part), told })
  }

  /** By the pace of the last minute: work that is taken up again begins with what was there already. */
  #secondsLeft(now: number, part: number): number | null {
    this.#seen.push({ at: now, part })
    while (this.#seen.length > 2 && this.#seen[1]!.at <= now - PACE_MS) this.#seen.shift()
    const [first] = this.#seen
    return part > first!.part ? ((now - first!.at) * (1 - part)) / (part - first!.part) / 1_000 : null
  }
}
