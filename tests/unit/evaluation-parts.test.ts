import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { featureRows } from '../../src-main/training/evaluation/feature-rows.ts'
import { forecastFold } from '../../src-main/training/evaluation/fold-forecast.ts'
import { pooled, refuseUntouched } from '../../src-main/training/evaluation/fold-rows.ts'
import { onePositionReturns } from '../../src-main/training/evaluation/one-position-returns.ts'
import { reliabilityPoints, valueDeciles } from '../../src-main/training/evaluation/outcome-curves.ts'
import { shuffled } from '../../src-main/training/evaluation/permutation.ts'
import { pathAucs, splitForecast, walkAucs } from '../../src-main/training/evaluation/q-walk.ts'
import { areaUnderCurve } from '../../src-main/training/evaluation/ranks.ts'
import { rowTimes } from '../../src-main/training/evaluation/row-times.ts'
import { seedRow } from '../../src-main/training/evaluation/seeds.ts'
import { combinatorial } from '../../src-main/training/folds/combinatorial.ts'
import { walkForward } from '../../src-main/training/folds/walk-forward.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import { inventedDataSet, STEP_MS } from '../support/data-sets.ts'

const task = { learner: linearLearner, parameters: {}, seed: 1, every: 1 }
const data = inventedDataSet({ rows: 2_400, edge: 0.8 })
const folds = walkForward(rowTimes(data, 'all'))
const forecasts = folds.map((fold) => forecastFold(data, fold, linearLearner, { parameters: {}, seed: 1, every: 1, shuffles: true }))

describe('what came of forecasts', () => {
  it('draws q against what came true, within intervals of effective rows', () => {
    const points = reliabilityPoints(data, 'long', pooled(forecasts, 'long'))
    expect(points.length).toBe(10)
    for (const { low, observed, high } of points) expect(low < observed && observed < high).toBe(true)
    expect(points.at(-1)!.observed).toBeGreaterThan(points[0]!.observed + 0.2)
    const touched = pooled(forecasts, 'long').rows.filter((row) => data.long.outcome[row] !== 0)
    expect(points.reduce((sum, { rows }) => sum + rows, 0)).toBe(touched.length)
    expect(points.reduce((sum, { rows, observed }) => sum + rows * observed, 0)).toBeCloseTo(touched.filter((row) => data.long.outcome[row] === 1).length, 6)
  })

  it('orders what was expected, and what came grows with it where there is an edge', () => {
    const deciles = valueDeciles(data, 'short', pooled(forecasts, 'short'))
    expect(deciles.map(({ expected }) => expected)).toEqual(deciles.map(({ expected }) => expected).toSorted((a, b) => a - b))
    expect(deciles.at(-1)!.interval!.low).toBeGreaterThan(deciles[0]!.interval!.high)
    for (const { net, interval } of deciles) expect(interval!.low < net && net < interval!.high).toBe(true)
  })

  it('finds by shuffling the feature that matters, and that the other does not', () => {
    for (const { long, short } of forecasts) for (const { permutation } of [long, short]) {
      expect(permutation![0]).toBeGreaterThan(0.02)
      expect(Math.abs(permutation![1]!)).toBeLessThan(0.01)
    }
    expect(forecastFold(data, folds[0]!, linearLearner, { parameters: {}, seed: 1, every: 1 }).long.permutation).toBeNull()
  })

  it('tells of each feature what hangs on it, and how far it has moved since the fit', () => {
    const [signal, noise] = featureRows(data, forecasts)
    expect([signal!.name, noise!.name]).toEqual(data.featureSet)
    expect(signal!.importance.long).toBeGreaterThan(10 * Math.abs(noise!.importance.long))
    expect([signal!.psi! < 0.1, noise!.psi! < 0.1]).toEqual([true, true])
    const from = folds.at(-1)!.from
    const moved = { ...data, features: [data.features[0]!, data.features[1]!.map((value, row) => (data.asOf[row]! < from ? value : value + 2))] }
    expect(featureRows(moved, forecasts).map(({ psi }) => psi! > 0.2)).toEqual([false, true])
  })

  it('shuffles without losing anything, and leaves what it was given alone', () => {
    const values = Int32Array.from({ length: 50 }, (_, place) => place)
    const mixed = shuffled(values, new SeededRandom(2))
    expect(mixed).not.toEqual(values)
    expect(mixed.toSorted()).toEqual(values)
  })
})

describe('q alone', () => {
  it('walks as the whole model does: calibration within a fold changes no rank in it', () => {
    const [fold] = folds
    const { rows, outputs } = pooled(forecasts.slice(0, 1), 'long')
    const touched = Array.from(rows.keys()).filter((place) => data.long.outcome[rows[place]!] !== 0)
    const auc = areaUnderCurve(Float64Array.from(touched, (place) => outputs[0]![place]!), Float64Array.from(touched, (place) => Number(data.long.outcome[rows[place]!] === 1)))
    expect(walkAucs(data, [fold!], task).long).toBeCloseTo(auc!, 9)
  })

  it('spreads over seeds, each the same again', () => {
    const rows = [1, 2, 3].map((seed) => seedRow(data, folds, { ...task, seed }))
    expect(new Set(rows.map(({ auc }) => auc.long)).size).toBe(3)
    for (const { auc } of rows) expect(Math.min(auc.long!, auc.short!)).toBeGreaterThan(0.65)
    expect(seedRow(data, folds, { ...task, seed: 2 })).toEqual(rows[1])
  })

  it('puts the forecasts of splits together to paths, each over all rows', () => {
    const cut = combinatorial(rowTimes(data, 'q'), { groups: 5, testGroups: 2, embargoMs: 50 * STEP_MS })
    const said = cut.splits.map((split) => splitForecast(data, split, task))
    const { long, short } = pathAucs(data, cut, said)
    expect([long.length, short.length]).toEqual([4, 4])
    for (const auc of [...long, ...short]) expect(auc).toBeGreaterThan(0.65)
    // The first path by hand: group by group, the first split that tests it.
    const q = new Float64Array(data.asOf.length)
    cut.paths[0]!.forEach((split, group) => {
      const at = cut.splits[split]!.testGroups.indexOf(group)
      cut.splits[split]!.test[at]!.forEach((row, place) => (q[row] = said[split]!.long[at]![place]!))
    })
    const touched = Array.from(data.asOf.keys()).filter((row) => data.long.outcome[row] !== 0)
    expect(q.every((value) => value > 0)).toBe(true)
    expect(long[0]).toBe(areaUnderCurve(Float64Array.from(touched, (row) => q[row]!), Float64Array.from(touched, (row) => Number(data.long.outcome[row] === 1))))
  })
})

describe('what has no number', () => {
  it('is refused where a test part touched no barrier', () => {
    expect(() => refuseUntouched(data, folds)).not.toThrow()
    const { test } = folds[2]!
    const quiet = { ...data.short, outcome: data.short.outcome.map((end, row) => (test.includes(row) ? 0 : end)) }
    expect(() => refuseUntouched({ ...data, short: quiet }, folds)).toThrow(/no barrier of the short side.*fewer folds/)
  })

  it('is null in a check that it fails', () => {
    expect(onePositionReturns({ day: [0], net: [], equity: { time: [], value: [] } })).toMatchObject({ passed: false, value: null })
  })
})
