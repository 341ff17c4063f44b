import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'
import { wilsonLower } from '../reliability.ts'
import { expectedValues } from './expected-value.ts'
import type { SideTable } from './fold-rows.ts'
import { meanOf } from './log-loss.ts'
import { equalParts } from './ranks.ts'
import { chosen, flags, sumOver, taken, touchedPlaces } from '../columns.ts'

const PARTS = 10
/** Of a two-sided interval of 95 %. */
const Z = 1.96

/** What q said and how often it came true, of one tenth of the rows. The interval is Wilson's on effective rows. */
export interface ReliabilityPoint {
  readonly forecast: number
  readonly observed: number
  readonly low: number
  readonly high: number
  readonly rows: number
}

/** Rows that touched a barrier, in ten equal parts from the lowest q to the highest. */
export function reliabilityPoints(data: DataSet, side: Direction, { rows, outputs }: SideTable): readonly ReliabilityPoint[] {
  const { outcome, weight } = data[side]
  const touched = touchedPlaces(outcome, rows)
  const q = taken(outputs[0]!, touched)
  return equalParts(q, PARTS).filter(({ length }) => length > 0).map((part) => {
    const members = chosen(rows, chosen(touched, part))
    const observed = meanOf(flags(outcome, members, 1))
    const effective = sumOver(weight, members)
    return { forecast: meanOf(taken(q, part)), observed, low: wilsonLower(observed, effective), high: 1 - wilsonLower(1 - observed, effective), rows: part.length }
  })
}

/** What one tenth of the rows was expected to bring and brought by its labels, after costs: fractions of the notional. */
export interface ValueDecile {
  readonly expected: number
  readonly net: number
  /** Of `net`, on effective rows; null where there are not two. */
  readonly interval: { readonly low: number; readonly high: number } | null
  readonly rows: number
}

/** In ten equal parts from the lowest expected value to the highest. */
export function valueDeciles(data: DataSet, side: Direction, { rows, outputs }: SideTable): readonly ValueDecile[] {
  const { net, weight } = data[side]
  const { expected } = expectedValues(data, side, rows, outputs)
  return equalParts(expected, PARTS).filter(({ length }) => length > 0).map((part) => {
    const members = chosen(rows, part)
    const mean = meanOf(taken(net, members))
    return { expected: meanOf(taken(expected, part)), net: mean, interval: intervalOf(taken(net, members), mean, sumOver(weight, members)), rows: part.length }
  })
}

function intervalOf(values: Float64Array, mean: number, effective: number): ValueDecile['interval'] {
  if (!(effective >= 2)) return null
  const spread = Z * Math.sqrt(meanOf(values.map((value) => (value - mean) * (value - mean))) / effective)
  return { low: mean - spread, high: mean + spread }
}
