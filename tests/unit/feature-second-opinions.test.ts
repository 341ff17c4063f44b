import { adx, atr, bollingerbands, ema, macd, roc, rsi, sma, truerange } from 'technicalindicators'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, ONE_RATE, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { TrendAverages } from '../../src-main/math/averages.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { DISPLAY_FEATURES, FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { RegimeAverages } from '../../src-main/features/regime-averages.ts'
import { walk } from '../support/feature-cases.ts'
import { changesOf, trueRangesOf, SCALE } from '../support/oracles.ts'
import { hasData } from '../support/recorded.ts'
import { recordedCandles } from '../support/recorded-candles.ts'
import { tradingSignals } from '../support/trading-signals.ts'

const { ADX, ATR, BollingerBands, EMA, getAverage, getStandardDeviation, getZScore, ROC, RSI, SMA, TR, WSMA } = tradingSignals

// Two libraries of others compute the same on the same candles. Where their definition is another the test says which and compares what is common.

const LENGTH = 6_000
/** By then no average of up to 50 remembers where it began. */
const SETTLED = 1_500

/** Of the candles' own history alone, as no library has the others. */
const NAMES = [...FEATURE_SET_V1, ...DISPLAY_FEATURES].filter((name) => !/funding|regime|hour|weekday|session/.test(name))

const series: [string, () => readonly CandleValues[]][] = [['generated', () => walk(new SeededRandom(77), { instrumentId: 'AAA', length: LENGTH, stepMs: 5 * MINUTE_MS, from: 19_000 * DAY_MS })]]
if (hasData) for (const path of ['ETHUSDT-5m', '2023-07/YFIUSDT-5m', '2023-07/USDCUSDT-5m']) series.push([path, () => recordedCandles(`binance-usdm/${path}.csv.gz`).slice(0, LENGTH)])

type Column = readonly (number | null | undefined)[]

/** The place of the first row where they differ by more than a hair, and how many were compared; rows are counted from the end. */
function apart(ours: ArrayLike<number>, theirs: Column, isComparable: (row: number) => boolean = () => true): { readonly at: number; readonly compared: number } {
  let compared = 0
  for (let back = 1; back <= Math.min(ours.length, theirs.length); back++) {
    const [mine, other] = [ours[ours.length - back]!, theirs[theirs.length - back]]
    if (other === null || other === undefined || !isComparable(ours.length - back)) continue
    compared++
    if (!(Math.abs(mine - other) <= 1e-9 * Math.max(1, Math.abs(other)))) return { at: ours.length - back, compared }
  }
  return { at: -1, compared }
}

describe.each(series)('%s candles', (_, make) => {
  let candles: readonly CandleValues[]
  let closes: number[]
  let volumes: number[]
  const columns = new Map<string, readonly number[]>()
  const ours = (name: string): readonly number[] => columns.get(name)!
  const told = (indicator: { update(price: number, replace: boolean): number | null }): Column => closes.map((close) => indicator.update(close, false))
  const toldCandles = (indicator: { update(candle: CandleValues, replace: boolean): number | null }): Column => candles.map((candle) => indicator.update(candle, false))
  const list = () => ({ high: candles.map(({ high }) => high), low: candles.map(({ low }) => low), close: closes })

  beforeAll(() => {
    candles = make()
    closes = candles.map(({ close }) => close)
    volumes = candles.map(({ volume }) => volume)
    for (const name of NAMES) {
      const values = new FeatureEngine([name]).columns(candles).values[0]!
      columns.set(name, [...Array<number>(candles.length - values.length).fill(NaN), ...values])
    }
  })

  /** No candle of the last so many has the property. */
  const without = (window: number, has: (row: number) => boolean) => (row: number): boolean => {
    for (let index = Math.max(1, row - window + 1); index <= row; index++) if (has(index)) return false
    return row >= window
  }
  const many = { at: -1, compared: expect.toSatisfy((count: number) => count > LENGTH / 6) as number }

  it('simple means, bands and returns: the same definition in both', () => {
    for (const name of ['bb_middle_20', 'bb_upper_20', 'bb_lower_20'] as const) {
      const side = name.split('_')[1] as 'middle' | 'upper' | 'lower'
      const bands = new BollingerBands(20, 2)
      expect(apart(ours(name), closes.map((close) => bands.update(close, false)?.[side])), name).toEqual(many)
      expect(apart(ours(name), bollingerbands({ period: 20, stdDev: 2, values: closes }).map((band) => band[side])), name).toEqual(many)
    }
    expect(apart(ours('volume_ma_12'), volumes.map(((mean) => (volume: number) => mean.update(volume, false))(new SMA(12))), (row) => row >= 11)).toEqual(many)
    expect(apart(ours('volume_ma_12'), sma({ period: 12, values: volumes }))).toEqual(many)
    for (const span of [1, 3, 12]) {
      expect(apart(ours(`r_${span}`), told(new ROC(span)))).toEqual(many)
      // They round to nothing, but count in percent.
      expect(apart(ours(`r_${span}`), roc({ period: span, values: closes }).map((percent) => percent / 100))).toEqual(many)
    }
  })

  it('deviations: theirs are of a population, ours of returns are of a sample', () => {
    const changes = changesOf(closes, 1)
    for (const window of [10, 30]) {
      const theirs = changes.map((_, row) => (row < window ? null : getStandardDeviation(changes.slice(row - window + 1, row + 1)) * Math.sqrt(window / (window - 1))))
      expect(apart(ours(`volatility_${window}`), theirs)).toEqual(many)
    }
    const isLevel = (values: readonly number[]): boolean => values.every((value) => value === values[0])
    const zScores = volumes.map((__, row) => (row < 47 || isLevel(volumes.slice(row - 47, row + 1)) ? null : getZScore(volumes.slice(row - 47, row + 1))))
    expect(apart(ours('vol_z_48'), zScores)).toEqual(many)
    const places = closes.map((__, row) => (row < 19 || isLevel(closes.slice(row - 19, row + 1)) ? null : getZScore(closes.slice(row - 19, row + 1)) / 4))
    expect(apart(ours('bb_z_20'), places)).toEqual(many)
  })

  it('true range in both; its simple mean where one may choose the mean; Wilder’s only where it begins', () => {
    const ranges = trueRangesOf(candles).map((range) => range * SCALE)
    expect(apart(ranges, toldCandles(new TR()), (row) => row >= 1)).toEqual(many)
    expect(apart(ranges, truerange(list()))).toEqual(many)
    // Theirs takes a range for the first candle too, which has no close before it; ours begins one later.
    expect(apart(ours('atr_14'), toldCandles(new ATR(14, SMA)), (row) => row >= 14)).toEqual(many)
    expect(atr({ ...list(), period: 14 })[0]).toBeCloseTo(ours('atr_14')[14]!, 3)
    const wilder = toldCandles(new ATR(14, WSMA))
    expect(apart(ours('atr_14'), wilder, (row) => row >= 14).at).toBeGreaterThan(0)
  })

  it('RSI of simple means; without a fall theirs is 100 even where nothing moved at all, ours is missing then', () => {
    const moves = without(14, () => false)
    expect(apart(ours('rsi_14'), told(new RSI(14, SMA)), (row) => moves(row) && !Number.isNaN(ours('rsi_14')[row]!))).toEqual(many)
    const flat = closes.flatMap((_, row) => (row >= 14 && closes.slice(row - 14, row + 1).every((close) => close === closes[row]) ? [row] : []))
    expect(flat.map((row) => ours('rsi_14')[row])).toEqual(flat.map(() => NaN))
    // Wilder's, to two decimals: the first value is a simple mean.
    expect(rsi({ period: 14, values: closes })[0]).toBeCloseTo(ours('rsi_14')[14]!, 2)
  })

  it('ADX of simple means; of two equal moves theirs counts both and ours neither, and without any theirs is 0', () => {
    const isTie = (row: number): boolean => {
      const [up, down] = [candles[row]!.high - candles[row - 1]!.high, candles[row - 1]!.low - candles[row]!.low]
      return up === down && up > 0
    }
    const isCommon = without(27, isTie)
    const theirs = toldCandles(new ADX(14, SMA))
    expect(apart(ours('adx_14'), theirs, (row) => isCommon(row) && !Number.isNaN(ours('adx_14')[row]!))).toEqual(many)
    // Wilder's forms are another number, from the first on: it is a mean of DX that are smoothed.
    const wilder = adx({ ...list(), period: 14 })
    expect(apart(ours('adx_14'), wilder.map((one) => one.adx)).at).toBeGreaterThan(0)
  })

  it('exponential averages that begin with the first value, on every row; with a simple mean, once that is forgotten', () => {
    const values = Float64Array.from(closes)
    const averages = new TrendAverages(values.length)
    averages.begin(values[0]!)
    averages.record(values, 0, values.length, 0)
    for (const [span, column] of [[7, averages.ema7], [21, averages.ema21], [50, averages.ema50]] as const) {
      expect(apart(column, told(new EMA(span)))).toEqual({ at: -1, compared: closes.length })
      expect(apart(column, ema({ period: span, values: closes }), (row) => row >= SETTLED)).toEqual(many)
      // Begun from the 4,000 candles before each midnight.
      expect(apart(ours(`ema_${span}`), told(new EMA(span)), (row) => !Number.isNaN(ours(`ema_${span}`)[row]!))).toEqual(many)
    }
    const [short, long, signal] = [new EMA(12), new EMA(26), new EMA(9)]
    const theirs = closes.map((close) => short.update(close, false) - long.update(close, false))
    const scale = closes[0]!
    const part = (column: Column): Column => column.map((value) => (value ?? 0) / scale)
    expect(apart(averages.macd.map((value) => value / scale), part(theirs))).toEqual({ at: -1, compared: closes.length })
    expect(apart(averages.signal.map((value) => value / scale), part(theirs.map((value) => signal.update(value, false))))).toEqual({ at: -1, compared: closes.length })
    const others = macd({ values: closes, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false })
    expect(apart(averages.signal.map((value) => value / scale), part(others.map((one) => one.signal)), (row) => row >= SETTLED)).toEqual(many)
    const regime = new RegimeAverages(new Int8Array(values.length))
    regime.begin(values[0]!)
    regime.advance(values, 0, values.length)
    for (const [place, span] of [50, 200].entries()) expect(regime.now[place]! / told(new EMA(span)).at(-1)!).toBeCloseTo(1, 12)
  })

  it('what is divided by the average true range', () => {
    const averages = toldCandles(new ATR(14, SMA))
    const [short, long, signal, mean] = [new EMA(12), new EMA(26), new EMA(9), new EMA(21)]
    const rows = closes.map((close, row) => {
      const difference = short.update(close, false) - long.update(close, false)
      const range = averages[row] ?? 0
      const over = (value: number): number | null => (range > 0 ? value / range : null)
      return { macd_atr: over(difference), macd_signal_atr: over(signal.update(difference, false)), ema_dist_atr: over(close - mean.update(close, false)), atr_pct_14: (100 * range) / close }
    })
    for (const name of ['macd_atr', 'macd_signal_atr', 'ema_dist_atr', 'atr_pct_14'] as const) {
      expect(apart(ours(name), rows.map((row) => row[name]), (row) => row >= 14 && !Number.isNaN(ours(name)[row]!)), name).toEqual(many)
    }
  })
})

it('funding: mean of a day and place among a month, where the deviation is above its floor', () => {
  const random = new SeededRandom(5)
  const from = 19_000 * DAY_MS
  const rates = Array.from({ length: 200 }, (_, index): FundingRate => ({ instrumentId: 'AAA', fundingTime: (from + index * 8 * HOUR_MS) as TimeMs, rate: Math.round(random.normal() * 30_000) as Rate, intervalMs: 8 * HOUR_MS }))
  const candles = walk(random, { instrumentId: 'AAA', length: 60 * 24, stepMs: HOUR_MS, from })
  const { openTimes, values: [mean, z] } = new FeatureEngine(['funding_mean_24h', 'funding_z_30d']).columns(candles, { funding: rates })
  expect(openTimes.length).toBeGreaterThan(600)
  openTimes.forEach((openTime, row) => {
    const known = openTime + HOUR_MS - MINUTE_MS
    const recent = (span: number): number[] => rates.filter(({ fundingTime }) => fundingTime <= known && fundingTime > known - span).map(({ rate }) => rate / ONE_RATE)
    expect(mean![row]).toBeCloseTo(getAverage(recent(DAY_MS)), 15)
    expect(z![row]).toBeCloseTo(getZScore(recent(30 * DAY_MS)), 9)
  })
})
