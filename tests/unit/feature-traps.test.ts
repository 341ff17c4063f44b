import { expect, it } from 'vitest'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { FEATURE_SET_V1, featureSetHash, featuresNamed } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { settlements, walk } from '../support/feature-cases.ts'

// What naive versions of these features got wrong.

const FROM = 19_000 * DAY_MS
const LENGTH = 4_700
const random = new SeededRandom(31)
const own = walk(random, { instrumentId: 'AAA', length: LENGTH, stepMs: HOUR_MS, from: FROM })
const btc = walk(random, { instrumentId: 'BTCUSDT', length: LENGTH, stepMs: HOUR_MS, from: FROM })
const funding = settlements(random, 'AAA', FROM, FROM + LENGTH * HOUR_MS)
const regime = regimeColumn(seriesOf(btc))

it('ADX is a mean of 14 and not their sum: never above 100, and not stuck near 0', () => {
  const adx = new FeatureEngine(['adx_14']).columns(own).values[0]!.filter((value) => !Number.isNaN(value))
  expect(Math.max(...adx)).toBeLessThanOrEqual(100)
  expect(Math.max(...adx)).toBeGreaterThan(50)
  expect(Math.min(...adx)).toBeGreaterThanOrEqual(0)
})

it('no input of a model has the scale of prices or volumes: the same market in other units gives the same', () => {
  const scaled = own.map((candle) => ({ ...candle, high: candle.high * 1_000, low: candle.low * 1_000, close: candle.close * 1_000, volume: candle.volume * 64 }))
  const tables = [own, scaled].map((candles) => new FeatureEngine(FEATURE_SET_V1).columns(candles, { funding, regime }))
  for (const [place, name] of FEATURE_SET_V1.entries()) {
    const [first, second] = tables.map(({ values }) => values[place]!) as [Float64Array, Float64Array]
    const apart = first.findIndex((value, row) => !(Number.isNaN(value) && Number.isNaN(second[row]!)) && !(Math.abs(value - second[row]!) <= 1e-9 * Math.max(1, Math.abs(value))))
    expect(apart, name).toBe(-1)
  }
})

it('raw averages, bands and MACD never reach a model, whatever the instrument', () => {
  for (const name of ['ema_21', 'atr_14', 'bb_upper_20', 'volume_ma_12']) expect(() => featureSetHash([name]), name).toThrow(RangeError)
  expect(() => featuresNamed(['macd'])).toThrow(/there is no feature macd;/)
})

const settlement = (hour: number, rate: number, lateMs = 0): FundingRate => ({ instrumentId: 'AAA', fundingTime: (FROM + hour * HOUR_MS + lateMs) as TimeMs, rate: rate as Rate, intervalMs: 8 * HOUR_MS })

it('funding is joined by what was known, not by equal times: no close before its settlement sees it, all after it do', () => {
  const candles = Array.from({ length: 24 * 12 }, (_, index) => ({ ...own[0]!, openTime: (FROM + index * 5 * MINUTE_MS) as TimeMs, closeTime: (FROM + (index + 1) * 5 * MINUTE_MS) as TimeMs }))
  for (const lateMs of [0, 17]) {
    const rates = [settlement(-8, 1), settlement(0, 2, lateMs), settlement(8, 3, lateMs), settlement(16, 4, lateMs)]
    const { openTimes, values } = new FeatureEngine(['funding_last']).columns(candles, { funding: rates })
    expect(openTimes).toHaveLength(candles.length)
    const expected = candles.map(({ closeTime }) => 2 + Math.floor((closeTime - FROM - 1) / (8 * HOUR_MS)))
    expect(Array.from(values[0]!, (value) => Math.round(value * 1e8))).toEqual(expected)
  }
})

it('a rate that is not known is missing, not 0, and a rate of 0 is 0', () => {
  const known = (rates: readonly FundingRate[]): number => new FeatureEngine(['funding_last']).columns([{ ...own[0]!, openTime: (FROM + 10 * HOUR_MS) as TimeMs, closeTime: (FROM + 11 * HOUR_MS) as TimeMs }], { funding: rates }).values[0]![0]!
  expect(known([settlement(0, 5)])).toBeNaN()
  expect(known([settlement(0, 5), settlement(8, 0)])).toBe(0)
})

it('funding keeps its sign', () => {
  const rates = [settlement(-8, -4_000), settlement(0, -3_000)]
  const { values } = new FeatureEngine(['funding_last']).columns([own[0]!], { funding: rates })
  expect(values[0]![0]).toBe(-0.00003)
})

it('a candle without movement leaves ratios missing, never 0 and never infinite', () => {
  const flat = own.map((candle) => ({ ...candle, high: 500, low: 500, close: 500, volume: 0 }))
  const { values } = new FeatureEngine(FEATURE_SET_V1).columns(flat, { funding, regime })
  const missing = FEATURE_SET_V1.filter((_, place) => values[place]!.length > 0 && values[place]!.every(Number.isNaN))
  expect(missing).toEqual(['ema_dist_atr', 'rsi_14', 'macd_atr', 'macd_signal_atr', 'adx_14', 'vol_z_48', 'bb_z_20'])
  for (const [place, name] of FEATURE_SET_V1.entries()) expect(values[place]!.some((value) => Math.abs(value) === Infinity), name).toBe(false)
})
