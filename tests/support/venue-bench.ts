import type { Fill, OrderTerms } from '../../src-shared/domain/order.ts'
import type { Price, TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../src-shared/domain/venue.ts'
import type { TimedReport } from '../../src-main/venue/timed-venue.port.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { approved, listed, marked, path, plainSettings, T0 } from './venue-cases.ts'

/** A simulated venue with one instrument and a price, driven step by step. */
export class Bench {
  readonly venue: SimulatedVenue
  #time = T0

  constructor(settings: Partial<VenueSettings> = {}, price = 60_000) {
    this.venue = new SimulatedVenue({ ...plainSettings, ...settings })
    this.venue.market(listed())
    this.venue.market(marked(T0, price))
  }

  send(id: string, terms: OrderTerms, time = this.#time): readonly TimedReport[] {
    this.venue.place(approved(id, terms), time as TimeMs)
    return this.to(time)
  }

  mark(price: number, time = this.#time + 1_000): readonly TimedReport[] {
    this.venue.market(marked(time, price))
    return this.to(time)
  }

  /** In whole units of money. */
  quote({ mark, bid, ask }: { readonly mark: number; readonly bid: number; readonly ask: number }): readonly TimedReport[] {
    const price = (whole: number): Price => Math.round(whole * 100) as Price
    const time = (this.#time + 1_000) as TimeMs
    this.venue.market({ kind: 'price-marked', time, mark: { instrumentId: 'BTCUSDT', asOf: time, mark: price(mark), bid: price(bid), ask: price(ask) } })
    return this.to(time)
  }

  walk(prices: readonly [number, number, number, number], until = 299_999, time = T0 + 200_000): readonly TimedReport[] {
    this.venue.market(path(time, prices))
    return this.to(time + until)
  }

  to(time: number): readonly TimedReport[] {
    this.#time = time
    return this.venue.advance(time as TimeMs)
  }

  snapshot = (): Promise<VenueSnapshot> => this.venue.snapshot()
}

export const fillOf = (reports: readonly TimedReport[]): Fill[] => reports.flatMap(({ report }) => (report.kind === 'order-filled' ? [report.fill] : []))

/** What was answered: the reasons of refusals, else the kinds of reports. */
export const rejection = (reports: readonly TimedReport[]): string => reports.map(({ report }) => (report.kind === 'order-rejected' ? report.reason : report.kind)).join()
