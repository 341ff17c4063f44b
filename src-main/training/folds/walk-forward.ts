import { purgedPart, rowsWithin, spanOf, type Fold, type RowTimes, type TimeSpan } from './fold.ts'

export interface WalkForwardSettings {
  /** How many test parts, equal in time, one after the other up to the last decision. */
  readonly folds: number
  /** Part of the whole span that lies before the first test part. */
  readonly historyShare: number
  /** Of each fold's history, which begins with the first row and ends where its test part begins: the parts before the test. What is left is fitted on. */
  readonly stopShare: number
  readonly calibrateShare: number
}

export const WALK_FORWARD: WalkForwardSettings = { folds: 5, historyShare: 1 / 3, stopShare: 0.15, calibrateShare: 0.15 }

/**
 * The anchored walk-forward: each fold is fitted on all that came before, as it would have been in the life of the strategy. Cut in time, across all
 * instruments at once. The parts are purged by what their rows depend on; nothing fitted on comes after a test part, so no embargo is needed
 * (`combinatorial` has one). Throws RangeError when a part would have no row.
 */
export function walkForward(rows: RowTimes, settings: WalkForwardSettings = WALK_FORWARD): readonly Fold[] {
  const { folds, historyShare } = settings
  if (!(Number.isInteger(folds) && folds >= 1)) throw new RangeError(`folds must be a whole number from 1 on, not ${folds}`)
  checkShares(settings)
  const { from, to } = spanOf(rows)
  const cut = (share: number): number => Math.round(from + (to - from) * share)
  const testBegins = (fold: number): number => cut(historyShare + ((1 - historyShare) * fold) / folds)
  return Array.from({ length: folds }, (_, fold) => foldAt(rows, { from: testBegins(fold), to: testBegins(fold + 1) }, settings))
}

/** The same parts of all rows, with nothing left to test on: what the model that is to trade is made from. */
export function wholeHistory(rows: RowTimes, settings: WalkForwardSettings = WALK_FORWARD): Omit<Fold, 'test'> {
  checkShares(settings)
  // Nothing comes after the last part, so none of it has to be left out.
  const span = { from: spanOf(rows).from, to: rows.dependsUntil.reduce((last, time) => Math.max(last, time), 0) + 1 }
  return { ...historyOf(rows, span, settings), ...span }
}

function checkShares({ historyShare, stopShare, calibrateShare }: WalkForwardSettings): void {
  for (const share of [historyShare, stopShare, calibrateShare]) if (!(share > 0 && share < 1)) throw new RangeError(`a share of the history must lie between 0 and 1, not ${share}`)
  if (!(stopShare + calibrateShare < 1)) throw new RangeError('the parts before the test leave nothing to fit on')
}

function foldAt(rows: RowTimes, test: TimeSpan, settings: WalkForwardSettings): Fold {
  const judged = rowsWithin(rows, test)
  if (judged.length === 0) throw new RangeError(`${emptyPart('test', test.from)}: ask for a longer span or fewer folds`)
  return { ...historyOf(rows, { from: spanOf(rows).from, to: test.from }, settings), test: judged, ...test }
}

function historyOf(rows: RowTimes, { from, to }: TimeSpan, { stopShare, calibrateShare }: WalkForwardSettings): Pick<Fold, 'fit' | 'stop' | 'calibrate' | 'purged'> {
  const cut = (share: number): number => Math.round(from + (to - from) * share)
  const [stopBegins, calibrateBegins] = [cut(1 - stopShare - calibrateShare), cut(1 - calibrateShare)]
  const fit = purgedPart(rows, { from, to: stopBegins })
  const stop = purgedPart(rows, { from: stopBegins, to: calibrateBegins })
  const calibrate = purgedPart(rows, { from: calibrateBegins, to })
  for (const [name, part] of [['fit', fit], ['stop', stop], ['calibrate', calibrate]] as const) {
    if (part.rows.length === 0) throw new RangeError(`${emptyPart(name, to)}: labels are too long for so short a span; ask for a longer span or fewer folds`)
  }
  return { fit: fit.rows, stop: stop.rows, calibrate: calibrate.rows, purged: fit.purged + stop.purged + calibrate.purged }
}

const emptyPart = (part: string, at: number): string => `the ${part} part of the fold whose history ends at ${at} has no rows`
