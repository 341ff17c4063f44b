import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { DISPLAY_FEATURES, FEATURE_SET_V1, featureSetHash, featuresNamed, windowOf } from '../../src-main/features/catalogue.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { SEED_CANDLES } from '../../src-main/features/feature.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { STRATEGIES } from '../../src-main/strategies/strategies.ts'

const STEP = 5 * 60_000
/** 2024-01-01, a Monday. */
const MONDAY = 19_723 * DAY_MS

const candle = (index: number, close: number, change: Partial<CandleValues> = {}): CandleValues => {
  const openTime = MONDAY + index * STEP
  return { instrumentId: 'AAA', openTime: openTime as TimeMs, closeTime: (openTime + STEP) as TimeMs, high: close, low: close, close, volume: 10, ...change }
}

/** 4,000 candles flat at 100, from high 101 to low 99, then a day that begins with these. */
const dayAfterFlat = (...closes: number[]): CandleValues[] => [...Array.from({ length: SEED_CANDLES }, () => 100), ...closes].map((close, index) => candle(index - SEED_CANDLES, close, { high: close + 1, low: close - 1 }))

function last(names: readonly string[], candles: readonly CandleValues[]): Record<string, number> {
  const { values } = new FeatureEngine(names).columns(candles)
  return Object.fromEntries(names.map((name, place) => [name, values[place]!.at(-1)!]))
}

describe('worked by hand', () => {
  it('r_1 compares with the close before', () => {
    expect(last(['r_1'], [candle(0, 80), candle(1, 100)])).toEqual({ r_1: 0.25 })
  })

  it('exponential averages go 2 ÷ (span + 1) of the way', () => {
    const { ema_7: ema7, ema_21: ema21, ema_50: ema50 } = last(['ema_7', 'ema_21', 'ema_50'], dayAfterFlat(108))
    expect([ema7, ema21, ema50]).toEqual([102, 100 + 8 * (2 / 22), 100 + 8 * (2 / 51)])
    expect(last(['ema_7'], dayAfterFlat(108, 94))['ema_7']).toBe(100)
  })

  it('macd and its signal are told in true ranges', () => {
    // 13 candles of range 2, one that reaches from the close before (100) to 109.
    const atr = (13 * 2 + 9) / 14
    const macd = 8 * (2 / 13) - 8 * (2 / 27)
    const { macd_atr: line, macd_signal_atr: signal, ema_dist_atr: distance } = last(['macd_atr', 'macd_signal_atr', 'ema_dist_atr'], dayAfterFlat(108))
    expect(line).toBeCloseTo(macd / atr, 12)
    expect(signal).toBeCloseTo(macd / 5 / atr, 12)
    expect(distance).toBeCloseTo((108 - (100 + 16 / 22)) / atr, 12)
  })

  it('the average true range is in price units beside the percentage', () => {
    const candles = Array.from({ length: 15 }, (_, index) => candle(index, 200, { high: 203, low: 199 }))
    expect(last(['atr_14', 'atr_pct_14'], candles)).toEqual({ atr_14: 4, atr_pct_14: 2 })
  })

  it('volatilities are deviations of a sample: changes of ±10 % in turn', () => {
    const closes = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 100 : 110))
    const candles = closes.map((close, index) => candle(index, close))
    const [up, down] = [0.1, 100 / 110 - 1]
    const half = (up - down) / 2
    const { volatility_10: ten, volatility_30: thirty } = last(['volatility_10', 'volatility_30'], candles)
    expect(ten).toBeCloseTo(half * Math.sqrt(10 / 9), 12)
    expect(thirty).toBeCloseTo(half * Math.sqrt(30 / 29), 12)
  })

  it('volume_ma_12 is a mean, bands stand two population deviations from the middle', () => {
    const candles = Array.from({ length: 20 }, (_, index) => candle(index, index % 2 === 0 ? 90 : 110, { volume: index }))
    expect(last(['volume_ma_12', 'bb_upper_20', 'bb_middle_20', 'bb_lower_20', 'bb_z_20'], candles)).toEqual({ volume_ma_12: 13.5, bb_upper_20: 120, bb_middle_20: 100, bb_lower_20: 80, bb_z_20: 0.25 })
  })

  it('the clock is that of the close, in UTC', () => {
    const names = ['hour', 'weekday', 'is_asian_session']
    const at = (time: number): number[] => Object.values(last(names, [candle(0, 1, { openTime: (time - STEP) as TimeMs, closeTime: time as TimeMs })]))
    expect(at(MONDAY)).toEqual([0, 0, 1])
    expect(at(MONDAY - 1)).toEqual([23, 6, 0])
    expect(at(MONDAY + 8 * HOUR_MS - 1)).toEqual([7, 0, 1])
    expect(at(MONDAY + 8 * HOUR_MS)).toEqual([8, 0, 0])
    expect(at(MONDAY + 5 * DAY_MS + 13.5 * HOUR_MS)).toEqual([13, 5, 0])
  })
})

describe('adx_14', () => {
  /** Each step moves high and low by these. */
  const adx = (steps: readonly (readonly [up: number, down: number])[]): number => {
    let [high, low] = [1_000, 900]
    const candles = [candle(0, 950, { high, low }), ...Array.from({ length: 27 }, (_, index) => {
      const [up, down] = steps[index % steps.length]!
      high += up
      low -= down
      return candle(index + 1, (high + low) / 2, { high, low })
    })]
    return last(['adx_14'], candles)['adx_14']!
  }

  it('is 100 when every candle goes the same way, and nothing when they go nowhere', () => {
    expect(adx([[10, -10]])).toBe(100)
    expect(adx([[-10, 10]])).toBe(100)
    expect(adx([[0, 0]])).toBeNaN()
  })

  it('is a mean and no sum: up by 3, down by 1 in turn is (21 − 7) ÷ (21 + 7), which is 50', () => {
    expect(adx([[3, -3], [-1, 1]])).toBe(50)
  })

  it('counts of a candle that goes both ways only the farther, and neither when they are equal', () => {
    // 21 up against 14 down: 20 %. The lower low of 2 beside the higher high of 3 must not count.
    expect(adx([[3, 2], [-2, 2]])).toBeCloseTo(20, 12)
    expect(adx([[3, -3], [4, 4]])).toBe(100)
    expect(adx([[4, 4]])).toBeNaN()
  })

  it('is missing when one of its 14 values is', () => {
    const still = Array.from({ length: 14 }, () => [0, 0] as const)
    expect(adx([...still, ...Array.from({ length: 13 }, () => [5, -5] as const)])).toBeNaN()
    expect(adx([...still.slice(1), ...Array.from({ length: 14 }, () => [5, -5] as const)])).toBe(100)
  })
})

describe('averages and the day', () => {
  const FLAT = Array.from({ length: SEED_CANDLES }, () => 100)
  const series = (closes: readonly number[], from: number): CandleValues[] => closes.map((close, index) => candle(from + index, close, { high: close + 1, low: close - 1 }))

  it('begin anew at 00:00 UTC from the 4,000 candles before', () => {
    // A wild day before those 4,000 leaves no trace from midnight on; a candle less leaves no average for the whole day.
    const wild = Array.from({ length: 288 }, (_, index) => (index % 2 === 0 ? 5 : 900))
    const names = ['ema_50', 'macd_signal_atr']
    const [long, short] = [series([...wild, ...FLAT, 108], -SEED_CANDLES - 288), series([...FLAT, 108], -SEED_CANDLES)]
    expect(last(names, long)).toEqual(last(names, short))
    const engine = new FeatureEngine(names)
    expect(engine.columns(short.slice(1)).openTimes).toHaveLength(0)
    const nextDay = series(Array.from({ length: 288 }, () => 100), 1).map((each, index) => (index < 287 ? each : { ...each, close: 108 }))
    expect(Array.from(engine.columns([...short.slice(1), ...nextDay]).openTimes)).toEqual([MONDAY + DAY_MS])
  })

  it('go through the day, and not only from midnight to the newest candle', () => {
    const closes = Array.from({ length: 10 }, (_, index) => 100 + index)
    let expected = 100
    for (const close of closes) expected += (close - expected) / 4
    expect(last(['ema_7'], series([...FLAT, ...closes], -SEED_CANDLES))['ema_7']).toBe(expected)
  })

  it('are those of each day in a table too, where the chains of two days never meet', () => {
    // What comes down to a price that then stands still stays a hair above it; what began after that is exactly there.
    const candles = series(Array.from({ length: SEED_CANDLES + 3 * 288 }, (_, index) => (index < 288 ? 60_000 : 50_000)), -SEED_CANDLES)
    const names = ['ema_7', 'ema_21', 'ema_50', 'macd_signal_atr']
    const engine = new FeatureEngine(names)
    const streamed = candles.flatMap((each) => engine.update(each) ?? []).map(({ values }) => Array.from(values))
    const { values } = engine.columns(candles)
    expect(streamed.map((_, row) => values.map((column) => column[row]!))).toEqual(streamed)
    expect(streamed.map(([, , ema50]) => ema50 === 50_000).indexOf(true)).toBe(288)
  })

  it('have as warm-up what the day needs, and the other features nothing of it', () => {
    const engine = new FeatureEngine(['ema_7', 'vol_z_48'])
    const vectors = series([...FLAT, 100, 101], -SEED_CANDLES).map((each) => engine.update(each) !== undefined)
    expect(vectors.indexOf(true)).toBe(SEED_CANDLES)
    expect([windowOf(['ema_7', 'vol_z_48']), windowOf(['btc_regime', 'hour'])]).toEqual([48, 1])
  })
})

describe('the catalogue', () => {
  it('marks what models get and what people look at', () => {
    expect(DISPLAY_FEATURES).toEqual(['ema_7', 'ema_21', 'ema_50', 'atr_14', 'volume_ma_12', 'bb_upper_20', 'bb_middle_20', 'bb_lower_20'])
    expect(FEATURE_SET_V1).toEqual([
      'r_1', 'r_3', 'r_12', 'ema_dist_atr', 'atr_pct_14', 'volatility_10', 'volatility_30', 'rsi_14', 'macd_atr', 'macd_signal_atr', 'adx_14', 'vol_z_48', 'bb_z_20',
      'funding_last', 'funding_mean_24h', 'funding_z_30d', 'funding_minutes', 'is_funding_hour', 'btc_regime', 'hour', 'weekday', 'is_asian_session',
    ])
  })

  it('says of every feature what it is', () => {
    const features = featuresNamed([...FEATURE_SET_V1, ...DISPLAY_FEATURES])
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length)
    for (const { name, definition, unit, source, missing, window } of features) expect([name, definition, unit, source, missing].every(Boolean) && window >= 1, name).toBe(true)
  })

  it('names the whole set by one hash, and another one for another set', () => {
    expect(featureSetHash(FEATURE_SET_V1)).toBe('d66729019562705ae638232506ff9ef6')
    expect(featureSetHash(FEATURE_SET_V1.slice(1))).not.toBe(featureSetHash(FEATURE_SET_V1))
  })

  it('gives every shipped strategy a set that models may see', () => {
    for (const { featureSet } of STRATEGIES) expect(() => featureSetHash(featureSet)).not.toThrow()
    for (const name of DISPLAY_FEATURES) expect(() => featureSetHash(['r_3', name]), name).toThrow(new RegExp(name))
  })
})
