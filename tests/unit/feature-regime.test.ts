import { describe, expect, it } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { RegimeAverages } from '../../src-main/features/regime-averages.ts'
import { CandleLane, type CandleValues } from '../../src-main/features/candle-lane.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { SEED_CANDLES } from '../../src-main/features/feature.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { NO_REGIME, regimeColumn } from '../../src-main/features/regime-column.ts'
import { regimeOf } from '../../src-main/features/regime.ts'

const STEP = 5 * 60_000
const MIDNIGHT = 19_723 * DAY_MS
const candle = (instrumentId: string, index: number, close = 100): CandleValues => ({
  instrumentId, openTime: (MIDNIGHT + index * STEP) as TimeMs, closeTime: (MIDNIGHT + (index + 1) * STEP) as TimeMs, high: close, low: close, close, volume: 1,
})
const btcPast = (close = 100): CandleValues[] => Array.from({ length: SEED_CANDLES }, (_, index) => candle('BTCUSDT', index - SEED_CANDLES, close))

/** An engine that knows BTC's past until midnight. */
function warm(names: readonly string[]): FeatureEngine {
  const engine = new FeatureEngine(names)
  for (const past of btcPast()) engine.update(past)
  return engine
}

describe('btc_regime', () => {
  it('is 1 or −1 where the averages are more than 2 % apart, else 0', () => {
    expect([102.01, 102, 100, 98, 97.99].map((ema50) => regimeOf(ema50, 100))).toEqual([1, 0, 0, 0, -1])
  })

  it('follows BTC: after a jump the average of 50 leaves that of 200 behind', () => {
    for (const [jump, regime] of [[200, 1], [50, -1], [101, 0]] as const) {
      const engine = warm(['btc_regime'])
      const told = Array.from({ length: 10 }, (_, index) => engine.update(candle('BTCUSDT', index, jump))!.values[0])
      expect(told.at(-1)).toBe(regime)
      let [ema50, ema200] = [100, 100]
      for (let step = 0; step < 10; step++) [ema50, ema200] = [ema50 + (2 / 51) * (jump - ema50), ema200 + (2 / 201) * (jump - ema200)]
      expect(told.at(-1)).toBe(regimeOf(ema50, ema200))
    }
  })

  it('is the same for every number of days that are left at the end', () => {
    for (const days of [1, 2, 3, 4]) {
      const candles = [...btcPast(), ...Array.from({ length: days * 288 }, (_, index) => candle('BTCUSDT', index, 100 + (index % 288) * (index < 288 ? 1 : -0.2)))]
      const { values } = regimeColumn(seriesOf(candles))
      const engine = new FeatureEngine(['btc_regime'])
      const streamed = candles.map((each) => engine.update(each)?.values[0] ?? NO_REGIME)
      expect(Array.from(values)).toEqual(streamed)
      expect(streamed.filter((regime) => regime !== NO_REGIME)).toHaveLength(days * 288)
    }
  })
})

describe('averages of one candle at a time', () => {
  it('are those of the 4,000 candles before midnight and the day’s own, to the last bit, on every day', () => {
    const averages = new RegimeAverages(new Int8Array(1))
    const lane = new CandleLane(1, [averages])
    // What comes down to a price that then stands still stays a hair above it, for ever; what began after that is exactly there.
    const candles = Array.from({ length: SEED_CANDLES + 3 * 288 }, (_, index) => candle('BTCUSDT', index - SEED_CANDLES, index < 288 ? 60_000 : 50_000))
    const wrong = candles.filter((each, index) => {
      lane.push(each)
      if (index < SEED_CANDLES) return lane.isSeeded
      let ema200 = candles[index - (index - SEED_CANDLES) % 288 - SEED_CANDLES]!.close
      for (let place = index - (index - SEED_CANDLES) % 288 - SEED_CANDLES; place <= index; place++) ema200 += (2 / 201) * (candles[place]!.close - ema200)
      return !Object.is(averages.now[1], ema200)
    })
    expect(wrong).toEqual([])
  })
})

describe('the order of candles at one close', () => {
  const orders = [['BTCUSDT', 'AAA', 'BBB'], ['AAA', 'BTCUSDT', 'BBB'], ['AAA', 'BBB', 'BTCUSDT'], ['BBB', 'AAA', 'BTCUSDT'], ['BBB', 'BTCUSDT', 'AAA'], ['BTCUSDT', 'BBB', 'AAA']]

  it.each(orders)('does not matter: %s, %s, %s', (...order) => {
    const engine = warm(['r_1', 'btc_regime'])
    const told = Array.from({ length: 20 }, (_, index) => order.flatMap((instrumentId) => {
      const vector = engine.update(candle(instrumentId, index, instrumentId === 'BTCUSDT' ? 200 : 100 + index))
      return [...(vector ? [vector] : []), ...engine.released]
    }))
    // Others have no candle before their first, so no r_1 then.
    expect(told.map((vectors) => vectors.length)).toEqual([1, ...Array<number>(19).fill(3)])
    for (const [index, vectors] of told.entries()) {
      expect(new Set(vectors.map(({ asOf }) => asOf))).toEqual(new Set([MIDNIGHT + (index + 1) * STEP]))
      expect(new Set(vectors.map(({ values }) => values[1])).size).toBe(1)
    }
    expect(told.at(-1)![0]!.values[1]).toBe(1)
  })

  it('holds a vector back until BTC has closed, and drops it when the next candle is there first', () => {
    const engine = warm(['btc_regime'])
    expect(engine.update(candle('AAA', 0))).toBeUndefined()
    expect(engine.released).toEqual([])
    engine.update(candle('BTCUSDT', 0))
    expect(engine.released.map(({ instrumentId, asOf }) => [instrumentId, asOf])).toEqual([['AAA', MIDNIGHT + STEP]])
    engine.update(candle('AAA', 1))
    expect(engine.released).toEqual([])
    engine.update(candle('AAA', 2))
    engine.update(candle('BTCUSDT', 1))
    expect(engine.released).toEqual([])
    engine.update(candle('BTCUSDT', 2))
    expect(engine.released.map(({ asOf }) => asOf)).toEqual([MIDNIGHT + 3 * STEP])
  })

  it('finds the regime of an earlier close for a candle that comes late', () => {
    const engine = warm(['btc_regime'])
    for (let index = 0; index < 30; index++) engine.update(candle('BTCUSDT', index, index < 15 ? 100 : 300))
    expect(engine.update(candle('AAA', 2))!.values[0]).toBe(0)
    expect(engine.update({ ...candle('AAA', 29) })!.values[0]).toBe(1)
  })

  it('gives no vector while BTC’s own past is not whole, also after a gap', () => {
    const engine = warm(['btc_regime'])
    engine.update(candle('BTCUSDT', 0))
    expect(engine.update(candle('AAA', 0))).toBeDefined()
    engine.reset('BTCUSDT')
    engine.update(candle('BTCUSDT', 2))
    expect(engine.update(candle('AAA', 2))).toBeUndefined()
  })

  it('is found where BTC has more candles than the instrument, one at a time and in a table', () => {
    const btc = [...btcPast(), ...Array.from({ length: 288 }, (_, index) => candle('BTCUSDT', index, index % 100 < 50 ? 200 : 50))]
    const own = Array.from({ length: 140 }, (_, index): CandleValues => ({ ...candle('AAA', 2 * index), closeTime: (MIDNIGHT + (2 * index + 2) * STEP) as TimeMs }))
    const engine = warm(['btc_regime'])
    const streamed = own.map((each, index) => {
      for (const place of [2 * index, 2 * index + 1]) engine.update(btc[SEED_CANDLES + place]!)
      return engine.update(each)!.values[0]
    })
    expect(new Set(streamed).size).toBe(3)
    expect(Array.from(new FeatureEngine(['btc_regime']).columns(own, { regime: regimeColumn(seriesOf(btc)) }).values[0]!)).toEqual(streamed)
  })

  it('asks a table for what it needs', () => {
    expect(() => new FeatureEngine(['btc_regime']).columns([candle('AAA', 0)])).toThrow(/BTC/)
    expect(() => new FeatureEngine(['funding_last']).columns([candle('AAA', 0)])).toThrow(/settlements/)
  })
})
