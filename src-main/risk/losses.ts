import type { RiskSettings } from '../../src-shared/domain/strategy.ts'
import type { Amount } from '../../src-shared/domain/units.ts'
import { negate, partOf, sumOf, sumOfPositive } from './exact-money.ts'
import type { RiskContext } from './risk-context.ts'

/** How far equity is below a mark, and how far it may be. Reaching the limit is a breach. */
export interface Fall {
  readonly breached: boolean
  /** Loss as a fraction of the mark, for display. */
  readonly fraction: number
}

/** Null when it cannot be known. A mark of 0 or less measures nothing. */
export function fallFrom(mark: Amount | null, equity: Amount | null, fractionMax: number): Fall | null {
  if (mark === null || equity === null || mark <= 0 || !Number.isSafeInteger(equity)) return null
  const loss = mark - equity
  const limit = partOf(mark, fractionMax)
  if (limit === null || !Number.isSafeInteger(loss)) return null
  return { breached: loss > 0 && loss >= limit, fraction: loss / mark }
}

type LossFacts = Pick<RiskContext, 'equity' | 'openingEquity' | 'openGain' | 'openLossAtStop'>

/**
 * What may still be lost today: the daily limit − today's loss − Σ losses at the stops of what is open. Negative when there is nothing left.
 * Profits that are not realised do not make the loss smaller, because the losses at the stops are counted from the entries;
 * a day in profit does not raise the limit. Null when it cannot be known.
 */
export function lossBudgetLeft({ equity, openingEquity, openGain, openLossAtStop }: LossFacts, settings: RiskSettings): Amount | null {
  const limit = partOf(openingEquity, settings.dailyLossMax)
  const loss = sumOf(openingEquity, negate(equity), sumOfPositive(openGain))
  if (loss === null || openingEquity === null || openingEquity <= 0) return null
  return sumOf(limit, negate(Math.max(0, loss) as Amount), negate(sumOfPositive(openLossAtStop)))
}
