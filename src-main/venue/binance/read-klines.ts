import type { Candle } from '../../../src-shared/domain/candle.ts'
import { QUOTE_FRACTIONS, type CandleKind, type Turnover } from '../../../src-shared/domain/candle-columns.ts'
import type { InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Price, type Quantity, type TimeMs } from '../../../src-shared/domain/units.ts'
import { decimalAt } from './decimal-at.ts'
import type { Lossless } from './lossless-json.ts'

export interface KlineSeries {
  readonly instrumentId: string
  readonly kind: CandleKind
  readonly intervalMs: number
  /** Whose decimals the numbers are scaled by. */
  readonly version: Pick<InstrumentVersion, 'priceDecimals' | 'quantityDecimals'>
}

export interface Kline {
  readonly candle: Candle
  /** Null for mark prices: their counts mean nothing. */
  readonly turnover: Turnover | null
}

/** [openTime, open, high, low, close, volume, closeTime, quoteVolume, trades, takerBase, takerQuote, '0'] */
const FIELDS = 12

/**
 * Rows of klines and markPriceKlines, the one that is still open included: who asks knows the time. Undefined when any row is not what the
 * venue promises (another count or type of fields, more decimals than the instrument has, a high that is none, times that go back).
 */
export function readKlines(body: Lossless, series: KlineSeries): readonly Kline[] | undefined {
  if (!Array.isArray(body)) return undefined
  const klines: Kline[] = []
  let last = -Infinity
  for (const row of body as readonly Lossless[]) {
    const kline = readKline(row, series)
    if (!kline || kline.candle.openTime <= last) return undefined
    last = kline.candle.openTime
    klines.push(kline)
  }
  return klines
}

/** One row; undefined when it is not what the venue promises. */
export function readKline(row: Lossless, { instrumentId, kind, intervalMs, version }: KlineSeries): Kline | undefined {
  if (!Array.isArray(row) || row.length !== FIELDS) return undefined
  const [openTime, open, high, low, close, volume, lastMoment, quoteVolume, trades] = row as readonly Lossless[]
  if (!isTime(openTime) || openTime % intervalMs !== 0 || lastMoment !== openTime + intervalMs - 1) return undefined
  const prices = { open: price(open, version), high: price(high, version), low: price(low, version), close: price(close, version) }
  const quantity = scaled(volume, version.quantityDecimals)
  if (!isWhole(prices) || quantity === undefined || (kind === 'mark' && quantity !== 0)) return undefined
  const turnover = kind === 'mark' ? null : turnoverOf(quoteVolume, trades)
  if (turnover === undefined) return undefined
  const candle: Candle = { instrumentId, intervalMs, openTime, closeTime: (openTime + intervalMs) as TimeMs, ...prices, volume: quantity as Quantity }
  return { candle, turnover }
}

const isTime = (value: Lossless | undefined): value is TimeMs => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** Undefined for what is not a plain decimal text, or has more decimals than there may be. */
function scaled(value: Lossless | undefined, decimals: number): number | undefined {
  const read = typeof value === 'string' ? decimalAt(value, decimals) : Number.NaN
  return Number.isNaN(read) ? undefined : read
}

const price = (value: Lossless | undefined, { priceDecimals }: KlineSeries['version']): Price | undefined => {
  const read = scaled(value, priceDecimals)
  return read !== undefined && read > 0 ? (read as Price) : undefined
}

type Prices = Pick<Candle, 'open' | 'high' | 'low' | 'close'>

function isWhole(prices: { readonly [K in keyof Prices]: Price | undefined }): prices is Prices {
  const { open, high, low, close } = prices
  if (open === undefined || high === undefined || low === undefined || close === undefined) return false
  return high >= open && high >= close && low <= open && low <= close
}

/** What was paid has more digits than a safe integer, so it is kept in two. */
function turnoverOf(quote: Lossless | undefined, trades: Lossless | undefined): Turnover | undefined {
  const match = typeof quote === 'string' ? /^(\d{1,15})(?:\.(\d{1,8}))?$/.exec(quote) : null
  if (!match || typeof trades !== 'number' || !Number.isSafeInteger(trades) || trades < 0) return undefined
  const [, whole = '', fraction = ''] = match
  const quoteFraction = Number(fraction.padEnd(MONEY_DECIMALS, '0'))
  return quoteFraction < QUOTE_FRACTIONS ? { quoteWhole: Number(whole), quoteFraction, trades } : undefined
}
