import type { DataSet } from '../data-set/data-set.ts'
import type { Fold } from '../folds/fold.ts'
import type { Direction } from '../outcome-rows.ts'
import { logLossOf, meanOf } from './log-loss.ts'
import { expectedRanges, expectedValues, realisedRanges } from './expected-value.ts'
import type { FoldForecast } from './fold-forecast.ts'
import { areaUnderCurve, equalParts, rankCorrelation } from './ranks.ts'
import { chosen, flags, sumOver, taken, touchedPlaces } from '../columns.ts'

/** How good one fold's forecasts of one side were on its test part; `fold` null: all folds together. Every row counts the same. */
export interface FoldRow {
  readonly fold: number | null
  readonly side: Direction
  readonly from: number
  readonly to: number
  /** Of all folds together: those of the last, which has seen most. */
  readonly fitRows: number
  readonly fitEffectiveRows: number
  readonly purged: number
  readonly rows: number
  readonly effectiveRows: number
  /** From here on of the rows that touched a barrier, but for the last. */
  readonly baseRate: number
  /** Of saying "take-profit" where q ≥ q*, as precision, recall and F1; null where that was never or always said, or never right. */
  readonly accuracy: number
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
  readonly auc: number | null
  readonly logLoss: number
  readonly logLossOfBaseRate: number
  readonly brier: number
  readonly calibrationError: number
  /** Rank correlation of the expected and the realised gross return in barrier ranges, over all rows: costs and volatility are no knowledge. */
  readonly rankIc: number | null
}

/** Forecasts of one side on rows, whatever fold they come from. */
export interface SideTable {
  readonly rows: Int32Array
  readonly outputs: readonly Float64Array[]
}

/** One row per fold and side, then one per side of all folds together. */
export function foldRows(data: DataSet, forecasts: readonly FoldForecast[]): readonly FoldRow[] {
  const facts = forecasts.map(({ fold, long, short }, place) => ({ place, fold, sides: { long, short } }))
  return SIDES.flatMap((side) => [
    ...facts.map(({ place, fold, sides }) => rowOf(data, side, { rows: fold.test, outputs: sides[side].outputs }, {
      fold: place, from: fold.from, to: fold.to, fitRows: sides[side].fitRows, fitEffectiveRows: sides[side].fitEffectiveRows, purged: fold.purged,
    })),
    pooledRow(data, side, forecasts),
  ])
}

/** Throws a RangeError for a test part in which no barrier was touched on a side: nothing is known of q there, and no row could be told of it. */
export function refuseUntouched(data: DataSet, folds: readonly Pick<Fold, 'test' | 'from'>[]): void {
  for (const side of SIDES) for (const { test, from } of folds) {
    if (touchedPlaces(data[side].outcome, test).length === 0) throw new RangeError(`no barrier of the ${side} side is touched in the test part that begins at ${from}: ask for fewer folds, a longer span, nearer barriers or a longer horizon`)
  }
}

export const SIDES: readonly Direction[] = ['long', 'short']

/** The forecasts of all test parts, one after the other. */
export function pooled(forecasts: readonly FoldForecast[], side: Direction): SideTable {
  const count = forecasts.reduce((sum, { fold }) => sum + fold.test.length, 0)
  const rows = new Int32Array(count)
  const outputs = forecasts[0]![side].outputs.map(() => new Float64Array(count))
  let at = 0
  for (const forecast of forecasts) {
    rows.set(forecast.fold.test, at)
    for (const [head, column] of outputs.entries()) column.set(forecast[side].outputs[head]!, at)
    at += forecast.fold.test.length
  }
  return { rows, outputs }
}

function pooledRow(data: DataSet, side: Direction, forecasts: readonly FoldForecast[]): FoldRow {
  const [first, last] = [forecasts[0]!, forecasts.at(-1)!]
  const purged = forecasts.reduce((sum, { fold }) => sum + fold.purged, 0)
  return rowOf(data, side, pooled(forecasts, side), {
    fold: null, from: first.fold.from, to: last.fold.to, fitRows: last[side].fitRows, fitEffectiveRows: last[side].fitEffectiveRows, purged,
  })
}

type Facts = Pick<FoldRow, 'fold' | 'from' | 'to' | 'fitRows' | 'fitEffectiveRows' | 'purged'>

function rowOf(data: DataSet, side: Direction, { rows, outputs }: SideTable, facts: Facts): FoldRow {
  const { outcome, weight } = data[side]
  const { breakEven } = expectedValues(data, side, rows, outputs)
  const touched = touchedPlaces(outcome, rows)
  const hits = flags(outcome, chosen(rows, touched), 1)
  const said = hits.map((_, place) => Number(outputs[0]![touched[place]!]! >= breakEven[touched[place]!]!))
  return {
    ...facts, side, rows: rows.length, effectiveRows: sumOver(weight, rows),
    ...verdicts(said, hits), ...probabilities(taken(outputs[0]!, touched), hits), rankIc: rankCorrelation(expectedRanges(data, rows, outputs), realisedRanges(data, side, rows)),
  }
}

function verdicts(said: Float64Array, hits: Float64Array): Pick<FoldRow, 'accuracy' | 'precision' | 'recall' | 'f1'> {
  let [right, both, saidSo, hit] = [0, 0, 0, 0]
  for (let row = 0; row < said.length; row++) {
    right += Number(said[row] === hits[row])
    both += said[row]! * hits[row]!
    saidSo += said[row]!
    hit += hits[row]!
  }
  const isSaid = saidSo > 0 && saidSo < said.length
  return {
    accuracy: right / said.length,
    precision: isSaid ? both / saidSo : null, recall: isSaid && hit > 0 ? both / hit : null, f1: isSaid && both > 0 ? (2 * both) / (saidSo + hit) : null,
  }
}

function probabilities(forecasts: Float64Array, hits: Float64Array): Pick<FoldRow, 'baseRate' | 'auc' | 'logLoss' | 'logLossOfBaseRate' | 'brier' | 'calibrationError'> {
  const baseRate = meanOf(hits)
  return {
    baseRate, auc: areaUnderCurve(forecasts, hits), logLoss: logLossOf(forecasts, hits), logLossOfBaseRate: logLossOf(hits.map(() => baseRate), hits),
    brier: meanOf(forecasts.map((forecast, row) => (forecast - hits[row]!) * (forecast - hits[row]!))), calibrationError: calibrationErrorOf(forecasts, hits),
  }
}

const CALIBRATION_PARTS = 10

/** In ten equal parts, from the lowest forecast to the highest: the mean gap between what was said and what came true, weighed by rows. */
function calibrationErrorOf(forecasts: Float64Array, hits: Float64Array): number {
  let gaps = 0
  for (const part of equalParts(forecasts, CALIBRATION_PARTS)) if (part.length > 0) gaps += Math.abs(sumOver(forecasts, part) - sumOver(hits, part))
  return gaps / hits.length
}
