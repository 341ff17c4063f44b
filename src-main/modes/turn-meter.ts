import type { Clock } from '../base/clock.port.ts'

const KEPT = 256

/** How long turns take in real time. Noting one costs next to nothing; the median is worked out when somebody asks. */
export class TurnMeter {
  readonly #clock: Clock
  readonly #last = new Float64Array(KEPT)
  #count = 0

  /** The clock gives fractions of milliseconds. */
  constructor(clock: Clock) {
    this.#clock = clock
  }

  measure<Result>(work: () => Result): Result {
    const began = this.#clock.now()
    const result = work()
    this.#last[this.#count++ % KEPT] = this.#clock.now() - began
    return result
  }

  /** Of the last 256 turns; null before the first. */
  get medianMs(): number | null {
    const kept = this.#last.slice(0, Math.min(this.#count, KEPT)).sort()
    return kept[kept.length >> 1] ?? null
  }
}
