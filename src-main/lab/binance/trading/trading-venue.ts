import type { LabReply, LabRequest, LabRoute } from '../lab-types.ts'
import type { ListenKeys } from './listen-keys.ts'
import type { Params } from './params.ts'
import { Refusal } from './refusal.ts'
import { refusedWith } from './security.ts'
import type { TradingAccount } from './trading-account.ts'
import type { TradingState } from './trading-state.ts'

/** What requests are answered with. */
export interface TradingVenue {
  readonly account: TradingAccount
  readonly state: TradingState
  readonly listenKeys: ListenKeys
  /** The venue's time, as things happen by. */
  readonly now: () => number
  /** Brings prices and rules to the present. */
  readonly catchUp: () => void
}

/** A call of the trading side: what it answers, or a Refusal thrown. */
export interface TradingRoute extends Omit<LabRoute, 'handle'> {
  readonly answer: (venue: TradingVenue, params: Params, request: LabRequest) => unknown
}

/** A reply that is no 200 with JSON: thrown by what plays a fault. */
export class FaultReply extends Error {
  readonly reply: LabReply

  constructor(reply: LabReply) {
    super(`HTTP ${reply.status}`)
    this.reply = reply
  }
}

/** Time first, then the deed, then what follows from it. */
export function carryOut<Result>({ account, now, catchUp }: TradingVenue, deed: () => Result): Result {
  account.advance(now())
  catchUp()
  try {
    return deed()
  } finally {
    account.settled()
  }
}

export const labRoute = (venue: TradingVenue, { answer, ...route }: TradingRoute): LabRoute => ({
  ...route,
  handle: (request) => {
    try {
      return { status: 200, body: carryOut(venue, () => answer(venue, request.params, request)) }
    } catch (error) {
      if (error instanceof FaultReply) return error.reply
      if (error instanceof Refusal) return refusedWith(error)
      throw error
    }
  },
})

type Answer = TradingRoute['answer']

/** A call that needs a signature. */
export const signed = (method: LabRoute['method'], path: string, weight: LabRoute['weight'], answer: Answer): TradingRoute => ({ method, path, weight, security: 'signed', answer })

/** A call that places something: it costs of the account's orders. */
export const ordering = (route: TradingRoute, tenSeconds = 1): TradingRoute => ({ ...route, orders: { tenSeconds, minute: 1 } })
