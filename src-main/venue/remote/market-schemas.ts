import * as z from 'zod/mini'

/** Prices, quantities, amounts, rates and times are all safe integers. */
export const whole: z.ZodMiniType<number> = z.int()
export const text: z.ZodMiniType<string> = z.string().check(z.maxLength(200))
export const positive: z.ZodMiniType<number> = z.int().check(z.positive())
export const sideSchema: z.ZodMiniType<string> = z.enum(['buy', 'sell'])

const candle = z.strictObject({
  instrumentId: text, intervalMs: positive, openTime: whole, closeTime: whole, open: positive, high: positive, low: positive, close: positive, volume: z.int().check(z.nonnegative()),
}).check(z.refine(({ open, high, low, close, openTime, closeTime, intervalMs }) => high >= Math.max(open, close) && low <= Math.min(open, close) && closeTime === openTime + intervalMs, 'a candle that cannot be'))

const rules = z.strictObject({
  priceLadder: z.array(z.strictObject({ from: whole, tick: positive })).check(z.minLength(1)), priceMin: whole, priceMax: whole, quantityStep: positive, quantityMin: whole,
  quantityMax: whole, marketQuantityMax: whole, notionalMin: whole, marketDistanceMax: whole,
})

const decimals = z.int().check(z.nonnegative(), z.maximum(12))

const version = z.strictObject({
  validFrom: whole, priceDecimals: decimals, quantityDecimals: decimals, rules, fees: z.strictObject({ maker: whole, taker: whole, liquidation: whole }), fundingIntervalMs: whole,
  status: z.optional(z.enum(['trading', 'halted'])),
  marginTiers: z.array(z.strictObject({ floor: whole, cap: whole, maintenanceRate: whole, deduction: whole, leverageMax: whole })),
})

const instrument = z.strictObject({
  instrumentId: text, venue: text, symbol: text, kind: z.literal('linear-perpetual'), baseAsset: text, settleAsset: text, riskGroup: text, slippage: z.int().check(z.nonnegative()),
  versions: z.array(version).check(z.minLength(1)),
})

export const marketEventSchema: z.ZodMiniType<unknown> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('instrument-listed'), time: whole, instrument }),
  z.strictObject({ kind: z.literal('price-marked'), time: whole, mark: z.strictObject({ instrumentId: text, asOf: whole, mark: positive, bid: positive, ask: positive }) }),
  z.strictObject({ kind: z.literal('candle-closed'), time: whole, candle }),
  z.strictObject({ kind: z.literal('candle-path'), time: whole, candle, parts: z.optional(z.array(candle).check(z.minLength(2), z.maxLength(1_440))), marks: z.optional(z.array(candle).check(z.minLength(1), z.maxLength(1_440))) }),
  z.strictObject({ kind: z.literal('trade-printed'), time: whole, instrumentId: text, price: positive, quantity: positive, isBuyerMaker: z.boolean() }),
  z.strictObject({ kind: z.literal('funding-settled'), time: whole, funding: z.strictObject({ instrumentId: text, fundingTime: whole, rate: whole, intervalMs: whole }) }),
])
