import type { Change } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { Pacer } from './simulation.ts'

/** What a person may do with simulated time. A speed of null is as fast as possible. */
export type PaceWish =
  | { readonly kind: 'play' | 'pause' | 'step' | 'next-decision' }
  | { readonly kind: 'speed'; readonly speed: number | null }

export interface Pace {
  readonly speed: number | null
  readonly paused: boolean
}

/** The two seeking states end by themselves, in a pause. */
type State = 'playing' | 'paused' | 'to-candle' | 'to-decision'

const STATES = { play: 'playing', pause: 'paused', step: 'to-candle', 'next-decision': 'to-decision' } as const

/** After the computer slept, the market goes on from here instead of racing to catch up. */
const LAG_MS_MAX = 2_000
/** Whoever waits for it is woken by a wish alone. One for each wait, so that none holds on to the waits before it. */
const never = (): ReturnType<Timer['after']> => ({ done: new Promise(() => {}), cancel: () => {} })
/** However fast simulated time runs, others in this process get a turn this often. */
const BREATHE_EVERY_MS = 20

/**
 * Holds the market back, and nothing else: what is due before its next instant has happened when it is asked. Runs at a multiple of real
 * time from the first instant it is asked for. It is told what was decided, to know when to stop seeking.
 */
export class MarketPacer implements Pacer, Publisher {
  readonly #clock: Clock
  readonly #timer: Timer
  #speed: number | null
  #state: State
  #origin: { readonly real: number; readonly simulated: number } | undefined
  #breathedAt: number
  #wake: () => void = () => {}

  constructor(clock: Clock, timer: Timer, speed: number | null, paused = false) {
    this.#clock = clock
    this.#timer = timer
    this.#speed = speed
    this.#state = paused ? 'paused' : 'playing'
    this.#breathedAt = clock.now()
  }

  get pace(): Pace {
    return { speed: this.#speed, paused: this.#state === 'paused' }
  }

  until(time: TimeMs): Promise<void> | undefined {
    if (this.#state === 'paused') return this.#waitFor(never())
    const now = this.#clock.now()
    if (this.#state !== 'playing' || this.#speed === null) return this.#breathe(now)
    this.#origin ??= { real: now, simulated: time }
    const due = this.#origin.real + (time - this.#origin.simulated) / this.#speed
    if (now - due > LAG_MS_MAX) this.#origin = { real: now, simulated: time }
    return due > now ? this.#waitFor(this.#timer.after(due - now)) : this.#breathe(now)
  }

  wish(wish: PaceWish): void {
    if (wish.kind === 'speed') this.#speed = wish.speed
    else this.#state = STATES[wish.kind]
    this.#origin = undefined
    this.hurry()
  }

  publish(changes: readonly Change[]): void {
    if (this.#state === 'to-candle' && changes.some(({ kind }) => kind === 'candle-accepted')) this.#state = 'paused'
    if (this.#state === 'to-decision' && changes.some((change) => change.kind === 'decision-made' && change.decision.action !== 'FLAT')) this.#state = 'paused'
  }

  /** Ends the present wait: something came in between, or the pace has changed. */
  hurry(): void {
    this.#wake()
  }

  #breathe(now: number): Promise<void> | undefined {
    if (now - this.#breathedAt < BREATHE_EVERY_MS) return undefined
    this.#breathedAt = now
    return this.#timer.after(0).done
  }

  #waitFor(wait: ReturnType<Timer['after']>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = () => {
      wait.cancel()
      resolve()
    }
    void wait.done.then(resolve)
    return promise
  }
}
