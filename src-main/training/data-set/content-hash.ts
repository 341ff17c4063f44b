import { ColumnHash } from '../../base/column-hash.ts'
import { dataHash } from '../../base/text-hash.ts'
import { columnSpecs, type RowColumns } from './row-columns.ts'

/** How many rows each instrument has, in the order of the rows. */
export interface RowCount {
  readonly instrumentId: string
  readonly rows: number
}

/** Names a data set by its values, block by block: the same rows give the same name, whoever made them and however they came in pieces. */
export class ContentHash {
  readonly #names: readonly string[]
  readonly #hashes: readonly ColumnHash[]

  constructor(featureSet: readonly string[]) {
    this.#names = columnSpecs(featureSet).map(({ name }) => name)
    this.#hashes = this.#names.map(() => new ColumnHash())
  }

  add(columns: RowColumns): void {
    for (const [place, name] of this.#names.entries()) this.#hashes[place]!.add(columns[name]!)
  }

  digest(instruments: readonly RowCount[]): string {
    return dataHash({ instruments: instruments.map(({ instrumentId, rows }) => [instrumentId, rows]), columns: this.#names.map((name, place) => [name, this.#hashes[place]!.digest()]) })
  }
}
