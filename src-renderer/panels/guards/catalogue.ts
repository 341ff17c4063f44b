export type GuardEffect = 'refuse' | 'warn' | 'flatten' | 'close' | 'streak'

/** Every guard of an entry in the order they are asked, and what it does beyond refusing. */
export const GUARD_EFFECTS: Readonly<Record<string, GuardEffect>> = {
  'entry-form': 'refuse', 'trading-off': 'refuse', 'not-reconciled': 'refuse', journal: 'refuse', latch: 'refuse', 'system-health': 'refuse', 'instrument-trading': 'refuse',
  'stale-mark': 'refuse', 'stale-candle': 'refuse', 'venue-silent': 'refuse', 'unresolved-order': 'refuse', 'foreign-quantity': 'refuse',
  'margin-use': 'warn', 'daily-loss': 'flatten', 'pre-trade-loss': 'refuse', drawdown: 'flatten', 'liquidation-distance': 'close', 'funding-against': 'refuse',
  'order-rate': 'refuse', 'notional-order': 'refuse', 'notional-instrument': 'refuse', 'notional-total': 'refuse', 'group-exposure': 'refuse', 'loss-streak': 'streak', slippage: 'refuse',
}
