import { createHash, type Hash } from 'node:crypto'
import type { FundingRate } from '../../src-shared/domain/candle.ts'
import type { CandleColumns, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { shortened } from '../../src-shared/domain/shorten-columns.ts'
import type { DatedTiers, OpenInterest } from '../market-data/data-archive.port.ts'

/** Rows hashed together. A part of the definition: another number makes other hashes. */
const ROWS = 4_096

/**
 * SHA-256 of what the candles say: series, times and numbers, with as few decimals as some thousand rows need. How they are stored, with
 * what decimals, and in what order they came makes no difference.
 */
export function candlesHash({ instrumentId, kind, intervalMs }: CandleSeriesId, columns: CandleColumns): string {
  const hash = createHash('sha256').update(`candles ${instrumentId} ${kind} ${intervalMs}\n`)
  for (let from = 0; from < columns.openTime.length; from += ROWS) hashRows(hash, part(columns, from))
  return hash.digest('hex')
}

function part(columns: CandleColumns, from: number): CandleColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(from, from + ROWS)
  const { openTime, open, high, low, close, volume, turnover } = columns
  return shortened({
    ...columns, openTime: cut(openTime), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume),
    turnover: turnover && { quoteWhole: cut(turnover.quoteWhole), quoteFraction: cut(turnover.quoteFraction), trades: cut(turnover.trades) },
  })
}

function hashRows(hash: Hash, { priceDecimals, quantityDecimals, openTime, open, high, low, close, volume, turnover }: CandleColumns): void {
  const isKnown = turnover?.trades.some((trades) => !Number.isNaN(trades)) ?? false
  hash.update(Uint8Array.of(priceDecimals, quantityDecimals, Number(isKnown)))
  // A NaN has many forms in bits, so what is not known is -1.
  const known = turnover && isKnown ? [turnover.quoteWhole, turnover.quoteFraction, turnover.trades].map((column) => column.map((value) => (Number.isNaN(value) ? -1 : value))) : []
  for (const column of [openTime, open, high, low, close, volume, ...known]) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
}

/** Of times and rates. How far settlements are apart follows from the times. */
export const fundingHash = (instrumentId: string, rates: readonly FundingRate[]): string => linesHash(`funding ${instrumentId}`, rates, ({ fundingTime, rate }) => `${fundingTime},${rate}`)

export const interestHash = (instrumentId: string, intervalMs: number, rows: readonly OpenInterest[]): string =>
  linesHash(`open-interest ${instrumentId} ${intervalMs}`, rows, ({ time, contracts, value }) => `${time},${contracts},${value}`)

export const tiersHash = (instrumentId: string, dated: readonly DatedTiers[]): string => linesHash(`margin-tiers ${instrumentId}`, dated, ({ validFrom, tiers }) =>
  `${validFrom},${tiers.map(({ floor, cap, maintenanceRate, deduction, leverageMax }) => [floor, cap, maintenanceRate, deduction, leverageMax].join(' ')).join(',')}`)

function linesHash<Row>(title: string, rows: readonly Row[], line: (row: Row) => string): string {
  const hash = createHash('sha256').update(`${title}\n`)
  for (const row of rows) hash.update(`${line(row)}\n`)
  return hash.digest('hex')
}
