import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Pacer } from './simulation.ts'

/** Wakes once after a time, or at once when cancelled. */
export interface Timer {
  after(delayMs: number): { readonly done: Promise<void>; cancel(): void }
}

/** Runs simulated time at a multiple of real time, from the first instant it is asked for. A hurry() ends the present wait. */
export class SpeedPacer implements Pacer {
  readonly #clock: Clock
  readonly #timer: Timer
  readonly #speed: number
  #origin: { readonly real: number; readonly simulated: number } | undefined
  #waiting: { cancel(): void } | undefined

  constructor(clock: Clock, timer: Timer, speed: number) {
    this.#clock = clock
    this.#timer = timer
    this.#speed = speed
  }

  until(time: TimeMs): Promise<void> | undefined {
    const now = this.#clock.now()
    this.#origin ??= { real: now, simulated: time }
    const due = this.#origin.real + (time - this.#origin.simulated) / this.#speed
    // After the computer slept, the market goes on from here instead of racing to catch up.
    if (now - due > LAG_MS_MAX) this.#origin = { real: now, simulated: time }
    if (due <= now) return undefined
    const waiting = this.#timer.after(due - now)
    this.#waiting = waiting
    return waiting.done
  }

  hurry(): void {
    this.#waiting?.cancel()
  }
}

const LAG_MS_MAX = 2_000
