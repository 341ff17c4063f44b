import type { Clock } from '../../base/clock.port.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'

/** One question for the venue's time: when it was asked and answered here, and what was answered. */
export interface TimeProbe {
  readonly askedAt: TimeMs
  readonly answeredAt: TimeMs
  readonly serverTime: TimeMs
}

interface Estimate {
  readonly offsetMs: number
  /** The truth is at most this far away: half of the round trip. */
  readonly uncertaintyMs: number
  readonly at: TimeMs
}

/** No two clocks of computers drift apart faster than this: 50 ms in 1,000 s. */
const DRIFT = 50e-6

/**
 * The venue's clock as seen from here. The probe with the shortest round trip counts, made worse by its age, so that a slow answer cannot
 * spoil a good estimate and an old estimate does not stay for ever. `clock` must be one that does not jump (monotonic).
 */
export class ServerClock {
  readonly #clock: Clock
  #best: Estimate | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Throws RangeError for a probe that cannot be: answered before it was asked. */
  take({ askedAt, answeredAt, serverTime }: TimeProbe): void {
    const uncertaintyMs = (answeredAt - askedAt) / 2
    if (!(uncertaintyMs >= 0) || !Number.isSafeInteger(serverTime)) throw new RangeError(`asked at ${askedAt}, answered at ${answeredAt} with ${serverTime}`)
    const probe = { offsetMs: serverTime - (askedAt + uncertaintyMs), uncertaintyMs, at: answeredAt }
    // What contradicts the estimate beyond both doubts is news, however slow: one of the clocks has jumped.
    if (!this.#best || uncertaintyMs <= this.#doubt(this.#best) || contradicts(probe, this.#best, this.#doubt(this.#best))) this.#best = probe
  }

  /** Server time − ours, how far it may be off, and how old the estimate is; undefined before the first probe. */
  get view(): { readonly offsetMs: number; readonly uncertaintyMs: number; readonly ageMs: number } | undefined {
    const best = this.#best
    return best && { offsetMs: best.offsetMs, uncertaintyMs: this.#doubt(best), ageMs: this.#clock.now() - best.at }
  }

  /** The venue's time now; undefined before the first probe. */
  now(): TimeMs | undefined {
    return this.#best && (Math.round(this.#clock.now() + this.#best.offsetMs) as TimeMs)
  }

  #doubt({ uncertaintyMs, at }: Estimate): number {
    return uncertaintyMs + Math.max(0, this.#clock.now() - at) * DRIFT
  }
}

const contradicts = (probe: Estimate, known: Estimate, doubt: number): boolean => Math.abs(probe.offsetMs - known.offsetMs) > probe.uncertaintyMs + doubt
