import { ok, refused } from '../replies.ts'
import type { LabRoute } from '../lab-types.ts'
import type { LabProfile } from './exchange-info.ts'
import { exchangeInfo } from './exchange-info.ts'
import { fundingRoutes } from './funding-routes.ts'
import { klineRoutes } from './kline-routes.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { aboutOne, priceRoutes } from './price-routes.ts'
import { priceText, quantityText } from './texts.ts'
import { tradeRoutes } from './trade-routes.ts'

const DEPTH_WEIGHTS: ReadonlyMap<number, number> = new Map([[5, 2], [10, 2], [20, 2], [50, 2], [100, 5], [500, 10], [1_000, 20]])

/** Every public call. */
export function marketRoutes(market: LiveMarket, profile: LabProfile): readonly LabRoute[] {
  return [
    { method: 'GET', path: '/fapi/v1/ping', weight: 1, security: 'none', handle: () => ok({}) },
    { method: 'GET', path: '/fapi/v1/time', weight: 1, security: 'none', handle: ({ now }) => ok({ serverTime: now }) },
    { method: 'GET', path: '/fapi/v1/exchangeInfo', weight: 1, security: 'none', handle: ({ now }) => ok(exchangeInfo(market, profile, now)) },
    depthRoute(market),
    ...klineRoutes(market),
    ...priceRoutes(market),
    ...tradeRoutes(market),
    ...fundingRoutes(market),
  ]
}

function depthRoute(market: LiveMarket): LabRoute {
  const limitOf = (params: ReadonlyMap<string, string>): number => Number(params.get('limit') ?? 500)
  return {
    method: 'GET', path: '/fapi/v1/depth', security: 'none',
    weight: (params) => DEPTH_WEIGHTS.get(limitOf(params)) ?? 2,
    handle: ({ params, now }) =>
      aboutOne(market, params, (live) => {
        const limit = limitOf(params)
        if (!DEPTH_WEIGHTS.has(limit)) return refused(-4021, `${params.get('limit')} is not valid depth limit.`)
        const recorded = market.recorded.get(live.labSymbol.symbol)?.snapshot(limit)
        if (recorded) return ok({ E: now, T: now - 1, ...recorded })
        return ok({ lastUpdateId: live.book.updateId, E: now, T: now - 1, bids: side(live, true, limit), asks: side(live, false, limit) })
      }),
  }
}

function side({ labSymbol, book: { book } }: LiveInstrument, isBid: boolean, count: number): readonly (readonly [string, string])[] {
  const levels = isBid ? book.bids : book.asks
  return Array.from({ length: Math.min(count, levels.length) }, (_, depth) => [priceText(labSymbol, levels.priceAt(depth)!), quantityText(labSymbol, levels.quantityAt(depth)!)] as const)
}
