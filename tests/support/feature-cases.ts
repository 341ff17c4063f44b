import type { FundingRate } from '../../src-shared/domain/candle.ts'
import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import { HOUR_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { DISPLAY_FEATURES, FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'

export const EVERYTHING: readonly string[] = [...FEATURE_SET_V1, ...DISPLAY_FEATURES]

/** Vectors of one instrument, ascending by time. */
export interface Rows {
  /** Close times. */
  readonly times: readonly number[]
  /** Bits, not numbers: NaN and −0 count too. */
  readonly bits: readonly string[]
}

const bitsOf = (values: ArrayLike<number>): string => Buffer.from(Float64Array.from(values).buffer).toString('hex')

export const rowsOf = (vectors: readonly FeatureVector[]): Rows => ({ times: vectors.map(({ asOf }) => asOf), bits: vectors.map(({ values }) => bitsOf(values)) })

/** The time of the first row that differs; whole tables in a failure message would take minutes to print. */
export function firstDifference(first: Rows, second: Rows): number | string | undefined {
  if (first.bits.length !== second.bits.length) return `${first.bits.length} and ${second.bits.length} rows`
  const row = first.bits.findIndex((bits, index) => bits !== second.bits[index] || first.times[index] !== second.times[index])
  return first.times[row]
}

/** What features are made of: candles of one instrument and its settlements, and BTC's candles. */
export interface Inputs {
  readonly own: readonly CandleValues[]
  readonly btc: readonly CandleValues[]
  readonly funding: readonly FundingRate[]
}

export function batch(names: readonly string[], { own, btc, funding }: Inputs): Rows {
  const { openTimes, values } = new FeatureEngine(names).columns(own, { funding, regime: regimeColumn(seriesOf(btc)) })
  const closeTimes = new Map(own.map(({ openTime, closeTime }) => [openTime as number, closeTime as number]))
  return { times: Array.from(openTimes, (time) => closeTimes.get(time)!), bits: Array.from(openTimes, (_, row) => bitsOf(values.map((column) => column[row]!))) }
}

/** Candles at their close, settlements from their time on and before the next candle; in what order within that, chance says. */
export function streamed(names: readonly string[], { own, btc, funding }: Inputs, seed = 1): Rows {
  const random = new SeededRandom(seed)
  const engine = new FeatureEngine(names)
  const candles = own === btc ? own : [...own, ...btc]
  const told = [...candles.map((candle) => ({ time: candle.closeTime as number, candle })), ...funding.map((settlement) => ({ time: Math.floor(settlement.fundingTime / 60_000) * 60_000, settlement }))]
  const order = told.map((event) => ({ event, chance: random.uniform() })).toSorted((a, b) => a.event.time - b.event.time || a.chance - b.chance)
  const vectors: FeatureVector[] = []
  for (const { event } of order) {
    if ('settlement' in event) engine.settle(event.settlement)
    else {
      const vector = engine.update(event.candle)
      vectors.push(...(vector ? [vector] : []), ...engine.released)
    }
  }
  return rowsOf(vectors.filter(({ instrumentId }) => instrumentId === own[0]?.instrumentId))
}

export interface Walk {
  readonly instrumentId: string
  readonly length: number
  readonly stepMs: number
  readonly from: number
  /** Before which candle one is missing. */
  readonly gapAt?: number
}

/** In whole ticks, with flat stretches, short and long, jumps and idle candles. */
export function walk(random: SeededRandom, { instrumentId, length, stepMs, from, gapAt }: Walk): CandleValues[] {
  let [time, close] = [from, 1_000_000]
  let flat = 0
  return Array.from({ length }, (_, index) => {
    if (index === gapAt) time += stepMs
    if (random.below(1_500) === 0) flat = random.below(3) === 0 ? 2_500 : 60
    flat = Math.max(0, flat - 1)
    const moved = flat > 0 || random.below(6) === 0 ? 0 : Math.round(random.normal() * 4_000 * (random.below(50) === 0 ? 10 : 1))
    const before = close
    close = Math.max(1_000, close + moved)
    const openTime = time
    time += stepMs
    const [high, low] = flat > 0 ? [close, close] : [Math.max(before, close) + random.below(300), Math.min(before, close) - random.below(300)]
    return { instrumentId, openTime: openTime as TimeMs, closeTime: time as TimeMs, high, low, close, volume: flat > 0 ? 0 : random.below(1_000_000) }
  })
}

/** Every 8, 4, 2 or 1 hours, for a while each, some milliseconds late, now and then one missing. */
export function settlements(random: SeededRandom, instrumentId: string, from: number, to: number): FundingRate[] {
  const all: FundingRate[] = []
  let intervalMs = 8 * HOUR_MS
  for (let time = Math.ceil(from / (8 * HOUR_MS)) * 8 * HOUR_MS; time < to; time += intervalMs) {
    const rate = (random.below(3) === 0 ? 10_000 : Math.round(random.normal() * 20_000)) as Rate
    if (random.below(500) !== 0) all.push({ instrumentId, fundingTime: (time + random.below(30)) as TimeMs, rate, intervalMs })
    if (time % (8 * HOUR_MS) === 0 && random.below(40) === 0) intervalMs = HOUR_MS * [1, 2, 4, 8][random.below(4)]!
  }
  return all
}
