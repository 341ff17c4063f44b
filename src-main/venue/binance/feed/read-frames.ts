import type { Candle } from '../../../../src-shared/domain/candle.ts'
import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import { RATE_DECIMALS, type Price, type Quantity, type Rate, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { decimalAt } from '../decimal-at.ts'
import type { DepthUpdate } from '../depth-sync.ts'
import { readKline, type KlineSeries } from '../read-klines.ts'
import { isText, isWhole, type Fields } from './fields.ts'

/** Prices of all instruments have so many decimals here, as mark prices do. */
export const PRICE_DECIMALS = 8

/** `markPriceUpdate`. */
export interface MarkFrame {
  readonly asOf: TimeMs
  readonly mark: Price
  readonly index: Price
  readonly rate: Rate
  readonly nextFundingTime: TimeMs
}

/** `bookTicker`. */
export interface QuoteFrame {
  readonly asOf: TimeMs
  readonly updateId: number
  readonly bid: Price
  readonly ask: Price
}

/** `aggTrade`, and `trade`. */
export interface TradeFrame {
  readonly asOf: TimeMs
  readonly id: number
  readonly price: Price
  readonly quantity: Quantity
  readonly isBuyerMaker: boolean
  readonly tradedAt: TimeMs
}

/** `kline` of one that is over. */
export interface ClosedKline {
  readonly candle: Candle
  readonly trades: number
}

const priceOf = (value: unknown): number => (isText(value) ? decimalAt(value, PRICE_DECIMALS) : Number.NaN)

/** Undefined, as of all these, for what is not what the venue promises. */
export function readMark({ E, p, i, r, T }: Fields): MarkFrame | undefined {
  const [mark, index] = [priceOf(p), priceOf(i)]
  const rate = isText(r) ? parseDecimal(r, RATE_DECIMALS) : undefined
  if (!isWhole(E) || !isWhole(T) || !(mark > 0) || !(index > 0) || rate === undefined) return undefined
  return { asOf: E as TimeMs, mark: mark as Price, index: index as Price, rate: rate as Rate, nextFundingTime: T as TimeMs }
}

export function readQuote({ E, u, b, a, B, A }: Fields): QuoteFrame | undefined {
  const [bid, ask] = [priceOf(b), priceOf(a)]
  if (!isWhole(E) || !isWhole(u) || !(bid > 0) || !(ask > 0) || !isText(B) || !isText(A)) return undefined
  return { asOf: E as TimeMs, updateId: u, bid: bid as Price, ask: ask as Price }
}

export function readTrade({ E, T, a, t, p, q, m }: Fields, quantityDecimals: number): TradeFrame | undefined {
  const price = priceOf(p)
  const quantity = isText(q) ? decimalAt(q, quantityDecimals) : Number.NaN
  const id = a ?? t
  if (!isWhole(E) || !isWhole(T) || !isWhole(id) || !(price > 0) || !(quantity > 0) || typeof m !== 'boolean') return undefined
  return { asOf: E as TimeMs, id, price: price as Price, quantity: quantity as Quantity, isBuyerMaker: m, tradedAt: T as TimeMs }
}

/** Whether its numbers are any is found when they are put into the book. */
export function readDepthUpdate({ U, u, pu, b, a }: Fields): DepthUpdate | undefined {
  return isWhole(U) && isWhole(u) && isWhole(pu) && Array.isArray(b) && Array.isArray(a) ? { U, u, pu, b: b as DepthUpdate['b'], a: a as DepthUpdate['a'] } : undefined
}

/** Null while the candle is forming. */
export function readClosedKline({ x, t, o, h, l, c, v, T, q, n, V, Q }: Fields, series: KlineSeries): ClosedKline | null | undefined {
  if (typeof x !== 'boolean' || !isWhole(t)) return undefined
  if (!x) return null
  const kline = readKline([t, o, h, l, c, v, T, q, n, V, Q, '0'] as Parameters<typeof readKline>[0], series)
  return kline?.turnover ? { candle: kline.candle, trades: kline.turnover.trades } : undefined
}
