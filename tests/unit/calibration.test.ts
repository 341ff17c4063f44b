import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { sigmoid } from '../../src-main/math/elementary.ts'
import { differencingWeights } from '../../src-main/math/windows.ts'
import { isotonic, plattAt, plattLine, stepAt } from '../../src-main/statistics/calibration.ts'
import { stabilityIndex, stabilityOf } from '../../src-main/statistics/stability.ts'

const random = new SeededRandom(3)
const even = (count: number): Float64Array => new Float64Array(count).fill(1)

describe('isotonic calibration', () => {
  it('pools what falls', () => {
    // 1 | 3, 2 | 6, 4, 5 by hand: 2.5 and 5.
    const steps = isotonic([1, 2, 3, 4, 5, 6], [1, 3, 2, 6, 4, 5], even(6))
    expect(steps).toEqual({ from: [1, 2, 4], value: [1, 2.5, 5] })
    expect([0, 1, 1.9, 2, 3.9, 4, 99].map((score) => stepAt(steps, score))).toEqual([1, 1, 1, 2.5, 2.5, 5, 5])
  })

  it('weighs, takes equal scores for one, and rows in any order', () => {
    expect(isotonic([2, 1, 3], [0, 1, 1], [3, 1, 1])).toEqual({ from: [1, 3], value: [0.25, 1] })
    expect(isotonic([1, 1, 2], [0, 1, 0.4], even(3))).toEqual({ from: [1], value: [expect.closeTo(1.4 / 3, 12)] })
    expect(() => isotonic([], [], [])).toThrow(/no rows/)
    expect(() => isotonic([1], [1], [0])).toThrow(/weighs/)
  })

  it('is never farther from the values than any other rising steps', () => {
    for (let round = 0; round < 50; round++) {
      const values = Array.from({ length: 12 }, () => random.normal())
      const steps = isotonic(values.map((_, place) => place), values, even(12))
      const fitted = values.map((_, place) => stepAt(steps, place))
      expect(fitted).toEqual(fitted.toSorted((a, b) => a - b))
      const far = (others: readonly number[]): number => others.reduce((sum, value, place) => sum + (value - values[place]!) ** 2, 0)
      const other = fitted.map((value) => value + 0.1 * random.normal()).toSorted((a, b) => a - b)
      expect(far(fitted)).toBeLessThanOrEqual(far(other))
    }
  })
})

describe('Platt’s scaling', () => {
  it('finds the line that hits were drawn from', () => {
    const scores = Float64Array.from({ length: 20_000 }, () => 2 * random.normal())
    const hits = scores.map((score) => Number(random.uniform() < sigmoid(0.7 * score - 0.4)))
    const line = plattLine(scores, hits)
    expect(line.slope).toBeCloseTo(0.7, 1)
    expect(line.intercept).toBeCloseTo(-0.4, 1)
    expect(plattAt({ slope: 0.7, intercept: -0.4 }, 1)).toBeCloseTo(sigmoid(0.3), 15)
  })

  it('stays finite where hits and misses are parted, and knows the share where scores say nothing', () => {
    const parted = plattLine([-2, -1, 1, 2], [0, 0, 1, 1])
    expect(plattAt(parted, 2)).toBeGreaterThan(0.7)
    expect(plattAt(parted, 2)).toBeLessThan(1)
    expect(plattAt(plattLine([1, 1, 1, 1], [1, 0, 0, 0]), 1)).toBeCloseTo((2 / 3 + 3 / 5) / 4, 6)
  })
})

describe('the stability index', () => {
  it('gives the value worked by hand', () => expect(stabilityIndex([0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1])).toBeCloseTo(0.22821740957339182, 12))

  it('is small where nothing moved, large where all did, and sees what is missing', () => {
    const draw = (shift: number): Float64Array => Float64Array.from({ length: 5_000 }, () => random.normal() + shift)
    expect(stabilityOf(draw(0), draw(0))).toBeLessThan(0.02)
    expect(stabilityOf(draw(0), draw(1))).toBeGreaterThan(0.5)
    expect(stabilityOf(draw(0), draw(0).map((value, row) => (row % 3 === 0 ? NaN : value)))).toBeGreaterThan(0.2)
    expect(stabilityOf([1, 1, 1, 1], [1, 1])).toBe(0)
    expect([stabilityOf([], [1]), stabilityOf([1], []), stabilityOf([NaN, NaN], [NaN])]).toEqual([null, null, 0])
  })
})

it('weighs fractional differences as published', () => {
  expect([...differencingWeights(0.5, 7)]).toEqual([1, -0.5, -0.125, -0.0625, -0.0390625, -0.02734375, -0.0205078125])
  const weights = differencingWeights(0.4, 6)
  for (const [lag, weight] of [1, -0.4, -0.12, -0.064, -0.0416, -0.029952].entries()) expect(weights[lag]).toBeCloseTo(weight, 14)
  expect([...differencingWeights(1, 5)].map(Math.abs)).toEqual([1, 1, 0, 0, 0])
  expect(differencingWeights(0.5, 100, 0.03)).toHaveLength(5)
})
