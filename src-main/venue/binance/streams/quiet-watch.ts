import type { Waits } from './waits.ts'

const LOOKS = 4

/**
 * Tells when nothing was heard for a time. It looks four times in that time and counts, rather than reads a clock: so neither a clock that jumps
 * nor a program that was held up for long makes a talking connection silent, and a message costs next to nothing.
 */
export class QuietWatch {
  #wasHeard = false

  /** `onQuiet` comes after at least `limitMs` and at most a quarter more, once until something is heard again. */
  constructor(waits: Waits, limitMs: number, onQuiet: () => void) {
    void this.#watch(waits, limitMs, onQuiet)
  }

  heard(): void {
    this.#wasHeard = true
  }

  async #watch(waits: Waits, limitMs: number, onQuiet: () => void): Promise<void> {
    let quietLooks = 0
    while (await waits.after(limitMs / LOOKS)) {
      quietLooks = this.#wasHeard ? 0 : quietLooks + 1
      this.#wasHeard = false
      if (quietLooks === LOOKS) onQuiet()
    }
  }
}
