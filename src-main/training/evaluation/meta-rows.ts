import { metaLabels, type MetaLabels } from '../../labels/meta-labels.ts'
import { sumOver } from '../columns.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'
import { expectedValues, type ExpectedValues } from './expected-value.ts'
import { SIDES, type SideTable } from './fold-rows.ts'

/** What a policy asks of a forecast before it enters; fractions. */
export interface Asked {
  readonly expectedValueMin: number
  readonly margin: number
}

/** Some entries by their labels, after all costs. */
interface MetaFigures {
  readonly entries: number
  /** When overlapping labels are counted once. */
  readonly effectiveEntries: number
  /** Part of the entries that paid; null without any. */
  readonly precision: number | null
  /** Part of the rows that paid which were entered; null where none paid. */
  readonly recall: number | null
  /** Mean of the entries, as a fraction of the notional; null without any. */
  readonly net: number | null
}

/** One side: entered at every row, and only where its forecast is good enough. */
export interface MetaRow {
  readonly side: Direction
  readonly plain: MetaFigures
  readonly taken: MetaFigures
  /** Precision rose, and net × entries above both the plain rule's and the nothing of not entering at all: where the plain rule loses, whoever trades less loses less. */
  readonly accepted: boolean
}

/**
 * The forecasts as a second model that says whether to follow a plain rule (Joubert, Meta-Labeling: Theory and Framework, 2022), out of sample. `tables`: both sides of
 * the same rows. Where both sides are good enough the better one is taken. As the policy counts, but without funding, guards, sizes and bounds of thin bins.
 */
export function metaRows(data: DataSet, tables: Readonly<Record<Direction, SideTable>>, asked: Asked): readonly MetaRow[] {
  const { rows } = tables.long
  const values = { long: expectedValues(data, 'long', rows, tables.long.outputs), short: expectedValues(data, 'short', rows, tables.short.outputs) }
  const allowed = (side: Direction, place: number): boolean => isEnough(values[side], tables[side].outputs[0]![place]!, place, asked)
  const taken = new Int8Array(data.asOf.length)
  for (const [place, row] of rows.entries()) taken[row] = choice({ long: allowed('long', place), short: allowed('short', place) }, values.long.expected[place]! >= values.short.expected[place]!)
  return SIDES.map((side) => {
    const sign = side === 'long' ? 1 : -1
    const all = metaLabels(data, signsOf(data, rows, () => sign))
    const some = metaLabels(data, signsOf(data, rows, (row) => (taken[row] === sign ? sign : 0)))
    return metaRow(side, figuresOf(data, side, all, all), figuresOf(data, side, some, all))
  })
}

const isEnough = ({ expected, breakEven }: ExpectedValues, q: number, place: number, { expectedValueMin, margin }: Asked): boolean => expected[place]! > expectedValueMin && q >= breakEven[place]! + margin

function choice({ long, short }: Readonly<Record<Direction, boolean>>, isLongBetter: boolean): -1 | 0 | 1 {
  if (long && (!short || isLongBetter)) return 1
  return short ? -1 : 0
}

function signsOf({ asOf }: DataSet, rows: Int32Array, sign: (row: number) => number): Int8Array {
  const signs = new Int8Array(asOf.length)
  for (const row of rows) signs[row] = sign(row)
  return signs
}

function figuresOf(data: DataSet, side: Direction, { places, isProfit, net }: MetaLabels, all: MetaLabels): MetaFigures {
  const [entries, paid, paidOfAll] = [places.length, hits(isProfit), hits(all.isProfit)]
  return {
    entries, effectiveEntries: sumOver(data[side].weight, places), precision: entries > 0 ? paid / entries : null, recall: paidOfAll > 0 ? paid / paidOfAll : null,
    net: entries > 0 ? net.reduce((sum, one) => sum + one, 0) / entries : null,
  }
}

const hits = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0)

function metaRow(side: Direction, plain: MetaFigures, taken: MetaFigures): MetaRow {
  const isSurer = taken.precision !== null && plain.precision !== null && taken.precision > plain.precision
  return { side, plain, taken, accepted: isSurer && taken.net! * taken.entries > Math.max(0, plain.net! * plain.entries) }
}
