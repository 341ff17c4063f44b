import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Ticker } from '../base/ticker.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { streamsOf, type FeedInstrument, type FeedSettings } from '../venue/binance/feed/feed-settings.ts'
import { venueName } from '../venue/binance/instruments.ts'
import { LiveSource } from '../venue/binance/live-source.ts'
import type { LiveState } from '../venue/binance/live-state.ts'
import { intervalName } from '../venue/binance/market-requests.ts'
import { BinanceStreams } from '../venue/binance/streams/binance-streams.ts'
import type { RecordWriter } from '../venue/market-feed.port.ts'
import { connectBinance } from './binance-connection.ts'
import { collect, type CollectReport } from './collect.ts'
import { keepMarket } from './keep-market.ts'

export interface FollowParts {
  readonly endpoint: BinanceEndpoint
  readonly archive: DataArchive
  /** Those that the archive knows: a collection came before. */
  readonly instruments: readonly string[]
  readonly intervalsMs: readonly number[]
  /** One that cannot be set. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly timer: Timer
  readonly ticker: Ticker
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** Is given everything that comes. */
  readonly record: (feed: FeedSettings) => RecordWriter
  readonly signal: AbortSignal
  /** How it stands, some times a second; candles since it began. */
  readonly progress: (state: LiveState, candles: number) => void
  /** Of each pass that brings mark prices, and what was corrected or missed. */
  readonly onCollected: (report: CollectReport) => void
  /** Default an hour. */
  readonly collectEveryMs?: number
}

/** Mark prices come as prices and not as candles, and corrections by no stream: both are asked for so often. */
const COLLECT_EVERY_MS = HOUR_MS

/** Takes what closes and settles into the archive as it comes, until told to stop. Rejects when the archive fails. */
export async function follow(parts: FollowParts): Promise<void> {
  const { endpoint, archive, clock, wallClock, timer, ticker, random, signal, progress, collectEveryMs = COLLECT_EVERY_MS } = parts
  const feed: FeedSettings = { venue: venueName(endpoint.name), instruments: await knownOf(parts), intervals: parts.intervalsMs, depth: false }
  const live = new LiveSource({
    ...connectBinance(endpoint, clock, timer), feed, clock, wallClock, timer, ticker, record: parts.record(feed),
    // The time of a venue on this computer may run faster than ours.
    time: endpoint.name === 'local' ? 'messages' : 'venue',
    streams: (listeners) => new BinanceStreams({ endpoint, channels: streamsOf(feed, intervalName), timer, random, ...listeners }),
  })
  signal.addEventListener('abort', () => live.stop(), { once: true })
  live.start()
  let collectedAt: number | undefined
  let candles = 0
  for await (const events of live.events()) {
    candles += await keepMarket(archive, events)
    progress(live.state(), candles)
    const now = events.at(-1)?.time ?? 0
    collectedAt ??= now
    if (now - collectedAt < collectEveryMs) continue
    collectedAt = now
    parts.onCollected(await collect({ endpoint, instruments: parts.instruments, days: 1, intervalsMs: parts.intervalsMs }, { archive, clock, timer, signal, progress: () => {} }))
  }
}

/** What the archive knows of each, so that the next candle is the one after its newest. */
async function knownOf({ archive, instruments, intervalsMs }: FollowParts): Promise<readonly FeedInstrument[]> {
  const [known, series] = [new Map((await archive.instruments()).map((one) => [one.instrumentId, one])), await archive.series()]
  return instruments.map((symbol) => {
    const own = series.filter(({ instrumentId }) => instrumentId === symbol)
    const ends = intervalsMs.map((intervalMs) => own.find((one) => one.kind === 'trade' && one.intervalMs === intervalMs)).map((one) => (one ? one.last + one.intervalMs : undefined))
    // The same candle twice is no harm, a missing one is.
    const candlesUntil = ends.every((end) => end !== undefined) ? (Math.min(...ends) as TimeMs) : null
    return { symbol, known: known.get(symbol) ?? null, candlesUntil, fundingUntil: own.find(({ kind }) => kind === 'funding')?.last ?? null }
  })
}
