import { fundingLimit } from '../funding-limit.ts'
import { atMost, type Guard } from '../verdict.ts'

/** Signed: funding that is received never refuses. */
export const fundingAgainst: Guard = ({ fundingAgainst: against, takeProfitDistance }, settings) =>
  atMost({ guard: 'funding-against', value: against, limit: fundingLimit(takeProfitDistance, settings), unit: 'part of notional' })
