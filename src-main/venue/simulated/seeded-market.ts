import { powerOfTen } from '../../../src-shared/domain/decimal.ts'
import type { Candle, FundingRate, MarkPrice } from '../../../src-shared/domain/candle.ts'
import type { MarketEvent } from '../../../src-shared/domain/event.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { HOUR_MS, RATE_DECIMALS, type Price, type Quantity, type Rate, type TimeMs } from '../../../src-shared/domain/units.ts'
import { SeededRandom, seedOf } from '../../base/seeded-random.ts'
import { CANDLE_MS, drawShock, dynamicsOf, moveCommon, moveSlow, type CommonState, type Dynamics, type InstrumentState } from './seeded-market-dynamics.ts'
import { demoInstruments, marketProfiles, type MarketProfile } from './seeded-market-instruments.ts'

export interface SeededMarketOptions {
  readonly seed: number
  /** On the five-minute grid. */
  readonly startTime: TimeMs
  /** The five of the demo unless told. */
  readonly instruments?: number
  /** 5,000 unless told; a divisor of five minutes. */
  readonly stepMs?: number
  /** 'none' has the same noise and no drift at all. 'trend' unless told. */
  readonly edge?: 'trend' | 'none'
  /** Drift of a trend in deviations of an hour's return, an hour. */
  readonly edgeStrength?: number
}

/** Receives what happens. Without `priceMarked` nothing is allocated for it. */
export interface MarketVisitor {
  candleClosed(candle: Candle): void
  fundingSettled(funding: FundingRate): void
  priceMarked?(mark: MarkPrice): void
}

/** All there is to know between two steps: plain JSON, to be given to `SeededMarket.resume`. */
export interface SeededMarketState {
  readonly options: string
  readonly time: TimeMs
  readonly noise: number
  readonly slow: number
  readonly common: CommonState
  readonly instruments: readonly (InstrumentState & FormingCandle)[]
}

interface FormingCandle {
  open: number
  high: number
  low: number
  close: number
  volume: number
  /** Close of the candle before. */
  before: number
}

/** One instrument with what never changes about it. */
interface Walker {
  readonly instrument: Instrument
  readonly profile: MarketProfile
  readonly state: InstrumentState & FormingCandle
  readonly tick: number
  readonly priceMax: number
  readonly quantityScale: number
  readonly loading: number
  readonly rest: number
}

const EDGE_STRENGTH = 3.5
const FUNDING_MS = 8 * HOUR_MS
/** Binance's: interest of 0.01 % a settlement, the premium's pull limited to 0.05 % of it, the whole to 0.3 %. */
const INTEREST = 0.0001
const PULL_MAX = 0.0005
const FUNDING_MAX = 0.003
/** The mark wanders about the price by half a basis point. */
const MARK_KEPT = 0.9
const MARK_SPREAD = 0.00008

/**
 * A market from a seed: correlated perpetuals with regimes, clustered volatility, jumps, funding and, unless switched off, trends.
 * Pure: the same options give the same events, bit for bit, on every machine. docs/demo-market.md describes the model.
 */
export class SeededMarket {
  readonly instruments: readonly Instrument[]
  readonly #fingerprint: string
  readonly #stepMs: number
  readonly #dynamics: Dynamics
  readonly #walkers: readonly Walker[]
  readonly #common: CommonState
  #noise: SeededRandom
  #slow: SeededRandom
  #time: TimeMs

  /** Throws RangeError for options that make no market. */
  constructor(options: SeededMarketOptions) {
    const { seed, startTime, instruments = 5, stepMs = 5_000, edge = 'trend', edgeStrength = EDGE_STRENGTH } = options
    if (startTime % CANDLE_MS !== 0) throw new RangeError('a seeded market starts on the five-minute grid')
    if (!Number.isSafeInteger(stepMs) || stepMs < 1 || CANDLE_MS % stepMs !== 0) throw new RangeError(`${stepMs} ms does not divide five minutes`)
    this.#fingerprint = JSON.stringify([seed, startTime, instruments, stepMs, edge, edge === 'none' ? 0 : edgeStrength])
    this.#stepMs = stepMs
    this.#dynamics = dynamicsOf(stepMs, edge === 'none' ? 0 : edgeStrength)
    this.instruments = demoInstruments(instruments)
    this.#walkers = marketProfiles(instruments).map((profile, index) => newWalker(this.instruments[index]!, profile))
    this.#common = { regime: 1, logVolatility: 0 }
    this.#noise = new SeededRandom(seedOf('seeded-market', 'noise', seed))
    this.#slow = new SeededRandom(seedOf('seeded-market', 'slow', seed))
    this.#time = startTime
  }

  /** Goes on from a state as if nothing had been between. Throws RangeError when the state is of a market with other options. */
  static resume(options: SeededMarketOptions, state: SeededMarketState): SeededMarket {
    const market = new SeededMarket(options)
    if (market.#fingerprint !== state.options) throw new RangeError(`this state belongs to another seeded market: ${state.options}, not ${market.#fingerprint}`)
    market.#time = state.time
    market.#noise = new SeededRandom(state.noise)
    market.#slow = new SeededRandom(state.slow)
    Object.assign(market.#common, state.common)
    market.#walkers.forEach((walker, index) => Object.assign(walker.state, state.instruments[index]))
    return market
  }

  /** The time of the last step; the start time before the first. */
  get time(): TimeMs {
    return this.#time
  }

  state(): SeededMarketState {
    const instruments = this.#walkers.map(({ state }) => ({ ...state }))
    return { options: this.#fingerprint, time: this.#time, noise: this.#noise.state, slow: this.#slow.state, common: { ...this.#common }, instruments }
  }

  /** One step, and what can be seen of it, in the order of publication: closed candles of all, then funding, then prices. */
  step(): readonly MarketEvent[] {
    const events: MarketEvent[] = []
    const time = (this.#time + this.#stepMs) as TimeMs
    this.stepInto({
      candleClosed: (candle) => events.push({ kind: 'candle-closed', time, candle }),
      fundingSettled: (funding) => events.push({ kind: 'funding-settled', time, funding }),
      priceMarked: (mark) => events.push({ kind: 'price-marked', time, mark }),
    })
    return events
  }

  /** The same step without the events. */
  stepInto(visitor: MarketVisitor): void {
    if (this.#time % CANDLE_MS === 0) this.#beginCandle()
    const shock = drawShock(this.#noise, this.#dynamics.commonJumpChance, this.#dynamics)
    for (const walker of this.#walkers) walk(walker, shock, this.#dynamics, this.#noise)
    this.#time = (this.#time + this.#stepMs) as TimeMs
    if (this.#time % CANDLE_MS === 0) for (const walker of this.#walkers) visitor.candleClosed(closeCandle(walker, this.#time))
    if (this.#time % FUNDING_MS === 0) for (const walker of this.#walkers) visitor.fundingSettled(settleFunding(walker, this.#time))
    if (visitor.priceMarked) for (const walker of this.#walkers) visitor.priceMarked(quote(walker, this.#time))
  }

  /** Goes on to `until` by the very same steps and gives what an archive keeps of them. */
  history(until: TimeMs): { readonly candles: readonly Candle[]; readonly funding: readonly FundingRate[] } {
    const candles: Candle[] = []
    const funding: FundingRate[] = []
    const visitor: MarketVisitor = { candleClosed: (candle) => candles.push(candle), fundingSettled: (rate) => funding.push(rate) }
    while (this.#time + this.#stepMs <= until) this.stepInto(visitor)
    return { candles, funding }
  }

  #beginCandle(): void {
    moveCommon(this.#common, this.#slow)
    for (const { state, profile } of this.#walkers) {
      const deviation = state.stepVolatility * Math.sqrt(CANDLE_MS / this.#stepMs)
      const lastReturn = state.close === 0 || state.before === 0 ? 0 : (state.close / state.before - 1) / deviation
      moveSlow(state, profile, { dynamics: this.#dynamics, common: this.#common, time: this.#time, lastReturn }, this.#slow)
      state.before = state.close
      state.open = 0
      state.volume = 0
    }
  }
}

function newWalker(instrument: Instrument, profile: MarketProfile): Walker {
  const { priceLadder, priceMax } = instrument.versions[0]!.rules
  const scale = powerOfTen(instrument.versions[0]!.priceDecimals)
  const slow = { logVolatility: 0, trend: 0, premium: 0, premiumSum: 0, premiumCount: 0, deviation: 0, stepVolatility: 0, stepDrift: 0, activity: 0 }
  const forming = { open: 0, high: 0, low: 0, close: 0, volume: 0, before: 0 }
  return {
    instrument, profile, state: { price: profile.startPrice * scale, ...slow, ...forming }, tick: priceLadder[0]!.tick, priceMax,
    quantityScale: powerOfTen(profile.quantityDecimals), loading: profile.commonLoading, rest: Math.sqrt(1 - profile.commonLoading * profile.commonLoading),
  }
}

/** One step of one price: a martingale but for the drift, kept away from the ends of the allowed prices. */
function walk(walker: Walker, common: number, dynamics: Dynamics, random: SeededRandom): void {
  const { state, tick } = walker
  const shock = walker.loading * common + walker.rest * drawShock(random, dynamics.jumpChance, dynamics)
  const moved = state.price * (1 + state.stepVolatility * shock + state.stepDrift)
  state.price = Math.min(Math.max(moved, 100 * tick), walker.priceMax / 2)
  state.deviation = MARK_KEPT * state.deviation + MARK_SPREAD * (random.uniform() - 0.5)
  const traded = Math.round(state.price / tick) * tick
  const volume = Math.max(1, Math.floor(state.activity * walker.quantityScale * (0.25 + 0.75 * Math.abs(shock)) * (0.5 + random.uniform())))
  if (state.open === 0) state.open = state.high = state.low = traded
  if (traded > state.high) state.high = traded
  if (traded < state.low) state.low = traded
  state.close = traded
  state.volume += volume
}

function closeCandle({ instrument, state }: Walker, closeTime: TimeMs): Candle {
  return {
    instrumentId: instrument.instrumentId, intervalMs: CANDLE_MS, openTime: (closeTime - CANDLE_MS) as TimeMs, closeTime,
    open: state.open as Price, high: state.high as Price, low: state.low as Price, close: state.close as Price, volume: state.volume as Quantity,
  }
}

function settleFunding({ instrument, state }: Walker, fundingTime: TimeMs): FundingRate {
  const premium = state.premiumCount === 0 ? 0 : state.premiumSum / state.premiumCount
  const pull = Math.min(Math.max(INTEREST - premium, -PULL_MAX), PULL_MAX)
  const rate = Math.min(Math.max(premium + pull, -FUNDING_MAX), FUNDING_MAX)
  state.premiumSum = 0
  state.premiumCount = 0
  return { instrumentId: instrument.instrumentId, fundingTime, rate: (Math.round(rate * powerOfTen(RATE_DECIMALS)) + 0) as Rate, intervalMs: FUNDING_MS }
}

function quote({ instrument, state, tick }: Walker, asOf: TimeMs): MarkPrice {
  const bid = Math.floor(state.price / tick) * tick
  return { instrumentId: instrument.instrumentId, asOf, mark: Math.round(state.price * (1 + state.deviation)) as Price, bid: bid as Price, ask: (bid + tick) as Price }
}
