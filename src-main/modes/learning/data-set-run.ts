import type { DataSetReport, DataSetWish } from '../../../src-shared/contract/learning-views.ts'
import { PROGRAM } from '../../base/program.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import { ColumnFile } from '../../storage/column-file.ts'
import type { ColumnValues } from '../../storage/column-format.ts'
import { dataSetFile, type DataSetFacts, type DataSetParts } from './data-set-file.ts'

export interface DataSetRunParts extends DataSetParts {
  readonly runId: string
}

/** Makes a data set, or finds it made, and tells what is in it. Rejects as `dataSetFile` does. */
export async function runDataSet(wish: DataSetWish, parts: DataSetRunParts): Promise<DataSetReport> {
  const { path, facts, cached } = await dataSetFile(wish, parts)
  const file = new ColumnFile(path)
  try {
    const told = summaryOf(file, facts)
    const { definitionHash, contentHash, featureSet, labelSpec } = facts
    return {
      version: 1, kind: 'dataset', runId: parts.runId, program: `${PROGRAM.name} ${PROGRAM.version}`, wish, rows: file.rows,
      from: Math.min(...told.instruments.map(({ from }) => from)), to: Math.max(...told.instruments.map(({ to }) => to)),
      definitionHash, contentHash, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec), bytes: file.bytes, cached, ...told,
    }
  } finally {
    file.close()
  }
}

type InstrumentTold = DataSetReport['instruments'][number]

/** Of all rows, a block at a time. */
function summaryOf(file: ColumnFile, { featureSet, instruments: counts }: DataSetFacts): Pick<DataSetReport, 'instruments' | 'features'> {
  const features = featureSet.map((name) => ({ name: `feature.${name}`, moments: new Moments() }))
  const instruments = counts.map(({ instrumentId, rows }) => ({ instrumentId, rows, from: Infinity, to: -Infinity, effectiveRows: { long: 0, short: 0 } }))
  const ends = counts.map((_, place) => counts.slice(0, place + 1).reduce((sum, { rows }) => sum + rows, 0))
  for (const { from, rows, columns } of file.blocks(['asOf', 'long.weight', 'short.weight', ...features.map(({ name }) => name)])) {
    for (const { name, moments } of features) moments.add(columns[name]!)
    for (const [place, told] of instruments.entries()) addTo(told, columns, Math.max(0, (ends[place - 1] ?? 0) - from), Math.min(rows, ends[place]! - from))
  }
  return { instruments: instruments satisfies readonly InstrumentTold[], features: featureSet.map((name, place) => ({ name, ...features[place]!.moments.told() })) }
}

/** The rows of one instrument in a block: from place `first` to before `end`. */
function addTo(told: { from: number; to: number; readonly effectiveRows: { long: number; short: number } }, columns: ColumnValues, first: number, end: number): void {
  const [asOf, long, short] = ['asOf', 'long.weight', 'short.weight'].map((name) => columns[name]!)
  for (let row = first; row < end; row++) {
    told.from = Math.min(told.from, asOf![row]!)
    told.to = Math.max(told.to, asOf![row]!)
    told.effectiveRows.long += long![row]!
    told.effectiveRows.short += short![row]!
  }
}

/** Mean and population deviation of what is not missing, in one pass (Welford). */
class Moments {
  #missing = 0
  #count = 0
  #mean = 0
  #squares = 0

  add(column: ArrayLike<number>): void {
    for (let row = 0; row < column.length; row++) {
      const value = column[row]!
      if (Number.isNaN(value)) this.#missing++
      else this.#take(value)
    }
  }

  told(): { readonly missing: number; readonly mean: number | null; readonly deviation: number | null } {
    const isKnown = this.#count > 0
    return { missing: this.#missing, mean: isKnown ? this.#mean : null, deviation: isKnown ? Math.sqrt(this.#squares / this.#count) : null }
  }

  #take(value: number): void {
    this.#count++
    const difference = value - this.#mean
    this.#mean += difference / this.#count
    this.#squares += difference * (value - this.#mean)
  }
}
