import { z } from 'zod/mini'
import type { Lossless } from './lossless-json.ts'
import { decimalText, sequence, symbolText, timeMs } from './wire.ts'

/** GET /fapi/v1/premiumIndex, one symbol. */
export interface PremiumIndex {
  readonly symbol: string
  readonly markPrice: string
  readonly indexPrice: string
  readonly lastFundingRate: string
  readonly nextFundingTime: number
  readonly time: number
}

/** GET /fapi/v1/fundingRate, one settlement. */
export interface FundingSettlement {
  readonly symbol: string
  readonly fundingRate: string
  readonly fundingTime: number
}

/** GET /fapi/v1/fundingInfo: only symbols whose settings were ever changed. */
export interface FundingInfo {
  readonly symbol: string
  readonly fundingIntervalHours: number
}

/** GET /fapi/v1/openInterest. */
export interface OpenInterestNow {
  readonly symbol: string
  readonly openInterest: string
  readonly time: number
}

/** GET /fapi/v1/ticker/bookTicker, one symbol. */
export interface BestPrices {
  readonly symbol: string
  readonly bidPrice: string
  readonly bidQty: string
  readonly askPrice: string
  readonly askQty: string
  readonly time: number
}

/** GET /fapi/v1/depth: what the order book's changes are applied to. Price and quantity; bids descend, asks ascend. */
export interface DepthSnapshot {
  readonly lastUpdateId: number
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

type Reader<Value> = (body: Lossless) => Value | undefined

const reader = <Value>(schema: z.ZodMiniType<Value>): Reader<Value> => (body) => schema.safeParse(body).data

const level = z.tuple([decimalText, decimalText])
const premium: z.ZodMiniType<PremiumIndex> = z.object({ symbol: symbolText, markPrice: decimalText, indexPrice: decimalText, lastFundingRate: decimalText, nextFundingTime: timeMs, time: timeMs })
const settlement: z.ZodMiniType<FundingSettlement> = z.object({ symbol: symbolText, fundingRate: decimalText, fundingTime: timeMs })
const info: z.ZodMiniType<FundingInfo> = z.object({ symbol: symbolText, fundingIntervalHours: z.int().check(z.positive(), z.maximum(24)) })
const interest: z.ZodMiniType<OpenInterestNow> = z.object({ symbol: symbolText, openInterest: decimalText, time: timeMs })
const best: z.ZodMiniType<BestPrices> = z.object({ symbol: symbolText, bidPrice: decimalText, bidQty: decimalText, askPrice: decimalText, askQty: decimalText, time: timeMs })
const depth: z.ZodMiniType<DepthSnapshot> = z.object({ lastUpdateId: sequence, bids: z.array(level), asks: z.array(level) })

export const readPremiumIndex: Reader<PremiumIndex> = reader(premium)
export const readFundingInfo: Reader<readonly FundingInfo[]> = reader(z.array(info))
export const readOpenInterest: Reader<OpenInterestNow> = reader(interest)
export const readBestPrices: Reader<BestPrices> = reader(best)
export const readDepth: Reader<DepthSnapshot> = reader(depth)
export const readServerTime: Reader<number> = (body) => time.safeParse(body).data?.serverTime

const time = z.object({ serverTime: timeMs })
const settlements = z.array(settlement)

/** Ascending by time; undefined when it is not. */
export const readSettlements: Reader<readonly FundingSettlement[]> = (body) => {
  const rows = settlements.safeParse(body).data
  return rows?.every(({ fundingTime }, index) => index === 0 || fundingTime > rows[index - 1]!.fundingTime) ? rows : undefined
}
