/** What cutting needs to know of rows. Times are milliseconds UTC; rows may stand in any order. */
export interface RowTimes {
  /** When each was decided. */
  readonly asOf: Float64Array
  /** The last moment that anything learnt from it depends on: the end of its label, or of its horizon. */
  readonly dependsUntil: Float64Array
}

/** One step of a walk-forward: four parts of time, one after the other, as places of rows in the order they stand in. */
export interface Fold {
  /** What the learner fits on. */
  readonly fit: Int32Array
  /** What tells it when to stop. */
  readonly stop: Int32Array
  /** What its probabilities are set right by. */
  readonly calibrate: Int32Array
  /** What it is judged by: all of it, from `from` up to but not including `to`. */
  readonly test: Int32Array
  readonly from: number
  readonly to: number
  /** Rows of the first three parts that were left out, since they depend on what came after their part. */
  readonly purged: number
}

export interface Part {
  readonly rows: Int32Array
  readonly purged: number
}

export interface TimeSpan {
  readonly from: number
  /** Not included. */
  readonly to: number
}

/** The span of all decisions. Throws RangeError for no rows, and for columns that do not belong together. */
export function spanOf({ asOf, dependsUntil }: RowTimes): TimeSpan {
  if (asOf.length === 0) throw new RangeError('there are no rows to cut into folds: ask for a longer span, or for instruments that have candles')
  if (asOf.length !== dependsUntil.length) throw new RangeError(`${asOf.length} rows, but the ends of ${dependsUntil.length}`)
  let [from, last] = [Infinity, -Infinity]
  for (let row = 0; row < asOf.length; row++) {
    from = Math.min(from, asOf[row]!)
    last = Math.max(last, asOf[row]!)
    // Written so that a missing end is refused too.
    if (!(dependsUntil[row]! >= asOf[row]!)) throw new RangeError(`row ${row} depends on nothing after its decision at ${asOf[row]!}: it has no label`)
  }
  return { from, to: last + 1 }
}

/** Rows decided within a span, as they stand. */
export function rowsWithin({ asOf }: RowTimes, { from, to }: TimeSpan): Int32Array {
  return placesWhere(asOf.length, (row) => asOf[row]! >= from && asOf[row]! < to)
}

/**
 * Rows decided within a span that depend on nothing from its end on. What ends exactly there is left out too: a label that ended at the open of a
 * candle knows the price at which the next part's first row enters.
 */
export function purgedPart({ asOf, dependsUntil }: RowTimes, { from, to }: TimeSpan): Part {
  let purged = 0
  const rows = placesWhere(asOf.length, (row) => {
    if (asOf[row]! < from || asOf[row]! >= to) return false
    if (dependsUntil[row]! < to) return true
    purged += 1
    return false
  })
  return { rows, purged }
}

export function placesWhere(count: number, isWanted: (row: number) => boolean): Int32Array {
  const places = new Int32Array(count)
  let size = 0
  for (let row = 0; row < count; row++) if (isWanted(row)) places[size++] = row
  return places.slice(0, size)
}
