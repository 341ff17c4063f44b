import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandlePath, MarketEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder, OrderTerms, Side } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueReport } from '../../src-shared/domain/venue.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { btc } from './instruments.ts'

export const ACCOUNT = 'sim:test:1'
export const T0 = 1_700_000_100_000

/** No latency, no spread, no slippage: every figure can be worked out by hand. 10,000 USDT, leverage 10. */
export const plainSettings: VenueSettings = {
  venue: 'sim', seed: 7, walletAsset: 'USDT', deposit: 10_000_00000000 as Amount, leverage: 10, latency: { toVenueMs: 0, fromVenueMs: 0, jitterMs: 0 }, halfSpread: 0 as Rate, slippage: 0 as Rate,
}

export const listed = (instrument = btc): MarketEvent => ({ kind: 'instrument-listed', time: 0 as TimeMs, instrument })

/** `price` in whole units of money. */
export const marked = (time: number, price: number, instrumentId = 'BTCUSDT'): MarketEvent => {
  const mark = Math.round(price * 100) as Price
  return { kind: 'price-marked', time: time as TimeMs, mark: { instrumentId, asOf: time as TimeMs, mark, bid: mark, ask: mark } }
}

/** A five-minute candle at its open time; prices in whole units of money. */
export const path = (time: number, prices: readonly [open: number, high: number, low: number, close: number], instrumentId = 'BTCUSDT'): CandlePath => {
  const [open, high, low, close] = prices.map((price) => Math.round(price * 100) as Price) as [Price, Price, Price, Price]
  const candle: Candle = { instrumentId, intervalMs: 300_000, openTime: time as TimeMs, closeTime: (time + 300_000) as TimeMs, open, high, low, close, volume: 1_000 as Quantity }
  return { kind: 'candle-path', time: time as TimeMs, candle }
}

export const funded = (time: number, rate: number, instrumentId = 'BTCUSDT'): MarketEvent => ({
  kind: 'funding-settled', time: time as TimeMs, funding: { instrumentId, fundingTime: time as TimeMs, rate: rate as Rate, intervalMs: 28_800_000 },
})

/** Quantity in thousandths. */
export const market = (side: Side, quantity: number, more: Partial<OrderTerms> = {}): OrderTerms => ({
  instrumentId: 'BTCUSDT', side, type: 'market', quantity: quantity as Quantity, reduceOnly: false, closePosition: false, ...more,
})

/** A closePosition order; the trigger in whole units of money. */
export const closing = (side: Side, type: 'stop-market' | 'take-profit-market', trigger: number): OrderTerms => ({
  instrumentId: 'BTCUSDT', side, type, triggerPrice: Math.round(trigger * 100) as Price, reduceOnly: false, closePosition: true,
})

/** An order as if the gate had let it through. */
export const approved = (intentId: string, terms: OrderTerms, accountId = ACCOUNT): ApprovedOrder =>
  ({ intentId, accountId, strategyId: 'test', purpose: 'open', terms, reason: 'test', createdAt: T0 as TimeMs }) as unknown as ApprovedOrder

export const kinds = (reports: readonly { readonly report: VenueReport }[]): string[] => reports.map(({ report }) => report.kind)
