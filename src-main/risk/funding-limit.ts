import type { RiskSettings } from '../../src-shared/domain/strategy.ts'

const PART_OF_TAKE_PROFIT = 0.25

/** What may be paid in funding, as a part of the notional: never more than a quarter of what is hoped for. NaN when that is not known. */
export function fundingLimit(takeProfitDistance: number | null, { fundingAgainstMax }: RiskSettings): number {
  return takeProfitDistance === null ? Number.NaN : Math.min(fundingAgainstMax, PART_OF_TAKE_PROFIT * takeProfitDistance)
}
