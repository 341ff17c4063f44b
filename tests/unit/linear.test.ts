import { expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { solveSymmetric } from '../../src-main/math/cholesky.ts'
import { evaluateProbabilities } from '../../src-main/training/evaluate.ts'
import { CLIP, fitLogistic, fitRidge, linearAt, scalingOf, standardise } from '../../src-main/training/linear.ts'

const ones = (count: number): Float64Array => new Float64Array(count).fill(1)
const numbers = (...values: number[]): Float64Array => Float64Array.from(values)

it('solves a system worked by hand, and refuses one that has no single answer', () => {
  expect(Array.from(solveSymmetric(numbers(4, 2, 2, 3), numbers(10, 9)))).toEqual([expect.closeTo(1.5, 12), expect.closeTo(2, 12)])
  expect(() => solveSymmetric(numbers(1, 1, 1, 1), numbers(1, 1))).toThrow(RangeError)
  expect(() => solveSymmetric(numbers(NaN), numbers(1))).toThrow(RangeError)
})

it('ridge without penalty goes through points on a plane, and skips rows of weight 0', () => {
  const [x, y] = [numbers(0, 1, 2, 3, 4), numbers(1, 0, 2, -1, 5)]
  const targets = x.map((value, index) => 3 + 2 * value - y[index]!)
  targets[4] = 1e9
  const weights = fitRidge([x, y], targets, numbers(1, 1, 1, 1, 0), 0)
  ;[3, 2, -1].forEach((expected, index) => expect(weights[index]).toBeCloseTo(expected, 9))
})

it('ridge shrinks the slope by hand-worked halves and leaves the intercept alone', () => {
  // Σx² = 2, so a penalty of 2 halves the slope of 3; the mean of y is 5.
  const weights = fitRidge([numbers(-1, 1)], numbers(2, 8), ones(2), 2)
  expect(Array.from(weights)).toEqual([expect.closeTo(5, 12), expect.closeTo(1.5, 12)])
})

it('logistic regression on one yes-or-no feature gives the log-odds of the table', () => {
  // x = 0: 1 of 4 hits; x = 1: 3 of 4. Log-odds −ln 3 and +ln 3.
  const weights = fitLogistic([numbers(0, 0, 0, 0, 1, 1, 1, 1)], numbers(1, 0, 0, 0, 1, 1, 1, 0), ones(8), 0)
  expect(weights[0]).toBeCloseTo(-Math.log(3), 10)
  expect(weights[1]).toBeCloseTo(2 * Math.log(3), 10)
})

it('a weight counts as that many rows', () => {
  const repeated = fitLogistic([numbers(0, 0, 0, 0, 1, 1, 1, 1)], numbers(1, 0, 0, 0, 1, 1, 1, 0), ones(8), 0.5)
  const weighted = fitLogistic([numbers(0, 0, 1, 1)], numbers(1, 0, 1, 0), numbers(1, 3, 3, 1), 0.5)
  repeated.forEach((value, index) => expect(weighted[index]).toBeCloseTo(value, 10))
})

it('finds the weights that made the data', () => {
  const random = new SeededRandom(5)
  const columns = [0, 1].map(() => Float64Array.from({ length: 40_000 }, () => random.normal()))
  const truth = numbers(-0.7, 0.5, -0.25)
  const targets = ones(40_000).map((_, row) => Number(random.uniform() < 1 / (1 + Math.exp(-linearAt(columns, truth, row)))))
  const weights = fitLogistic(columns, targets, ones(40_000), 1)
  truth.forEach((value, index) => expect(Math.abs(weights[index]! - value)).toBeLessThan(0.05))
})

it('says so when the classes are separable and nothing holds the weights', () => {
  expect(() => fitLogistic([numbers(-1, 1)], numbers(0, 1), ones(2), 0)).toThrow(RangeError)
})

it('scales by what is not missing, puts the missing at the mean and cuts far values', () => {
  const columns = [numbers(1, NaN, 3), numbers(7, 7, 7)]
  const scaling = scalingOf(columns)
  expect(scaling).toEqual({ means: [2, 7], deviations: [1, 1] })
  expect(standardise([numbers(1, NaN, 300), numbers(7, 8, -300)], scaling).map((column) => Array.from(column))).toEqual([[-1, 0, CLIP], [0, 1, -CLIP]])
})

it('evaluates by hand: ranks with ties, Brier, log-loss', () => {
  const { auc, brier, logLoss, baseRate, logLossOfBaseRate } = evaluateProbabilities([0.2, 0.5, 0.5, 0.9], [0, 1, 0, 1])
  // Four pairs of a hit and a miss: three in order, one tied.
  expect(auc).toBe(3.5 / 4)
  expect(brier).toBeCloseTo((0.04 + 0.25 + 0.25 + 0.01) / 4, 12)
  expect(logLoss).toBeCloseTo(-(Math.log(0.8) + 2 * Math.log(0.5) + Math.log(0.9)) / 4, 12)
  expect([baseRate, logLossOfBaseRate]).toEqual([0.5, expect.closeTo(Math.log(2), 12)])
})

it('calibrates by tenths from the lowest forecast to the highest', () => {
  const forecasts = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) / 100)
  const { calibration } = evaluateProbabilities(forecasts, forecasts.map((forecast) => Number(forecast >= 0.85)))
  expect(calibration.map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1])
  expect(calibration[0]!.forecast).toBeCloseTo(0.045, 12)
  expect(calibration.every(({ rows }) => rows === 10)).toBe(true)
})
