import type { MarketEvent, VenueEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport, TimedVenue } from '../venue/timed-venue.port.ts'

/** A price that is older says nothing about what would be paid now. */
const PRICE_AGE_MS_MAX = 10_000
/** How long a refusal takes to come back. */
const REFUSED_AFTER_MS = 100
/** So long after something was sent every price counts: longer than an order is on its way. */
const SENDING_MS = 1_000

type Priced = Extract<MarketEvent, { kind: 'price-marked' }>

/**
 * Stands between a live market and a simulated venue. The venue fills at the last price that it knows: while the market is silent, orders at market are refused
 * instead, as they could not have reached a real one, and the venue's time stands where the market stopped, so that its resting orders can be run through
 * what was missed. And a live market says far more than a venue has to hear: of what nobody holds or orders, the last price when something is sent; else what
 * changes the mark, which alone triggers.
 */
export class PricedVenue implements TimedVenue {
  readonly #venue: TimedVenue
  readonly #isInCare: (instrumentId: string) => boolean
  /** The newest price of each instrument. */
  readonly #prices = new Map<string, Priced>()
  /** What the venue was told last. */
  readonly #told = new Map<string, Priced>()
  readonly #sentAt = new Map<string, TimeMs>()
  #time = 0 as TimeMs
  #hasLimits = false
  #refusals: TimedReport[] = []
  #heard = 0

  /** `isInCare`: something is held of it, or ordered. */
  constructor(venue: TimedVenue, isInCare: (instrumentId: string) => boolean) {
    this.#venue = venue
    this.#isInCare = isInCare
  }

  get capabilities(): TimedVenue['capabilities'] {
    return this.#venue.capabilities
  }

  /** How many events of the market have come so far: where in the market's story we are, also while the engine hears of nothing. */
  get heard(): number {
    return this.#heard
  }

  market(event: VenueEvent): void {
    this.#heard++
    if (event.kind === 'candle-closed' || (event.kind === 'trade-printed' && !this.#hasLimits)) return
    if (event.kind !== 'price-marked') return this.#tell(event)
    const { instrumentId, mark } = event.mark
    this.#prices.set(instrumentId, event)
    const isSending = event.time <= (this.#sentAt.get(instrumentId) ?? Number.NEGATIVE_INFINITY) + SENDING_MS
    if (isSending || (this.#isInCare(instrumentId) && this.#told.get(instrumentId)?.mark.mark !== mark)) this.#tell(event)
  }

  place(order: ApprovedOrder, sentAt: TimeMs): void {
    const { intentId, terms: { instrumentId, type } } = order
    const pricedAt = this.#prices.get(instrumentId)?.time ?? Number.NEGATIVE_INFINITY
    if (type === 'market' && sentAt > pricedAt + PRICE_AGE_MS_MAX) {
      this.#refusals.push({ receivedAt: (sentAt + REFUSED_AFTER_MS) as TimeMs, report: { kind: 'order-rejected', clientOrderId: intentId, reason: 'no-price', detail: 'the market is silent' } })
      return
    }
    this.#hasLimits ||= type === 'limit'
    this.#send(instrumentId, sentAt)
    this.#venue.place(order, sentAt)
  }

  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void {
    this.#send(instrumentId, sentAt)
    this.#venue.cancel(instrumentId, clientOrderId, sentAt)
  }

  /** The venue began again from its book, which may hold an older price. */
  forget(): void {
    this.#told.clear()
  }

  /** What rests there from an earlier session waits for trades, too. */
  async snapshot(): ReturnType<TimedVenue['snapshot']> {
    const snapshot = await this.#venue.snapshot()
    this.#hasLimits ||= snapshot.openOrders.some(({ terms }) => terms.type === 'limit')
    return snapshot
  }

  nextTime(): number {
    return Math.min(this.#refusals[0]?.receivedAt ?? Number.POSITIVE_INFINITY, this.#venue.nextTime())
  }

  advance(until: TimeMs): ReturnType<TimedVenue['advance']> {
    const due = this.#refusals.filter(({ receivedAt }) => receivedAt <= until)
    this.#refusals = this.#refusals.slice(due.length)
    // The venue itself is not taken on where only a refusal is due.
    if (due.length > 0 && this.#venue.nextTime() > until) return due
    this.#time = Math.max(this.#time, until) as TimeMs
    const reports = this.#venue.advance(until)
    if (due.length === 0) return reports
    return reports instanceof Promise ? reports.then((told) => [...due, ...told]) : [...due, ...reports]
  }

  /** The price that it meets is told before it. */
  #send(instrumentId: string, sentAt: TimeMs): void {
    this.#sentAt.set(instrumentId, sentAt)
    const price = this.#prices.get(instrumentId)
    if (price && this.#told.get(instrumentId) !== price) this.#tell(price)
  }

  /** A price that was kept back is told at a time that the venue has not passed. */
  #tell(event: VenueEvent): void {
    if (event.kind === 'price-marked') this.#told.set(event.mark.instrumentId, event)
    if (event.kind !== 'instrument-listed') this.#time = Math.max(this.#time, event.time) as TimeMs
    this.#venue.market(event.kind === 'price-marked' && event.time < this.#time ? { ...event, time: this.#time } : event)
  }
}
