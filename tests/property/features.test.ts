import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { FeatureEngine, type CandleValues } from '../../src-main/features/feature-engine.ts'
import { windowOf } from '../../src-main/features/catalogue.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'

const NAMES = ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48']
const STEP = 300_000

/** A walk in whole ticks with flat stretches, jumps and, where asked, gaps in time. */
function walk(seed: number, length: number, gaps: boolean): CandleValues[] {
  const random = new SeededRandom(seed)
  let [time, close] = [0, 1_000_000]
  return Array.from({ length }, () => {
    if (gaps && random.below(150) === 0) time += STEP
    const moved = random.below(6) === 0 ? 0 : Math.round(random.normal() * 500 * (random.below(50) === 0 ? 20 : 1))
    const before = close
    close = Math.max(1_000, close + moved)
    const openTime = time
    time += STEP
    const [high, low] = [Math.max(before, close) + random.below(300), Math.min(before, close) - random.below(300)]
    return { instrumentId: 'AAA', openTime: openTime as TimeMs, closeTime: time as TimeMs, high, low, close, volume: random.below(4) === 0 ? 0 : random.below(1_000_000) }
  })
}

interface Rows {
  readonly times: readonly number[]
  /** Bits, not numbers: NaN and −0 count too. */
  readonly bits: readonly string[]
}

const bitsOf = (values: ArrayLike<number>): string => Buffer.from(Float64Array.from(values).buffer).toString('hex')

function streamed(candles: readonly CandleValues[]): Rows {
  const engine = new FeatureEngine(NAMES)
  const vectors = candles.flatMap((candle) => engine.update(candle) ?? [])
  return { times: vectors.map(({ asOf }) => asOf - STEP), bits: vectors.map(({ values }) => bitsOf(values)) }
}

function batch(candles: readonly CandleValues[]): Rows {
  const { openTimes, values } = new FeatureEngine(NAMES).columns(candles)
  return { times: Array.from(openTimes), bits: Array.from(openTimes, (_, row) => bitsOf(values.map((column) => column[row]!))) }
}

/** The time of the first row that differs; whole tables in a failure message would take minutes to print. */
function firstDifference(first: Rows, second: Rows): number | 'length' | undefined {
  if (first.bits.length !== second.bits.length) return 'length'
  const row = first.bits.findIndex((bits, index) => bits !== second.bits[index] || first.times[index] !== second.times[index])
  return first.times[row]
}

it('gives the same bits one candle at a time as for the whole series, gaps included', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 500 }), fc.boolean(), (seed, length, gaps) => {
      const candles = walk(seed, length, gaps)
      expect(firstDifference(streamed(candles), batch(candles))).toBeUndefined()
    }),
    { numRuns: 60 },
  )
})

it('changes no bit when it starts 1 to 20,000 candles earlier', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20_000 }), (seed, earlier) => {
      const candles = walk(seed, earlier + windowOf(NAMES) + 50, false)
      const late = candles.slice(earlier)
      for (const rows of [streamed, batch]) {
        const [long, short] = [rows(candles), rows(late)]
        expect(short.bits.length).toBe(51)
        expect(firstDifference({ times: long.times.slice(-51), bits: long.bits.slice(-51) }, short)).toBeUndefined()
      }
    }),
    { numRuns: 12 },
  )
})

it('does not feel other instruments in between', () => {
  const engine = new FeatureEngine(NAMES)
  const [mine, other] = [walk(1, 200, false), walk(2, 200, false)]
  const vectors = mine.flatMap((candle, index) => {
    engine.update({ ...other[index]!, instrumentId: 'BBB' })
    return engine.update(candle) ?? []
  })
  expect(vectors.map(({ values }) => bitsOf(values))).toEqual(streamed(mine).bits)
})

const REAL = `${process.env['HAETAE_TEST_DATA'] ?? '../shared/data'}/binance-usdm/BTCUSDT-5m.csv.gz`

it.skipIf(!existsSync(REAL))(`agrees bit for bit on recorded BTCUSDT candles (needs ${REAL})`, () => {
  const lines = gunzipSync(readFileSync(REAL)).toString().trim().split('\n').slice(1)
  const candles = lines.map((line): CandleValues => {
    const [openTime, , high, low, close, volume] = line.split(',').map(Number) as [number, number, number, number, number, number]
    const scaled = (value: number): number => Math.round(value * 1e8)
    return { instrumentId: 'BTCUSDT', openTime: openTime as TimeMs, closeTime: (openTime + STEP) as TimeMs, high: scaled(high), low: scaled(low), close: scaled(close), volume: Math.round(volume * 1e3) }
  })
  const whole = batch(candles)
  expect(whole.bits.length).toBe(candles.length - windowOf(NAMES) + 1)
  expect(firstDifference(streamed(candles), whole)).toBeUndefined()
  expect(firstDifference(batch(candles.slice(77_777)), { times: whole.times.slice(77_777), bits: whole.bits.slice(77_777) })).toBeUndefined()
})
