import { HOUR_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import type { LabReply, LabRequest, LabRoute } from '../lab-types.ts'
import { ok, unknownSymbol } from '../replies.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { mixed } from './mixed.ts'
import { limitOf, wholeNumber } from './params.ts'
import { markText, rateText } from './texts.ts'

/** Without times the newest so many are told. */
const NEWEST = 200
const JITTER_MS = 30

/** What was paid at settlements, and how often there are any. */
export function fundingRoutes(market: LiveMarket): readonly LabRoute[] {
  return [
    { method: 'GET', path: '/fapi/v1/fundingRate', weight: 0, pool: 'funding', security: 'none', handle: (request) => settlements(market, request) },
    { method: 'GET', path: '/fapi/v1/fundingInfo', weight: 0, pool: 'funding', security: 'none', handle: () => ok(adjusted(market)) },
  ]
}

/** Only those whose settings were ever changed. */
const adjusted = (market: LiveMarket): readonly unknown[] =>
  market.all.filter(({ labSymbol }) => labSymbol.fundingHours !== 8).map(({ labSymbol: { symbol, fundingHours, onboardDate } }) => ({
    symbol, adjustedFundingRateCap: '0.02000000', adjustedFundingRateFloor: '-0.02000000', fundingIntervalHours: fundingHours, disclaimer: false, updateTime: onboardDate,
  }))

function settlements(market: LiveMarket, { params }: LabRequest): LabReply {
  const symbol = params.get('symbol')
  if (symbol && !market.listed(symbol)) return unknownSymbol
  const [start, end] = [wholeNumber(params, 'startTime'), wholeNumber(params, 'endTime')]
  const limit = limitOf(params, start === undefined && end === undefined ? NEWEST : 100, 1_000)
  if (typeof limit !== 'number') return limit
  const asked = symbol ? [market.at(symbol)] : market.all
  const rows = asked.flatMap((live) => ofInstrument(market, live, { start, end, limit }))
  return ok(rows.toSorted((a, b) => a.fundingTime - b.fundingTime).slice(...(start === undefined ? [-limit] : [0, limit])))
}

interface Settlement {
  readonly symbol: string
  readonly fundingRate: string
  readonly fundingTime: number
  readonly markPrice: string
  readonly rateType: string
}

/** From the start on where one is given, else the newest. The venue books some of them a few milliseconds late. */
function ofInstrument(market: LiveMarket, { labSymbol, onboardDate }: LiveInstrument, { start, end, limit }: { readonly start: number | undefined; readonly end: number | undefined; readonly limit: number }): readonly Settlement[] {
  const interval = labSymbol.fundingHours * HOUR_MS
  const index = market.indexOf(labSymbol.symbol)!
  const last = Math.floor(Math.min(end ?? Infinity, market.now()) / interval) * interval
  const oldest = start === undefined ? last - (limit - 1) * interval : Math.floor(start / interval) * interval
  const rows: Settlement[] = []
  for (let time = Math.max(oldest, Math.ceil(onboardDate / interval) * interval); time <= last && rows.length <= limit; time += interval) {
    const rate = market.source.fundingRate(index, time as TimeMs)
    const fundingTime = time + jitter(time / HOUR_MS + index)
    if (rate === undefined || fundingTime > market.now() || (start !== undefined && fundingTime < start) || (end !== undefined && fundingTime > end)) continue
    rows.push({ symbol: labSymbol.symbol, fundingRate: rateText(rate), fundingTime, markPrice: markText(market.reader.markAt(index, time)), rateType: 'Regular' })
  }
  return rows
}

function jitter(seed: number): number {
  const chance = mixed(seed) >>> 0
  return chance % 3 === 0 ? chance % JITTER_MS : 0
}
