import type { Candle } from '../../src-shared/domain/candle.ts'
import { QUOTE_FRACTIONS, type CandleColumns, type CandleKind, type CandleSeriesId, type Turnover, type TurnoverColumns } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { rescale } from './block-decimals.ts'

/** What a candle says, at the decimals in force when it was written. */
export interface CandleValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly price_decimals: number
  readonly quantity_decimals: number
  /** Null where it is not known. */
  readonly quote_whole: number | null
  readonly quote_fraction: number | null
  readonly trades: number | null
}

export interface CandleRow extends CandleValues {
  readonly instrument_id: string
  readonly series: CandleKind
  readonly interval_ms: number
  readonly open_time: number
}

export const seriesOf = ({ instrument_id, series, interval_ms }: CandleRow): CandleSeriesId => ({ instrumentId: instrument_id, kind: series, intervalMs: interval_ms })

/** Throws RangeError for what is not a whole candle: it would be read back as something else. */
export function candleToRow(candle: Candle, instrument: Instrument, kind: CandleKind, turnover: Turnover | null = null): CandleRow {
  refuseBroken(candle, turnover)
  const { instrumentId, intervalMs, openTime, open, high, low, close, volume } = candle
  const { priceDecimals, quantityDecimals } = versionAt(instrument, openTime)
  return {
    // Adding 0 makes -0 a plain 0: both are written alike, so both must be read alike.
    instrument_id: instrumentId, series: kind, interval_ms: intervalMs, open_time: openTime + 0,
    open: open + 0, high: high + 0, low: low + 0, close: close + 0, volume: volume + 0, price_decimals: priceDecimals, quantity_decimals: quantityDecimals,
    ...(turnover ? { quote_whole: turnover.quoteWhole + 0, quote_fraction: turnover.quoteFraction + 0, trades: turnover.trades + 0 } : UNKNOWN_TURNOVER),
  }
}

const UNKNOWN_TURNOVER = { quote_whole: null, quote_fraction: null, trades: null }

function refuseBroken({ instrumentId, intervalMs, openTime, closeTime, open, high, low, close, volume }: Candle, turnover: Turnover | null): void {
  const refused = (why: string): RangeError => new RangeError(`${instrumentId} ${openTime}: ${why}`)
  if (closeTime !== openTime + intervalMs) throw refused(`a candle closes ${intervalMs} ms after it opened, not at ${closeTime}`)
  if (!(intervalMs > 0) || openTime % intervalMs !== 0) throw refused(`a candle opens at a multiple of its ${intervalMs} ms`)
  const numbers = [openTime, intervalMs, open, high, low, close, volume, ...(turnover ? [turnover.quoteWhole, turnover.quoteFraction, turnover.trades] : [])]
  const wrong = numbers.find((value) => !Number.isSafeInteger(value))
  if (wrong !== undefined) throw refused(`${wrong} is not an exact integer`)
  if (turnover && !isTurnover(turnover)) throw refused('a turnover is not negative, and its fraction is below 1')
}

const isTurnover = ({ quoteWhole, quoteFraction, trades }: Turnover): boolean => quoteWhole >= 0 && trades >= 0 && quoteFraction >= 0 && quoteFraction < QUOTE_FRACTIONS

/** At the decimals of the instrument's version at the candle's open time. Throws RangeError when those cannot hold the row exactly. */
export function candleFromRow(row: CandleRow, version: InstrumentVersion): Candle {
  const price = (value: number): Price => rescale(value, row.price_decimals, version.priceDecimals) as Price
  return {
    instrumentId: row.instrument_id,
    intervalMs: row.interval_ms,
    openTime: row.open_time as TimeMs,
    closeTime: (row.open_time + row.interval_ms) as TimeMs,
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
    volume: rescale(row.volume, row.quantity_decimals, version.quantityDecimals) as Quantity,
  }
}

/** Two rows that mean the same, whatever the decimals they are written with. Of turnover only what both know is compared. */
export function sameCandle(a: CandleValues, b: CandleValues): boolean {
  const prices = (['open', 'high', 'low', 'close'] as const).every((name) => sameValue(a[name], a.price_decimals, b[name], b.price_decimals))
  return prices && sameValue(a.volume, a.quantity_decimals, b.volume, b.quantity_decimals) && (a.trades === null || b.trades === null || sameTurnover(a, b))
}

const sameTurnover = (a: CandleValues, b: CandleValues): boolean => a.trades === b.trades && a.quote_whole === b.quote_whole && a.quote_fraction === b.quote_fraction

function sameValue(a: number, aDecimals: number, b: number, bDecimals: number): boolean {
  if (aDecimals === bDecimals) return a === b
  const decimals = Math.max(aDecimals, bDecimals)
  return BigInt(a) * 10n ** BigInt(decimals - aDecimals) === BigInt(b) * 10n ** BigInt(decimals - bDecimals)
}

type Decimals = Pick<CandleColumns, 'priceDecimals' | 'quantityDecimals'>

/** Rows of one series, ascending, as columns. Throws RangeError when one cannot be written exactly with the wanted decimals. */
export function columnsOf(rows: readonly CandleRow[], { priceDecimals, quantityDecimals }: Decimals = finestOf(rows)): CandleColumns {
  const column = (of: (row: CandleRow) => number): Float64Array => Float64Array.from(rows, of)
  const prices = (name: 'open' | 'high' | 'low' | 'close'): Float64Array => column((row) => rescale(row[name], row.price_decimals, priceDecimals))
  return {
    priceDecimals, quantityDecimals, openTime: column(({ open_time }) => open_time), open: prices('open'), high: prices('high'), low: prices('low'), close: prices('close'),
    volume: column(({ volume, quantity_decimals }) => rescale(volume, quantity_decimals, quantityDecimals)), turnover: turnoverOf(rows),
  }
}

function finestOf(rows: readonly CandleRow[]): Decimals {
  const finest = (name: 'price_decimals' | 'quantity_decimals'): number => rows.reduce((most, row) => Math.max(most, row[name]), 0)
  return { priceDecimals: finest('price_decimals'), quantityDecimals: finest('quantity_decimals') }
}

function turnoverOf(rows: readonly CandleRow[]): TurnoverColumns | null {
  if (rows.every(({ trades }) => trades === null)) return null
  const column = (name: 'quote_whole' | 'quote_fraction' | 'trades'): Float64Array => Float64Array.from(rows, (row) => row[name] ?? Number.NaN)
  return { quoteWhole: column('quote_whole'), quoteFraction: column('quote_fraction'), trades: column('trades') }
}

export function rowsOf(columns: CandleColumns, { instrumentId, kind, intervalMs }: CandleSeriesId): CandleRow[] {
  const { openTime, open, high, low, close, volume, turnover, priceDecimals, quantityDecimals } = columns
  return Array.from(openTime, (time, i) => ({
    instrument_id: instrumentId, series: kind, interval_ms: intervalMs, open_time: time,
    open: open[i]!, high: high[i]!, low: low[i]!, close: close[i]!, volume: volume[i]!, price_decimals: priceDecimals, quantity_decimals: quantityDecimals,
    quote_whole: known(turnover?.quoteWhole[i]), quote_fraction: known(turnover?.quoteFraction[i]), trades: known(turnover?.trades[i]),
  }))
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value)
