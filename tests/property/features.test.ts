import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { FEATURE_SET_V1, windowOf } from '../../src-main/features/catalogue.ts'
import { SEED_CANDLES } from '../../src-main/features/feature.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import type { FeatureTable } from '../../src-main/features/feature-table.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { batch, EVERYTHING, firstDifference, rowsOf, settlements, streamed, walk, type Inputs, type Rows } from '../support/feature-cases.ts'

const SHIPPED = perpEv.featureSet
const STEP = 5 * MINUTE_MS
const ways = [streamed, batch]
const alone = (own: readonly CandleValues[]): Inputs => ({ own, btc: [], funding: [] })
const few = (seed: number, length: number, gapAt?: number): CandleValues[] => walk(new SeededRandom(seed), { instrumentId: 'AAA', length, stepMs: STEP, from: 0, ...(gapAt === undefined ? {} : { gapAt }) })

/** Hourly candles, so that averages have their 4,000 and funding its 30 days in a few thousand. */
function market(seed: number, length: number, gaps: { readonly own?: number; readonly btc?: number } = {}): Inputs {
  const random = new SeededRandom(seed)
  const from = 10_000 * DAY_MS + random.below(24) * HOUR_MS
  const candles = (instrumentId: string, gapAt: number | undefined): CandleValues[] => walk(random, { instrumentId, length, stepMs: HOUR_MS, from, ...(gapAt === undefined ? {} : { gapAt }) })
  return { own: candles('AAA', gaps.own), btc: candles('BTCUSDT', gaps.btc), funding: settlements(random, 'AAA', from, from + length * HOUR_MS) }
}

const last = ({ times, bits }: Rows, count: number): Rows => ({ times: times.slice(-count), bits: bits.slice(-count) })

it('gives the same bits one candle at a time as for the whole series, gaps included', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (seed, length, gapAt) => {
      const inputs = alone(few(seed, length, gapAt))
      expect(firstDifference(streamed(SHIPPED, inputs), batch(SHIPPED, inputs))).toBeUndefined()
    }),
    { numRuns: 60 },
  )
})

it('gives the same bits for everything there is, whatever comes first at a close, with gaps of the instrument, of BTC and of the settlements', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 4_200, max: 4_600 }), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (seed, length, own, btc) => {
      const inputs = market(seed, length, { own, btc })
      const whole = batch(EVERYTHING, inputs)
      expect(whole.bits.length).toBeGreaterThan(length - Math.max(own, btc) - SEED_CANDLES - 48)
      expect(firstDifference(streamed(EVERYTHING, inputs, seed), whole)).toBeUndefined()
    }),
    { numRuns: 12 },
  )
})

it.each(EVERYTHING)('needs for %s alone no more than its own window', (name) => {
  const inputs = market(11, 4_800)
  const whole = batch([name], inputs)
  expect(whole.bits.length).toBeGreaterThan(500)
  expect(firstDifference(streamed([name], inputs), whole)).toBeUndefined()
  const place = EVERYTHING.indexOf(name)
  const all = batch(EVERYTHING, inputs)
  const expected = { times: all.times, bits: all.bits.map((bits) => bits.slice(16 * place, 16 * place + 16)) }
  expect(firstDifference(last(whole, all.times.length), expected)).toBeUndefined()
})

it('begins anew after a gap in the middle, with a whole past before it', () => {
  for (const gaps of [{ own: 4_500 }, { btc: 4_500 }]) {
    const inputs = market(7, 9_200, gaps)
    const whole = batch(EVERYTHING, inputs)
    const silent = whole.times.findIndex((time, row) => row > 0 && time - whole.times[row - 1]! > HOUR_MS)
    expect((whole.times[silent]! - whole.times[silent - 1]!) / HOUR_MS).toBeGreaterThan(SEED_CANDLES)
    expect(firstDifference(streamed(EVERYTHING, inputs), whole)).toBeUndefined()
  }
})

it('changes no bit when it starts 1 to 20,000 candles earlier', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20_000 }), (seed, earlier) => {
      const candles = few(seed, earlier + windowOf(SHIPPED) + 50)
      for (const way of ways) {
        const [long, short] = [way(SHIPPED, alone(candles)), way(SHIPPED, alone(candles.slice(earlier)))]
        expect(short.bits.length).toBe(51)
        expect(firstDifference(last(long, 51), short)).toBeUndefined()
      }
    }),
    { numRuns: 8 },
  )
})

it('changes no bit of anything when candles, BTC and settlements start 1 to 20,000 candles earlier', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(...ways), (seed, earlier, way) => {
      const all = market(seed, earlier + 4_100)
      const from = all.own[earlier]!.openTime
      const late = { own: all.own.slice(earlier), btc: all.btc.slice(earlier), funding: all.funding.filter(({ fundingTime }) => fundingTime >= from) }
      const [long, short] = [way(EVERYTHING, all), way(EVERYTHING, late)]
      expect(short.bits.length).toBeGreaterThan(50)
      expect(firstDifference(last(long, short.bits.length), short)).toBeUndefined()
    }),
    { numRuns: 5 },
  )
})

/** The last midnight that is not after the candle opens, as a place in the series. */
const midnight = (candles: readonly CandleValues[], index: number): number => candles.findLastIndex(({ openTime }, place) => place <= index && openTime % DAY_MS === 0)

it('makes each row from its own window alone, and needs every candle of it', () => {
  const { own, btc, funding } = market(3, 4_900)
  const whole = batch(EVERYTHING, { own, btc, funding })
  const random = new SeededRandom(1)
  for (let round = 0; round < 25; round++) {
    const row = random.below(whole.times.length)
    const index = own.findIndex(({ closeTime }) => closeTime === whole.times[row])
    const start = midnight(own, index) - SEED_CANDLES
    const known = whole.times[row]! - MINUTE_MS
    const settled = funding.filter(({ fundingTime }) => fundingTime <= known)
    const since = settled.findLastIndex(({ fundingTime }) => Math.round(fundingTime / MINUTE_MS) * MINUTE_MS <= known - 30 * DAY_MS)
    const window = { own: own.slice(start, index + 1), btc: btc.slice(start, index + 1), funding: settled.slice(since) }
    for (const way of ways) expect(firstDifference(last(way(EVERYTHING, window), 1), { times: [whole.times[row]!], bits: [whole.bits[row]!] })).toBeUndefined()
    for (const less of [{ own: window.own.slice(1) }, { btc: window.btc.slice(1) }, { funding: window.funding.slice(1) }]) expect(batch(EVERYTHING, { ...window, ...less }).times).not.toContain(whole.times[row])
  }
})

it('writes the same into the memory of an earlier table, and nowhere else', () => {
  const [first, second] = [market(21, 4_700), market(22, 4_500)]
  const engine = new FeatureEngine(EVERYTHING)
  const table = ({ own, btc, funding }: Inputs, into?: FeatureTable): FeatureTable => engine.columns(own, { funding, regime: regimeColumn(seriesOf(btc)), ...(into ? { into } : {}) })
  const fresh = table(second)
  const large = table(first)
  const reused = table(second, large)
  expect(reused.values[0]!.buffer).toBe(large.values[0]!.buffer)
  expect([reused.openTimes, ...reused.values]).toEqual([fresh.openTimes, ...fresh.values])
  expect(table(first, fresh)).toEqual(table(first))
})

it('knows nothing of what comes later', () => {
  const all = market(5, 4_700)
  const whole = batch(EVERYTHING, all)
  const random = new SeededRandom(2)
  for (let round = 0; round < 10; round++) {
    const end = 4_300 + random.below(400)
    const time = all.own[end - 1]!.closeTime
    const past = { own: all.own.slice(0, end), btc: all.btc.slice(0, end), funding: all.funding.filter(({ fundingTime }) => fundingTime < time) }
    const rows = whole.times.findIndex((asOf) => asOf > time)
    expect(firstDifference(batch(EVERYTHING, past), { times: whole.times.slice(0, rows), bits: whole.bits.slice(0, rows) })).toBeUndefined()
  }
})

it('does not feel other instruments in between', () => {
  const engine = new FeatureEngine(SHIPPED)
  const [mine, other] = [few(1, 200), few(2, 200)]
  const vectors = mine.flatMap((candle, index) => {
    engine.update({ ...other[index]!, instrumentId: 'BBB' })
    return engine.update(candle) ?? []
  })
  expect(firstDifference(rowsOf(vectors), streamed(SHIPPED, alone(mine)))).toBeUndefined()
})

it('gives BTC itself the regime of its own close', () => {
  const { btc } = market(9, 4_200)
  const funding = settlements(new SeededRandom(4), 'BTCUSDT', btc[0]!.openTime, btc.at(-1)!.closeTime as TimeMs)
  const inputs = { own: btc, btc, funding }
  const whole = batch(FEATURE_SET_V1, inputs)
  expect(whole.bits.length).toBeGreaterThan(100)
  expect(firstDifference(streamed(FEATURE_SET_V1, inputs), whole)).toBeUndefined()
})
