import type { Clock } from './clock.port.ts'

/** Lets through what comes at a bearable rate: holds `most`, and fills again within `everyMs`. */
export class RateCap {
  readonly #clock: Clock
  readonly #most: number
  readonly #everyMs: number
  #level: number
  #filledAt: number

  constructor(clock: Clock, { most, everyMs }: { readonly most: number; readonly everyMs: number }) {
    this.#clock = clock
    this.#most = most
    this.#everyMs = everyMs
    this.#level = most
    this.#filledAt = clock.now()
  }

  /** False when it is too much. */
  take(): boolean {
    const now = this.#clock.now()
    const added = (Math.max(0, now - this.#filledAt) / this.#everyMs) * this.#most
    this.#level = Math.min(this.#most, this.#level + added)
    this.#filledAt = now
    if (this.#level < 1) return false
    this.#level--
    return true
  }
}
