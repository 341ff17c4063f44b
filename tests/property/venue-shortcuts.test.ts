import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandlePath, MarketEvent } from '../../src-shared/domain/event.ts'
import { MINUTE_MS, type Amount, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport } from '../../src-main/venue/timed-venue.port.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { VenueCall, VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { closing, funded, listed, market, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'

// The venue remembers when each instrument is next due, and looks at an instant only once. Here it is compared with one that remembers nothing.

const NAMES = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'] as const
const STEP_MS = 300_000

/** Few prices, so that triggers, opens, extremes and closes meet. */
const price = fc.integer({ min: 56, max: 64 }).map((tens) => tens * 10)
const name = fc.constantFrom(...NAMES)
const side = fc.constantFrom('buy' as const, 'sell' as const)
/** Of one candle, or of its five minutes. */
const bar = fc.tuple(price, price, price, price).map(([open, a, b, close]) => [open, Math.max(open, a, b, close), Math.min(open, a, b, close), close] as const)

type Told = (time: number) => MarketEvent | CandlePath
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ name, bar }).map((one): Told => (time) => path(time, one.bar, one.name)) },
  { weight: 2, arbitrary: fc.record({ name, bars: fc.array(bar, { minLength: 5, maxLength: 5 }) }).map((one): Told => (time) => inMinutes(time, one.bars, one.name)) },
  { weight: 2, arbitrary: fc.record({ name, price }).map((one): Told => (time) => marked(time, one.price, one.name)) },
  { weight: 1, arbitrary: fc.record({ name, rate: fc.integer({ min: -300_000, max: 300_000 }) }).map((one): Told => (time) => funded(time, one.rate, one.name)) },
)
/** `before`: the instruments of the orders so far. */
type Wanted = (before: readonly string[], sentAt: TimeMs) => VenueCall
const order: fc.Arbitrary<Wanted> = fc.oneof(
  fc.record({ instrumentId: name, side, quantity: fc.integer({ min: 1, max: 900 }) })
    .map(({ instrumentId, side: taken, quantity }): Wanted => (before, sentAt) => ({ kind: 'place', clientOrderId: `o${before.length}`, sentAt, terms: market(taken, quantity, { instrumentId }) })),
  fc.record({ instrumentId: name, side, type: fc.constantFrom('stop-market' as const, 'take-profit-market' as const), price })
    .map(({ instrumentId, side: taken, type, price: at }): Wanted => (before, sentAt) => ({ kind: 'place', clientOrderId: `o${before.length}`, sentAt, terms: { ...closing(taken, type, at), instrumentId } })),
  fc.nat(3).map((back): Wanted => (before, sentAt) => {
    const number = Math.max(0, before.length - 1 - back)
    return { kind: 'cancel', instrumentId: before[number] ?? NAMES[0], clientOrderId: `o${number}`, sentAt }
  }),
)
/** What the market tells at one instant, and then orders anywhere in the five minutes, so that some arrive at the very instant of the next. */
const step = fc.record({ events: fc.array(told, { maxLength: 5 }), orders: fc.array(fc.record({ order, offset: fc.oneof(fc.nat(STEP_MS - 1), fc.constantFrom(0, STEP_MS - 30, STEP_MS - 1)) }), { maxLength: 3 }) })

function inMinutes(time: number, bars: readonly (readonly [number, number, number, number])[], instrumentId: string): CandlePath {
  const parts = bars.map((one, i): Candle => ({ ...path(time + i * MINUTE_MS, one, instrumentId).candle, intervalMs: MINUTE_MS, closeTime: (time + (i + 1) * MINUTE_MS) as TimeMs }))
  const candle = path(time, [bars[0]![0], Math.max(...bars.map(([, high]) => high)), Math.min(...bars.map(([, , low]) => low)), bars.at(-1)![3]], instrumentId).candle
  return { kind: 'candle-path', time: time as TimeMs, candle, parts }
}

const settingsOf = (seed: number): VenueSettings => ({
  ...plainSettings, seed, leverage: 20, latency: { toVenueMs: 30, fromVenueMs: 20, jitterMs: seed % 2 === 0 ? 0 : 40 }, slippage: 30_000 as Rate, halfSpread: 5_000 as Rate, topOfBook: { least: 100_00000000 as Amount, most: 600_00000000 as Amount },
})

/** Made anew from its book before every call. */
class Forgetful {
  readonly #settings: VenueSettings
  #venue: SimulatedVenue
  readonly #reports: TimedReport[] = []

  constructor(settings: VenueSettings) {
    this.#settings = settings
    this.#venue = new SimulatedVenue(settings)
  }

  /** What is due at the instant of which the market tells comes first, unless that is for an order to arrive. */
  request(call: VenueCall): void {
    const time = call.kind === 'market' && call.event.kind !== 'instrument-listed' ? call.event.time : undefined
    const arrives = this.#venue.state().inFlight.some(({ arrivesAt }) => arrivesAt === time)
    if (time === this.#venue.time && !arrives) this.#reports.push(...this.#anew().advance(time))
    this.#anew().request(call)
  }

  /** From one moment at which something is due to the next. */
  advance(until: TimeMs): readonly TimedReport[] {
    const reports = this.#reports.splice(0)
    for (let next = this.#anew().nextTime(); next <= until; next = this.#anew().nextTime()) reports.push(...this.#venue.advance(next as TimeMs))
    return [...reports, ...this.#anew().advance(until)]
  }

  book(): ReturnType<SimulatedVenue['book']> {
    return this.#venue.book()
  }

  #anew(): SimulatedVenue {
    return (this.#venue = new SimulatedVenue(this.#settings, this.#venue.book()))
  }
}

type Venue = Pick<SimulatedVenue, 'request' | 'advance' | 'book'>

function live(venue: Venue, steps: readonly { readonly events: readonly Told[]; readonly orders: readonly { readonly order: Wanted; readonly offset: number }[] }[]): readonly TimedReport[] {
  for (const one of NAMES) for (const event of [listed(instrumentNamed(one)), marked(T0, 600, one)]) venue.request({ kind: 'market', event })
  const reports: TimedReport[] = []
  const instruments: string[] = []
  steps.forEach(({ events, orders }, i) => {
    const start = T0 + (i + 1) * STEP_MS
    reports.push(...venue.advance((start - 1) as TimeMs))
    for (const event of events) venue.request({ kind: 'market', event: event(start) })
    for (const { order: wanted, offset } of orders.toSorted((a, b) => a.offset - b.offset)) {
      reports.push(...venue.advance((start + offset) as TimeMs))
      const call = wanted(instruments, (start + offset) as TimeMs)
      if (call.kind === 'place') instruments.push(call.terms.instrumentId)
      venue.request(call)
    }
  })
  return [...reports, ...venue.advance((T0 + (steps.length + 2) * STEP_MS) as TimeMs)]
}

it('does what one does that remembers nothing between two calls, whatever the market tells at one instant', () => {
  let fills = 0
  fc.assert(fc.property(fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }), fc.nat(), (steps, seed) => {
    const [fast, plain] = [new SimulatedVenue(settingsOf(seed)), new Forgetful(settingsOf(seed))]
    const reports = live(fast, steps)
    expect(reports).toEqual(live(plain, steps))
    expect(fast.book()).toEqual(plain.book())
    fills += reports.filter(({ report }) => report.kind === 'order-filled').length
  }), { numRuns: 100 })
  expect(fills).toBeGreaterThan(500)
}, 60_000)
