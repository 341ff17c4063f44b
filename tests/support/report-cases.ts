import type { Change, Trade } from '../../src-shared/domain/change.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import type { ApprovedOrder, Fill } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'

export const usdt = (amount: number): Amount => Math.round(amount * 1e8) as Amount
export const at = (time: number): TimeMs => time as TimeMs

export const VALUE: SideValue = {
  expectedValue: 0.002, winProbability: 0.5, breakEvenProbability: 0.4, timeoutProbability: 0, adverseExcursion: 0, holdMinutes: 60, fundingCost: 0, grossValue: 0.003, feeCost: 0.0005, slippageCost: 0.0005,
}

export const decided = (more: Partial<Decision> = {}): Change => ({
  kind: 'decision-made', time: at(0),
  decision: {
    decisionId: 'd1', accountId: 'a', strategyId: 's', instrumentId: 'BTCUSDT', asOf: at(0), action: 'FLAT', reason: 'no-edge', long: null, short: null, side: null, markPrice: 0 as Price, quantity: 0 as Quantity,
    notional: 0 as Amount, stopPrice: 0 as Price, takeProfitPrice: 0 as Price, exitTime: at(0), guards: [], features: [], modelIds: { long: 'l', short: 's' }, featureSetHash: '', configHash: '', ...more,
  },
})

export const ordered = (intentId: string, more: { readonly purpose: ApprovedOrder['purpose']; readonly reference?: number; readonly trigger?: number }): Change => ({
  kind: 'intent-opened', time: at(0),
  order: {
    intentId, accountId: 'a', strategyId: 's', purpose: more.purpose, reason: '', createdAt: at(0),
    terms: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', reduceOnly: false, closePosition: false, ...(more.trigger === undefined ? {} : { triggerPrice: more.trigger as Price }) },
    ...(more.reference === undefined ? {} : { referencePrice: more.reference as Price }),
  } as unknown as ApprovedOrder,
})

export const filled = (clientOrderId: string, side: Fill['side'], [quantity, price]: readonly [number, number], time: number): Change => ({
  kind: 'fill-booked', time: at(time), accountId: 'a', strategyId: 's', entryId: 'e', realized: 0 as Amount,
  fill: { venue: 'sim', instrumentId: 'BTCUSDT', tradeId: `${time}`, venueOrderId: '', clientOrderId, side, quantity: quantity as Quantity, price: price as Price, fee: 0 as Amount, liquidity: 'taker', time: at(time) },
})

export const closed = (more: Partial<Trade> & Pick<Trade, 'realized'>): Extract<Change, { kind: 'trade-closed' }> => ({
  kind: 'trade-closed', time: at(0),
  trade: {
    accountId: 'a', strategyId: 's', instrumentId: 'BTCUSDT', entryId: 'e', decisionId: 'd1', side: 'long', quantity: 10 as Quantity, openedAt: at(0), closedAt: at(0), entryCost: usdt(200), fees: 0 as Amount, funding: 0 as Amount,
    exitReason: 'stop', ...more,
  },
})

export const marked = (mark: number, time: number, instrumentId = 'BTCUSDT'): Change => ({ kind: 'price-accepted', time: at(time), mark: { instrumentId, asOf: at(time), mark: mark as Price, bid: mark as Price, ask: mark as Price } })

export const candle = (closeTime: number, [open, high, low, close]: readonly [number, number, number, number], instrumentId = 'BTCUSDT'): Change => ({
  kind: 'candle-accepted', time: at(closeTime),
  candle: { instrumentId, intervalMs: 300_000, openTime: at(closeTime - 300_000), closeTime: at(closeTime), open, high, low, close, volume: 1 } as unknown as Candle,
})
