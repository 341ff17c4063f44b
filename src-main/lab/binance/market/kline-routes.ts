import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import type { LabReply, LabRequest, LabRoute } from '../lab-types.ts'
import { missing, ok, refused, unknownSymbol } from '../replies.ts'
import { endOf, isInterval, openOf } from './intervals.ts'
import type { LiveMarket } from './live-market.ts'
import { limitOf, wholeNumber } from './params.ts'
import { klineRow, markRow } from './texts.ts'

type Params = ReadonlyMap<string, string>
type Kind = 'trade' | 'mark' | 'premium'

const LIMIT_MAX = 1_500

/** The family of candles: trades under two names, and prices that nobody trades at. */
export function klineRoutes(market: LiveMarket): readonly LabRoute[] {
  const route = (name: string, by: 'symbol' | 'pair', kind: Kind): LabRoute => ({
    method: 'GET', path: `/fapi/v1/${name}`, weight: weightOf, security: 'none',
    handle: (request) => candles(market, request, { by, kind }),
  })
  return [route('klines', 'symbol', 'trade'), route('continuousKlines', 'pair', 'trade'), route('markPriceKlines', 'symbol', 'mark'), route('indexPriceKlines', 'pair', 'mark'), route('premiumIndexKlines', 'symbol', 'premium')]
}

function weightOf(params: Params): number {
  const limit = Number(params.get('limit') ?? 500)
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10
}

function candles(market: LiveMarket, { params }: LabRequest, { by, kind }: { readonly by: 'symbol' | 'pair'; readonly kind: Kind }): LabReply {
  const symbol = params.get(by)
  if (!symbol) return missing(by)
  const live = market.listed(symbol)
  if (!live) return by === 'pair' ? refused(-1121, 'Invalid pair.') : unknownSymbol
  const interval = params.get('interval')
  if (!interval) return missing('interval')
  if (!isInterval(interval)) return refused(-1120, 'Invalid interval.')
  const limit = limitOf(params, 500, LIMIT_MAX)
  if (typeof limit !== 'number') return limit
  const rows = openTimes(interval, { from: wholeNumber(params, 'startTime'), to: wholeNumber(params, 'endTime'), limit, first: live.onboardDate, now: market.now() })
  const index = market.indexOf(symbol)!
  const until = market.now() as TimeMs
  if (kind !== 'trade') return ok(rows.map((openTime) => markRow(market.reader.readQuoted(index, interval, { openTime, until, kind }))).filter((row) => row[8] !== 0))
  return ok(rows.map((time) => klineRow(live.labSymbol, market.reader.read(index, interval, time, until))))
}

interface Wanted {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
  readonly first: number
  readonly now: number
}

/** From the start on where one is given, else the newest ones; the candle that is still open is among them. */
function openTimes(interval: string, { from, to, limit, first, now }: Wanted): readonly number[] {
  const last = Math.min(to ?? now, now)
  const times: number[] = []
  if (from !== undefined) {
    let time = openOf(interval, Math.max(from, first))
    if (time < Math.max(from, first)) time = endOf(interval, time)
    for (; time <= last && times.length < limit; time = endOf(interval, time)) times.push(time)
    return times
  }
  for (let time = openOf(interval, last); time >= first && times.length < limit; time = openOf(interval, time - 1)) times.push(time)
  return times.reverse()
}
