import type { DataSet, SideRows } from './data-set.ts'

/** Rows of one instrument, ascending in time: a data set is some of them one after the other. */
export interface InstrumentRows extends Pick<DataSet, 'asOf' | 'atrShare' | 'features' | 'long' | 'short'> {
  readonly instrumentId: string
}

/** The same rows as columns by name, as files keep them. */
export type RowColumns = Readonly<Record<string, Float64Array | Float32Array | Int32Array | Int8Array>>

const SIDES = ['long', 'short'] as const
const SIDE_DOUBLES = ['gross', 'net', 'fees', 'slippage', 'funding', 'mae', 'mfe', 'maeHorizon', 'mfeHorizon', 'minutesHeld', 'dependsUntil', 'horizonUntil', 'weight'] as const satisfies readonly (keyof SideRows)[]
const SIDE_NAMES = ['outcome', 'candlesHeld', ...SIDE_DOUBLES] as const satisfies readonly (keyof SideRows)[]

const featureColumn = (name: string): string => `feature.${name}`

/** Every column of a data set, in the order in which they are kept. */
export function columnSpecs(featureSet: readonly string[]): readonly { readonly name: string; readonly type: 'f64' | 'f32' | 'i32' | 'i8' }[] {
  return [
    { name: 'asOf', type: 'f64' }, { name: 'atrShare', type: 'f64' },
    ...featureSet.map((name) => ({ name: featureColumn(name), type: 'f32' as const })),
    ...SIDES.flatMap((side) => SIDE_NAMES.map((name) => ({ name: `${side}.${name}`, type: name === 'outcome' ? ('i8' as const) : name === 'candlesHeld' ? ('i32' as const) : ('f64' as const) }))),
  ]
}

export function rowColumns({ asOf, atrShare, features, long, short }: Omit<InstrumentRows, 'instrumentId'>, featureSet: readonly string[]): RowColumns {
  const sides = { long, short }
  return {
    asOf, atrShare,
    ...Object.fromEntries(featureSet.map((name, place) => [featureColumn(name), features[place]!])),
    ...Object.fromEntries(SIDES.flatMap((side) => SIDE_NAMES.map((name) => [`${side}.${name}`, sides[side][name]]))),
  }
}

/** Back again; the columns are those of `columnSpecs`. */
export function rowsOf(columns: RowColumns, featureSet: readonly string[]): Omit<InstrumentRows, 'instrumentId'> {
  const doubles = (name: string): Float64Array => columns[name] as Float64Array
  return {
    asOf: doubles('asOf'), atrShare: doubles('atrShare'), features: featureSet.map((name) => columns[featureColumn(name)] as Float32Array), long: sideOf(columns, 'long'), short: sideOf(columns, 'short'),
  }
}

function sideOf(columns: RowColumns, side: 'long' | 'short'): SideRows {
  const named = Object.fromEntries(SIDE_DOUBLES.map((name) => [name, columns[`${side}.${name}`] as Float64Array])) as Record<(typeof SIDE_DOUBLES)[number], Float64Array>
  return { ...named, outcome: columns[`${side}.outcome`] as Int8Array, candlesHeld: columns[`${side}.candlesHeld`] as Int32Array }
}
