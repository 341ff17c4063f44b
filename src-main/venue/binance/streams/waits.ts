import type { Timer } from '../../../base/timer.port.ts'

/** Waits of one owner, which all end when the owner does. */
export class Waits {
  readonly #timer: Timer
  readonly #open = new Set<{ cancel(): void }>()
  #areOver = false

  constructor(timer: Timer) {
    this.#timer = timer
  }

  /** True when the time has passed, false when `stop` came first. */
  async after(delayMs: number): Promise<boolean> {
    if (this.#areOver) return false
    const wait = this.#timer.after(delayMs)
    this.#open.add(wait)
    await wait.done
    this.#open.delete(wait)
    return !this.#areOver
  }

  stop(): void {
    this.#areOver = true
    for (const wait of this.#open) wait.cancel()
  }
}
