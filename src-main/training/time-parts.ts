import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { OutcomeRows } from './outcome-rows.ts'

/** Rows are wanted that lie in from ≤ time < to with everything they depend on. */
export interface TimePart {
  readonly from: number
  readonly to: number
}

/** The last moment that a label of a row may depend on, however it ended: its horizon. */
export const horizonMs = ({ barrierIntervalMs, horizon }: LabelSpec): number => barrierIntervalMs * horizon

/**
 * The rows of a part of time, **purged by the end of their horizon**: what is decided before the part's end and comes out after it is in no
 * part. By the horizon and not by the touch, since rows that touch early would be kept and those that do not would be missing.
 */
export function rowsWithin(rows: OutcomeRows, { from, to }: TimePart, labelMs: number): OutcomeRows {
  return rowsWhere(rows, (asOf) => asOf >= from && asOf + labelMs <= to)
}

export function rowsWhere(rows: OutcomeRows, isWanted: (asOf: number) => boolean): OutcomeRows {
  const places = Array.from(rows.asOf.keys()).filter((row) => isWanted(rows.asOf[row]!))
  const column = (values: Float64Array): Float64Array => Float64Array.from(places, (row) => values[row]!)
  return {
    instrumentIds: places.map((row) => rows.instrumentIds[row]!), asOf: column(rows.asOf), atrShare: column(rows.atrShare), features: rows.features.map(column),
    outcomes: { long: places.map((row) => rows.outcomes.long[row]!), short: places.map((row) => rows.outcomes.short[row]!) },
  }
}
