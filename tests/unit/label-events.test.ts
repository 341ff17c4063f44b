import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { blockWeights } from '../../src-main/labels/block-weights.ts'
import { cusumEvents, logReturnEvents } from '../../src-main/labels/cusum-events.ts'
import type { LabelCandles } from '../../src-main/labels/label-candles.ts'
import { walkBarriers } from '../../src-main/labels/label-columns.ts'
import { metaLabels } from '../../src-main/labels/meta-labels.ts'
import { SequentialBootstrap } from '../../src-main/labels/sequential-bootstrap.ts'

const numbers = (...values: readonly number[]): Float64Array => Float64Array.from(values)
const filled = (length: number, value: number): Float64Array => new Float64Array(length).fill(value)

/** Candles of an hour at these closes, from one to the next. */
function hours(closes: readonly number[], skip = -1): LabelCandles {
  const column = (of: (place: number) => number): Float64Array => Float64Array.from(closes.keys(), of)
  const open = (place: number): number => closes[Math.max(0, place - 1)]!
  return {
    stepMs: HOUR_MS, openTime: column((place) => (place + Number(skip >= 0 && place >= skip)) * HOUR_MS), open: column(open), close: column((place) => closes[place]!),
    high: column((place) => Math.max(open(place), closes[place]!)), low: column((place) => Math.min(open(place), closes[place]!)),
  }
}

describe('CUSUM events', () => {
  it('are those of the worked example: 100 to 101.3 in nine steps, h = 1', () => {
    const y = [100, 100.6, 101.3, 100.8, 100.1, 99.7, 99.9, 101.2, 101.3]
    const { places, sides } = cusumEvents(Float64Array.from(y, (value, place) => (place === 0 ? 0 : value - y[place - 1]!)), filled(9, 1))
    expect([...places].map((place, event) => [place, sides[event]])).toEqual([[2, 1], [4, -1], [7, 1]])
  })

  it('begin only the side that fired anew, and both after what is not known', () => {
    expect([...cusumEvents(numbers(0.9, -0.5, 0.7), filled(3, 1)).places]).toEqual([2])
    // The rise fires as its threshold comes down; the fall of 0.2 that was under way goes on.
    expect([...cusumEvents(numbers(1.5, -0.3, 0.1, -0.85), numbers(2, 2, 1, 1)).places]).toEqual([2, 3])
    expect([...cusumEvents(numbers(0.9, NaN, 0.7), filled(3, 1)).places]).toEqual([])
    expect([...cusumEvents(numbers(0.9, 0.2, 0.7), numbers(1, NaN, 1)).places]).toEqual([])
  })

  it('of log returns need a whole day behind them, also after a gap', () => {
    const random = new SeededRandom(5)
    let price = 10_000
    const closes = Array.from({ length: 100 }, () => (price *= 1 + 0.001 * random.normal()))
    const all = logReturnEvents(hours(closes), 1).places
    expect(all[0]).toBeGreaterThanOrEqual(24)
    expect(all.length).toBeGreaterThan(20)
    // Three times the distance: far fewer.
    expect(logReturnEvents(hours(closes), 3).places.length).toBeLessThan(all.length / 3)
    const holed = [...logReturnEvents(hours(closes, 50), 1).places]
    expect(holed.filter((place) => place < 50)).toEqual([...all].filter((place) => place < 50))
    expect(holed.filter((place) => place >= 50 && place < 74)).toEqual([])
    expect(holed.some((place) => place >= 74)).toBe(true)
  })

  it('know nothing of what comes after', () => {
    const closes = Array.from({ length: 90 }, (_, place) => 1_000 + 10 * Math.abs((place % 14) - 7))
    const before = (places: Int32Array): readonly number[] => [...places].filter((place) => place < 60)
    const changed = closes.map((close, place) => (place < 60 ? close : 3 * close))
    expect(before(logReturnEvents(hours(changed), 2).places)).toEqual(before(logReturnEvents(hours(closes), 2).places))
  })
})

describe('meta-labels', () => {
  it('say whether following the first model paid after costs, where it wants something and the end is known', () => {
    const candles = hours([100, 100, 103, 103, 100, 100])
    const wanted = Int8Array.from([-1, 0, -1, -1, 1, 1])
    const labelled = (cost: number) => metaLabels(walkBarriers(candles, { ranges: filled(6, 1), takeProfit: 2, stop: 2, horizon: 2 }, { costs: { fees: cost, slippage: cost / 2 }, settlements: [] }), wanted)
    // Decided at 0, short: stopped 2 above 100. At 2 and 3: down by 2 from 103, which does not pay 2.4 %. The rest is not known.
    const { places, sides, isProfit, net } = labelled(0)
    expect([[...places], [...sides], [...isProfit], [...net]]).toEqual([[0, 2, 3], [-1, -1, -1], [0, 1, 1], [-0.02, 2 / 103, 2 / 103]])
    expect([...labelled(0.016).isProfit]).toEqual([0, 0, 0])
  })
})

describe('the sequential bootstrap', () => {
  const worked = (): SequentialBootstrap => new SequentialBootstrap({ from: Int32Array.of(1, 3, 5), to: Int32Array.of(4, 5, 7) })

  it('has the probabilities of the published example', () => {
    const bootstrap = worked()
    expect([...bootstrap.probabilities]).toEqual([1 / 3, 1 / 3, 1 / 3])
    bootstrap.take(1)
    expect([...bootstrap.probabilities]).toEqual([5 / 14, 3 / 14, 6 / 14].map((share) => expect.closeTo(share, 12)))
    bootstrap.take(2)
    expect([...bootstrap.probabilities]).toEqual([5 / 11, 3 / 11, 3 / 11].map((share) => expect.closeTo(share, 12)))
  })

  it('draws by them, the same from the same seed', () => {
    const drawn = (seed: number): number[] => {
      const counts = [0, 0, 0]
      const random = new SeededRandom(seed)
      for (let sample = 0; sample < 6_000; sample++) {
        const bootstrap = worked()
        bootstrap.take(1)
        counts[bootstrap.draw(random)]!++
      }
      return counts
    }
    const counts = drawn(3)
    expect(drawn(3)).toEqual(counts)
    for (const [label, share] of [5 / 14, 3 / 14, 6 / 14].entries()) expect(counts[label]! / 6_000).toBeCloseTo(share, 1.5)
  })
})

describe('weights of a block bootstrap', () => {
  const times = Float64Array.from({ length: 2_000 }, (_, row) => (row % 1_000) * HOUR_MS)

  it('draw rows of one time together, whatever their instrument, and as many in all', () => {
    const sums = Array.from({ length: 40 }, (_, seed) => {
      const weights = blockWeights(times, 2 * DAY_MS, new SeededRandom(seed))
      expect(weights.slice(0, 1_000)).toEqual(weights.slice(1_000))
      return weights.reduce((sum, weight) => sum + weight, 0)
    })
    expect(sums.reduce((sum, one) => sum + one, 0) / 40).toBeGreaterThan(1_960)
    expect(sums.reduce((sum, one) => sum + one, 0) / 40).toBeLessThan(2_040)
    expect(blockWeights(times, 2 * DAY_MS, new SeededRandom(1))).toEqual(blockWeights(times, 2 * DAY_MS, new SeededRandom(1)))
  })

  it('draw what lies side by side together: about a third is left out, in whole stretches', () => {
    const weights = blockWeights(times.slice(0, 1_000), 2 * DAY_MS, new SeededRandom(7))
    const changes = weights.reduce((sum, weight, row) => sum + Number(row > 0 && weight !== weights[row - 1]), 0)
    expect(changes).toBeLessThanOrEqual(2 * Math.ceil(1_000 / 48) + 2)
    const left = weights.filter((weight) => weight === 0).length
    expect(left).toBeGreaterThan(200)
    expect(left).toBeLessThan(550)
  })

  it('do not depend on the order of rows, and refuse blocks of nothing', () => {
    const turned = blockWeights(times.slice(0, 1_000).reverse(), DAY_MS, new SeededRandom(7))
    expect(turned.reverse()).toEqual(blockWeights(times.slice(0, 1_000), DAY_MS, new SeededRandom(7)))
    expect(() => blockWeights(times, 0, new SeededRandom(1))).toThrow(/horizon/)
  })
})
