import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Instrument, InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { ApprovedOrder, Fill } from '../../src-shared/domain/order.ts'
import { alarm, reason } from '../../src-shared/domain/reason.ts'
import type { Amount, Price, Quantity, Rate, TimeMs } from '../../src-shared/domain/units.ts'

export const ACCOUNT = 'sim:demo:5'
const time = 1_763_700_000_000 as TimeMs
const ours = { accountId: ACCOUNT, strategyId: 'perp-ev', instrumentId: 'BTCUSDT' }

type OfKind<Kind extends JournalledChange['kind']> = Extract<JournalledChange, { readonly kind: Kind }>

const orderOf = (intentId: string): ApprovedOrder => ({
  intentId,
  accountId: ACCOUNT,
  strategyId: 'perp-ev',
  purpose: 'open',
  terms: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: 12 as Quantity, reduceOnly: false, closePosition: false },
  decisionId: 'd-1',
  reason: 'ev-above-threshold',
  exitPlan: { stopPrice: 9_000_000 as Price, takeProfitPrice: 9_900_000 as Price, exitTime: (time + 3_600_000) as TimeMs, labelSpecHash: 'abc' },
  lossAtStop: -1_234_567 as Amount,
  createdAt: time,
}) as ApprovedOrder

const fillOf = (tradeId: string): Fill => ({
  venue: 'sim', instrumentId: 'BTCUSDT', tradeId, venueOrderId: '90071992547409931', clientOrderId: 'pe-1', side: 'buy',
  quantity: 12 as Quantity, price: 9_500_000 as Price, fee: 456 as Amount, liquidity: 'taker', time,
})

export const intentOpened = (intentId: string): OfKind<'intent-opened'> => ({ kind: 'intent-opened', time, order: orderOf(intentId) })
export const fillBooked = (tradeId: string): OfKind<'fill-booked'> => ({
  kind: 'fill-booked', time, fill: fillOf(tradeId), accountId: ACCOUNT, strategyId: 'perp-ev', entryId: 'pe-1', realized: 0 as Amount,
})
export const ledgerPosted = (reference: string): OfKind<'ledger-posted'> => ({
  kind: 'ledger-posted', time, entry: { ...ours, kind: 'fee', asset: 'USDT', amount: -456 as Amount, time, reference },
})
export const latchSet = (latch: string): OfKind<'latch-set'> => ({ kind: 'latch-set', time, latch, reason: reason('lost-of-day', { lostPercent: '2.04', limitPercent: '2.00' }) })

/** One of every kind; a new kind of change is a type error here until it has a sample. */
export const SAMPLES: { readonly [Kind in JournalledChange['kind']]: OfKind<Kind> } = {
  'session-started': { kind: 'session-started', time, sessionId: 's-1', mode: 'paper', configHash: 'c0ffee' },
  'intent-opened': intentOpened('pe-1'),
  'attempt-sent': { kind: 'attempt-sent', time, intentId: 'pe-1', attempt: 1 },
  'order-accepted': { kind: 'order-accepted', time, intentId: 'pe-1', venueOrderId: '90071992547409931' },
  'order-rejected': { kind: 'order-rejected', time, intentId: 'pe-2', reason: 'would-trigger', detail: '-2021 "Order would immediately trigger."' },
  'order-unknown': { kind: 'order-unknown', time, intentId: 'pe-3', detail: 'no answer\nin 5 s \u{1f43a}' },
  'order-closed': { kind: 'order-closed', time, intentId: 'pe-1', state: 'filled', detail: '' },
  'cancel-requested': { kind: 'cancel-requested', time, instrumentId: 'BTCUSDT', intentId: 'pe-4', reason: 'one-cancels-other' },
  'fill-booked': fillBooked('90071992547409933'),
  'ledger-posted': ledgerPosted('90071992547409933'),
  'trade-closed': {
    kind: 'trade-closed', time, trade: {
      ...ours, entryId: 'pe-1', decisionId: 'd-1', side: 'long', quantity: 12 as Quantity, openedAt: time, closedAt: (time + 1) as TimeMs, entryCost: 1 as Amount,
      realized: -2 as Amount, fees: -3 as Amount, funding: 4 as Amount, exitReason: 'stop',
    },
  },
  'exit-due': { kind: 'exit-due', time, instrumentId: 'BTCUSDT', entryId: 'pe-1', reason: 'time-exit' },
  'latch-set': latchSet('daily-loss'),
  'latch-cleared': { kind: 'latch-cleared', time, latch: 'daily-loss', by: 'person' },
  'trading-switched': { kind: 'trading-switched', time, on: true, by: 'person' },
  'models-chosen': { kind: 'models-chosen', time, strategyId: 'perp-ev', models: { long: 'm-0123456789ab-long', short: 'm-0123456789ab-short' }, by: 'person' },
  'day-opened': { kind: 'day-opened', time, day: 20_413, boundary: 'utc', openingEquity: 1_000_000_000_000 as Amount },
  'high-water-raised': { kind: 'high-water-raised', time, equity: Number.MAX_SAFE_INTEGER as Amount },
  'foreign-quantity-seen': { kind: 'foreign-quantity-seen', time, instrumentId: 'ETHUSDT', quantity: -5 as Quantity, reference: 'trade/17' },
  'difference-found': { kind: 'difference-found', time, subject: 'wallet', reason: reason('wallet-differs', { asset: 'USDT', venue: '2', ledger: '1' }) },
  reconciled: { kind: 'reconciled', time, differences: 0 },
  'alarm-raised': { kind: 'alarm-raised', time, ...alarm('naked-position', { instrument: 'BTCUSDT' }) },
}
export const allSamples = (): JournalledChange[] => Object.values(SAMPLES)

export function versionOf(validFrom: number, priceDecimals: number, quantityDecimals: number): InstrumentVersion {
  return {
    validFrom: validFrom as TimeMs, priceDecimals, quantityDecimals,
    rules: {
      priceLadder: [{ from: 0 as Price, tick: 1 as Price }], priceMin: 1 as Price, priceMax: 1_000_000_000 as Price, quantityStep: 1 as Quantity, quantityMin: 1 as Quantity,
      quantityMax: 1_000_000 as Quantity, marketQuantityMax: 100_000 as Quantity, notionalMin: 500_000_000 as Amount, marketDistanceMax: 5_000_000 as Rate,
    },
    fees: { maker: 20_000 as Rate, taker: 50_000 as Rate, liquidation: 1_250_000 as Rate },
    fundingIntervalMs: 28_800_000,
    marginTiers: [{ floor: 0 as Amount, cap: 5_000_000_000_000 as Amount, maintenanceRate: 400_000 as Rate, deduction: 0 as Amount, leverageMax: 125 }],
  }
}

export const instrumentOf = (instrumentId: string, versions: readonly InstrumentVersion[] = [versionOf(0, 2, 3)]): Instrument => ({
  instrumentId, venue: 'sim', symbol: instrumentId, kind: 'linear-perpetual', baseAsset: instrumentId.slice(0, -4), settleAsset: 'USDT', riskGroup: 'crypto', slippage: 10_000 as Rate, versions,
})

export const INTERVAL = 300_000

export const candleAt = (index: number, close = 1_000, instrumentId = 'BTCUSDT'): Candle => ({
  instrumentId, intervalMs: INTERVAL, openTime: (index * INTERVAL) as TimeMs, closeTime: ((index + 1) * INTERVAL) as TimeMs,
  open: 1_000 as Price, high: Math.max(1_010, close) as Price, low: Math.min(990, close) as Price, close: close as Price, volume: (index + 5) as Quantity,
})

export const fundingAt = (fundingTime: number, rate: number, instrumentId = 'BTCUSDT'): FundingRate => ({
  instrumentId, fundingTime: fundingTime as TimeMs, rate: rate as Rate, intervalMs: 28_800_000,
})

export const decisionAt = (asOf: number, decisionId: string): Decision => ({
  decisionId, ...ours, asOf: asOf as TimeMs, action: 'FLAT', reason: 'refused',
  long: { expectedValue: 0.1 + 0.2, winProbability: 1 / 3, breakEvenProbability: 0.5, timeoutProbability: 0.1, adverseExcursion: 0.002, holdMinutes: 42.5, fundingCost: -0, grossValue: 0.3014, feeCost: 0.001, slippageCost: 0.0004 },
  short: null, side: 'long', markPrice: 9_500_000 as Price, quantity: 0 as Quantity, notional: 0 as Amount, stopPrice: 0 as Price, takeProfitPrice: 0 as Price, exitTime: 0 as TimeMs,
  guards: [{ guard: 'mark-age', verdict: 'refuse', value: Number.NaN, limit: Number.POSITIVE_INFINITY, unit: 'ms' }],
  features: [0.25, Number.NaN, -0],
  modelIds: { long: 'l', short: 's' }, featureSetHash: 'f', configHash: 'c0ffee',
})
