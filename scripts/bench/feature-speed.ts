import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import type { CandleSeries } from '../../src-main/features/candle-series.ts'
import { DISPLAY_FEATURES, FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import type { FeatureTable } from '../../src-main/features/feature-table.ts'
import { REGIME_INSTRUMENT } from '../../src-main/features/regime.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { medianTimes, timed, type Times } from './stopwatch.ts'

export const EVERYTHING: readonly string[] = [...FEATURE_SET_V1, ...DISPLAY_FEATURES]

const STEP = 5 * MINUTE_MS
const FUNDING_MS = 8 * HOUR_MS
/** 2016-01-01. */
const START = 16_801 * DAY_MS
/** So long must settlements be known before the first candle. */
const FUNDING_BEFORE_MS = 31 * DAY_MS

export interface Market {
  readonly series: CandleSeries
  readonly funding: readonly FundingRate[]
}

/** Five-minute candles of BTC, a random walk in whole ticks, with their settlements. */
export function market(count: number): Market {
  const random = new SeededRandom(11)
  const column = (): Float64Array => new Float64Array(count)
  const series = { openTime: column(), closeTime: column(), high: column(), low: column(), close: column(), volume: column() }
  let close = 64_000_00
  for (let index = 0; index < count; index++) {
    const before = close
    close = Math.max(1_000_00, close + Math.round(random.normal() * 6_000))
    series.openTime[index] = START + index * STEP
    series.closeTime[index] = START + (index + 1) * STEP
    series.high[index] = Math.max(before, close) + random.below(4_000)
    series.low[index] = Math.min(before, close) - random.below(4_000)
    series.close[index] = close
    series.volume[index] = random.below(5_000_000)
  }
  const funding: FundingRate[] = []
  for (let time = START - FUNDING_BEFORE_MS; time < START + count * STEP; time += FUNDING_MS) {
    funding.push({ instrumentId: REGIME_INSTRUMENT, fundingTime: time as TimeMs, rate: Math.round(10_000 + 5_000 * random.normal()) as Rate, intervalMs: FUNDING_MS })
  }
  return { series, funding }
}

/** Milliseconds for the whole series, BTC's regime included: into memory that is there, and into new memory. */
export function tableSpeed(names: readonly string[], { series, funding }: Market, runs: number): { readonly reused: Times; readonly fresh: Times; readonly table: FeatureTable } {
  const engine = new FeatureEngine(names)
  const make = (into?: FeatureTable): FeatureTable => engine.table(series, { funding, regime: regimeColumn(series), ...(into ? { into } : {}) })
  const fresh: Times[] = []
  let table = make()
  for (let run = 0; run < runs; run++) fresh.push(timed(() => void (table = make())))
  const reused = Array.from({ length: runs + 1 }, () => timed(() => void make(table))).slice(1)
  return { reused: medianTimes(reused), fresh: medianTimes(fresh), table }
}

/** Microseconds from a closed candle of BTC to its vector, settlements included, after the warm-up. */
export function streamSpeed(names: readonly string[], { series, funding }: Market, { candles, runs }: { readonly candles: number; readonly runs: number }): Times {
  const told = Array.from({ length: candles }, (_, index): CandleValues => ({
    instrumentId: REGIME_INSTRUMENT, openTime: series.openTime[index]! as TimeMs, closeTime: series.closeTime[index]! as TimeMs,
    high: series.high[index]!, low: series.low[index]!, close: series.close[index]!, volume: series.volume[index]!,
  }))
  return medianTimes(Array.from({ length: runs + 1 }, () => oneStream(names, told, funding)).slice(1))
}

function oneStream(names: readonly string[], told: readonly CandleValues[], funding: readonly FundingRate[]): Times {
  const engine = new FeatureEngine(names)
  const feed = (candles: readonly CandleValues[], from: number): number => {
    let settled = from
    for (const candle of candles) {
      while (settled < funding.length && funding[settled]!.fundingTime < candle.closeTime) engine.settle(funding[settled++]!)
      engine.update(candle)
    }
    return settled
  }
  const warm = Math.floor(told.length / 4)
  const settled = feed(told.slice(0, warm), 0)
  const rest = told.slice(warm)
  const { wall, cpu } = timed(() => feed(rest, settled))
  return { wall: (1_000 * wall) / rest.length, cpu: (1_000 * cpu) / rest.length }
}
