import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandlePath } from '../../src-shared/domain/event.ts'
import type { Instrument, MarginTier } from '../../src-shared/domain/instrument.ts'
import type { Fill } from '../../src-shared/domain/order.ts'
import type { Amount, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport } from '../../src-main/venue/timed-venue.port.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { approved, closing, funded, listed, market, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'

const NAMES = ['BTCUSDT', 'ETHUSDT'] as const
const STEP_MS = 300_000

type Prices = readonly [open: number, high: number, low: number, close: number]

type Action =
  | { readonly kind: 'market'; readonly side: 'buy' | 'sell'; readonly quantity: number; readonly reduceOnly: boolean }
  | { readonly kind: 'closing'; readonly side: 'buy' | 'sell'; readonly type: 'stop-market' | 'take-profit-market'; readonly trigger: number }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'mark'; readonly price: number }
  | { readonly kind: 'candle'; readonly minutes: readonly Prices[]; readonly inside: boolean; readonly marks: readonly Prices[]; readonly still: boolean }
  | { readonly kind: 'funding'; readonly rate: number }
  | { readonly kind: 'hand'; readonly side: 'buy' | 'sell'; readonly quantity: number }

const side = fc.constantFrom('buy' as const, 'sell' as const)
const price = fc.integer({ min: 3_000, max: 9_000 }).map((tenths) => tenths / 10)
const quantity = fc.integer({ min: 1, max: 4_000 })
const prices = fc.tuple(price, price, price, price).map(([a, b, c, d]): Prices => [a, Math.max(a, b, c, d), Math.min(a, b, c, d), d])
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('market' as const), side, quantity, reduceOnly: fc.boolean() }),
  fc.record({ kind: fc.constant('market' as const), side, quantity, reduceOnly: fc.boolean() }),
  fc.record({ kind: fc.constant('closing' as const), side, type: fc.constantFrom('stop-market' as const, 'take-profit-market' as const), trigger: price }),
  fc.record({ kind: fc.constant('cancel' as const), number: fc.nat(20) }),
  fc.record({ kind: fc.constant('mark' as const), price }),
  fc.record({
    kind: fc.constant('candle' as const), minutes: fc.array(prices, { minLength: 5, maxLength: 5 }), inside: fc.boolean(),
    marks: fc.oneof(fc.constant([]), fc.array(prices, { minLength: 1, maxLength: 1 }), fc.array(prices, { minLength: 5, maxLength: 5 })), still: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
  fc.record({ kind: fc.constant('funding' as const), rate: fc.integer({ min: -300_000, max: 300_000 }) }),
  fc.record({ kind: fc.constant('hand' as const), side, quantity }),
)

/** An action, on which instrument, and where in its five minutes. */
const step = fc.record({ action, instrument: fc.nat(1), offset: fc.nat(STEP_MS - 1) })
const story = fc.array(step, { minLength: 5, maxLength: 60 })
type Story = readonly { readonly action: Action; readonly instrument: number; readonly offset: number }[]

const settingsOf = (seed: number, more: Partial<VenueSettings> = {}): VenueSettings => ({
  ...plainSettings, seed, leverage: 20, latency: { toVenueMs: 30, fromVenueMs: 20, jitterMs: 40 }, slippage: 30_000 as Rate, halfSpread: 5_000 as Rate,
  topOfBook: { least: 100_00000000 as Amount, most: 600_00000000 as Amount }, rejectionRate: 0.05, ...more,
})

/** Small brackets, and a fee that a position may survive: liquidations go through several steps. */
function bracketed(name: string): Instrument {
  const plain = instrumentNamed(name)
  const tier = (floor: number, cap: number, rate: number, deduction: number): MarginTier => ({ floor: floor as Amount, cap: cap as Amount, maintenanceRate: rate as Rate, deduction: deduction as Amount, leverageMax: 125 })
  // Deductions: 300 × .6 % = 1.8, and 900 × 3 % more.
  const marginTiers = [tier(0, 300_00000000, 400_000, 0), tier(300_00000000, 900_00000000, 1_000_000, 1_80000000), tier(900_00000000, 900_000_00000000, 4_000_000, 28_80000000)]
  return { ...plain, versions: plain.versions.map((version) => ({ ...version, marginTiers, fees: { ...version.fees, liquidation: 20_000 as Rate } })) }
}

function open<Venue extends SimulatedVenue = SimulatedVenue>(settings: VenueSettings, Kind = SimulatedVenue as unknown as new (settings: VenueSettings) => Venue): Venue {
  const venue = new Kind(settings)
  for (const name of NAMES) {
    venue.market(listed(bracketed(name)))
    venue.market(marked(T0, 600, name))
  }
  return venue
}

/** Whole candles of so many parts of one, and the one that they make up. */
function wayOf({ minutes, inside, marks, still }: Extract<Action, { kind: 'candle' }>, start: number, instrumentId: string): CandlePath {
  const partsOf = (all: readonly Prices[]): Candle[] => all.map((one, i) => {
    const intervalMs = STEP_MS / all.length
    const openTime = (start + i * intervalMs) as TimeMs
    return { ...path(openTime, one, instrumentId).candle, intervalMs, closeTime: (openTime + intervalMs) as TimeMs }
  })
  const whole = path(start, [minutes[0]![0], Math.max(...minutes.map(([, high]) => high)), Math.min(...minutes.map(([, , low]) => low)), minutes.at(-1)![3]], instrumentId)
  return { ...whole, candle: { ...whole.candle, volume: (still ? 0 : 1_000) as Quantity }, ...(inside && { parts: partsOf(minutes) }), ...(marks.length > 0 && { marks: partsOf(marks) }) }
}

function act(venue: SimulatedVenue, { action, instrument, offset }: Story[number], index: number): readonly TimedReport[] {
  const start = T0 + (index + 1) * STEP_MS
  const instrumentId = NAMES[instrument] ?? 'BTCUSDT'
  const sentAt = (start + offset) as TimeMs
  if (action.kind === 'candle') venue.market(wayOf(action, start, instrumentId))
  if (action.kind === 'mark') venue.market(marked(start, action.price, instrumentId))
  if (action.kind === 'funding') venue.market(funded(start, action.rate, instrumentId))
  if (action.kind === 'market') venue.place(approved(`o${index}`, market(action.side, action.quantity, { instrumentId, reduceOnly: action.reduceOnly })), sentAt)
  if (action.kind === 'closing') venue.place(approved(`o${index}`, { ...closing(action.side, action.type, action.trigger), instrumentId }), sentAt)
  if (action.kind === 'cancel') venue.cancel(instrumentId, `o${action.number}`, sentAt)
  if (action.kind === 'hand') venue.tradeByHand({ instrumentId, side: action.side, quantity: action.quantity as Quantity, time: sentAt })
  return venue.advance((start + STEP_MS - 1) as TimeMs)
}

const tell = (venue: SimulatedVenue, steps: Story, from = 0): TimedReport[] => steps.flatMap((one, i) => [...act(venue, one, from + i)])
const fillsOf = (reports: readonly TimedReport[]): Fill[] => reports.flatMap(({ report }) => (report.kind === 'order-filled' ? [report.fill] : []))

const signed = ({ side: taken, quantity: size }: Fill): number => (taken === 'buy' ? 1 : -1) * size

/** Money of one fill at 2 + 3 decimals: × 1,000 makes it 8. */
const cash = ({ side: taken, price: at, quantity: size }: Fill): number => (taken === 'buy' ? -1 : 1) * at * size * 1_000

it('holds what was filled, and its wallet is deposit + realized − fees + funding − liquidation fees, to the last unit', async () => {
  await fc.assert(fc.asyncProperty(story, fc.integer(), async (steps, seed) => {
    const settings = settingsOf(seed)
    const venue = open(settings)
    const reports = tell(venue, steps)
    const { wallet, positions, fills, funding, liquidationFees } = await venue.snapshot()
    expect(fills).toEqual(fillsOf(reports))
    for (const name of NAMES) {
      const held = positions.find(({ instrumentId }) => instrumentId === name)?.quantity ?? 0
      expect(fills.filter(({ instrumentId }) => instrumentId === name).reduce((sum, fill) => sum + signed(fill), 0)).toBe(held)
    }
    // Realized = cash in and out, with what is still held counted at its cost.
    const realized = fills.reduce((sum, fill) => sum + cash(fill), 0) + positions.reduce((sum, { cost }) => sum + cost, 0)
    const fees = fills.reduce((sum, { fee }) => sum + fee, 0)
    const settled = [...funding, ...liquidationFees].reduce((sum, { amount }) => sum + amount, 0)
    expect(wallet).toBe(settings.deposit + realized - fees + settled)
  }), { numRuns: 150 })
})

it('never lets a reduce-only or closePosition order turn or enlarge a position', () => {
  fc.assert(fc.property(story, fc.integer(), (steps, seed) => {
    const venue = open(settingsOf(seed))
    const held = new Map<string, number>()
    const only = new Set(steps.flatMap(({ action: { kind, ...rest } }, i) => (kind === 'closing' || ('reduceOnly' in rest && rest.reduceOnly) ? [`o${i}`] : [])))
    for (const fill of fillsOf(tell(venue, steps))) {
      const { instrumentId, clientOrderId, quantity: size } = fill
      const before = held.get(instrumentId) ?? 0
      const after = before + signed(fill)
      if (only.has(clientOrderId)) expect(Math.abs(after) + size).toBe(Math.abs(before))
      held.set(instrumentId, after)
    }
  }), { numRuns: 150 })
})

it('never lets a position outlive its liquidation price, nor a loss its isolated wallet', async () => {
  await fc.assert(fc.asyncProperty(story, fc.integer(), async (steps, seed) => {
    const venue = open(settingsOf(seed, { leverage: 100 }))
    for (const [i, one] of steps.entries()) {
      act(venue, one, i)
      const { listings, wallet } = venue.state()
      for (const { position, quote, path: way, trades } of listings) {
        // Nobody is liquidated while nothing is traded.
        if ((trades ?? way)?.candle.volume === 0) continue
        if (position.quantity > 0) expect(quote!.mark).toBeGreaterThan(position.liquidationPrice)
        if (position.quantity < 0) expect(quote!.mark).toBeLessThan(position.liquidationPrice)
      }
      const tied = listings.reduce((sum, { position }) => sum + position.isolatedWallet, 0)
      const feesMost = venue.history.fills.reduce((sum, { fee }) => sum + fee, 0)
      expect(wallet - tied).toBeGreaterThanOrEqual(-feesMost)
    }
  }), { numRuns: 150 })
})

it('gives the same reports for the same seed, in the order of receipt', () => {
  fc.assert(fc.property(story, fc.integer(), (steps, seed) => {
    const reports = tell(open(settingsOf(seed)), steps)
    expect(tell(open(settingsOf(seed)), steps)).toEqual(reports)
    const times = reports.map(({ receivedAt }) => receivedAt)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  }), { numRuns: 60 })
})

it('goes on from its book as if nothing had happened', async () => {
  await fc.assert(fc.asyncProperty(story, fc.integer(), fc.nat(60), fc.nat(STEP_MS), async (steps, seed, cut, inside) => {
    const whole = open(settingsOf(seed))
    const split = Math.min(cut, steps.length)
    tell(whole, steps.slice(0, split))
    // An order and a path are under way at the moment of the split.
    const time = T0 + (split + 1) * STEP_MS
    whole.market(path(time, [600, 640, 560, 610]))
    whole.place(approved('under-way', market('buy', 50)), (time + inside) as TimeMs)
    const before = whole.book()
    const restored = new SimulatedVenue(settingsOf(seed), whole.book())
    const rest = steps.slice(split)
    expect(tell(restored, rest, split + 1)).toEqual(tell(whole, rest, split + 1))
    expect(restored.book()).toEqual(whole.book())
    expect(await restored.snapshot()).toEqual(await whole.snapshot())
    expect(before.state.inFlight.length).toBeGreaterThan(0)
  }), { numRuns: 100 })
})

/** The same calls, but time comes in many small steps. */
class Hurried extends SimulatedVenue {
  parts = 1

  override advance(until: TimeMs): readonly TimedReport[] {
    const from = this.time
    return Array.from({ length: this.parts }, (_, i) => super.advance(Math.floor(from + ((until - from) * (i + 1)) / this.parts) as TimeMs)).flat()
  }
}

it('does not depend on how often it is advanced', () => {
  fc.assert(fc.property(story, fc.integer(), fc.integer({ min: 2, max: 40 }), (steps, seed, parts) => {
    const often = open(settingsOf(seed), Hurried)
    often.parts = parts
    expect(tell(often, steps)).toEqual(tell(open(settingsOf(seed)), steps))
  }), { numRuns: 60 })
})
