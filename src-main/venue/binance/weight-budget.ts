import type { TimeMs } from '../../../src-shared/domain/units.ts'

const MINUTE_MS = 60_000

export interface BudgetSettings {
  /** Of REQUEST_WEIGHT per minute, as exchangeInfo tells it. */
  readonly limit: number
  /** The part of it that may be spent: the rest is for exits and for other programs at this address. */
  readonly share: number
}

/**
 * Requests' weight within the venue's clock minutes. What the venue says was used counts more than what we remember, since others may
 * share the address. A refusal for too many requests, or a ban, closes it until its time.
 */
export class WeightBudget {
  #settings: BudgetSettings
  #minute = Number.NEGATIVE_INFINITY
  #used = 0
  #closedUntil = Number.NEGATIVE_INFINITY

  constructor(settings: BudgetSettings) {
    this.#settings = settings
  }

  set limit(limit: number) {
    this.#settings = { ...this.#settings, limit }
  }

  /** How long to wait before a request of this weight may go, by the venue's clock; 0 = go, and it is counted. */
  take(weight: number, now: TimeMs): number {
    if (now < this.#closedUntil) return this.#closedUntil - now
    this.#enter(now)
    // One that is heavier than the whole share goes alone: it would never go otherwise.
    const fits = this.#used + weight <= this.#settings.limit * this.#settings.share || this.#used === 0
    if (!fits) return (this.#minute + 1) * MINUTE_MS - now
    this.#used += weight
    return 0
  }

  /** What the venue's answer says was used in its minute. Answers may come late and out of order, so it never counts down. */
  told(used: number, now: TimeMs): void {
    this.#enter(now)
    if (Number.isFinite(used) && used > this.#used) this.#used = used
  }

  /** Nothing goes before this time. A shorter rest than the present one changes nothing. */
  closeUntil(time: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, time)
  }

  view(now: TimeMs): { readonly used: number; readonly limit: number; readonly share: number; readonly closedForMs: number } {
    this.#enter(now)
    return { used: this.#used, ...this.#settings, closedForMs: Math.max(0, this.#closedUntil - now) }
  }

  #enter(now: TimeMs): void {
    const minute = Math.floor(now / MINUTE_MS)
    if (minute <= this.#minute) return
    this.#minute = minute
    this.#used = 0
  }
}
