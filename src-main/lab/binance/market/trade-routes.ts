import { HOUR_MS, MINUTE_MS } from '../../../../src-shared/domain/units.ts'
import type { LabReply, LabRequest, LabRoute } from '../lab-types.ts'
import { ok, refused } from '../replies.ts'
import { singleParts, type PastTrade } from './day.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { firstSingle, singlesOf, TRADES_MAX } from './minute-source.ts'
import { limitOf, wholeNumber } from './params.ts'
import { aboutOne } from './price-routes.ts'
import { priceText, quantityText, quoteText } from './texts.ts'

const KEPT_MS = 48 * HOUR_MS

/** Trades of the past. */
export function tradeRoutes(market: LiveMarket): readonly LabRoute[] {
  const singles = ({ params }: LabRequest): LabReply => aboutOne(market, params, (live) => limited(params, (limit) => ok(newestSingles(market, live, limit))))
  return [
    { method: 'GET', path: '/fapi/v1/trades', weight: 5, security: 'none', handle: singles },
    { method: 'GET', path: '/fapi/v1/historicalTrades', weight: 20, security: 'key', handle: singles },
    { method: 'GET', path: '/fapi/v1/aggTrades', weight: 20, security: 'none', handle: ({ params }) => aboutOne(market, params, (live) => aggregates(market, live, params)) },
  ]
}

const limited = (params: LabRequest['params'], answer: (limit: number) => LabReply): LabReply => {
  const limit = limitOf(params, 500, 1_000)
  return typeof limit === 'number' ? answer(limit) : limit
}

function newestSingles(market: LiveMarket, { labSymbol }: LiveInstrument, limit: number): readonly unknown[] {
  const rows = market.trades.newest(market.indexOf(labSymbol.symbol)!, market.now(), limit).flatMap((trade) =>
    singleParts(trade).map(([id, quantity]) => ({
      id, price: priceText(labSymbol, trade.price), qty: quantityText(labSymbol, quantity), quoteQty: quoteText(labSymbol, trade.price * quantity), time: trade.time, isBuyerMaker: trade.isBuyerMaker, isRPITrade: false,
    })))
  return rows.slice(-limit)
}

function aggregates(market: LiveMarket, { labSymbol, onboardDate }: LiveInstrument, params: LabRequest['params']): LabReply {
  const [start, end, fromId] = [wholeNumber(params, 'startTime'), wholeNumber(params, 'endTime'), wholeNumber(params, 'fromId')]
  if (start !== undefined && end !== undefined && end - start > HOUR_MS) return refused(-1127, 'More than 1 hours between startTime and endTime.')
  return limited(params, (limit) => {
    const index = market.indexOf(labSymbol.symbol)!
    const now = market.now()
    const until = Math.min(now, end === undefined ? now : end + 1)
    if (start === undefined && fromId === undefined) return ok(market.trades.newest(index, until, limit).map((trade) => row(labSymbol, trade)))
    const kept = Math.max(onboardDate, now - KEPT_MS)
    const byId = fromId === undefined ? kept : labSymbol.onboardDate + Math.floor(fromId / TRADES_MAX) * MINUTE_MS
    return ok(market.trades.from(index, { time: Math.max(kept, start ?? kept, byId), number: fromId ?? 0 }, { until, count: limit }).map((trade) => row(labSymbol, trade)))
  })
}

function row(labSymbol: LiveInstrument['labSymbol'], { number, time, price, quantity, isBuyerMaker }: PastTrade): unknown {
  const [p, q, f] = [priceText(labSymbol, price), quantityText(labSymbol, quantity), firstSingle(number)]
  return { a: number, p, q, nq: q, f, l: f + singlesOf(number) - 1, T: time, m: isBuyerMaker }
}
