import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../../src-main/base/clock.port.ts'
import type { Ticker } from '../../src-main/base/ticker.port.ts'
import type { Timer } from '../../src-main/base/timer.port.ts'

interface Alarm {
  at: number
  readonly ring: () => void
}

/** Clock, timer and ticker of a time that goes on only when the test says so. */
export class VirtualTime implements Clock, Timer, Ticker {
  #now = 1_000_000
  readonly #alarms = new Set<Alarm>()

  now(): TimeMs {
    return this.#now as TimeMs
  }

  after(delayMs: number): { readonly done: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>()
    const alarm: Alarm = { at: this.#now + delayMs, ring: () => (this.#alarms.delete(alarm), resolve()) }
    this.#alarms.add(alarm)
    return { done: promise, cancel: alarm.ring }
  }

  every(intervalMs: number, callback: () => void): { stop(): void } {
    const alarm: Alarm = {
      at: this.#now + intervalMs,
      ring: () => {
        alarm.at += intervalMs
        callback()
      },
    }
    this.#alarms.add(alarm)
    return { stop: () => this.#alarms.delete(alarm) }
  }

  /** Lets time go by, and what was waiting for it happen, in order. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    for (;;) {
      const [next] = [...this.#alarms].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
      if (!next) break
      this.#now = Math.max(this.#now, next.at)
      next.ring()
      await settled()
    }
    this.#now = until
  }
}

/** All that was only waiting for its turn has had it. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
