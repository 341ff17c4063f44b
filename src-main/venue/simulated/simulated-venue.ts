import type { CandlePath, VenueEvent } from '../../../src-shared/domain/event.ts'
import type { ApprovedOrder, OrderTerms, Side } from '../../../src-shared/domain/order.ts'
import type { MarkPrice } from '../../../src-shared/domain/candle.ts'
import type { Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { VenueCapabilities, VenueSnapshot } from '../../../src-shared/domain/venue.ts'
import type { TimedReport, TimedVenue } from '../timed-venue.port.ts'
import { settleFunding } from './funding.ts'
import { quoteAround } from './matching.ts'
import { cancelOrder, enterOrder } from './order-entry.ts'
import { isUnderWay, markInside, startPath } from './price-path.ts'
import { printedThrough, quotedThrough } from './resting-limits.ts'
import { catchUp, dueAt, goOn, settle } from './triggers.ts'
import { isActive, lastClosed, VenueBooks } from './venue-books.ts'
import type { InFlight, Listing, VenueBook, VenueCall, VenueHistory, VenueSettings, VenueState } from './venue-state.ts'

/**
 * A perpetual-futures venue that lives in simulated time: one-way mode, isolated margin, stops and liquidations judged by the mark price.
 * All its chance comes from the seed, all its sums are exact, and its whole state is plain data.
 */
export class SimulatedVenue implements TimedVenue {
  readonly capabilities: VenueCapabilities = { restingStops: true, clientOrderIds: true, amend: false, short: true, fractional: true, sessions: 'continuous' }
  readonly #books: VenueBooks
  /** What `dueAt` says of an active instrument, until something touches it. */
  readonly #dues = new Map<Listing, number>()
  /** The first of them; undefined until it is looked for again. */
  #first: { readonly listing: Listing | undefined; readonly due: number } | undefined

  /** A given book is taken over: it must not be used by anybody else afterwards. */
  constructor(settings: VenueSettings, book?: VenueBook) {
    this.#books = new VenueBooks(settings, book)
  }

  get time(): TimeMs {
    return this.#books.state.time
  }

  /** A market event must not be older than the venue's time; an instrument may be listed at any time. Throws RangeError otherwise. */
  request(call: VenueCall): void {
    switch (call.kind) {
      case 'market':
        return this.#market(call.event)
      case 'place':
        return this.#send(call.sentAt, { clientOrderId: call.clientOrderId, instrumentId: call.terms.instrumentId, terms: call.terms })
      case 'cancel':
        return this.#send(call.sentAt, { clientOrderId: call.clientOrderId, instrumentId: call.instrumentId })
      case 'trade-by-hand':
        return this.#enqueue(call.time, this.#handTrade(call.instrumentId, call.side, call.quantity))
    }
  }

  market(event: VenueEvent): void {
    this.#market(event)
  }

  place(order: ApprovedOrder, sentAt: TimeMs): void {
    this.request({ kind: 'place', clientOrderId: order.intentId, terms: order.terms, sentAt })
  }

  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void {
    this.request({ kind: 'cancel', instrumentId, clientOrderId, sentAt })
  }

  /** Somebody else trades at market on the same account. */
  tradeByHand(trade: { readonly instrumentId: string; readonly side: Side; readonly quantity: Quantity; readonly time: TimeMs }): void {
    this.request({ kind: 'trade-by-hand', ...trade })
  }

  nextTime(): number {
    const { state } = this.#books
    if (state.outbox.length > 0) return state.time
    return Math.min(this.#nextArrival(), Math.max(state.time, this.#firstDue().due))
  }

  advance(until: TimeMs): readonly TimedReport[] {
    this.#run(until)
    return this.#books.takeReports()
  }

  /** `fillsFrom` leaves out the older fills. */
  snapshot(fillsFrom: TimeMs = 0 as TimeMs): Promise<VenueSnapshot> {
    const { state, history, settings } = this.#books
    return Promise.resolve({
      asOf: state.time, walletAsset: settings.walletAsset, wallet: state.wallet,
      positions: state.listings.filter(({ position }) => position.quantity !== 0).map(({ instrumentId, position, leverage }) => ({ instrumentId, leverage, ...position })),
      openOrders: state.listings.flatMap(({ orders }) => orders).map((order) => ({ ...order, state: 'accepted' as const, filled: order.filled ?? (0 as Quantity) })),
      closedOrders: lastClosed(history),
      fills: history.fills.filter(({ time }) => time >= fillsFrom), funding: [...history.funding], liquidationFees: [...history.liquidationFees],
    })
  }

  /** The whole venue as plain data, independent of its further life. */
  book(): VenueBook {
    return JSON.parse(JSON.stringify({ state: this.state(), history: this.history })) as VenueBook
  }

  /** What is needed to go on, but for the history. Of the living venue: to be written away, not to be kept. */
  state(): VenueState {
    this.#books.state.random = this.#books.random.state
    return this.#books.state
  }

  /** Grows at the end; closed orders are cut at the beginning. */
  get history(): VenueHistory {
    return this.#books.history
  }

  /** How many orders have closed since this venue was made, with those of the book it was made from. */
  get closedCount(): number {
    return this.#books.closedCount
  }

  #market(event: VenueEvent): void {
    if (event.kind === 'instrument-listed') return void this.#books.list(event.instrument)
    if (event.time < this.time) throw new RangeError(`an event of ${event.time} came after ${this.time}`)
    if (event.kind === 'candle-closed') return
    const listing = this.#books.listing(instrumentOf(event))
    if (!listing) return
    // What else the market tells of this instant finds nothing due: what it brings about happens at once.
    if (event.time > this.time) this.#run(event.time, event.time - 1)
    if (isActive(listing)) this.#touched(listing)
    this.#tell(listing, event)
  }

  #tell(listing: Listing, event: Exclude<VenueEvent, { kind: 'instrument-listed' | 'candle-closed' }>): void {
    if (event.kind === 'candle-path') return this.#follow(listing, event)
    if (event.kind === 'trade-printed') return printedThrough(this.#books, listing, event)
    // Where a path ends with its candle, the price that comes then says what there is to know.
    const isOver = event.kind === 'price-marked' && listing.path !== null && event.time >= listing.path.candle.closeTime
    if (isOver) listing.path = listing.trades = null
    else catchUp(this.#books, listing)
    if (event.kind === 'price-marked') this.#jump(listing, event.mark)
    else settleFunding(this.#books, listing, event.funding)
  }

  /** While a candle's path is under way the path is the truth, and a mark price beside it says nothing new. */
  #jump(listing: Listing, { mark, bid, ask }: MarkPrice): void {
    if (isUnderWay(listing.path)) return
    listing.path = listing.trades = null
    listing.quote = { mark, bid, ask }
    quotedThrough(this.#books, listing)
    settle(this.#books, listing)
  }

  #follow(listing: Listing, way: CandlePath): void {
    const { candle } = way
    if (candle.openTime <= listing.lastPathTime) return
    listing.lastPathTime = candle.openTime
    listing.path = listing.trades = null
    const marks = markInside(way)
    listing.quote = quoteAround(marks?.candle.open ?? candle.open, candle.open, this.#books.settings.halfSpread)
    // Brackets may have changed since the last candle, where an instrument has more than one version.
    if (listing.position.quantity !== 0 && listing.instrument.versions.length > 1) this.#books.marginChanged(listing)
    if (isActive(listing) && candle.volume > 0) settle(this.#books, listing)
    const held = listing.position.quantity
    listing.path = startPath(marks ?? way, held)
    if (marks) listing.trades = startPath(way, held)
  }

  #handTrade(instrumentId: string, side: Side, quantity: Quantity): Omit<InFlight, 'arrivesAt'> {
    const terms: OrderTerms = { instrumentId, side, type: 'market', quantity, reduceOnly: false, closePosition: false }
    return { clientOrderId: `web-${++this.#books.state.handTrades}`, instrumentId, terms }
  }

  #send(sentAt: TimeMs, request: Omit<InFlight, 'arrivesAt'>): void {
    this.#enqueue((sentAt + this.#books.settings.latency.toVenueMs + this.#books.jitter()) as TimeMs, request)
  }

  /** None arrives in the past. They are taken in this order, so a faster one waits for those before it. */
  #enqueue(time: TimeMs, request: Omit<InFlight, 'arrivesAt'>): void {
    const { state } = this.#books
    state.inFlight.push({ arrivesAt: Math.max(time, state.time) as TimeMs, ...request })
  }

  /** Everything that happens at or before a time, in order; at equal times prices before orders. */
  #run(until: TimeMs, arrivalsUntil: number = until): void {
    const { state, active } = this.#books
    if (active.length > 0 || state.inFlight.length > 0) while (this.#happensNext(until, arrivalsUntil));
    if (until > state.time) state.time = until
  }

  /** False when nothing more happens until then. */
  #happensNext(until: number, arrivalsUntil: number): boolean {
    const { state } = this.#books
    const arrival = this.#nextArrival()
    const { listing, due } = this.#firstDue()
    const goesOn = listing !== undefined && due <= until && due <= arrival
    if (!goesOn && arrival > arrivalsUntil) return false
    state.time = Math.max(state.time, goesOn ? due : arrival) as TimeMs
    if (goesOn) this.#goOn(listing)
    else this.#arrive()
    return true
  }

  #nextArrival(): number {
    const { inFlight } = this.#books.state
    return inFlight.length > 0 ? inFlight[0]!.arrivesAt : Infinity
  }

  /** The instrument whose price does something first; the first listed of several. */
  #firstDue(): { readonly listing: Listing | undefined; readonly due: number } {
    if (this.#first) return this.#first
    let first: { readonly listing: Listing | undefined; readonly due: number } = NOBODY
    for (const listing of this.#books.active) {
      const due = this.#dueOf(listing)
      if (due < first.due) first = { listing, due }
    }
    return (this.#first = first)
  }

  #dueOf(listing: Listing): number {
    let due = this.#dues.get(listing)
    if (due === undefined) this.#dues.set(listing, (due = dueAt(listing)))
    return due
  }

  /** Whatever is about to happen to it, it will have to be asked again. */
  #touched(listing: Listing): void {
    this.#dues.delete(listing)
    this.#first = undefined
  }

  #goOn(listing: Listing): void {
    this.#touched(listing)
    goOn(this.#books, listing)
  }

  #arrive(): void {
    const request = this.#books.state.inFlight.shift()
    if (!request) return
    const listing = this.#books.listing(request.instrumentId)
    if (listing) this.#touched(listing)
    if (listing) catchUp(this.#books, listing)
    if (request.terms) enterOrder(this.#books, request.instrumentId, request.clientOrderId, request.terms)
    else cancelOrder(this.#books, request.instrumentId, request.clientOrderId)
    if (listing) settle(this.#books, listing)
  }
}

const NOBODY = { listing: undefined, due: Infinity } as const

function instrumentOf(event: Exclude<VenueEvent, { kind: 'instrument-listed' }>): string {
  switch (event.kind) {
    case 'price-marked':
      return event.mark.instrumentId
    case 'trade-printed':
      return event.instrumentId
    case 'funding-settled':
      return event.funding.instrumentId
    case 'candle-closed':
    case 'candle-path':
      return event.candle.instrumentId
  }
}
