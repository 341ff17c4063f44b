import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { deriveInstrument, isDerived } from '../venue/recorded/derive-instrument.ts'
import { findInstrument } from '../venue/recorded/known-instruments.ts'
import { scanDecimals, type SymbolDecimals } from '../venue/recorded/scan-decimals.ts'

/**
 * The instruments of one file: as given, as the program knows them, as the archive has them from a definition, else derived from the
 * file's own numbers.
 */
export class ImportInstruments {
  readonly #archived: ReadonlyMap<string, Instrument>
  readonly #decimals: ReadonlyMap<string, SymbolDecimals>
  readonly #definition: Instrument | undefined
  readonly #derived = new Set<string>()

  private constructor(archived: ReadonlyMap<string, Instrument>, decimals: ReadonlyMap<string, SymbolDecimals>, definition: Instrument | undefined) {
    this.#archived = archived
    this.#decimals = decimals
    this.#definition = definition
  }

  /** `symbols`: those of the whole file, or null for a panel, which has many. Reads the file once where decimals must be found. */
  static async of(archive: Pick<DataArchive, 'instruments'>, file: { readonly path: string; readonly repairNoise: boolean }, symbol: string | null, definition?: Instrument): Promise<ImportInstruments> {
    const archived = new Map((await archive.instruments()).map((instrument) => [instrument.instrumentId, instrument]))
    const without = new ImportInstruments(archived, new Map(), definition)
    if (symbol !== null && without.#given(symbol)) return without
    const found = await scanDecimals(file.path, file.repairNoise)
    return new ImportInstruments(archived, symbol === null ? found : new Map([[symbol, found.get('') ?? found.get(symbol) ?? NOTHING]]), definition)
  }

  /** Ids of those that were derived, in the order they were asked for. */
  get derived(): readonly string[] {
    return [...this.#derived]
  }

  /** Or why there is none. */
  find(symbol: string): Instrument | string {
    const given = this.#given(symbol)
    if (given) return given
    const instrument = deriveInstrument(symbol, this.#decimals.get(symbol), this.#archived.get(symbol))
    if (typeof instrument !== 'string') this.#derived.add(symbol)
    return instrument
  }

  #given(symbol: string): Instrument | undefined {
    if (this.#definition?.instrumentId === symbol) return this.#definition
    const known = findInstrument(symbol)
    if (typeof known !== 'string') return known
    const archived = this.#archived.get(symbol)
    return archived && !isDerived(archived) ? archived : undefined
  }
}

const NOTHING: SymbolDecimals = { price: 0, priceDigits: 1, quantity: 0, quantityDigits: 1 }
