import type { Candle } from '../../src-shared/domain/candle.ts'
import { powerOfTen } from '../../src-shared/domain/decimal.ts'
import { versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'

export interface CandleRow {
  readonly instrument_id: string
  readonly interval_ms: number
  readonly open_time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** The decimals in force when the row was written. */
  readonly price_decimals: number
  readonly quantity_decimals: number
}

/** Throws RangeError for what is not a whole candle: it would be read back as something else. */
export function candleToRow(candle: Candle, instrument: Instrument): CandleRow {
  const { instrumentId, intervalMs, openTime, closeTime, open, high, low, close, volume } = candle
  if (closeTime !== openTime + intervalMs) throw new RangeError(`${instrumentId} ${openTime}: a candle closes ${intervalMs} ms after it opened, not at ${closeTime}`)
  const wrong = [openTime, intervalMs, open, high, low, close, volume].find((value) => !Number.isSafeInteger(value))
  if (wrong !== undefined) throw new RangeError(`${instrumentId} ${openTime}: ${wrong} is not an exact integer`)
  const { priceDecimals, quantityDecimals } = versionAt(instrument, openTime)
  return {
    instrument_id: instrumentId,
    interval_ms: intervalMs,
    open_time: openTime,
    open,
    high,
    low,
    close,
    volume,
    price_decimals: priceDecimals,
    quantity_decimals: quantityDecimals,
  }
}

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

/** Two rows that mean the same, whatever the decimals they are written with. */
export function sameCandle(a: CandleRow, b: CandleRow): boolean {
  const prices = (['open', 'high', 'low', 'close'] as const).every((name) => sameValue(a[name], a.price_decimals, b[name], b.price_decimals))
  return prices && sameValue(a.volume, a.quantity_decimals, b.volume, b.quantity_decimals)
}

function sameValue(a: number, aDecimals: number, b: number, bDecimals: number): boolean {
  if (aDecimals === bDecimals) return a === b
  const decimals = Math.max(aDecimals, bDecimals)
  return BigInt(a) * 10n ** BigInt(decimals - aDecimals) === BigInt(b) * 10n ** BigInt(decimals - bDecimals)
}

function rescale(value: number, from: number, to: number): number {
  if (from === to) return value
  const result = to > from ? value * powerOfTen(to - from) : value / powerOfTen(from - to)
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} with ${from} decimals cannot be written exactly with ${to}: the instrument's rules do not fit its candles`)
  return result
}
