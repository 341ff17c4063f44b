import { formatDecimal } from '../../../../src-shared/domain/decimal.ts'
import { RATE_DECIMALS } from '../../../../src-shared/domain/units.ts'
import { quoteDecimals, type LabCandle } from './candles.ts'
import type { LabSymbol } from './minute-source.ts'

type Precision = Pick<LabSymbol, 'pricePrecision' | 'quantityPrecision'>

/** Texts as the venue pads them: prices to their precision, marks and rates to eight decimals. */
export const priceText = ({ pricePrecision }: Precision, price: number): string => formatDecimal(price, pricePrecision)
export const quantityText = ({ quantityPrecision }: Precision, quantity: number): string => formatDecimal(quantity, quantityPrecision)
export const quoteText = (symbol: Precision, quote: number): string => formatDecimal(quote, quoteDecimals(symbol))
export const markText = (mark: number): string => formatDecimal(mark, 8)
export const rateText = (rate: number): string => formatDecimal(rate, RATE_DECIMALS)

/** A row of klines: twelve fields, times as numbers. */
export const klineRow = (symbol: Precision, candle: LabCandle): readonly unknown[] => [
  candle.openTime, priceText(symbol, candle.open), priceText(symbol, candle.high), priceText(symbol, candle.low), priceText(symbol, candle.close),
  quantityText(symbol, candle.volume), candle.endTime - 1, quoteText(symbol, candle.quote), candle.trades,
  quantityText(symbol, candle.takerBase), quoteText(symbol, candle.takerQuote), '0',
]

/** The same of marks: no volumes, and a count that means nothing. */
export const markRow = (candle: LabCandle): readonly unknown[] => [
  candle.openTime, markText(candle.open), markText(candle.high), markText(candle.low), markText(candle.close), '0', candle.endTime - 1, '0', candle.trades, '0', '0', '0',
]
