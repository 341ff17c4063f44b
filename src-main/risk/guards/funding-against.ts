import { atMost, type Guard } from '../verdict.ts'

const PART_OF_TAKE_PROFIT = 0.25

/** Signed: funding that is received never refuses. */
export const fundingAgainst: Guard = ({ fundingAgainst: against, takeProfitDistance }, { fundingAgainstMax }) => {
  const limit = takeProfitDistance === null ? Number.NaN : Math.min(fundingAgainstMax, PART_OF_TAKE_PROFIT * takeProfitDistance)
  return atMost({ guard: 'funding-against', value: against, limit, unit: 'part of notional' })
}
