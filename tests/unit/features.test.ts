import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { dataHash, textHash } from '../../src-main/base/text-hash.ts'
import { featureSetHash, featuresNamed, windowOf } from '../../src-main/features/catalogue.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'

const NAMES = ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48']
const STEP = 300_000
const candle = (index: number, close: number, change: Partial<CandleValues> = {}): CandleValues => ({
  instrumentId: 'AAA', openTime: (index * STEP) as TimeMs, closeTime: ((index + 1) * STEP) as TimeMs, high: close, low: close, close, volume: 10, ...change,
})

function lastVector(candles: readonly CandleValues[]): number[] | undefined {
  const engine = new FeatureEngine(NAMES)
  const vectors = candles.map((each) => engine.update(each))
  return vectors.at(-1) && Array.from(vectors.at(-1)!.values)
}

/** 48 candles: flat at 100, then whatever the case needs at the end. */
const ending = (...closes: number[]): CandleValues[] => Array.from({ length: 48 }, (_, index) => candle(index, closes[index - 48 + closes.length] ?? 100))

describe('worked by hand', () => {
  it('r_3 and r_12 compare the close with the one 3 and 12 candles before', () => {
    const closes = [80, 90, 90, 90, 90, 90, 90, 90, 90, 120, 110, 110, 150]
    const [r3, r12] = lastVector(ending(...closes))!
    expect(r3).toBe(150 / 120 - 1)
    expect(r12).toBe(150 / 80 - 1)
  })

  it('atr_pct_14 is the mean of 14 true ranges, which reach to the close before', () => {
    const candles = ending(...Array<number>(15).fill(100))
    // One candle spans 98 to 104; the next gaps up to 110 and stays, range 10 from the close before; the last comes back to 100, again 10.
    candles[45] = candle(45, 100, { high: 104, low: 98 })
    candles[46] = candle(46, 110)
    candles[47] = candle(47, 100)
    expect(lastVector(candles)![2]).toBeCloseTo((100 * ((6 + 10 + 10) / 14)) / 100, 12)
  })

  it('rsi_14 is the share of the rises in all movement', () => {
    expect(lastVector(ending(100, 103, 102, 102))![3]).toBe(75)
    expect(lastVector(ending(100, 101, 102))![3]).toBe(100)
    expect(lastVector(ending(100, 99))![3]).toBe(0)
  })

  it('bb_z_20 is the place in the band: 19 closes of 100 and one of 120 stand at 19 ÷ (4 × √19)', () => {
    expect(lastVector(ending(120))![4]).toBeCloseTo(Math.sqrt(19) / 4, 12)
    expect(lastVector(ending(80))![4]).toBeCloseTo(-Math.sqrt(19) / 4, 12)
  })

  it('vol_z_48 counts the last volume among the 48', () => {
    const candles = ending(101)
    candles[47] = { ...candles[47]!, volume: 58 }
    expect(lastVector(candles)![5]).toBeCloseTo(Math.sqrt(47), 12)
  })
})

describe('missing and warm-up', () => {
  it('has no vector before the longest window is full, and one from then on', () => {
    const engine = new FeatureEngine(NAMES)
    const vectors = Array.from({ length: 60 }, (_, index) => engine.update(candle(index, 100 + (index % 7))))
    expect(windowOf(NAMES)).toBe(48)
    expect(windowOf(['r_3'])).toBe(4)
    expect(vectors.map((vector) => vector !== undefined)).toEqual(Array.from({ length: 60 }, (_, index) => index >= 47))
    expect(vectors[50]!.asOf).toBe(51 * STEP)
  })

  it('says missing, not 0, where flat candles leave nothing to divide by', () => {
    expect(lastVector(ending(100))).toEqual([0, 0, 0, NaN, NaN, NaN])
  })

  it('starts anew after a gap and after a reset, of that instrument only', () => {
    const engine = new FeatureEngine(NAMES)
    for (let index = 0; index < 48; index++) for (const instrumentId of ['AAA', 'BBB']) engine.update(candle(index, 100 + index, { instrumentId }))
    expect(engine.update(candle(49, 100))).toBeUndefined()
    expect(engine.update(candle(50, 100))).toBeUndefined()
    expect(engine.update(candle(48, 100, { instrumentId: 'BBB' }))).toBeDefined()
    engine.reset('BBB')
    expect(engine.update(candle(49, 100, { instrumentId: 'BBB' }))).toBeUndefined()
  })
})

describe('the catalogue', () => {
  it('is what the strategy asks for, in that order', () => {
    expect(perpEv.featureSet).toEqual(NAMES)
    expect(featuresNamed(NAMES).map(({ name }) => name)).toEqual(NAMES)
  })

  it('refuses an unknown feature by name', () => {
    expect(() => new FeatureEngine(['r_3', 'nonsense'])).toThrow(/nonsense.*r_12/)
  })

  it('hashes definitions and order: a changed set is another set, the shipped one is pinned', () => {
    expect(featureSetHash(NAMES)).toBe('fd9f2a52637be85e43e422807831378f')
    expect(featureSetHash([...NAMES].reverse())).not.toBe(featureSetHash(NAMES))
    expect(featureSetHash(NAMES.slice(1))).not.toBe(featureSetHash(NAMES))
  })
})

describe('the bits of the shipped features', () => {
  /** A walk as it was when the shipped models were fitted. */
  function walk(scale: number): CandleValues[] {
    const random = new SeededRandom(20_261_121)
    let close = 1_000_000
    return Array.from({ length: 3_000 }, (_, index) => {
      const moved = random.below(6) === 0 ? 0 : Math.round(random.normal() * 500 * (random.below(50) === 0 ? 20 : 1))
      const before = close
      close = Math.max(1_000, close + moved)
      const [high, low] = [Math.max(before, close) + random.below(300), Math.min(before, close) - random.below(300)]
      const volume = random.below(4) === 0 ? 0 : random.below(1_000_000)
      return candle(index, close * scale, { high: high * scale, low: low * scale, volume: scale > 1e6 ? volume * scale * 10 + (index % 7) : volume * scale })
    })
  }

  /** The last: 48 volumes are more together than a double holds exactly. */
  it.each([[1, '11b8bc4c764872e726f87adf94fe3fff'], [1e5, 'c003eb1aa16ef60d36449514406dbeff'], [3e8, '6982be7a931112ee886328eb635ad869']])('are what they were, prices times %d', (scale, hash) => {
    const engine = new FeatureEngine(NAMES)
    const candles = walk(scale)
    const vectors = candles.flatMap((each) => engine.update(each) ?? [])
    const { values } = engine.columns(candles)
    const bits = (row: ArrayLike<number>): string => Buffer.from(Float64Array.from(row).buffer).toString('hex')
    expect(textHash(vectors.map((vector) => bits(vector.values)).join())).toBe(hash)
    expect(textHash(vectors.map((_, row) => bits(values.map((column) => column[row]!))).join())).toBe(hash)
  })
})

describe('hashing text', () => {
  it('gives 100,000 similar texts different names', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, index) => textHash(`feature ${index}`))).size).toBe(100_000)
  })

  it('spreads one changed character over all four parts', () => {
    const [first, second] = [textHash('window: 14'), textHash('window: 15')]
    for (let part = 0; part < 32; part += 8) expect(first.slice(part, part + 8)).not.toBe(second.slice(part, part + 8))
    expect(textHash('')).toMatch(/^[0-9a-f]{32}$/)
  })

  it('does not care in what order the keys of data were written', () => {
    expect(dataHash({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(dataHash({ b: [{ d: 3, c: 2 }], a: 1 }))
    expect(dataHash([1, 2])).not.toBe(dataHash([2, 1]))
  })
})
