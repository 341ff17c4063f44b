import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { combinatorial, combinatorialIfRoom, embargoOf } from '../../src-main/training/folds/combinatorial.ts'
import { featureMemoryMs } from '../../src-main/training/folds/feature-memory.ts'
import type { RowTimes } from '../../src-main/training/folds/fold.ts'
import { walkForward } from '../../src-main/training/folds/walk-forward.ts'
import { inventedDataSet, STEP_MS } from '../support/data-sets.ts'

/** Rows at 0, 1, 2, …, each depending on so many more. */
const line = (count: number, lasts: number, last = Infinity): RowTimes => {
  const asOf = Float64Array.from({ length: count }, (_, row) => row)
  return { asOf, dependsUntil: asOf.map((time) => Math.min(time + lasts, last)) }
}
const lists = (columns: readonly Int32Array[]): number[][] => columns.map((column) => Array.from(column))

describe('combinatorial purged cross-validation', () => {
  // Published: the tests of skfolio's CombinatorialPurgedCV, 12 rows in 3 groups, 2 of them tested on.
  it('purges as skfolio does', () => {
    const { splits, paths } = combinatorial(line(12, 1), { groups: 3, testGroups: 2, embargoMs: 0 })
    expect(lists(splits.map(({ fit }) => fit))).toEqual([[9, 10, 11], [5, 6], [0, 1, 2]])
    expect(splits.map(({ purged }) => purged)).toEqual([1, 2, 1])
    expect(splits.map(({ testGroups }) => testGroups)).toEqual([[0, 1], [0, 2], [1, 2]])
    expect(lists(splits[1]!.test)).toEqual([[0, 1, 2, 3], [8, 9, 10, 11]])
    // Split by split the path of each of its test groups: 0 0, 1 0, 1 1.
    expect(splits.map(({ testGroups }, split) => testGroups.map((group) => paths.findIndex((path) => path[group] === split)))).toEqual([[0, 0], [1, 0], [1, 1]])
  })

  it('holds its embargo as skfolio does', () => {
    const { splits } = combinatorial(line(12, 0), { groups: 3, testGroups: 2, embargoMs: 1 })
    expect(lists(splits.map(({ fit }) => fit))).toEqual([[9, 10, 11], [5, 6, 7], [0, 1, 2, 3]])
    expect(splits.map(({ purged, embargoed }) => [purged, embargoed])).toEqual([[0, 1], [0, 1], [0, 0]])
  })

  it('puts five groups together to the paths that skfolio publishes', () => {
    const { paths } = combinatorial(line(50, 0), { groups: 5, testGroups: 2, embargoMs: 0 })
    const splitsOfGroup = [0, 1, 2, 3, 4].map((group) => paths.map((path) => path[group]))
    expect(splitsOfGroup).toEqual([[0, 1, 2, 3], [0, 4, 5, 6], [1, 4, 7, 8], [2, 5, 7, 9], [3, 6, 8, 9]])
  })

  // Worked by hand: 12 rows whose labels last two more, 3 groups, one tested on.
  it('purges by hand, before the test and after it, and counts the embargo from the last thing the test depends on', () => {
    const without = combinatorial(line(12, 2, 11), { groups: 3, testGroups: 1, embargoMs: 0 })
    expect(lists(without.splits.map(({ fit }) => fit))).toEqual([[6, 7, 8, 9, 10, 11], [0, 1, 10, 11], [0, 1, 2, 3, 4, 5]])
    const held = combinatorial(line(12, 2, 11), { groups: 3, testGroups: 1, embargoMs: 1 })
    expect(lists(held.splits.map(({ fit }) => fit))).toEqual([[7, 8, 9, 10, 11], [0, 1, 11], [0, 1, 2, 3, 4, 5]])
  })

  // C(N, k) splits and k · C(N, k) / N paths; (6, 2) is the book's example.
  it.each([[6, 2, 15, 5], [5, 2, 10, 4], [10, 2, 45, 9], [10, 8, 45, 36], [16, 8, 12_870, 6_435]])('makes of %i groups with %i tested on %i splits and %i paths', (groups, testGroups, splits, paths) => {
    const folds = combinatorial(line(groups, 0), { groups, testGroups, embargoMs: 0 })
    expect([folds.splits.length, folds.paths.length]).toEqual([splits, paths])
  })

  it('uses every forecast of every split in exactly one path', () => {
    const { splits, paths } = combinatorial(line(40, 0), { groups: 6, testGroups: 3, embargoMs: 0 })
    const used = paths.flatMap((path) => path.map((split, group) => `${split}/${group}`))
    expect(new Set(used).size).toBe(used.length)
    expect(used.toSorted()).toEqual(splits.flatMap(({ testGroups }, split) => testGroups.map((group) => `${split}/${group}`)).toSorted())
  })

  it('fits on no row that meets one of the test, nor begins in the embargo after it: each held against each, labels as long as chance has it', () => {
    const random = new SeededRandom(6)
    const asOf = Float64Array.from({ length: 240 }, (_, row) => (row % 120) * 10)
    const rows = { asOf, dependsUntil: asOf.map((time) => time + random.below(150)) }
    for (const { fit, test, purged, embargoed } of combinatorial(rows, { groups: 5, testGroups: 2, embargoMs: 40 }).splits) {
      const tested = test.flatMap((part) => Array.from(part))
      const last = test.map((part) => Math.max(...Array.from(part, (row) => rows.dependsUntil[row]!)))
      for (const row of fit) {
        expect(tested.some((other) => asOf[row]! <= rows.dependsUntil[other]! && rows.dependsUntil[row]! >= asOf[other]!)).toBe(false)
        expect(last.some((end) => asOf[row]! > end && asOf[row]! <= end + 40)).toBe(false)
      }
      expect(fit.length + tested.length + purged + embargoed).toBe(240)
    }
  })

  it('has an embargo of a hundredth of the span, or as long as features look back', () => {
    expect([embargoOf(10_000, 0), embargoOf(10_000, 99), embargoOf(10_000, 101)]).toEqual([100, 100, 101])
  })

  it('says that there is no room where a split would have next to nothing to fit on', () => {
    const settings = { groups: 3, testGroups: 1, embargoMs: 0 }
    expect(combinatorialIfRoom(line(12, 2, 11), settings)).toEqual(combinatorial(line(12, 2, 11), settings))
    expect(combinatorialIfRoom(line(12, 2, 11), settings, 0.4)).toBeNull()
    expect(combinatorialIfRoom(line(12, 12), settings)).toBeNull()
  })

  it('refuses what cannot be meant, and what leaves nothing to fit on', () => {
    expect(() => combinatorial(line(12, 0), { groups: 3, testGroups: 3, embargoMs: 0 })).toThrow(/3 of 3 groups/)
    expect(() => combinatorial(line(12, 0), { groups: 3, testGroups: 1.5, embargoMs: 0 })).toThrow(RangeError)
    expect(() => combinatorial(line(12, 0), { groups: 3, testGroups: 1, embargoMs: NaN })).toThrow(/embargo/)
    expect(() => combinatorial(line(2, 0), { groups: 4, testGroups: 1, embargoMs: 0 })).toThrow(/no rows/)
    expect(() => combinatorial(line(12, 12), { groups: 3, testGroups: 1, embargoMs: 0 })).toThrow(/nothing to fit on/)
  })
})

describe('the anchored walk-forward', () => {
  const settings = { folds: 2, historyShare: 0.5, stopShare: 0.2, calibrateShare: 0.3 }

  it('cuts by hand: four parts in a row, each begun anew from the first row', () => {
    // 40 rows: tests from 20 and from 30. The history of the second is 30 long: fit to 15, stop to 21, calibrate to 30.
    const [first, second] = walkForward(line(40, 0), settings)
    const ends = (rows: Int32Array): number[] => [rows[0]!, rows.at(-1)!]
    expect([first!.fit, first!.stop, first!.calibrate, first!.test].map(ends)).toEqual([[0, 9], [10, 13], [14, 19], [20, 29]])
    expect([second!.fit, second!.stop, second!.calibrate, second!.test].map(ends)).toEqual([[0, 14], [15, 20], [21, 29], [30, 39]])
    expect([first!.from, first!.to, second!.from, second!.to]).toEqual([20, 30, 30, 40])
    expect(first!.purged + second!.purged).toBe(0)
  })

  it('leaves out of each part what depends on the next one, its first moment included, and nothing of the test', () => {
    const [first] = walkForward(line(40, 2), settings)
    expect(lists([first!.fit, first!.stop, first!.calibrate])).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [10, 11], [14, 15, 16, 17]])
    expect(first!.test.length).toBe(10)
    expect(first!.purged).toBe(6)
  })

  it('cuts instruments side by side at the same moments, and keeps every part apart by the real ends of labels', () => {
    const data = inventedDataSet({ rows: 900, instruments: ['A', 'B', 'C'], horizon: 40 })
    const rows = { asOf: data.asOf, dependsUntil: data.long.dependsUntil }
    const folds = walkForward(rows)
    expect(folds.length).toBe(5)
    for (const { fit, stop, calibrate, test } of folds) {
      const parts = [fit, stop, calibrate, test]
      for (const [place, part] of parts.entries()) {
        expect(new Set(Array.from(part, (row) => data.instrumentOf[row]!)).size).toBe(3)
        const next = parts[place + 1]
        if (next) expect(Math.max(...Array.from(part, (row) => rows.dependsUntil[row]!))).toBeLessThan(Math.min(...Array.from(next, (row) => rows.asOf[row]!)))
      }
    }
    // Test parts follow each other without a hole.
    expect(folds.slice(1).map(({ from }) => from)).toEqual(folds.slice(0, -1).map(({ to }) => to))
    const tested = folds.reduce((sum, { test }) => sum + test.length, 0)
    expect(tested).toBe(data.asOf.filter((time) => time >= folds[0]!.from).length)
    expect(folds[0]!.from).toBeCloseTo(data.asOf[0]! + (900 * STEP_MS) / 3, -6)
  })

  it('refuses what cannot be meant, and says what to do when a part is empty', () => {
    expect(() => walkForward(line(40, 0), { ...settings, folds: 0 })).toThrow(/folds/)
    expect(() => walkForward(line(40, 0), { ...settings, historyShare: 1 })).toThrow(/share/)
    expect(() => walkForward(line(40, 0), { ...settings, stopShare: 0.6, calibrateShare: 0.4 })).toThrow(/nothing to fit on/)
    expect(() => walkForward(line(40, 9), settings)).toThrow(/longer span or fewer folds/)
    expect(() => walkForward(line(0, 0), settings)).toThrow(/no rows/)
    expect(() => walkForward({ asOf: Float64Array.of(1, 2), dependsUntil: Float64Array.of(1, NaN) }, settings)).toThrow(/has no label/)
  })
})

it('knows how far back features look: a window, what an average began from, thirty days of settlements', () => {
  expect(featureMemoryMs(['r_12'], STEP_MS)).toBe(13 * STEP_MS)
  expect(featureMemoryMs(['r_12', 'btc_regime'], STEP_MS)).toBeGreaterThan(DAY_MS)
  expect(featureMemoryMs(FEATURE_SET_V1, STEP_MS)).toBeGreaterThanOrEqual(30 * DAY_MS)
  expect(featureMemoryMs([], STEP_MS)).toBe(0)
})
