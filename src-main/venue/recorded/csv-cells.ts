import { parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { InstrumentVersion, Instrument } from '../../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { Gap, RowRefusal } from './csv-report.ts'
import { withoutFloatNoise } from './float-noise.ts'

/** Which column holds what. */
export type Columns = ReadonlyMap<string, number>

/** What a row became. `gap` lies before it. */
export interface TakenRow<Row, Detail = unknown> {
  readonly row: Row
  readonly time: TimeMs
  readonly zeroVolume: boolean
  readonly gap: Gap | null
  /** What the row tells beyond itself. */
  readonly detail?: Detail
}

/** Takes the rows of one series in order and remembers the last good one. */
export interface RowReader<Row, Detail = unknown> {
  read(cells: Cells): TakenRow<Row, Detail> | RowRefusal
}

export interface RowRules {
  readonly instrument: Instrument
  /** Length of the file's candles. Not used for funding. */
  readonly intervalMs: number
  /** Candles that close later are still forming, and refused. Infinity when the file is known to be complete. */
  readonly now: number
}

const PLAIN = /^-?\d+(?:\.\d+)?$/

/** The cells of one row at a time. */
export class Cells {
  readonly #columns: Columns
  readonly #repairNoise: boolean
  #cells: readonly string[] = []
  #repaired = false

  constructor(columns: Columns, repairNoise: boolean) {
    this.#columns = columns
    this.#repairNoise = repairNoise
  }

  /** A number of the present row was taken without its float noise. */
  get repaired(): boolean {
    return this.#repaired
  }

  take(cells: readonly string[]): this {
    this.#cells = cells
    this.#repaired = false
    return this
  }

  text(name: string): string {
    return this.#cells[this.#columns.get(name) ?? -1] ?? ''
  }

  /** A cell as a scaled integer, or why not. */
  number(name: string, decimals: number): number | RowRefusal {
    const text = this.text(name)
    const value = parseDecimal(text, decimals)
    if (value !== undefined) return value
    if (!PLAIN.test(text)) return 'not-a-number'
    if (!hasMore(text, decimals)) return 'out-of-range'
    const repaired = this.#repairNoise ? parseDecimal(withoutFloatNoise(text) ?? '', decimals) : undefined
    if (repaired === undefined) return 'too-many-decimals'
    this.#repaired = true
    return repaired
  }
}

const hasMore = (text: string, decimals: number): boolean => /[1-9]/.test((text.split('.')[1] ?? '').slice(decimals))

export function rulesAt(instrument: Instrument, time: number): InstrumentVersion | undefined {
  return instrument.versions.findLast(({ validFrom }) => validFrom <= time)
}

/** Rows with equal times: told twice, or told differently. Looks at the last good row only, so that a file of any length fits. */
export function orderOf<Row extends object>(time: number, last: { readonly time: number; readonly row: Row } | undefined, row: Row): RowRefusal | undefined {
  if (!last || time > last.time) return undefined
  if (time < last.time) return 'out-of-order'
  const names = Object.keys(row) as (keyof Row)[]
  return names.every((name) => row[name] === last.row[name]) ? 'duplicate' : 'conflict'
}
