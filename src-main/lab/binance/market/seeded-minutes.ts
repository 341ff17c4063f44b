import { powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import type { Candle, FundingRate, MarkPrice } from '../../../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { seedOf } from '../../../base/seeded-random.ts'
import { SeededMarket, type MarketVisitor } from '../../../venue/simulated/seeded-market.ts'
import { marketProfiles } from '../../../venue/simulated/seeded-market-instruments.ts'
import { mixed } from './mixed.ts'
import { TRADES_MAX, type LabSymbol, type Minute, type MinuteSource } from './minute-source.ts'

export interface SeededMinutesOptions {
  readonly seed: number
  readonly instruments: number
  /** There is history of at least so many days before this time. */
  readonly startTime: TimeMs
  readonly historyDays: number
  /** The market begins exactly then instead: a server that is started again goes on with the same prices. */
  readonly begins?: TimeMs | undefined
  readonly edge?: 'trend' | 'none'
}

/** One instrument's minutes, as far as the market has gone. Index 0 is the instant the market begins, without a volume. */
interface Series {
  readonly labSymbol: LabSymbol
  readonly key: number
  /** Price units a minute, typically. */
  readonly noise: number
  bid: Float64Array
  mark: Float64Array
  volume: Float64Array
  readonly funding: Map<number, Rate>
}

const FUNDING_HOURS = [8, 8, 8, 4, 1]
const PART = 5
const MINUTES_PER_YEAR = 365 * 24 * 60
const LEAST_VOLUME = 600
const BASIC_RATE = 10_000

/**
 * Prices of the invented market (`venue/simulated/seeded-market.ts`), which goes in steps of a minute, with up to sixty trades between two steps that
 * follow from seed, instrument and minute alone. So a year of candles is there at once, and any minute can be asked for at any time.
 */
export class SeededMinutes implements MinuteSource {
  readonly symbols: readonly LabSymbol[]
  readonly #market: SeededMarket
  readonly #firstMinute: number
  readonly #series: readonly Series[]
  readonly #visitor: MarketVisitor

  constructor({ seed, instruments, startTime, historyDays, begins = beginning(startTime, historyDays), edge = 'trend' }: SeededMinutesOptions) {
    this.#firstMinute = begins / MINUTE_MS
    this.#market = new SeededMarket({ seed, startTime: begins, instruments, stepMs: MINUTE_MS, edge })
    const profiles = marketProfiles(instruments)
    this.#series = this.#market.instruments.map((instrument, index) => {
      const { quantityDecimals, rules } = instrument.versions[0]!
      const tickDecimals = Math.max(0, -profiles[index]!.tickExponent)
      // As there: precisions are the most decimals there can be, not the tick.
      const pricePrecision = index % 2 === 0 ? Math.max(2, tickDecimals + (index > 0 ? 1 : 0)) : tickDecimals
      const tick = rules.priceLadder[0]!.tick / powerOfTen(8 - pricePrecision)
      const labSymbol: LabSymbol = { symbol: instrument.symbol, instrument, pricePrecision, quantityPrecision: quantityDecimals, tick, fundingHours: FUNDING_HOURS[index % FUNDING_HOURS.length]!, onboardDate: begins }
      const noise = (profiles[index]!.startPrice * powerOfTen(pricePrecision) * profiles[index]!.annualVolatility) / Math.sqrt(MINUTES_PER_YEAR)
      const room = Math.ceil((startTime - begins) / DAY_MS + 3) * 1_440
      const series: Series = { labSymbol, key: seedOf('lab', seed, instrument.symbol), noise, bid: new Float64Array(room), mark: new Float64Array(room), volume: new Float64Array(room), funding: new Map() }
      const start = Math.floor((profiles[index]!.startPrice * powerOfTen(pricePrecision)) / tick) * tick
      series.bid[0] = start
      series.mark[0] = start * powerOfTen(8 - pricePrecision)
      return series
    })
    this.symbols = this.#series.map(({ labSymbol }) => labSymbol)
    const byId = new Map(this.#series.map((series) => [series.labSymbol.instrument.instrumentId, series]))
    this.#visitor = {
      candleClosed: (candle) => this.#keepVolume(byId.get(candle.instrumentId)!, candle),
      fundingSettled: (funding) => keepFunding(byId.get(funding.instrumentId)!, funding),
      priceMarked: (mark) => this.#keepPrice(byId.get(mark.instrumentId)!, mark),
    }
  }

  fill(index: number, minute: number, into: Minute): void {
    const series = this.#series[index]!
    const at = minute - this.#firstMinute
    into.count = 0
    if (at < 0) return
    this.#goOnTo((minute + 1) * MINUTE_MS)
    const key = mixed(series.key ^ Math.imul(minute, 0x9e3779b1))
    into.count = TRADES_MAX
    into.firstTrade = at * TRADES_MAX
    fillPrices(series, at, key, into)
    fillQuantities(series.volume[at + 1]!, into)
  }

  fundingRate(index: number, settlement: TimeMs): Rate | undefined {
    const { labSymbol, funding, key } = this.#series[index]!
    const interval = labSymbol.fundingHours * HOUR_MS
    if (settlement % interval !== 0 || settlement <= this.#firstMinute * MINUTE_MS) return undefined
    const whole = Math.ceil(settlement / (8 * HOUR_MS)) * 8 * HOUR_MS
    this.#goOnTo(whole)
    const rate = funding.get(whole) ?? BASIC_RATE
    if (labSymbol.fundingHours === 8) return rate as Rate
    return (Math.round((rate * labSymbol.fundingHours) / 8) + ((mixed(key ^ (settlement / HOUR_MS)) >>> 0) % 401) - 200) as Rate
  }

  #goOnTo(time: number): void {
    // Volumes are known by the five minutes.
    const wanted = Math.ceil(time / (PART * MINUTE_MS)) * PART * MINUTE_MS
    while (this.#market.time < wanted) this.#market.stepInto(this.#visitor)
  }

  #keepPrice(series: Series, { asOf, bid, mark }: MarkPrice): void {
    const at = asOf / MINUTE_MS - this.#firstMinute
    if (at + PART >= series.bid.length) grow(series)
    series.bid[at] = bid / powerOfTen(8 - series.labSymbol.pricePrecision)
    series.mark[at] = mark
  }

  /** The volume of five minutes, exactly, in five parts. */
  #keepVolume(series: Series, { openTime, volume }: Candle): void {
    const at = openTime / MINUTE_MS - this.#firstMinute
    const all = Math.max(volume, LEAST_VOLUME)
    const even = all / PART
    let given = 0
    for (let part = 0; part < PART; part++) {
      // What one minute has less, the next ones have more.
      const until = part === PART - 1 ? all : Math.floor(even * (part + 1) - (even * (mixed(series.key + at + part) & 127)) / 256)
      series.volume[at + part + 1] = until - given
      given = until
    }
  }
}

/** A grid of a quarter of the history, at least a day: servers that start at about the same time have the same past. */
function beginning(startTime: TimeMs, historyDays: number): TimeMs {
  const grid = Math.max(1, Math.round(historyDays / 4)) * DAY_MS
  return (Math.floor((startTime - historyDays * DAY_MS) / grid) * grid) as TimeMs
}

function keepFunding({ funding }: Series, { fundingTime, rate }: FundingRate): void {
  funding.set(fundingTime, rate)
}

function grow(series: Series): void {
  for (const column of ['bid', 'mark', 'volume'] as const) {
    const wider = new Float64Array(2 * series[column].length)
    wider.set(series[column])
    series[column] = wider
  }
}

/** From one step of the market to the next, on a way that wanders as the market does, and marks as far from it as at its ends. */
function fillPrices({ labSymbol, noise, bid, mark }: Series, at: number, key: number, into: Minute): void {
  const { tick, pricePrecision } = labSymbol
  const [from, to] = [bid[at]!, bid[at + 1]!]
  const wandered = wander(key, into)
  const spread = (noise * Math.sqrt(6)) / Math.sqrt(TRADES_MAX) / tick
  const [start, step] = [from / tick, (to - from) / tick / TRADES_MAX - (spread * wandered) / TRADES_MAX]
  const unit = powerOfTen(8 - pricePrecision)
  const first = mark[at]! / (from * unit)
  const each = (mark[at + 1]! / (to * unit) - first) / TRADES_MAX
  const { price, bid: bids, mark: marks, isBuyerMaker } = into
  for (let i = 0; i < TRADES_MAX; i++) {
    const best = Math.max(1, Math.floor(start + step * (i + 1) + spread * price[i]! + 0.5)) * tick
    bids[i] = best
    price[i] = best + tick - tick * isBuyerMaker[i]!
    marks[i] = Math.floor(best * unit * (first + each * (i + 1)) + 0.5)
  }
}

/** A walk without a goal, left in `price`; times, sides and shares of the volume, left in `quantity`, come of the same chance. Gives where it ended. */
function wander(key: number, into: Minute): number {
  const { price, offset, isBuyerMaker, quantity } = into
  let [sum, share] = [0, 0]
  for (let i = 0; i < TRADES_MAX; i++) {
    const chance = mixed((key + Math.imul(i, 0x85ebca6b)) | 0)
    sum += ((chance & 0xffff) + (chance >>> 16) - 65_535) / 65_536
    price[i] = sum
    offset[i] = i * 1_000 + (chance & 511)
    isBuyerMaker[i] = (chance >>> 9) & 1
    const weight = 1 + ((chance >>> 12) & 15)
    share += weight * weight
    quantity[i] = share
  }
  return sum
}

/** Shares of the volume as whole units, at least one each. */
function fillQuantities(volume: number, { quantity }: Minute): void {
  const each = volume / quantity[TRADES_MAX - 1]!
  let given = 0
  for (let i = 0; i < TRADES_MAX; i++) {
    const until = Math.floor(quantity[i]! * each)
    quantity[i] = Math.max(1, until - given)
    given = until
  }
}
