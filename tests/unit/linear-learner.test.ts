import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { sigmoid } from '../../src-main/math/elementary.ts'
import type { DataSet } from '../../src-main/training/data-set/data-set.ts'
import { logOdds, oddsLine } from '../../src-main/training/evaluation/odds-line.ts'
import { sumOver } from '../../src-main/training/columns.ts'
import { evenWeights, sampled } from '../../src-main/training/evaluation/row-weights.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import type { FitWish } from '../../src-main/training/learner.ts'
import { CLIP, fitLogistic, scalingOf, standardise } from '../../src-main/training/linear.ts'
import { inventedDataSet, STEP_MS } from '../support/data-sets.ts'

const all = (data: DataSet): Int32Array => Int32Array.from(data.asOf.keys())
const ones = (count: number): Float64Array => new Float64Array(count).fill(1)
const wish = (data: DataSet, changes: Partial<FitWish> = {}): FitWish => ({ side: 'long', fit: all(data), stop: new Int32Array(0), weights: ones(data.asOf.length), parameters: {}, seed: 1, heads: 'all', ...changes })
const none = { slope: 1, intercept: 0 }

describe('the linear learner', () => {
  const data = inventedDataSet({ rows: 2_000, edge: 0.8 })

  it('gives q the very weights of a logistic regression on rows that touched a barrier', () => {
    const fitted = linearLearner.fit(data, wish(data))
    const features = data.features.map((column) => Float64Array.from(column))
    const columns = standardise(features, scalingOf(features))
    const touched = Float64Array.from(data.long.outcome, (outcome) => Number(outcome !== 0))
    const expected = fitLogistic(columns, Float64Array.from(data.long.outcome, (outcome) => Number(outcome === 1)), touched, 0.2 * touched.reduce((sum, one) => sum + one, 0))
    const { heads } = fitted.toArtifact().fields['parameters'] as { heads: number[][] }
    expect(heads[0]).toEqual(Array.from(expected))
    expect(heads.map((head) => head.length)).toEqual([3, 3, 3, 3, 3])
  })

  it('learns which feature matters, which way on each side, and says probabilities', () => {
    const fitted = linearLearner.fit(data, wish(data))
    expect(fitted.importance[0]).toBeGreaterThan(0.8)
    expect(fitted.importance.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    const slope = (side: 'long' | 'short'): number => (linearLearner.fit(data, wish(data, { side })).toArtifact().fields['parameters'] as { heads: number[][] }).heads[0]![1]!
    expect([slope('long') > 0.3, slope('short') < -0.3]).toEqual([true, true])
    const [q, t] = fitted.predict(data, all(data))
    for (const column of [q!, t!]) expect(column.every((value) => value > 0 && value < 1)).toBe(true)
  })

  it('says the same of a row whatever is asked beside it', () => {
    const fitted = linearLearner.fit(data, wish(data))
    const whole = fitted.predict(data, all(data))
    const some = Int32Array.of(1_999, 7, 7, 0)
    expect(fitted.predict(data, some).map((column) => Array.from(column))).toEqual(whole.map((column) => Array.from(some, (row) => column[row]!)))
  })

  it('takes rows of weight 0 and rows not named for not there', () => {
    const weights = ones(data.asOf.length).fill(0, 1_000)
    const named = linearLearner.fit(data, wish(data, { fit: Int32Array.from({ length: 1_000 }, (_, row) => row) }))
    expect(linearLearner.fit(data, wish(data, { weights })).toArtifact()).toEqual(named.toArtifact())
    const split = wish(data, { fit: Int32Array.from({ length: 400 }, (_, row) => row), stop: Int32Array.from({ length: 600 }, (_, row) => 400 + row) })
    expect(linearLearner.fit(data, split).toArtifact()).toEqual(named.toArtifact())
  })

  it('fits the return of timeouts on timeouts, and holding and adverse excursion on every row', () => {
    const [, , m, hold, adverse] = linearLearner.fit(data, wish(data, { parameters: { penaltyAmounts: 1e6 } })).predict(data, Int32Array.of(0))
    const mean = (column: Float64Array, isIn: (row: number) => boolean): number => {
      const rows = Array.from(column.keys()).filter(isIn)
      return rows.reduce((sum, row) => sum + column[row]!, 0) / rows.length
    }
    expect(m![0]).toBeCloseTo(10_000 * mean(data.long.gross, (row) => data.long.outcome[row] === 0), 2)
    expect(hold![0]).toBeCloseTo(mean(data.long.minutesHeld, () => true), 3)
    expect(adverse![0]).toBeCloseTo(10_000 * mean(data.long.maeHorizon, () => true), 2)
  })

  it('moves log odds by a line, in what it says and in its file alike', () => {
    const raw = linearLearner.fit(data, wish(data))
    const moved = raw.calibrated({ q: { slope: 0.5, intercept: 0.25 }, t: none })
    const [before, after] = [raw.predict(data, all(data)), moved.predict(data, all(data))]
    for (const row of [0, 5, 3_999]) expect(after[0]![row]).toBeCloseTo(sigmoid(0.5 * logOdds(before[0]![row]!) + 0.25), 9)
    expect(Array.from(after[1]!)).toEqual(Array.from(before[1]!))
    expect(moved.toArtifact().onnx).not.toEqual(raw.toArtifact().onnx)
  })

  it('expects nothing of timeouts that never come, and calls them unlikely, not impossible', () => {
    const never = { ...data, long: { ...data.long, outcome: data.long.outcome.map((outcome) => outcome || -1) } }
    const [, t, m] = linearLearner.fit(never, wish(never)).predict(never, Int32Array.of(0))
    expect(m![0]).toBe(0)
    expect(t![0]).toBeCloseTo(0.5 / (data.asOf.length + 1), 12)
  })

  it('refuses what cannot be meant or learnt, and a file of q alone', () => {
    expect(() => linearLearner.fit(data, wish(data, { parameters: { leaves: 31 } }))).toThrow(/no parameter leaves; it has penaltyQ/)
    expect(() => linearLearner.fit(data, wish(data, { parameters: { penaltyQ: 0 } }))).toThrow(/above 0/)
    const lost = { ...data, long: { ...data.long, outcome: data.long.outcome.map(() => -1) } }
    expect(() => linearLearner.fit(lost, wish(lost))).toThrow(/nothing can be learnt/)
    const q = linearLearner.fit(data, wish(data, { heads: 'q' }))
    expect(q.predict(data, Int32Array.of(3)).length).toBe(1)
    expect(() => q.toArtifact()).toThrow(/fit all heads/)
  })

  it('cuts what lies farther off than it has seen, and takes what is missing for the mean', () => {
    const fitted = linearLearner.fit(data, wish(data))
    const { means, deviations } = fitted.toArtifact().fields['parameters'] as { means: number[]; deviations: number[] }
    const at = (value: number): number => fitted.predict({ ...data, features: [Float32Array.of(value), Float32Array.of(0)] }, Int32Array.of(0))[0]![0]!
    expect(at(1e6)).toBe(at(1e7))
    expect(at(means[0]! + (CLIP - 0.1) * deviations[0]!)).toBeLessThan(at(1e6))
    expect(at(NaN)).toBeCloseTo(at(means[0]!), 6)
  })
})

describe('weights and calibration', () => {
  it('sums to the effective rows, the same for every row of an instrument, and lets every third stand for the others', () => {
    const data = inventedDataSet({ rows: 600, horizon: 30 })
    const rows = all(data)
    const weights = evenWeights(data, 'long', rows, 1)
    expect(sumOver(weights, rows)).toBeCloseTo(sumOver(data.long.weight, rows), 9)
    expect([new Set(weights.slice(0, 600)).size, new Set(weights.slice(600)).size]).toEqual([1, 1])
    const third = sampled(data, rows, { every: 3 })
    expect(third.length).toBe(400)
    expect(Array.from(third.slice(0, 2), (row) => (data.asOf[row]! / STEP_MS) % 3)).toEqual([0, 0])
    expect(sumOver(evenWeights(data, 'long', third, 3), third) / sumOver(weights, rows)).toBeCloseTo(1, 1)
  })

  const odds = (count: number, slope: number, intercept: number): { forecasts: Float64Array; hits: Float64Array } => {
    const random = new SeededRandom(4)
    const forecasts = Float64Array.from({ length: count }, () => sigmoid(-0.7 + random.normal() / 2))
    return { forecasts, hits: forecasts.map((forecast) => Number(random.uniform() < sigmoid(slope * logOdds(forecast) + intercept))) }
  }

  it('finds the line that probabilities are off by', () => {
    const { forecasts, hits } = odds(40_000, 0.6, 0.3)
    const { slope, intercept } = oddsLine(forecasts, hits, ones(40_000))
    expect([Math.abs(slope - 0.6) < 0.06, Math.abs(intercept - 0.3) < 0.06]).toEqual([true, true])
  })

  it('believes few effective rows less, and never turns a model upside down', () => {
    const { forecasts, hits } = odds(2_000, 0.2, 0)
    const [much, little] = [oddsLine(forecasts, hits, ones(2_000)), oddsLine(forecasts, hits, ones(2_000).fill(0.005))]
    expect(little.slope).toBeGreaterThan(much.slope + 0.4)
    expect(little.slope).toBeLessThan(1)
    const against = odds(2_000, -1, 0)
    const flat = oddsLine(against.forecasts, against.hits, ones(2_000))
    const share = against.hits.reduce((sum, hit) => sum + hit, 0) / 2_000
    expect(flat.slope).toBe(0)
    expect(sigmoid(flat.intercept)).toBeCloseTo(share, 3)
  })

  it('calls nothing impossible that has not been seen', () => {
    const { slope, intercept } = oddsLine(Float64Array.of(0.4, 0.5), Float64Array.of(0, 0), ones(2))
    expect([slope, sigmoid(intercept)]).toEqual([0, expect.closeTo(0.5 / 3, 12)])
  })
})
