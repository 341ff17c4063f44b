import type { TradingRoute } from './trading-venue.ts'

/** Calls of the listen key need the key in the header and no signature. */
const keyed = (method: TradingRoute['method'], answer: TradingRoute['answer']): TradingRoute => ({ method, path: '/fapi/v1/listenKey', weight: 1, security: 'key', answer })

export const streamRoutes: readonly TradingRoute[] = [
  keyed('POST', ({ listenKeys, now }) => ({ listenKey: listenKeys.create(now()) })),
  keyed('PUT', ({ listenKeys, now }) => ({ listenKey: listenKeys.extend(now()) })),
  keyed('DELETE', ({ listenKeys }) => {
    listenKeys.remove()
    return {}
  }),
]
