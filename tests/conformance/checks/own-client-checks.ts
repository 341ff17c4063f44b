import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { FeedEvent } from '../../../src-main/venue/market-feed.port.ts'
import { localBinance } from '../../../src-main/venue/binance/endpoints.ts'
import { BinanceFeed } from '../../../src-main/venue/binance/feed/binance-feed.ts'
import { streamsOf, type FeedSettings } from '../../../src-main/venue/binance/feed/feed-settings.ts'
import { aboutOf } from '../../../src-main/venue/binance/feed/questions.ts'
import { bookTicker, depth, exchangeInfo, fundingInfo, fundingRates, intervalName, klines, openInterest, premiumIndex, serverTime } from '../../../src-main/venue/binance/market-requests.ts'
import { RestClient, type PublicRequest } from '../../../src-main/venue/binance/rest-client.ts'
import { restTransport } from '../../../src-main/venue/binance/rest-transport.ts'
import { ServerClock } from '../../../src-main/venue/binance/server-clock.ts'
import { WeightBudget } from '../../../src-main/venue/binance/weight-budget.ts'
import { until, type Check } from '../support/check.ts'
import { priceOf, quantityOf, rulesOf, scaled, SYMBOL } from '../support/truth.ts'
import { ask } from '../support/wire.ts'
import type { World } from '../support/world.ts'

const SETTINGS: FeedSettings = { venue: 'binance-usdm', instruments: [{ symbol: SYMBOL, known: null, candlesUntil: null, fundingUntil: null }], intervals: [60_000], depth: true }
const PUBLIC = /@(?:bookTicker|depth)/

function ownRest(world: World): { readonly get: <Value>(request: PublicRequest<Value>) => Promise<Value>; readonly budget: WeightBudget } {
  const clock = { now: () => world.now() as TimeMs }
  const budget = new WeightBudget({ limit: 2_400, share: 1 })
  const rest = new RestClient({ http: restTransport(localBinance(world.proxy.port)), clock, timer: { after: () => ({ done: new Promise(() => undefined), cancel: () => undefined }) }, serverClock: new ServerClock(clock), budget })
  const get = async <Value>(request: PublicRequest<Value>): Promise<Value> => {
    const answer = await rest.get(request)
    if (answer.outcome !== 'ok') throw new Error(`${request.path}: ${answer.detail}`)
    return answer.value
  }
  return { get, budget }
}

/** Our feed, fed by the streams and answers that pass the proxy, for so many seconds of the venue's time. */
async function feedFor(world: World, seconds: number): Promise<{ readonly feed: BinanceFeed; readonly events: readonly FeedEvent[] }> {
  const feed = new BinanceFeed(SETTINGS)
  const events: FeedEvent[] = []
  let waiting = 0
  const take = (kind: 'frame' | 'answer' | 'link' | 'tick', about: string, text: string): void => void events.push(...feed.take({ receivedAt: world.now() as TimeMs, kind, about, text }))
  const streams = streamsOf(SETTINGS, intervalName)
  const sockets = ['market', 'public'].map((route) => {
    const names = streams.filter((name) => PUBLIC.test(name) === (route === 'public')).join('/')
    const socket = new WebSocket(`ws://127.0.0.1:${world.proxy.port}/${route}/stream?streams=${names}`)
    socket.on('open', () => take('link', `${route}/1`, 'open'))
    socket.on('message', (data: Buffer) => take('frame', `${route}/1`, data.toString()))
    return socket
  })
  await until('our two sockets', () => world.proxy.opened.size === 2)
  const answer = async (question: ReturnType<typeof feed.questions>[number]): Promise<void> => {
    waiting++
    const { status, text } = await ask(world.access, { path: question.path, params: question.params, sign: false })
    waiting--
    take('answer', aboutOf(question), `${status} ${text}`)
  }
  for (let passed = 0; passed < seconds * 1_000; passed += 100) {
    world.lab.clock.advance(100 - (world.now() % 100))
    take('tick', '', '')
    for (const question of feed.questions()) void answer(question)
    await new Promise((done) => setImmediate(done))
    if (waiting > 0) await until('the answers', () => waiting === 0)
  }
  await new Promise((done) => setTimeout(done, 20))
  for (const socket of sockets) socket.terminate()
  return { feed, events }
}

/** What our own client makes of the same server: where others read past a change, it has to say so. */
export const ownClientChecks: readonly Check[] = [
  {
    name: 'every answer can be read, and says what the market is', by: 'haetae',
    run: async (world) => {
      const { get, budget } = ownRest(world)
      expect(await get(serverTime)).toBe(world.now())
      const { listed, unreadable, weightLimit } = await get(exchangeInfo)
      const found = listed.find(({ symbol }) => symbol === SYMBOL)!
      const { tick, step, notionalMin } = rulesOf(world, SYMBOL)
      expect([unreadable, weightLimit, found.status, listed.length]).toEqual([[], 2_400, 'trading', world.market.symbols.length])
      expect([scaled(found.rules.priceLadder[0]!.tick, found.priceDecimals), scaled(found.rules.quantityStep, found.quantityDecimals), scaled(found.rules.notionalMin, 8)].map(Number)).toEqual([tick, step, notionalMin].map(Number))
      const { bid, ask: offered, bidQuantity, askQuantity } = world.market.best(SYMBOL)
      expect(await get(bookTicker(SYMBOL))).toMatchObject({ bidPrice: priceOf(world, bid), bidQty: quantityOf(world, bidQuantity), askPrice: priceOf(world, offered), askQty: quantityOf(world, askQuantity) })
      expect(await get(premiumIndex(SYMBOL))).toMatchObject({ markPrice: priceOf(world, world.market.mark(SYMBOL), 8), nextFundingTime: world.market.nextFundingTime(SYMBOL), time: world.now() })
      const { bids, asks } = await get(depth(SYMBOL, 100))
      expect([bids[0], asks[0], bids.length, asks.length]).toEqual([[priceOf(world, bid), quantityOf(world, bidQuantity)], [priceOf(world, offered), quantityOf(world, askQuantity)], 100, 100])
      expect(await get(openInterest(SYMBOL))).toMatchObject({ symbol: SYMBOL })
      const { headers } = await ask(world.access, { path: '/fapi/v1/time', sign: false })
      expect(budget.view(world.now() as TimeMs).used).toBe(Number(headers.get('x-mbx-used-weight-1m')) - 1)
    },
  },
  {
    name: 'candles and settlements can be read, all of them', by: 'haetae',
    run: async (world) => {
      const { get } = ownRest(world)
      const version = (await get(exchangeInfo)).listed.find(({ symbol }) => symbol === SYMBOL)!
      const startTime = Math.floor(world.now() / 300_000 - 60) * 300_000
      for (const kind of ['trade', 'mark'] as const) {
        const rows = await get(klines(SYMBOL, { instrumentId: SYMBOL, kind, intervalMs: 300_000, version }, { startTime, endTime: world.now(), limit: 99 }))
        expect(rows.map(({ candle }) => candle.openTime)).toEqual(Array.from({ length: 61 }, (_, at) => startTime + at * 300_000))
      }
      const rates = await get(fundingRates(SYMBOL, { startTime: world.now() - 86_400_000, endTime: world.now() }))
      expect(rates.map(({ fundingTime }) => Math.floor(fundingTime / 1_000) * 1_000)).toEqual([3, 2, 1].map((times) => world.market.nextFundingTime(SYMBOL) - times * world.fundingHours(SYMBOL) * 3_600_000))
      for (const { symbol, fundingIntervalHours } of await get(fundingInfo)) expect(fundingIntervalHours).toBe(world.fundingHours(symbol))
    },
  },
  {
    name: 'the feed understands every message and is healthy', by: 'haetae',
    run: async (world) => {
      const { feed, events } = await feedFor(world, 75)
      expect(feed.alarms()).toEqual([])
      expect(feed.trouble).toBe('')
      expect(feed.channels().filter(({ state, gaps }) => state !== 'fresh' || gaps > 0)).toEqual([])
      const kinds = new Set(events.map(({ kind }) => kind))
      expect(['instrument-listed', 'price-marked', 'candle-closed', 'trade-printed', 'component-reported', 'woken'].filter((kind) => !kinds.has(kind as never))).toEqual([])
      const marked = events.findLast(({ kind }) => kind === 'price-marked') as Extract<FeedEvent, { readonly kind: 'price-marked' }>
      expect([marked.mark.bid, marked.mark.ask]).toEqual([world.market.best(SYMBOL).bid, world.market.best(SYMBOL).ask])
      const { book } = feed.book(SYMBOL)!
      expect([book.bids.priceAt(0), book.asks.priceAt(0)]).toEqual([world.market.best(SYMBOL).bid, world.market.best(SYMBOL).ask])
    },
  },
]
