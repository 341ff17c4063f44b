import type { Clock } from '../../base/clock.port.ts'
import type { Ticker } from '../../base/ticker.port.ts'
import type { LabClock } from './lab-clock.ts'

const BEAT_MS = 4
/** So long at a time: requests and sockets have to get their turn. */
const WORK_MS = 25
/** What is further behind is not made up for: time went slower. */
const BEHIND_MAX_MS = 2_000

interface PulseOptions {
  readonly speed: number
  /** Real milliseconds. */
  readonly real: Clock
  readonly ticker: Ticker
}

/** Keeps the venue's time going, so many times as fast as real time. */
export class Pulse {
  readonly #clock: LabClock
  readonly #options: PulseOptions
  #since: number
  #from: number
  #ticking: { stop(): void } | undefined
  #isHeld: () => boolean = () => false
  /** Real milliseconds by which time went slower than it should. */
  lostMs = 0

  constructor(clock: LabClock, options: PulseOptions) {
    this.#clock = clock
    this.#options = options
    this.#since = options.real.now()
    this.#from = clock.now()
  }

  /** While `isHeld`, as when a client does not take what it is sent, time waits. */
  start(isHeld: () => boolean): void {
    this.#isHeld = isHeld
    this.#anchor()
    if (this.#options.speed > 0) this.#ticking = this.#options.ticker.every(BEAT_MS, () => this.beat())
  }

  stop(): void {
    this.#ticking?.stop()
    this.#ticking = undefined
  }

  /** Brings the venue's time to where it should be by now. */
  beat(): void {
    const { speed, real } = this.#options
    if (!this.#ticking) return
    if (this.#isHeld()) {
      this.#lose(real.now() - this.#since - (this.#clock.now() - this.#from) / speed)
      return
    }
    const began = real.now()
    const target = this.#from + (began - this.#since) * speed
    this.#clock.advanceTo(Math.floor(target), () => real.now() - began > WORK_MS)
    const behind = (target - this.#clock.now()) / speed
    if (behind > BEHIND_MAX_MS) this.#lose(behind)
  }

  #lose(ms: number): void {
    this.lostMs += Math.max(0, ms)
    this.#anchor()
  }

  #anchor(): void {
    this.#since = this.#options.real.now()
    this.#from = this.#clock.now()
  }
}
