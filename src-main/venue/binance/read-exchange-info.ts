import { z } from 'zod/mini'
import { parseDecimal } from '../../../src-shared/domain/decimal.ts'
import type { OrderRules } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, ONE_RATE, RATE_DECIMALS, type Amount, type Price, type Quantity, type Rate } from '../../../src-shared/domain/units.ts'
import type { Lossless } from './lossless-json.ts'
import { decimalText, positive, symbolText, timeMs } from './wire.ts'

/** What exchangeInfo tells of one perpetual. Margin brackets, fees and the funding interval come from elsewhere. */
export interface ListedSymbol {
  readonly symbol: string
  readonly baseAsset: string
  readonly settleAsset: string
  readonly status: 'trading' | 'halted'
  readonly onboardDate: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
  readonly rules: OrderRules
  readonly liquidationFee: Rate
}

export interface ExchangeInfo {
  readonly serverTime: number
  /** Weight per minute. */
  readonly weightLimit: number
  readonly listed: readonly ListedSymbol[]
  /** Perpetuals whose rules are not what the venue promises: nothing may be opened on them. */
  readonly unreadable: readonly { readonly symbol: string; readonly reason: string }[]
}

interface WireSymbol {
  readonly symbol: string
  readonly contractType: string
  readonly status: string
  readonly onboardDate: number
  readonly baseAsset: string
  readonly marginAsset: string
  readonly liquidationFee: string
  readonly marketTakeBound: string
  readonly filters: readonly Readonly<Record<string, unknown>>[]
}

const wireSymbol: z.ZodMiniType<WireSymbol> = z.object({
  symbol: symbolText, contractType: z.string(), status: z.string(), onboardDate: timeMs, baseAsset: symbolText, marginAsset: symbolText, liquidationFee: decimalText, marketTakeBound: decimalText,
  filters: z.array(z.record(z.string(), z.unknown())),
})
const limit = z.object({ rateLimitType: z.string(), interval: z.string(), intervalNum: z.number(), limit: z.int().check(z.positive()) })
const wire = z.object({ serverTime: timeMs, rateLimits: z.array(limit), symbols: z.array(z.object({ symbol: symbolText, contractType: z.string() })) })

/** Mark prices have eight decimals. */
const PRICE_DECIMALS = 8
/** Ours is what is settled in dollars. */
const SETTLE_ASSETS: ReadonlySet<string> = new Set(['USDT', 'USDC'])

/** Perpetuals only. Undefined when the answer as a whole is not what the venue promises. */
export function readExchangeInfo(body: Lossless): ExchangeInfo | undefined {
  const read = wire.safeParse(body).data
  const weight = read?.rateLimits.find(({ rateLimitType, interval, intervalNum }) => rateLimitType === 'REQUEST_WEIGHT' && interval === 'MINUTE' && intervalNum === 1)
  if (!read || !weight) return undefined
  const listed: ListedSymbol[] = []
  const unreadable: { symbol: string; reason: string }[] = []
  for (const entry of (body as { readonly symbols: readonly { readonly symbol: string; readonly contractType: string }[] }).symbols) {
    if (entry.contractType !== 'PERPETUAL') continue
    const found = listedSymbol(entry)
    if (typeof found !== 'string') listed.push(found)
    else if (found !== '') unreadable.push({ symbol: entry.symbol, reason: found })
  }
  return { serverTime: read.serverTime, weightLimit: weight.limit, listed, unreadable }
}

/** Or why it cannot be read; empty for what is none of ours. */
function listedSymbol(entry: unknown): ListedSymbol | string {
  const parsed = wireSymbol.safeParse(entry)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  const { symbol, baseAsset, marginAsset, status, onboardDate, liquidationFee, marketTakeBound, filters } = parsed.data
  if (!SETTLE_ASSETS.has(marginAsset)) return ''
  const fee = fraction(liquidationFee)
  const distance = fraction(marketTakeBound)
  const decimals = { priceDecimals: PRICE_DECIMALS, quantityDecimals: decimalsOf(textIn(filters, 'LOT_SIZE', 'stepSize')) }
  const rules = distance === undefined ? undefined : rulesOf(filters, decimals, distance)
  if (fee === undefined || !rules) return 'its filters or fees are not what they should be'
  return { symbol, baseAsset, settleAsset: marginAsset, status: status === 'TRADING' ? 'trading' : 'halted', onboardDate, ...decimals, rules, liquidationFee: fee }
}

const fraction = (text: string): Rate | undefined => {
  const rate = parseDecimal(text, RATE_DECIMALS)
  return rate !== undefined && rate >= 0 && rate < ONE_RATE ? (rate as Rate) : undefined
}

/** '0.00100000' has three. */
const decimalsOf = (text: string | undefined): number => /\.(\d*?)0*$/.exec(text ?? '')?.[1]?.length ?? 0

function textIn(filters: WireSymbol['filters'], filterType: string, field: string): string | undefined {
  const value = filters.find((filter) => filter['filterType'] === filterType)?.[field]
  return typeof value === 'string' ? value : undefined
}

function rulesOf(filters: WireSymbol['filters'], { priceDecimals, quantityDecimals }: Pick<ListedSymbol, 'priceDecimals' | 'quantityDecimals'>, marketDistanceMax: Rate): OrderRules | undefined {
  const number = (filterType: string, field: string, decimals: number): number | undefined => positive(textIn(filters, filterType, field) ?? '', decimals)
  const tick = number('PRICE_FILTER', 'tickSize', priceDecimals)
  const priceMin = number('PRICE_FILTER', 'minPrice', priceDecimals)
  const priceMax = number('PRICE_FILTER', 'maxPrice', priceDecimals)
  const quantityStep = number('LOT_SIZE', 'stepSize', quantityDecimals)
  const quantityMin = number('LOT_SIZE', 'minQty', quantityDecimals)
  const quantityMax = number('LOT_SIZE', 'maxQty', quantityDecimals)
  const marketQuantityMax = number('MARKET_LOT_SIZE', 'maxQty', quantityDecimals)
  const notionalMin = number('MIN_NOTIONAL', 'notional', MONEY_DECIMALS)
  const all = [tick, priceMin, priceMax, quantityStep, quantityMin, quantityMax, marketQuantityMax, notionalMin]
  if (all.includes(undefined)) return undefined
  return {
    priceLadder: [{ from: 0 as Price, tick: tick as Price }], priceMin: priceMin as Price, priceMax: priceMax as Price,
    quantityStep: quantityStep as Quantity, quantityMin: quantityMin as Quantity, quantityMax: quantityMax as Quantity, marketQuantityMax: marketQuantityMax as Quantity,
    notionalMin: notionalMin as Amount, marketDistanceMax,
  }
}
