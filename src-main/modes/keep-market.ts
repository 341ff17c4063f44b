import type { MarketArchive } from '../market-data/candle-archive.port.ts'
import type { FeedEvent } from '../venue/market-feed.port.ts'

/** Puts what a live market told into an archive: rules, closed candles, settlements. Gives how many candles there were; rejects when the archive fails. */
export async function keepMarket(archive: Pick<MarketArchive, 'putCandles' | 'putFunding' | 'putInstruments'>, events: readonly FeedEvent[]): Promise<number> {
  const instruments = events.flatMap((event) => (event.kind === 'instrument-listed' ? [event.instrument] : []))
  const candles = events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : []))
  const funding = events.flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : []))
  if (instruments.length > 0) await archive.putInstruments(instruments)
  if (candles.length > 0) await archive.putCandles(candles)
  if (funding.length > 0) await archive.putFunding(funding)
  return candles.length
}
