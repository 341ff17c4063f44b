import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { DataSet, SideRows } from '../../src-main/training/data-set/data-set.ts'
import type { Check } from '../../src-main/training/evaluation/check.ts'
import { forecastFold } from '../../src-main/training/evaluation/fold-forecast.ts'
import { foldRows } from '../../src-main/training/evaluation/fold-rows.ts'
import { foldChecks, leakAlarms, rowChecks, scaledInsideFold } from '../../src-main/training/evaluation/leak-checks.ts'
import { NULL_RUNS, nullRun, nullTest, shuffledLabels } from '../../src-main/training/evaluation/null-test.ts'
import { onePositionReturns } from '../../src-main/training/evaluation/one-position-returns.ts'
import { rowTimes } from '../../src-main/training/evaluation/row-times.ts'
import type { Fold } from '../../src-main/training/folds/fold.ts'
import { walkForward } from '../../src-main/training/folds/walk-forward.ts'
import { linearLearner } from '../../src-main/training/linear-learner.ts'
import type { Learner } from '../../src-main/training/learner.ts'
import { inventedDataSet, STEP_MS } from '../support/data-sets.ts'

// One leak at a time is planted into sound rows, folds or learners; the check named for it must notice, and must not where nothing is planted.
const task = { learner: linearLearner, parameters: {}, seed: 1, every: 1 }
const data = inventedDataSet({ rows: 2_400, horizon: 36 })
const sound = walkForward(rowTimes(data, 'all'))
const named = (checks: readonly Check[], name: string): Check => checks.find((check) => check.name === name)!
const side = (rows: SideRows, changes: Partial<SideRows>): SideRows => ({ ...rows, ...changes })

describe('what was cut, and where', () => {
  it('has nothing to say of sound folds', () => {
    expect(foldChecks(data, sound)).toEqual([{ name: 'purged-by-label-end', passed: true, value: 0, limit: 0 }, { name: 'no-shuffled-split', passed: true, value: 0, limit: 0 }])
    expect(foldChecks(data, walkForward(rowTimes(data, 'q'))).every(({ passed }) => passed)).toBe(true)
  })

  it('catches a purge of sixty minutes where labels last three hours', () => {
    const folds = walkForward({ asOf: data.asOf, dependsUntil: data.asOf.map((time) => time + 12 * STEP_MS) })
    expect(named(foldChecks(data, folds), 'purged-by-label-end')).toMatchObject({ passed: false })
    expect(named(foldChecks(data, folds), 'no-shuffled-split').passed).toBe(true)
  })

  it('catches labels whose end is ignored', () => {
    const { passed, value } = named(foldChecks(data, walkForward({ asOf: data.asOf, dependsUntil: data.asOf })), 'purged-by-label-end')
    expect([passed, value! > 100]).toEqual([false, true])
  })

  it('catches a shuffled split', () => {
    const random = new SeededRandom(3)
    const shuffled = sound.map((fold): Fold => {
      const parts: number[][] = [[], [], [], []]
      for (const row of [fold.fit, fold.stop, fold.calibrate, fold.test].flatMap((part) => Array.from(part))) parts[random.below(4)]!.push(row)
      const [fit, stop, calibrate, test] = parts.map((part) => Int32Array.from(part)) as [Int32Array, Int32Array, Int32Array, Int32Array]
      return { ...fold, fit, stop, calibrate, test }
    })
    expect(named(foldChecks(data, shuffled), 'no-shuffled-split').passed).toBe(false)
  })
})

describe('rows of their own candle', () => {
  /** Prices of a walk, with barrier ranges that are renewed each hour. */
  function walking(): DataSet {
    const random = new SeededRandom(8)
    const invented = inventedDataSet({ rows: 2_400, featureSet: ['r_1', 'noise'] })
    const returns = invented.asOf.map(() => 0.001 * random.normal())
    let [close, range] = [100, 1]
    const atrShare = invented.asOf.map((asOf, row) => {
      close *= 1 + returns[row]!
      if (asOf % invented.labelSpec.barrierIntervalMs === 0) range = 0.8 + 0.4 * random.uniform()
      return range / close
    })
    return { ...invented, atrShare, features: [Float32Array.from(returns), invented.features[1]!] }
  }

  it('has nothing to say of sound rows, and does not guess without the feature that it needs', () => {
    expect(rowChecks(walking()).map(({ name, passed }) => [name, passed])).toEqual([['entry-after-decision', true], ['features-at-decision', true]])
    expect(rowChecks(data).map(({ name }) => name)).toEqual(['entry-after-decision'])
  })

  it.each([['later', 1], ['earlier', -1]])('catches features that are one candle %s than their row', (_when, offset) => {
    const rows = walking()
    const moved = { ...rows, features: rows.features.map((column) => column.map((_value, row) => column[row + offset] ?? 0)) }
    expect(named(rowChecks(moved), 'features-at-decision').passed).toBe(false)
  })

  it.each([1, -1])('holds the return of three candles to it where that is all there is: %i candle off', (offset) => {
    const rows = walking()
    const three = rows.features[0]!.map((_value, row, one) => (row < 2 ? NaN : (1 + one[row]!) * (1 + one[row - 1]!) * (1 + one[row - 2]!) - 1))
    const check = (column: Float32Array): Check => named(rowChecks({ ...rows, featureSet: ['r_3', 'noise'], features: [column, rows.features[1]!] }), 'features-at-decision')
    expect(check(three)).toMatchObject({ passed: true, value: expect.closeTo(1, 3) })
    expect(check(three.map((_value, row) => three[row + offset] ?? 0)).passed).toBe(false)
  })

  it('catches labels that begin with the candle that made the signal', () => {
    const early = { ...data, long: side(data.long, { dependsUntil: data.long.dependsUntil.map((end) => end - STEP_MS) }) }
    expect(named(rowChecks(early), 'entry-after-decision')).toMatchObject({ passed: false, value: data.asOf.length })
  })
})

describe('what a fit may see', () => {
  it('has nothing to say of a learner that looks at its rows alone', () => {
    expect(scaledInsideFold(data, sound[0]!, task)).toEqual({ name: 'scaled-inside-fold', passed: true, value: 0, limit: 0 })
  })

  it('catches a scaler that is fitted before the split', () => {
    const before: Learner = {
      ...linearLearner,
      fit: (rows, wanted) => linearLearner.fit({ ...rows, features: rows.features.map((column) => {
        const mean = column.reduce((sum, value) => sum + value, 0) / column.length
        return column.map((value) => value - mean)
      }) }, wanted),
    }
    expect(scaledInsideFold(data, sound[0]!, { ...task, learner: before }).passed).toBe(false)
  })

  it('catches a learner that looks at labels it was not given', () => {
    const peeking: Learner = { ...linearLearner, fit: (rows, wanted) => linearLearner.fit(rows, { ...wanted, fit: Int32Array.from(rows.asOf.keys()), weights: new Float64Array(rows.asOf.length).fill(1) }) }
    expect(scaledInsideFold(data, sound[0]!, { ...task, learner: peeking }).passed).toBe(false)
  })
})

describe('too good to be true', () => {
  const alarms = (rows: DataSet): readonly Check[] => leakAlarms(foldRows(rows, walkForward(rowTimes(rows, 'all')).map((fold) => forecastFold(rows, fold, linearLearner, { parameters: {}, seed: 1, every: 1 }))))

  it('does not cry at nothing, and does at a feature that knows the end', () => {
    expect(alarms(data).map(({ name, passed }) => [name, passed])).toEqual([['leak-alarm-ic', true], ['leak-alarm-auc', true]])
    const told = { ...data, features: [Float32Array.from(data.long.outcome), data.features[1]!] }
    expect(alarms(told).map(({ passed }) => passed)).toEqual([false, false])
  })
})

describe('shuffled labels', () => {
  it('finds nothing in them with a sound learner, though the edge is strong', () => {
    const edged = inventedDataSet({ rows: 2_400, edge: 1 })
    const folds = walkForward(rowTimes(edged, 'all'))
    const check = nullTest(Array.from({ length: NULL_RUNS }, (_, seed) => nullRun(edged, folds, { ...task, seed })))
    expect(check).toMatchObject({ name: 'null-test', passed: true })
    expect(check.value).toBeLessThan(0.56)
  })

  it('catches a learner that remembers what it is asked', () => {
    const remembering: Learner = {
      ...linearLearner,
      fit: (rows, wanted) => ({ ...linearLearner.fit(rows, wanted), predict: (_, asked) => [Float64Array.from(asked, (row) => 0.3 + 0.05 * rows[wanted.side].outcome[row]!)] }),
    }
    const runs = Array.from({ length: NULL_RUNS }, (_, seed) => nullRun(data, sound, { ...task, learner: remembering, seed }))
    expect(nullTest(runs)).toMatchObject({ passed: false, value: 1 })
  })

  it('moves whole blocks within an instrument, and loses none', () => {
    const mixed = shuffledLabels(data, 5)
    const count = (rows: Int8Array, end: number): number => rows.filter((outcome) => outcome === end).length
    for (const from of [0, 2_400]) for (const end of [1, 0, -1]) expect(count(mixed.long.outcome.slice(from, from + 2_400), end)).toBe(count(data.long.outcome.slice(from, from + 2_400), end))
    const joints = Array.from(data.asOf.keys()).filter((row) => data.long.outcome[row] !== mixed.long.outcome[row])
    expect(joints.length).toBeGreaterThan(1_000)
    expect(mixed.features).toBe(data.features)
  })
})

describe('daily returns', () => {
  const HOUR_MS = DAY_MS / 24
  const time = Array.from({ length: 73 }, (_, hour) => 20_000 * DAY_MS + hour * HOUR_MS)
  const value = time.map((_, hour) => 10_000 * 1.0001 ** hour)
  const day = [0, 1, 2].map((place) => (20_000 + place) * DAY_MS)
  const net = [24, 48, 72].map((hour) => value[hour]! / value[hour - 24]! - 1)

  it('are those of the account', () => {
    expect(onePositionReturns({ day, net, equity: { time, value } })).toMatchObject({ name: 'one-position-returns', passed: true })
  })

  it('are caught where they are returns of labels that overlap', () => {
    const overlapping = day.map((_, place) => Array.from({ length: 288 }, (__, row) => data.long.net[288 * place + row]!).reduce((sum, one) => sum + one, 0) / 288)
    expect(onePositionReturns({ day, net: overlapping, equity: { time, value } }).passed).toBe(false)
    expect(onePositionReturns({ day, net, equity: { time: [], value: [] } }).passed).toBe(false)
    expect(onePositionReturns({ day, net: net.slice(1), equity: { time, value } }).passed).toBe(false)
  })

  it('are of parts of days too, at both ends', () => {
    const from = 5
    const part = { day, net: [value[24]! / value[from]! - 1, net[1]!, value[60]! / value[48]! - 1], equity: { time: time.slice(from, 61), value: value.slice(from, 61) } }
    expect(onePositionReturns(part).passed).toBe(true)
  })
})
