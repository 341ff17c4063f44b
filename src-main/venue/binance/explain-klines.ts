import { parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { Lossless } from './lossless-json.ts'
import { readKlines, type KlineSeries } from './read-klines.ts'

/** More than any number of the venue has. */
const DECIMALS_MAX = 12
const SHOWN = 160
const NAMES = ['', 'open', 'high', 'low', 'close', 'volume']

/** Why an answer of klines was refused: its first row that is not what the venue promises, for people. */
export function explainKlines(body: Lossless, series: KlineSeries): string {
  if (!Array.isArray(body)) return 'it is no list of klines'
  const row = (body as readonly Lossless[]).find((one) => !readKlines([one], series))
  if (row === undefined) return 'its times do not ascend'
  return `${whyNot(row, series)}: ${JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).slice(0, SHOWN)}`
}

function whyNot(row: Lossless, { version: { priceDecimals, quantityDecimals } }: KlineSeries): string {
  if (!Array.isArray(row)) return 'a row is no list'
  const cells = row as readonly Lossless[]
  if (cells.length !== 12) return `a row has ${cells.length} fields instead of 12`
  for (const [index, name] of NAMES.entries()) {
    const cell = cells[index]
    const decimals = name === 'volume' ? quantityDecimals : priceDecimals
    if (name !== '' && typeof cell === 'string' && parseDecimal(cell, DECIMALS_MAX) !== undefined && parseDecimal(cell, decimals) === undefined) return `its ${name} has more than the ${decimals} decimals of the instrument`
  }
  return 'a row is not what the venue promises'
}
