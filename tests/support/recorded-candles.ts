import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { HOUR_MS, MINUTE_MS, ONE_RATE, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { dataFolder } from './recorded.ts'

const STEP = 5 * MINUTE_MS
const INTERVALS = [1, 2, 4, 8].map((hours) => hours * HOUR_MS)
const PRICE_SCALE = 1e8
const QUANTITY_SCALE = 1e3

/** Paths below the data folder of all recorded five-minute candles, the long series first. */
export const fiveMinuteFiles: readonly string[] = globSync('binance-usdm/**/*-5m.csv.gz', { cwd: dataFolder }).map((path) => path.replaceAll('\\', '/')).toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))

const rowsOf = (path: string): number[][] => gunzipSync(readFileSync(join(dataFolder, path))).toString().trim().split('\n').slice(1).map((line) => line.split(',').map(Number))

/** In scaled integers, as the engine has them. */
export function recordedCandles(path: string): CandleValues[] {
  const instrumentId = basename(path).split('-')[0]!
  const scaled = (value: number): number => Math.round(value * PRICE_SCALE)
  return rowsOf(path).map(([openTime, , high, low, close, volume]) => ({
    instrumentId, openTime: openTime as TimeMs, closeTime: (openTime! + STEP) as TimeMs, high: scaled(high!), low: scaled(low!), close: scaled(close!), volume: Math.round(volume! * QUANTITY_SCALE),
  }))
}

/** The settlements beside a candle file; none when there is no such file. The interval is the time since the settlement before, where venues have such an interval. */
export function recordedSettlements(candlePath: string): FundingRate[] {
  const instrumentId = basename(candlePath).split('-')[0]!
  const path = join(dirname(candlePath), `${instrumentId}-funding.csv.gz`)
  if (!existsSync(join(dataFolder, path))) return []
  let intervalMs = 8 * HOUR_MS
  let before = NaN
  return rowsOf(path).map(([fundingTime, rate]) => {
    const apart = Math.round((fundingTime! - before) / HOUR_MS) * HOUR_MS
    if (INTERVALS.includes(apart)) intervalMs = apart
    before = fundingTime!
    return { instrumentId, fundingTime: fundingTime as TimeMs, rate: Math.round(rate! * ONE_RATE) as Rate, intervalMs }
  })
}
