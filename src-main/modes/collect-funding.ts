import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { HOUR_MS, ONE_RATE, RATE_DECIMALS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import { strangeInAnswer } from '../venue/binance/known-fields.ts'
import { fundingRates, SETTLEMENTS_MAX } from '../venue/binance/market-requests.ts'
import type { FundingSettlement } from '../venue/binance/read-market.ts'
import { AnswerRefused, type CollectVenue } from './collect-venue.ts'
import type { Span } from './collect-plan.ts'

const INTERVALS_MS: readonly number[] = [1, 2, 4, 8].map((hours) => hours * HOUR_MS)
/** Venues cap a settlement at a few percent; what is above 10 % was written in another unit. */
const RATE_MAX = ONE_RATE / 10

/** All settlements of a span, oldest first, page by page: they are few, so that all are read again each time, and gaps and corrections are found. */
export async function fundingOf(venue: CollectVenue, symbol: string, { from, to }: Span): Promise<readonly FundingSettlement[]> {
  const all: FundingSettlement[] = []
  for (let startTime = from; startTime < to; ) {
    const page = await settlements(venue, symbol, { from: startTime, to })
    if (page.some((one) => one.symbol !== symbol || one.fundingTime < startTime || one.fundingTime >= to)) throw new AnswerRefused('it answered with settlements that were not asked for')
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < SETTLEMENTS_MAX) break
    startTime = last.fundingTime + 1
  }
  return all
}

/** A field that is not known here may be what a settlement depends on, as its kind has come to be one: such an answer is refused. */
async function settlements(venue: CollectVenue, symbol: string, { from, to }: Span): Promise<readonly FundingSettlement[]> {
  const request = fundingRates(symbol, { startTime: from, endTime: to - 1 })
  const found = await venue.ask({ ...request, read: (body) => strangeInAnswer(request.path, body) ?? request.read(body) })
  if (typeof found === 'string') throw new AnswerRefused(`it answered with a field "${found}", which is not known here; a newer version of Haetae may`)
  return found
}

/** Writes them. The interval of each is how far it is from the one before, as the times tell: it changes during an instrument's life. */
export async function putFundingOf(archive: DataArchive, instrumentId: string, settlements: readonly FundingSettlement[], usualMs: number): Promise<ReturnType<DataArchive['putFunding']>> {
  const first = settlements[0]?.fundingTime ?? 0
  const before = (await archive.funding(instrumentId, (first - 9 * HOUR_MS) as TimeMs, first as TimeMs)).at(-1)
  return archive.putFunding(fundingRows(instrumentId, settlements, { usualMs, ...(before ? { before } : {}) }))
}

/** Throws AnswerRefused for a rate that is none. */
export function fundingRows(instrumentId: string, settlements: readonly FundingSettlement[], { usualMs, before }: { readonly usualMs: number; readonly before?: FundingRate }): readonly FundingRate[] {
  const rows: FundingRate[] = []
  const [first, second] = settlements
  let intervalMs = before?.intervalMs ?? (first && second ? apart(first.fundingTime, second.fundingTime) : undefined) ?? usualMs
  let last = before?.fundingTime
  for (const { fundingTime, fundingRate } of settlements) {
    const rate = parseDecimal(fundingRate, RATE_DECIMALS)
    if (rate === undefined || Math.abs(rate) > RATE_MAX) throw new AnswerRefused(`a funding rate of ${fundingRate} is not one`)
    intervalMs = (last === undefined ? undefined : apart(last, fundingTime)) ?? intervalMs
    rows.push({ instrumentId, fundingTime: fundingTime as TimeMs, rate: rate as Rate, intervalMs })
    last = fundingTime as TimeMs
  }
  return rows
}

/** Undefined when something is missing between them, or they are not whole hours apart. */
function apart(earlier: number, later: number): number | undefined {
  const ms = hourOf(later) - hourOf(earlier)
  return INTERVALS_MS.includes(ms) ? ms : undefined
}

/** Settlements come some milliseconds after the hour. */
const hourOf = (time: number): number => time - (time % HOUR_MS)
