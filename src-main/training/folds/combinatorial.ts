import { placesWhere, rowsWithin, spanOf, type RowTimes, type TimeSpan } from './fold.ts'

export interface CombinatorialSettings {
  /** Parts of equal time, N. */
  readonly groups: number
  /** How many of them each split leaves out to test on, k. */
  readonly testGroups: number
  /** How long after what a test group depends on nothing is fitted on: features there still remember the test. */
  readonly embargoMs: number
}

/** Fitted on all but the test groups, tested on each of these. */
export interface Split {
  readonly testGroups: readonly number[]
  readonly fit: Int32Array
  /** One array per test group. */
  readonly test: readonly Int32Array[]
  /** Left out because their label overlaps one of the test, and because they begin within the embargo after it. */
  readonly purged: number
  readonly embargoed: number
}

export interface CombinatorialFolds {
  readonly splits: readonly Split[]
  /** Each path goes through all of time: the split whose forecasts it takes, group by group. */
  readonly paths: readonly (readonly number[])[]
}

/** At least a hundredth of the span, and never less than features look back. */
export const embargoOf = (spanMs: number, featureMemoryMs: number): number => Math.max(Math.ceil(spanMs / 100), featureMemoryMs)

/**
 * Combinatorial purged cross-validation (López de Prado, Advances in Financial Machine Learning, 7.4 and 12.4): every choice of k test groups
 * out of N, which makes C(N, k) splits and k · C(N, k) / N paths. Cut in time, across all instruments at once. A row is fitted on when what it
 * depends on and what a test group depends on have no moment in common. Throws RangeError for settings that leave nothing to fit or test on.
 */
export function combinatorial(rows: RowTimes, settings: CombinatorialSettings): CombinatorialFolds {
  const folds = cutInto(rows, settings)
  if (folds.splits.some(({ fit }) => fit.length === 0)) throw new RangeError('purge and embargo leave nothing to fit on: ask for a longer span or fewer test groups')
  return folds
}

/** As `combinatorial`; null where the span is so short that some split would be fitted on less than a part of all rows. */
export function combinatorialIfRoom(rows: RowTimes, settings: CombinatorialSettings, leastShare = 0.1): CombinatorialFolds | null {
  const folds = cutInto(rows, settings)
  return folds.splits.some(({ fit }) => fit.length < leastShare * rows.asOf.length) ? null : folds
}

function cutInto(rows: RowTimes, { groups, testGroups, embargoMs }: CombinatorialSettings): CombinatorialFolds {
  if (!(Number.isInteger(groups) && Number.isInteger(testGroups) && testGroups >= 1 && testGroups < groups)) throw new RangeError(`${testGroups} of ${groups} groups cannot be tested on: whole numbers are needed, the first smaller`)
  if (!(embargoMs >= 0)) throw new RangeError(`an embargo cannot last ${embargoMs} ms`)
  const { from, to } = spanOf(rows)
  const cut = (group: number): number => Math.round(from + ((to - from) * group) / groups)
  const members = Array.from({ length: groups }, (_, group) => rowsWithin(rows, { from: cut(group), to: cut(group + 1) }))
  if (members.some(({ length }) => length === 0)) throw new RangeError(`one of ${groups} groups has no rows: ask for a longer span or fewer groups`)
  const reaches = members.map((places) => reachOf(rows, places))
  const choices = choicesOf(groups, testGroups)
  return { splits: choices.map((choice) => splitOf(rows, choice, { members, reaches, embargoMs })), paths: pathsOf(choices, groups) }
}

interface Groups {
  readonly members: readonly Int32Array[]
  /** From a group's first decision to the last moment that it depends on, that moment included. */
  readonly reaches: readonly TimeSpan[]
  readonly embargoMs: number
}

function splitOf(rows: RowTimes, choice: readonly number[], { members, reaches, embargoMs }: Groups): Split {
  const { asOf, dependsUntil } = rows
  const tested = new Uint8Array(asOf.length)
  for (const group of choice) for (const row of members[group]!) tested[row] = 1
  let [purged, embargoed] = [0, 0]
  const fit = placesWhere(asOf.length, (row) => {
    if (tested[row] === 1) return false
    const [begin, end] = [asOf[row]!, dependsUntil[row]!]
    if (choice.some((group) => begin <= reaches[group]!.to && end >= reaches[group]!.from)) purged += 1
    else if (choice.some((group) => begin > reaches[group]!.to && begin <= reaches[group]!.to + embargoMs)) embargoed += 1
    else return true
    return false
  })
  return { testGroups: choice, fit, test: choice.map((group) => members[group]!), purged, embargoed }
}

function reachOf({ asOf, dependsUntil }: RowTimes, places: Int32Array): TimeSpan {
  let [from, to] = [Infinity, -Infinity]
  for (const row of places) {
    from = Math.min(from, asOf[row]!)
    to = Math.max(to, dependsUntil[row]!)
  }
  return { from, to }
}

/** All choices of `size` of the numbers below `count`, in dictionary order. */
function choicesOf(count: number, size: number, least = 0): number[][] {
  if (size === 0) return [[]]
  return Array.from({ length: Math.max(0, count - least) }, (_, step) => least + step).flatMap((first) => choicesOf(count, size - 1, first + 1).map((rest) => [first, ...rest]))
}

/** A group's first test belongs to the first path, its second to the second, and so on: every forecast is used once. */
function pathsOf(choices: readonly (readonly number[])[], groups: number): readonly (readonly number[])[] {
  const splitsOf = Array.from({ length: groups }, (_, group) => choices.flatMap((choice, split) => (choice.includes(group) ? [split] : [])))
  return splitsOf[0]!.map((_, path) => splitsOf.map((splits) => splits[path]!))
}
