import type { MarketEvent, VenueEvent } from '../../../src-shared/domain/event.ts'
import type { ApprovedOrder, Side } from '../../../src-shared/domain/order.ts'
import type { Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { VenueCapabilities, VenueSnapshot } from '../../../src-shared/domain/venue.ts'
import type { TimedReport, TimedVenue } from '../timed-venue.port.ts'
import { Link, LinkDown } from './link.ts'
import { readAdvanced, readHello, readSnapshot, type WireCall } from './wire.ts'

const ANSWER_WITHIN_MS = 10_000

export interface RemoteVenueOptions {
  /** What `meetingPath` says. */
  readonly path: string
  readonly accountId: string
  /** An order may or may not have reached the venue. */
  onUnknown(clientOrderId: string, detail: string): void
  onLink(up: boolean): void
}

/**
 * A simulated venue that lives in another process. What is asked of it is kept until the next advance, which takes all of it along in
 * one round trip. While the link is down each order comes out of the next advance as unknown, and market events are lost.
 */
export class RemoteVenue implements TimedVenue {
  readonly #options: RemoteVenueOptions
  readonly #listings = new Map<string, MarketEvent>()
  #capabilities: VenueCapabilities
  #link: Link | undefined
  #calls: WireCall[] = []
  #relist = false
  #nextTime = Infinity
  #time = 0 as TimeMs

  private constructor(options: RemoteVenueOptions, capabilities: VenueCapabilities) {
    this.#options = options
    this.#capabilities = capabilities
  }

  /** Rejects with LinkDown when nobody listens, with Error when the venue is another account's. */
  static async connect(options: RemoteVenueOptions): Promise<RemoteVenue> {
    const venue = new RemoteVenue(options, { restingStops: false, clientOrderIds: false, amend: false, short: false, fractional: false, sessions: 'continuous' })
    await venue.reconnect()
    return venue
  }

  get capabilities(): VenueCapabilities {
    return this.#capabilities
  }

  /** How far the venue's book had come when we connected last. */
  get time(): TimeMs {
    return this.#time
  }

  /** Opens the link anew. Orders that were asked for while it was down are already unknown or will be so at the next advance. */
  async reconnect(): Promise<void> {
    this.#link?.close('a new link takes its place')
    const link: Link = await Link.open(this.#options.path, ANSWER_WITHIN_MS, () => this.#down(link))
    try {
      const { time, capabilities, nextTime } = readHello(await link.ask({ kind: 'hello', accountId: this.#options.accountId }))
      this.#time = time
      this.#nextTime = nextTime ?? Infinity
      this.#capabilities = capabilities
    } catch (error) {
      link.close('it did not greet us')
      throw error
    }
    this.#surfaceUnknown('the link was down')
    this.#link = link
    this.#relist = true
    this.#options.onLink(true)
  }

  market(event: VenueEvent): void {
    if (event.kind === 'instrument-listed') this.#listings.set(event.instrument.instrumentId, event)
    this.#calls.push({ kind: 'market', event })
  }

  place({ intentId, accountId, terms }: ApprovedOrder, sentAt: TimeMs): void {
    this.#calls.push({ kind: 'place', accountId, clientOrderId: intentId, terms, sentAt })
  }

  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void {
    this.#calls.push({ kind: 'cancel', instrumentId, clientOrderId, sentAt })
  }

  /** Somebody else trades at market on the same account. */
  tradeByHand(trade: { readonly instrumentId: string; readonly side: Side; readonly quantity: Quantity; readonly time: TimeMs }): void {
    this.#calls.push({ kind: 'trade-by-hand', ...trade })
  }

  nextTime(): number {
    const [first] = this.#calls
    return first ? timeOfCall(first) : this.#nextTime
  }

  async advance(until: TimeMs): Promise<readonly TimedReport[]> {
    const link = this.#link
    if (!link) {
      this.#surfaceUnknown('the link is down')
      return []
    }
    const calls = this.#relist ? [...Array.from(this.#listings.values(), (event): WireCall => ({ kind: 'market', event })), ...this.#calls] : this.#calls
    this.#calls = []
    this.#relist = false
    try {
      const { reports, nextTime } = readAdvanced(await link.ask({ kind: 'advance', calls, until }))
      this.#nextTime = nextTime ?? Infinity
      return reports
    } catch (error) {
      link.close(detailOf(error))
      this.#down(link)
      this.#unknown(calls, detailOf(error))
      return []
    }
  }

  /** Rejects with LinkDown while the link is down. */
  async snapshot(fillsFrom: TimeMs = 0 as TimeMs): Promise<VenueSnapshot> {
    if (!this.#link) throw new LinkDown('the link is down')
    return readSnapshot(await this.#link.ask({ kind: 'snapshot', fillsFrom }))
  }

  /** Leaves the venue running. */
  close(): void {
    this.#link?.close('we left')
  }

  /** Ends the venue process. Its book stays. */
  async stop(): Promise<void> {
    await this.#link?.ask({ kind: 'stop' })
  }

  #down(link: Link): void {
    if (this.#link !== link) return
    this.#link = undefined
    this.#nextTime = Infinity
    this.#options.onLink(false)
  }

  #surfaceUnknown(detail: string): void {
    const calls = this.#calls
    this.#calls = []
    this.#unknown(calls, detail)
  }

  #unknown(calls: readonly WireCall[], detail: string): void {
    for (const call of calls) if (call.kind === 'place') this.#options.onUnknown(call.clientOrderId, detail)
  }
}

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function timeOfCall(call: WireCall): number {
  if (call.kind === 'market') return call.event.time
  return call.kind === 'trade-by-hand' ? call.time : call.sentAt
}
