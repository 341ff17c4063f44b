import { expect, it, onTestFinished } from 'vitest'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTicker } from '../../src-main/base/system-ticker.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { FaultOptions } from '../../src-main/lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { readBeginning, readRecord } from '../../src-main/storage/record-reader.ts'
import { localBinance } from '../../src-main/venue/binance/endpoints.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { streamsOf, type FeedSettings } from '../../src-main/venue/binance/feed/feed-settings.ts'
import { LiveSource } from '../../src-main/venue/binance/live-source.ts'
import { intervalName } from '../../src-main/venue/binance/market-requests.ts'
import { RestClient } from '../../src-main/venue/binance/rest-client.ts'
import { restTransport } from '../../src-main/venue/binance/rest-transport.ts'
import { ServerClock } from '../../src-main/venue/binance/server-clock.ts'
import { BinanceStreams } from '../../src-main/venue/binance/streams/binance-streams.ts'
import { WeightBudget } from '../../src-main/venue/binance/weight-budget.ts'
import type { FeedEvent, MarketFeed, RecordWriter } from '../../src-main/venue/market-feed.port.ts'
import { recordsIn, writerIn } from '../support/record-samples.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

// A live feed over real sockets, and the same events again from its record alone.

const SPEED = 600
const CANDLES = 9

function live(venue: LocalBinance, feed: FeedSettings, record: RecordWriter): LiveSource {
  const endpoint = localBinance(venue.port)
  const serverClock = new ServerClock(monotonicClock)
  const budget = new WeightBudget({ limit: 2_400, share: 0.8 })
  const client = new RestClient({ http: restTransport(endpoint), clock: monotonicClock, timer: systemTimer, serverClock, budget })
  return new LiveSource({
    endpoint, client, serverClock, budget, feed, clock: monotonicClock, wallClock: systemClock, timer: systemTimer, ticker: systemTicker, record, time: 'messages',
    streams: (listeners) => new BinanceStreams({ endpoint, channels: streamsOf(feed, intervalName), timer: systemTimer, random: () => 0.5, ...listeners }),
  })
}

/** Looks at a feed from all sides, as windows do. */
function look(feed: MarketFeed): void {
  feed.channels()
  feed.alarms()
}

/** What makes a feed ask, wait, doubt and forget. */
const FAULTS: readonly (readonly [string, FaultOptions])[] = [
  ['duplicate', { chance: 0.05 }], ['reorder', { chance: 0.02 }], ['drop-message', { chance: 0.02 }], ['drop-depth', { chance: 0.02 }], ['drop-close', { chance: 0.3 }],
  ['truncated-json', { chance: 0.2, path: 'depth' }], ['latency', { ms: 50, chance: 0.3 }], ['bad-price', { chance: 0.01 }], ['crossed-book', { chance: 0.01 }], ['retyped-field', { chance: 0.001 }],
  ['socket-dies', { count: 1 }], ['brackets-change', { count: 1 }],
]

it.each([['well', []], ['failing', FAULTS]] as const)('tells from a record alone what it told live of a venue that is %s, whoever looked at it meanwhile', async (_, faults) => {
  const venue = await startLocalBinance({ speed: SPEED, instruments: 3, isUnlimited: true, faults })
  onTestFinished(() => venue.close())
  const symbols = [...venue.market.symbols]
  const settings: FeedSettings = { venue: 'binance-usdm-local', instruments: symbols.map((symbol) => ({ symbol, known: null, candlesUntil: null, fundingUntil: null })), intervals: [MINUTE_MS, 5 * MINUTE_MS], depth: true }
  const folder = temporaryFolder()
  const { writer } = writerIn(folder, 'live', { setup: { feed: settings }, timer: systemTimer, clock: systemClock })
  const source = live(venue, settings, writer)
  const told: FeedEvent[] = []
  let candles = 0
  source.start()
  for await (const events of source.events()) {
    look(source.feed)
    told.push(...events)
    candles += events.filter(({ kind }) => kind === 'candle-closed').length
    if (candles >= CANDLES) source.stop()
  }
  await writer.close()
  const { setup } = await readBeginning(recordsIn(folder), 'live')
  const again = new BinanceFeed((setup as { feed: FeedSettings }).feed)
  const events: FeedEvent[] = []
  for await (const message of readRecord(recordsIn(folder), 'live')) events.push(...again.take(message))
  const kinds = new Set(told.map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['candle-closed', 'component-reported', 'instrument-listed', 'price-marked', 'trade-printed', 'woken']))
  // What came after the last array was taken is in the record and was told nobody.
  expect(events.length).toBeGreaterThanOrEqual(told.length)
  expect(events.slice(0, told.length)).toEqual(told)
  expect(source.feed.channels()).toEqual(again.channels())
  expect(source.feed.alarms()).toEqual(again.alarms())
  expect(source.feed.alarms().length > 0).toBe(faults.length > 0)
}, 60_000)
