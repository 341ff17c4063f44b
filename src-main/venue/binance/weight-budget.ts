import { MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'

export interface BudgetSettings {
  /** In one window: of REQUEST_WEIGHT, as exchangeInfo tells it. */
  readonly limit: number
  /** The part of it that may be spent: the rest is for exits and for other programs at this address. */
  readonly share: number
  /** By the venue's clock; default one minute. */
  readonly windowMs?: number
}

/** So near to the end of a window nobody can tell which one an answer counted for. */
const EDGE_MS = 500

/**
 * Requests' weight within windows of the venue's clock. What the venue says was used counts more than what we remember, since others may
 * share the address. A refusal for too many requests, or a ban, closes it until its time.
 */
export class WeightBudget {
  #settings: BudgetSettings
  #window = Number.NEGATIVE_INFINITY
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
    if (!fits) return (this.#window + 1) * this.#windowMs - now
    this.#used += weight
    return 0
  }

  /**
   * What the venue's answer says was used in its window. Answers may come late and out of order, so it never counts down; one that may speak of the
   * window before is not believed, or the whole of that would be lost in this one, too.
   */
  told(used: number, askedAt: TimeMs, answeredAt: TimeMs): void {
    this.#enter(answeredAt)
    if (this.#windowOf(askedAt - EDGE_MS) !== this.#window || this.#windowOf(answeredAt + EDGE_MS) !== this.#window) return
    if (Number.isFinite(used) && used > this.#used) this.#used = used
  }

  /** Nothing goes before this time. A shorter rest than the present one changes nothing. */
  closeUntil(time: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, time)
  }

  view(now: TimeMs): { readonly used: number; readonly limit: number; readonly share: number; readonly closedForMs: number } {
    this.#enter(now)
    const { limit, share } = this.#settings
    return { used: this.#used, limit, share, closedForMs: Math.max(0, this.#closedUntil - now) }
  }

  get #windowMs(): number {
    return this.#settings.windowMs ?? MINUTE_MS
  }

  #windowOf(time: number): number {
    return Math.floor(time / this.#windowMs)
  }

  #enter(now: TimeMs): void {
    const window = this.#windowOf(now)
    if (window <= this.#window) return
    this.#window = window
    this.#used = 0
  }
}
