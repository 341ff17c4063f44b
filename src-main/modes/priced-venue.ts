import type { VenueEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport, TimedVenue } from '../venue/timed-venue.port.ts'

/** A price that is older says nothing about what would be paid now. */
const PRICE_AGE_MS_MAX = 10_000
/** How long a refusal takes to come back. */
const REFUSED_AFTER_MS = 100

/**
 * A simulated venue fills at the last price that it knows. While a live market is silent, orders at market are refused instead, as they could not have reached a
 * real one, and the venue's time stands where the market stopped, so that its resting orders can be run through what was missed.
 */
export class PricedVenue implements TimedVenue {
  readonly #venue: TimedVenue
  readonly #pricedAt = new Map<string, TimeMs>()
  #refusals: TimedReport[] = []

  constructor(venue: TimedVenue) {
    this.#venue = venue
  }

  get capabilities(): TimedVenue['capabilities'] {
    return this.#venue.capabilities
  }

  market(event: VenueEvent): void {
    if (event.kind === 'price-marked') this.#pricedAt.set(event.mark.instrumentId, event.time)
    this.#venue.market(event)
  }

  place(order: ApprovedOrder, sentAt: TimeMs): void {
    const { intentId, terms } = order
    const pricedAt = this.#pricedAt.get(terms.instrumentId) ?? Number.NEGATIVE_INFINITY
    if (terms.type !== 'market' || sentAt <= pricedAt + PRICE_AGE_MS_MAX) return this.#venue.place(order, sentAt)
    this.#refusals.push({ receivedAt: (sentAt + REFUSED_AFTER_MS) as TimeMs, report: { kind: 'order-rejected', clientOrderId: intentId, reason: 'no-price', detail: 'the market is silent' } })
  }

  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void {
    this.#venue.cancel(instrumentId, clientOrderId, sentAt)
  }

  snapshot(): ReturnType<TimedVenue['snapshot']> {
    return this.#venue.snapshot()
  }

  nextTime(): number {
    return Math.min(this.#refusals[0]?.receivedAt ?? Number.POSITIVE_INFINITY, this.#venue.nextTime())
  }

  advance(until: TimeMs): ReturnType<TimedVenue['advance']> {
    const due = this.#refusals.filter(({ receivedAt }) => receivedAt <= until)
    this.#refusals = this.#refusals.slice(due.length)
    // The venue itself is not taken on where only a refusal is due.
    if (due.length > 0 && this.#venue.nextTime() > until) return due
    const reports = this.#venue.advance(until)
    if (due.length === 0) return reports
    return reports instanceof Promise ? reports.then((told) => [...due, ...told]) : [...due, ...reports]
  }
}
