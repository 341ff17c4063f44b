import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { connectBinance } from '../../src-main/modes/binance-connection.ts'
import type { BinanceEndpoint } from '../../src-main/venue/binance/endpoints.ts'
import { streamsOf, type FeedSettings } from '../../src-main/venue/binance/feed/feed-settings.ts'
import { venueName } from '../../src-main/venue/binance/instruments.ts'
import { LiveSource } from '../../src-main/venue/binance/live-source.ts'
import { intervalName } from '../../src-main/venue/binance/market-requests.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import type { FeedEvent, RawMessage } from '../../src-main/venue/market-feed.port.ts'

export interface LiveWish {
  readonly endpoint: BinanceEndpoint
  readonly symbols: readonly string[]
  /** One-minute candles since then are filled in. */
  readonly candlesUntil: TimeMs
  /** The venue's time runs faster than ours. */
  readonly isFast: boolean
}

/** A fast venue's minute is over long before ours: what may be asked in one would be spent at once, and the rest of ours waited for. */
const FAST_SHARE = 1_000

/** Our client against a venue, with everything that it was sent and that it told. */
export class LiveRig {
  readonly settings: FeedSettings
  readonly source: LiveSource
  readonly record: RawMessage[] = []
  readonly arrays: (readonly FeedEvent[])[] = []
  readonly #reading: Promise<void>

  constructor({ endpoint, symbols, candlesUntil, isFast }: LiveWish) {
    const settings: FeedSettings = { venue: venueName(endpoint.name), instruments: symbols.map((symbol) => ({ symbol, known: null, candlesUntil, fundingUntil: null })), intervals: [MINUTE_MS], depth: true }
    this.settings = settings
    this.source = new LiveSource({
      ...connectBinance(endpoint, monotonicClock, systemTimer, isFast ? FAST_SHARE : undefined), feed: settings, clock: monotonicClock, wallClock: systemClock, timer: systemTimer, ticker: systemTicker,
      record: { append: (message) => this.record.push(message) }, time: isFast ? 'messages' : 'venue',
      streams: (listeners) => new BinanceStreams({ endpoint, channels: streamsOf(settings, intervalName), timer: systemTimer, random: () => 0.5, ...listeners }),
    })
    this.#reading = this.#read()
    this.source.start()
  }

  get events(): readonly FeedEvent[] {
    return this.arrays.flat()
  }

  /** The bars of an instrument that were told, by their opening times. */
  candles(instrumentId: string): readonly number[] {
    return this.arrays.flatMap((events) => events.flatMap((event) => (event.kind === 'candle-closed' && event.candle.instrumentId === instrumentId ? [event.candle.openTime as number] : [])))
  }

  async stop(): Promise<void> {
    this.source.stop()
    await this.#reading
  }

  async #read(): Promise<void> {
    for await (const events of this.source.events()) this.arrays.push(events)
  }
}
