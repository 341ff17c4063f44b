import { readExchangeInfo, type ExchangeInfo } from './read-exchange-info.ts'
import { readKlines, type Kline, type KlineSeries } from './read-klines.ts'
import {
  readBestPrices, readDepth, readFundingInfo, readOpenInterest, readPremiumIndex, readServerTime, readSettlements, type BestPrices, type DepthSnapshot, type FundingInfo, type FundingSettlement,
  type OpenInterestNow, type PremiumIndex,
} from './read-market.ts'
import type { PublicRequest } from './rest-client.ts'

/** Rows with startTime ≤ openTime ≤ endTime, the oldest `limit` of them, ascending. */
export interface KlineSpan {
  readonly startTime: number
  readonly endTime: number
  /** 1 to KLINES_MAX. */
  readonly limit: number
}

export const KLINES_MAX = 1_500
/** So many klines for a weight of 2 are most for the weight: 250 each, against 99 in the smallest page, 200 in one of 1,000 and 150 in the largest. */
export const KLINES_CHEAPEST = 499
export const SETTLEMENTS_MAX = 1_000

/** Names of lengths that the venue keeps klines of. */
const INTERVALS: ReadonlyMap<number, string> = new Map([[60_000, '1m'], [180_000, '3m'], [300_000, '5m'], [900_000, '15m'], [1_800_000, '30m'], [3_600_000, '1h'], [7_200_000, '2h'], [14_400_000, '4h'], [21_600_000, '6h'], [28_800_000, '8h'], [43_200_000, '12h'], [86_400_000, '1d']])

/** Throws RangeError for a length that the venue has no klines of. */
export function intervalName(intervalMs: number): string {
  const name = INTERVALS.get(intervalMs)
  if (name === undefined) throw new RangeError(`there are no klines of ${intervalMs} ms`)
  return name
}

/** Of klines of all kinds. */
export const klineWeight = (limit: number): number => (limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10)

/** Of depth: only these many levels can be asked for. */
const DEPTH_WEIGHTS = { 5: 2, 10: 2, 20: 2, 50: 2, 100: 5, 500: 10, 1_000: 20 } as const

export const serverTime: PublicRequest<number> = { path: '/fapi/v1/time', params: {}, weight: 1, read: readServerTime }
export const exchangeInfo: PublicRequest<ExchangeInfo> = { path: '/fapi/v1/exchangeInfo', params: {}, weight: 1, read: readExchangeInfo }
export const fundingInfo: PublicRequest<readonly FundingInfo[]> = { path: '/fapi/v1/fundingInfo', params: {}, weight: 0, pool: 'funding', read: readFundingInfo }

export function klines(symbol: string, series: KlineSeries, span: KlineSpan): PublicRequest<readonly Kline[]> {
  const path = series.kind === 'mark' ? '/fapi/v1/markPriceKlines' : '/fapi/v1/klines'
  return { path, params: { symbol, interval: intervalName(series.intervalMs), ...span }, weight: klineWeight(span.limit), read: (body) => readKlines(body, series) }
}

/** Settlements with startTime ≤ fundingTime ≤ endTime, the oldest SETTLEMENTS_MAX. It has a limit of its own besides the weight: 500 calls in five minutes, with fundingInfo. */
export const fundingRates = (symbol: string, span: Pick<KlineSpan, 'startTime' | 'endTime'>): PublicRequest<readonly FundingSettlement[]> =>
  ({ path: '/fapi/v1/fundingRate', params: { symbol, ...span, limit: SETTLEMENTS_MAX }, weight: 0, pool: 'funding', read: readSettlements })

export const premiumIndex = (symbol: string): PublicRequest<PremiumIndex> => ({ path: '/fapi/v1/premiumIndex', params: { symbol }, weight: 1, read: readPremiumIndex })
export const openInterest = (symbol: string): PublicRequest<OpenInterestNow> => ({ path: '/fapi/v1/openInterest', params: { symbol }, weight: 1, read: readOpenInterest })
export const bookTicker = (symbol: string): PublicRequest<BestPrices> => ({ path: '/fapi/v1/ticker/bookTicker', params: { symbol }, weight: 2, read: readBestPrices })
export const depth = (symbol: string, limit: keyof typeof DEPTH_WEIGHTS): PublicRequest<DepthSnapshot> => ({ path: '/fapi/v1/depth', params: { symbol, limit }, weight: DEPTH_WEIGHTS[limit], read: readDepth })
