import type { OrderIntent } from '../../src-shared/domain/order.ts'
import { HOUR_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import type { RiskContext } from '../../src-main/risk/risk-context.ts'
import { MIDNIGHT, money } from './policy-cases.ts'

export const NOW = (MIDNIGHT + HOUR_MS) as TimeMs

/** Everything known and well: equity 10,000 flat on the day, one order of 480 that loses 5.472 at its stop. */
export const CALM: RiskContext = {
  now: NOW, asset: 'USDT', tradingOn: true, reconciled: true, journalWritable: true, latches: [],
  components: [{ component: 'venue', healthy: true }, { component: 'models', healthy: true }], componentsNeeded: ['venue', 'models'],
  instrumentTrading: true, markAsOf: (NOW - 1_000) as TimeMs, lastCandleCloseTime: NOW, decisionIntervalMs: 300_000, venueHeardAt: (NOW - 5_000) as TimeMs, venueCanBeSilent: false,
  unresolvedOnInstrument: 0, foreignQuantity: 0 as Quantity,
  equity: money(10_000), openingEquity: money(10_000), highWater: money(10_000), openGain: money(0),
  marginBalance: money(10_000), initialMarginUsed: money(1_000), initialMarginOfOrder: money(160),
  openLossAtStop: money(20), groupLossAtStop: money(20), riskPerGroup: 0.01,
  notionalOfInstrument: money(0), notionalTotal: money(1_000), notionalOfOrder: money(480), lossAtStop: money(5.472),
  ordersLastMinute: 0, stopDistance: 0.01, dailyAtr: 0.03, liquidationDistance: 0.33, fundingAgainst: 0, takeProfitDistance: 0.02,
  lossStreak: 0, lastLossAt: null, slippageMultiple: 1, slippageMeasuredAt: NOW,
}

export const ENTRY: OrderIntent = {
  intentId: 'pe-1', accountId: 'sim:demo:5', strategyId: 'perp-ev', purpose: 'open',
  terms: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: 8 as Quantity, reduceOnly: false, closePosition: false },
  reason: 'ev-above-threshold', lossAtStop: money(5.472), createdAt: NOW,
  exitPlan: { stopPrice: 5_940_000 as Price, takeProfitPrice: 6_120_000 as Price, exitTime: (NOW + 48 * HOUR_MS) as TimeMs, labelSpecHash: 'hash' },
}
