import type { TimeMs } from '../../src-shared/domain/units.ts'

/** Time and ticks as the test wants them. */
export class ManualClock {
  time = 1_000_000
  readonly #callbacks = new Set<() => void>()

  now(): TimeMs {
    return this.time as TimeMs
  }

  every(_intervalMs: number, callback: () => void): { stop(): void } {
    this.#callbacks.add(callback)
    return { stop: () => this.#callbacks.delete(callback) }
  }

  tick(): void {
    for (const callback of this.#callbacks) callback()
  }
}
