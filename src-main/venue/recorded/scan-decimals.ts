import { csvLines } from './csv-lines.ts'
import { withoutFloatNoise } from './float-noise.ts'

/** The most decimals that a symbol's numbers need, and the digits before the point of its largest ones. */
export interface SymbolDecimals {
  readonly price: number
  readonly priceDigits: number
  readonly quantity: number
  readonly quantityDigits: number
}

type Counted = { -readonly [Name in keyof SymbolDecimals]: SymbolDecimals[Name] }

const NUMBER = /^(\d+)(?:\.(\d+))?$/

const KINDS: ReadonlyMap<string, 'price' | 'quantity'> = new Map([['open', 'price'], ['high', 'price'], ['low', 'price'], ['close', 'price'], ['volume', 'quantity']])

/**
 * Reads a file of candles once for the decimals of its numbers, by symbol; all rows are of '' where there is no symbol column. What is no
 * number says nothing, and neither does what is left of a file that cannot be read: reading its rows tells.
 */
export async function scanDecimals(path: string, repairNoise: boolean): Promise<ReadonlyMap<string, SymbolDecimals>> {
  const scan = new DecimalScan(repairNoise)
  try {
    for await (const { lines } of csvLines(path)) for (const line of lines) scan.take(line.split(','))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
  return scan.found
}

class DecimalScan {
  readonly found = new Map<string, Counted>()
  readonly #repairNoise: boolean
  #columns: readonly string[] | undefined
  #symbolAt = -1

  constructor(repairNoise: boolean) {
    this.#repairNoise = repairNoise
  }

  take(cells: readonly string[]): void {
    if (!this.#columns) {
      this.#columns = cells.map((name) => name.trim())
      this.#symbolAt = this.#columns.indexOf('symbol')
    } else if (cells.length === this.#columns.length) this.#row(this.#columns, cells)
  }

  #row(columns: readonly string[], cells: readonly string[]): void {
    const symbol = cells[this.#symbolAt] ?? ''
    const known = this.found.get(symbol) ?? { price: 0, priceDigits: 1, quantity: 0, quantityDigits: 1 }
    this.found.set(symbol, known)
    for (let i = 0; i < columns.length; i++) {
      const kind = KINDS.get(columns[i]!)
      if (kind) this.#number(known, kind, cells[i]!)
    }
  }

  #number(known: Counted, kind: 'price' | 'quantity', text: string): void {
    const [, whole, fraction = ''] = NUMBER.exec((this.#repairNoise ? withoutFloatNoise(text) : undefined) ?? text) ?? []
    if (whole === undefined) return
    known[kind] = Math.max(known[kind], fraction.replace(/0+$/, '').length)
    known[`${kind}Digits`] = Math.max(known[`${kind}Digits`], whole.replace(/^0+/, '').length)
  }
}
