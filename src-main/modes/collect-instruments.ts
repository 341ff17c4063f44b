import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { DataArchive, SeriesSpan } from '../market-data/data-archive.port.ts'
import { factsOf, newInstrument, updatedInstrument, venueName } from '../venue/binance/instruments.ts'
import { exchangeInfo, fundingInfo } from '../venue/binance/market-requests.ts'
import type { ExchangeInfo, ListedSymbol } from '../venue/binance/read-exchange-info.ts'
import type { FundingInfo } from '../venue/binance/read-market.ts'
import { isDerived } from '../venue/recorded/derive-instrument.ts'
import { findInstrument } from '../venue/recorded/known-instruments.ts'
import type { CollectVenue } from './collect-venue.ts'

/** An instrument that can be collected, or in words why not. */
export type Found = { readonly instrument: Instrument; readonly listed: ListedSymbol } | string

/** Asks the venue what there is, and brings the archive's instruments up to date: a rule that changed makes one more version. */
export async function collectInstruments(venue: CollectVenue, archive: DataArchive, names: readonly string[]): Promise<ReadonlyMap<string, Found>> {
  const info = await venue.ask(exchangeInfo)
  venue.weightLimit = info.weightLimit
  const funding = await venue.ask(fundingInfo)
  const archived = new Map((await archive.instruments()).map((instrument) => [instrument.instrumentId, instrument]))
  const spans = await archive.series()
  const found = new Map<string, Found>()
  for (const name of names) {
    const listed = listedIn(info, name)
    const one = typeof listed === 'string' ? listed : await described(listed, { venue, archive, funding, before: archived.get(name), spans })
    found.set(name, one)
  }
  await archive.putInstruments([...found.values()].flatMap((one) => (typeof one === 'string' ? [] : [one.instrument])))
  return found
}

function listedIn({ listed, unreadable }: ExchangeInfo, name: string): ListedSymbol | string {
  const found = listed.find(({ symbol }) => symbol === name)
  if (found) return found
  const broken = unreadable.find(({ symbol }) => symbol === name)
  return broken ? `the venue describes it in a way that is not known here (${broken.reason}); a newer version of Haetae may` : 'the venue does not list it as a perpetual settled in USDT or USDC: look at how it is written, or whether it was delisted'
}

interface Described {
  readonly venue: CollectVenue
  readonly archive: DataArchive
  readonly funding: readonly FundingInfo[]
  readonly before: Instrument | undefined
  readonly spans: readonly SeriesSpan[]
}

async function described(listed: ListedSymbol, { venue, archive, funding, before, spans }: Described): Promise<Found> {
  const { symbol } = listed
  const venueId = venueName(venue.name)
  if (before && before.venue !== venueId) return `the archive has it from another venue (${before.venue}): collect into another account with --account`
  const facts = factsOf(symbol, venueId, await knownAs(symbol, archive, before), funding)
  if (!before || canReplace(before, listed)) return { instrument: newInstrument(listed, facts), listed }
  const seenAt = lastSeen(symbol, spans)
  const { riskGroup, slippage } = facts
  return { instrument: { ...updatedInstrument(before, listed, facts, { at: venue.now, seenAt }), riskGroup, slippage }, listed }
}

/** Where brackets, fees and slippage come from: what a person or the program said of it, else nothing. */
async function knownAs(symbol: string, archive: DataArchive, before: Instrument | undefined): Promise<Instrument | undefined> {
  if (before && !isDerived(before)) return before
  const known = findInstrument(symbol)
  const tiers = (await archive.marginTiers(symbol)).at(-1)?.tiers
  const one = typeof known === 'string' ? undefined : known
  const newest = (one ?? before)?.versions.at(-1)
  if (!newest) return undefined
  if (one) return { ...one, versions: [{ ...newest, ...(tiers ? { marginTiers: tiers } : {}) }] }
  // Of a derived one only brackets that were imported are anybody's word.
  return tiers && before ? { ...before, riskGroup: 'crypto', versions: [{ ...newest, marginTiers: tiers }] } : undefined
}

/** Only its decimals were known, and the venue's own hold all that is there: its rules take their place from the beginning. */
function canReplace(before: Instrument, { priceDecimals, quantityDecimals }: ListedSymbol): boolean {
  return isDerived(before) && before.versions.every((version) => version.priceDecimals <= priceDecimals && version.quantityDecimals <= quantityDecimals)
}

/** The old rules held when the newest candle was taken. */
function lastSeen(symbol: string, spans: readonly SeriesSpan[]): TimeMs {
  const ends = spans.filter(({ instrumentId, kind }) => instrumentId === symbol && (kind === 'trade' || kind === 'mark')).map(({ last, intervalMs }) => last + intervalMs)
  return Math.max(0, ...ends) as TimeMs
}
