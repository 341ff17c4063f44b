import { dailyLoss } from './guards/daily-loss.ts'
import { drawdown } from './guards/drawdown.ts'
import { foreignQuantity } from './guards/foreign-quantity.ts'
import { fundingAgainst } from './guards/funding-against.ts'
import { groupExposure } from './guards/group-exposure.ts'
import { instrumentTrading } from './guards/instrument-trading.ts'
import { journal } from './guards/journal.ts'
import { latch } from './guards/latch.ts'
import { liquidationDistance } from './guards/liquidation-distance.ts'
import { lossStreak } from './guards/loss-streak.ts'
import { marginUse } from './guards/margin-use.ts'
import { notReconciled } from './guards/not-reconciled.ts'
import { notionalInstrument } from './guards/notional-instrument.ts'
import { notionalOrder } from './guards/notional-order.ts'
import { notionalTotal } from './guards/notional-total.ts'
import { orderRate } from './guards/order-rate.ts'
import { preTradeLoss } from './guards/pre-trade-loss.ts'
import { slippage } from './guards/slippage.ts'
import { staleCandle } from './guards/stale-candle.ts'
import { staleMark } from './guards/stale-mark.ts'
import { systemHealth } from './guards/system-health.ts'
import { tradingOff } from './guards/trading-off.ts'
import { unresolvedOrder } from './guards/unresolved-order.ts'
import { venueSilent } from './guards/venue-silent.ts'
import type { Guard } from './verdict.ts'

/** Every guard of an entry. All of them are asked each time, in this order. */
export const GUARDS: readonly Guard[] = [
  tradingOff, notReconciled, journal, latch, systemHealth, instrumentTrading,
  staleMark, staleCandle, venueSilent, unresolvedOrder, foreignQuantity,
  marginUse, dailyLoss, preTradeLoss, drawdown, liquidationDistance, fundingAgainst,
  orderRate, notionalOrder, notionalInstrument, notionalTotal, groupExposure, lossStreak, slippage,
]
