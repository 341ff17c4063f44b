import { rateAsFloat } from '../../src-shared/domain/instrument.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { FundingOutlook } from './policy-input.ts'

/**
 * Expected funding as a fraction of the notional, positive = paid: the signed rate once per settlement inside the hold.
 * Nothing is paid pro rata, so a hold between two settlements costs nothing. A settlement at the very time of the entry is not ours.
 */
export function expectedFunding(outlook: FundingOutlook, side: PositionSide, now: TimeMs, holdMs: number): number {
  const settlements = settlementsWithin(outlook, now, holdMs)
  if (settlements === 0) return 0
  return (side === 'long' ? settlements : -settlements) * rateAsFloat(outlook.rate)
}

/** Settlements in (now, now + hold]. A next time that has passed is carried on by the interval. */
function settlementsWithin({ nextFundingTime, intervalMs }: FundingOutlook, now: TimeMs, holdMs: number): number {
  const upTo = (time: number): number => Math.floor((time - nextFundingTime) / intervalMs) + 1
  const passed = Math.max(0, upTo(now))
  return Math.max(0, upTo(now + holdMs) - passed)
}
