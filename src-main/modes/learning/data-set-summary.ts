import type { DataSetReport } from '../../../src-shared/contract/learning-views.ts'
import type { RowCount } from '../../training/data-set/content-hash.ts'
import type { RowColumns } from '../../training/data-set/row-columns.ts'

interface Told {
  readonly instrumentId: string
  readonly rows: number
  from: number
  to: number
  readonly effectiveRows: { long: number; short: number }
}

/** What is in a data set, gathered a block of rows at a time. */
export class DataSetSummary {
  readonly #names: readonly string[]
  readonly #moments: readonly Moments[]
  readonly #instruments: readonly Told[]
  /** The first row after each instrument's. */
  readonly #ends: readonly number[]

  constructor(featureSet: readonly string[], counts: readonly RowCount[]) {
    this.#names = featureSet
    this.#moments = featureSet.map(() => new Moments())
    this.#instruments = counts.map(({ instrumentId, rows }) => ({ instrumentId, rows, from: Infinity, to: -Infinity, effectiveRows: { long: 0, short: 0 } }))
    this.#ends = counts.map((_, place) => counts.slice(0, place + 1).reduce((sum, { rows }) => sum + rows, 0))
  }

  /** The columns that `add` looks at. */
  get columns(): readonly string[] {
    return ['asOf', 'long.weight', 'short.weight', ...this.#names.map((name) => `feature.${name}`)]
  }

  /** `from`: the place of the block's first row among all. */
  add({ from, rows, columns }: { readonly from: number; readonly rows: number; readonly columns: RowColumns }): void {
    for (const [place, name] of this.#names.entries()) this.#moments[place]!.add(columns[`feature.${name}`]!)
    for (const [place, told] of this.#instruments.entries()) addRows(told, columns, Math.max(0, (this.#ends[place - 1] ?? 0) - from), Math.min(rows, this.#ends[place]! - from))
  }

  told(): Pick<DataSetReport, 'rows' | 'from' | 'to' | 'instruments' | 'features'> {
    return {
      rows: this.#ends.at(-1) ?? 0, from: Math.min(...this.#instruments.map(({ from }) => from)), to: Math.max(...this.#instruments.map(({ to }) => to)),
      instruments: this.#instruments, features: this.#names.map((name, place) => ({ name, ...this.#moments[place]!.told() })),
    }
  }
}

/** The rows of one instrument in a block: from place `first` to before `end`. */
function addRows(told: Told, columns: RowColumns, first: number, end: number): void {
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
