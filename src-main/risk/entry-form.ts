import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { OrderIntent } from '../../src-shared/domain/order.ts'
import type { RiskContext } from './risk-context.ts'

/** An entry that is not what the guards were told about, or that has no way out, must not leave. Counts what is wrong with it. */
export function entryForm(intent: OrderIntent, { now, lossAtStop }: RiskContext): GuardVerdict {
  const { terms } = intent
  const right = [
    intent.purpose === 'open',
    terms.type === 'market',
    !terms.reduceOnly && !terms.closePosition,
    terms.quantity !== undefined && Number.isSafeInteger(terms.quantity) && terms.quantity > 0,
    intent.lossAtStop !== undefined && intent.lossAtStop > 0 && intent.lossAtStop === lossAtStop,
    hasWayOut(intent, now),
  ]
  const wrong = right.filter((isRight) => !isRight).length
  return { guard: 'entry-form', verdict: wrong === 0 ? 'allow' : 'refuse', value: wrong, limit: 0, unit: 'faults' }
}

function hasWayOut({ exitPlan, terms }: OrderIntent, now: number): boolean {
  if (!exitPlan || exitPlan.stopPrice <= 0 || exitPlan.takeProfitPrice <= 0 || !(exitPlan.exitTime > now)) return false
  return terms.side === 'buy' ? exitPlan.stopPrice < exitPlan.takeProfitPrice : exitPlan.stopPrice > exitPlan.takeProfitPrice
}
