import { ContentHash, type RowCount } from './content-hash.ts'
import type { DataSet } from './data-set.ts'
import { columnSpecs, rowColumns, rowsOf, type InstrumentRows, type RowColumns } from './row-columns.ts'

/** What a data set is besides its rows. */
export type DataSetHead = Pick<DataSet, 'definitionHash' | 'featureSet' | 'labelSpec' | 'stepMs'>

/** All rows in memory, instrument after instrument, as given. */
export function joinedRows(head: DataSetHead, parts: readonly InstrumentRows[]): DataSet {
  const { featureSet } = head
  const counts = parts.map(({ instrumentId, asOf }) => ({ instrumentId, rows: asOf.length }))
  const hash = new ContentHash(featureSet)
  const joined = emptyColumns(featureSet, counts.reduce((sum, { rows }) => sum + rows, 0))
  let from = 0
  for (const part of parts) {
    const block = rowColumns(part, featureSet)
    hash.add(block)
    for (const [name, column] of Object.entries(joined)) column.set(block[name]!, from)
    from += part.asOf.length
  }
  return dataSetOf({ ...head, contentHash: hash.digest(counts) }, counts, joined)
}

/** From columns that hold the rows of one instrument after the other. */
export function dataSetOf(head: DataSetHead & Pick<DataSet, 'contentHash'>, counts: readonly RowCount[], columns: RowColumns): DataSet {
  const instrumentOf = new Uint16Array(columns['asOf']!.length)
  let from = 0
  for (const [place, { rows }] of counts.entries()) {
    instrumentOf.fill(place, from, from + rows)
    from += rows
  }
  const { definitionHash, contentHash, featureSet, labelSpec, stepMs } = head
  return { definitionHash, contentHash, featureSet, labelSpec, stepMs, instruments: counts.map(({ instrumentId }) => instrumentId), instrumentOf, ...rowsOf(columns, featureSet) }
}

const ARRAYS = { f64: Float64Array, f32: Float32Array, i32: Int32Array, i8: Int8Array } as const

const emptyColumns = (featureSet: readonly string[], rows: number): RowColumns => Object.fromEntries(columnSpecs(featureSet).map(({ name, type }) => [name, new ARRAYS[type](rows)]))
