import * as z from 'zod/mini'
import { positive, sideSchema, text, whole } from './market-schemas.ts'

export const termsSchema: z.ZodMiniType<unknown> = z.strictObject({
  instrumentId: text, side: sideSchema, type: z.enum(['market', 'limit', 'stop-market', 'take-profit-market']), quantity: z.optional(z.number()),
  triggerPrice: z.optional(z.number()), limitPrice: z.optional(z.number()),
  reduceOnly: z.boolean(), closePosition: z.boolean(),
})

const fill = z.strictObject({
  venue: text, instrumentId: text, tradeId: text, venueOrderId: text, clientOrderId: text, side: sideSchema, quantity: positive, price: positive, fee: whole,
  liquidity: z.enum(['taker', 'maker']), time: whole,
})

const funding = z.strictObject({ kind: z.literal('funding-paid'), instrumentId: text, fundingTime: whole, rate: whole, mark: whole, amount: whole, reference: text })
const liquidationFee = z.strictObject({ kind: z.literal('liquidation-fee'), instrumentId: text, amount: whole, reference: text })
const reason = z.enum([
  'would-trigger', 'already-protected', 'reduce-only', 'insufficient-margin', 'filter', 'duplicate-id', 'instrument-closed', 'throttled', 'not-found', 'no-price', 'malformed',
])

const report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order-accepted'), clientOrderId: text, venueOrderId: text }),
  z.strictObject({ kind: z.literal('order-rejected'), clientOrderId: text, reason, detail: z.string() }),
  z.strictObject({ kind: z.literal('order-filled'), fill, state: z.enum(['partially-filled', 'filled']) }),
  z.strictObject({ kind: z.literal('order-cancelled'), clientOrderId: text }),
  z.strictObject({ kind: z.literal('order-expired'), clientOrderId: text, detail: z.string() }),
  z.strictObject({ kind: z.literal('cancel-rejected'), clientOrderId: text, reason }),
  funding,
  liquidationFee,
  z.strictObject({ kind: z.literal('leverage-set'), instrumentId: text, leverage: whole }),
])

export const timedReportSchema: z.ZodMiniType<unknown> = z.strictObject({ receivedAt: whole, report })

const order = z.strictObject({ clientOrderId: text, venueOrderId: text, terms: termsSchema, state: z.enum(['accepted', 'filled', 'cancelled', 'expired']), filled: whole })

export const snapshotSchema: z.ZodMiniType<unknown> = z.strictObject({
  asOf: whole, walletAsset: text, wallet: whole,
  positions: z.array(z.strictObject({ instrumentId: text, quantity: whole, cost: whole, isolatedWallet: whole, leverage: positive, liquidationPrice: whole })),
  openOrders: z.array(order), closedOrders: z.array(order), fills: z.array(fill), funding: z.array(funding), liquidationFees: z.array(liquidationFee),
})
