import { refusal } from './refusal.ts'
import { refusedWith } from './security.ts'
import { FaultReply, type TradingVenue } from './trading-venue.ts'

/** Status 0: nothing is answered, and the connection is cut. */
const CUT = 0

const unavailable = (msg: string, code?: number): FaultReply => new FaultReply({ status: 503, body: code === undefined ? { msg } : { code, msg } })
const UNKNOWN = 'Unknown error, please check your request or try again later.'

/** Places something as the faults that are on allow: some are met before anything is done, others hide what was done. */
export function underFaults<Result>({ state: { happens } }: TradingVenue, deed: () => Result): Result {
  if (happens('order-unavailable')) throw unavailable('Service Unavailable.', -1016)
  if (happens('order-internal')) throw unavailable('Internal error; unable to process your request. Please try again.', -1001)
  if (happens('order-unknown')) throw unavailable(UNKNOWN)
  if (happens('order-late')) throw refusal(-5028)
  const result = deed()
  if (happens('order-unknown-executed')) throw unavailable(UNKNOWN)
  if (happens('order-lost')) throw new FaultReply({ status: CUT, body: null })
  if (happens('order-1006')) throw new FaultReply(refusedWith(refusal(-1006)))
  if (happens('order-1007')) throw new FaultReply(refusedWith(refusal(-1007)))
  return result
}
