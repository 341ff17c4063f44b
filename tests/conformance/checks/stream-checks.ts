import { expect } from 'vitest'
import { call, callOf, until, type Check, type Row } from '../support/check.ts'
import { priceOf, quantityOf, rulesOf, SYMBOL, UNIFIED } from '../support/truth.ts'
import type { World } from '../support/world.ts'

type Message = Readonly<Record<string, string | number | boolean>>

interface Book {
  readonly bids: readonly (readonly number[])[]
  readonly asks: readonly (readonly number[])[]
  readonly nonce: number
}

const lower = SYMBOL.toLowerCase()

/** Lets the venue's time go on until a watched call of ccxt has its answer. */
async function watched<Result>(world: World, method: string, ...args: readonly unknown[]): Promise<Result> {
  let answer: { readonly value: Result } | undefined
  let failure: Error | undefined
  callOf<Result>(world.ccxt, method, args).then((value) => (answer = { value }), (error: unknown) => (failure = error as Error))
  return until(`${method} of ccxt`, () => {
    if (failure) throw failure
    if (!answer) world.lab.clock.advance(50)
    return answer && { value: answer.value }
  }).then(({ value }) => value)
}

interface Wanted {
  readonly method: string
  readonly request: object
  /** How far time goes on before the messages are looked at again. */
  readonly stepMs?: number
}

/** Messages of one stream of the official connector, as time goes on. */
async function messages(world: World, { method, request, stepMs = 50 }: Wanted, enough: (all: readonly Message[]) => boolean): Promise<readonly Message[]> {
  const connection = await world.official.websocketStreams.connect()
  const all: Message[] = []
  try {
    const stream = (connection[method] as (request: object) => { on(event: 'message', listener: (data: Message) => void): void }).call(connection, request)
    stream.on('message', (data) => all.push(data))
    return await until(`messages of ${method}`, () => {
      if (!enough(all)) world.lab.clock.advance(stepMs)
      return enough(all) && all
    })
  } finally {
    await connection.disconnect()
  }
}

/** Market streams: against the market that the server runs, and against its own candles. */
export const streamChecks: readonly Check[] = [
  {
    name: 'the stream’s book is the market’s book', by: 'ccxt',
    run: async (world) => {
      await watched(world, 'watchOrderBook', UNIFIED)
      for (let look = 0; look < 5; look++) {
        await world.advance(1_700)
        await world.advance(100 - (world.now() % 100))
        const { lastUpdateId, bids, asks } = await call<{ readonly lastUpdateId: string; readonly bids: readonly (readonly string[])[]; readonly asks: readonly (readonly string[])[] }>(world, 'fapiPublicGetDepth', { symbol: SYMBOL, limit: 20 })
        const book = (world.ccxt['orderbooks'] as Readonly<Record<string, Book>>)[UNIFIED]!
        await until('the message that brings the stream to the snapshot', () => book.nonce === Number(lastUpdateId))
        const top = (levels: readonly (readonly number[])[]): unknown => levels.slice(0, 20).map(([price, quantity]) => [price, quantity])
        expect([top(book.bids), top(book.asks)]).toEqual([bids.map((level) => level.map(Number)), asks.map((level) => level.map(Number))])
      }
    },
  },
  {
    name: 'depth messages follow each other without a gap', by: 'official',
    run: async (world) => {
      const all = await messages(world, { method: 'diffBookDepthStreams', request: { symbol: lower, updateSpeed: '100ms' } }, (seen) => seen.length >= 12)
      expect(all.map(({ e, s }) => [e, s])).toEqual(all.map(() => ['depthUpdate', SYMBOL]))
      for (const [at, message] of all.entries()) {
        expect(message['U']).toBeLessThanOrEqual(message['u'] as number)
        if (at > 0) expect(message['pu']).toBe(all[at - 1]!['u'])
      }
    },
  },
  {
    name: 'a closed candle of the stream is the candle that is asked for later', by: 'official',
    run: async (world) => {
      const closed = (all: readonly Message[]): readonly Row[] => all.map(({ k }) => k as unknown as Row).filter(({ x }) => x === true)
      const [candle] = closed(await messages(world, { method: 'klineCandlestickStreams', request: { symbol: lower, interval: '1m' }, stepMs: 1_000 }, (seen) => closed(seen).length === 1))
      const [row] = await call<readonly (readonly string[])[]>(world, 'fapiPublicGetKlines', { symbol: SYMBOL, interval: '1m', startTime: candle!['t'], limit: 1 })
      expect(['t', 'o', 'h', 'l', 'c', 'v', 'T', 'q', 'n', 'V', 'Q'].map((field) => String(candle![field]))).toEqual(row!.slice(0, 11).map(String))
    },
  },
  {
    name: 'candles as they form', by: 'ccxt',
    run: async (world) => {
      const rows = await watched<readonly (readonly number[])[]>(world, 'watchOHLCV', UNIFIED, '1m')
      const newest = rows.at(-1)!
      expect(newest[0]).toBe(Math.floor(world.now() / 60_000) * 60_000)
      expect(newest[4]).toBe(Number(priceOf(world, world.market.last(SYMBOL))))
    },
  },
  {
    name: 'marks come each second with the rate to be paid', by: 'official',
    run: async (world) => {
      const all = await messages(world, { method: 'markPriceStream', request: { symbol: lower, updateSpeed: '1s' } }, (seen) => seen.length >= 3)
      expect(all.map(({ E }) => (E as number) - (all[0]!['E'] as number))).toEqual(all.map((_, at) => at * 1_000))
      expect(all.at(-1)).toMatchObject({ e: 'markPriceUpdate', s: SYMBOL, T: world.market.nextFundingTime(SYMBOL) })
      const { lastFundingRate, markPrice } = await call(world, 'fapiPublicGetPremiumIndex', { symbol: SYMBOL })
      expect(all.at(-1)!['r']).toBe(lastFundingRate)
      expect(Math.abs(Number(all.at(-1)!['p']) / Number(markPrice) - 1)).toBeLessThan(0.01)
    },
  },
  {
    name: 'the newest mark', by: 'ccxt',
    run: async (world) => {
      const ticker = await watched<Row>(world, 'watchMarkPrice', UNIFIED)
      expect(ticker).toMatchObject({ symbol: UNIFIED, markPrice: Number(priceOf(world, world.market.mark(SYMBOL), rulesOf(world, SYMBOL).priceDecimals)) })
    },
  },
  {
    name: 'each trade of the stream is a trade of the market', by: 'official',
    run: async (world) => {
      const traded: string[] = []
      const stop = world.market.onPrice((tick) => {
        if (tick.kind === 'trade' && tick.symbol === SYMBOL) traded.push([tick.time, priceOf(world, tick.price), quantityOf(world, tick.quantity), tick.isBuyerMaker].join())
      })
      const all = await messages(world, { method: 'aggregateTradeStreams', request: { symbol: lower } }, (seen) => seen.length >= 5)
      stop()
      const told = all.map(({ T, p, q, m }) => [T, p, q, m].join())
      const from = traded.indexOf(told[0]!)
      expect(told).toEqual(traded.slice(from, from + told.length))
      expect(all.map(({ a }) => (a as number) - (all[0]!['a'] as number))).toEqual(all.map((_, at) => at))
    },
  },
  {
    name: 'trades and the best of the book, as ccxt watches them', by: 'ccxt',
    run: async (world) => {
      const [trade] = (await watched<readonly Row[]>(world, 'watchTrades', UNIFIED)).slice(-1)
      expect(trade).toMatchObject({ symbol: UNIFIED, price: Number(priceOf(world, world.market.last(SYMBOL))) })
      const best = (await watched<Readonly<Record<string, Row>>>(world, 'watchBidsAsks', [UNIFIED]))[UNIFIED]
      expect(best).toMatchObject({ bid: Number(priceOf(world, world.market.best(SYMBOL).bid)), ask: Number(priceOf(world, world.market.best(SYMBOL).ask)) })
    },
  },
  {
    name: 'the best of the book is told with each change', by: 'official',
    run: async (world) => {
      const all = await messages(world, { method: 'individualSymbolBookTickerStreams', request: { symbol: lower } }, (seen) => seen.length >= 8)
      const numbers = all.map(({ u }) => u as number)
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
      expect(all.every(({ b, a }) => Number(b) < Number(a))).toBe(true)
      const { bid, ask } = world.market.best(SYMBOL)
      expect(all.at(-1)).toMatchObject({ b: priceOf(world, bid), a: priceOf(world, ask) })
    },
  },
  {
    name: 'the short ticker is the day as far as it has come', by: 'ccxt',
    run: async (world) => {
      const ticker = await watched<Row>(world, 'watchTicker', UNIFIED)
      const { highPrice, lowPrice, lastPrice, openPrice } = await call(world, 'fapiPublicGetTicker24hr', { symbol: SYMBOL })
      expect(ticker).toMatchObject({ symbol: UNIFIED, high: Number(highPrice), low: Number(lowPrice), last: Number(lastPrice), open: Number(openPrice) })
    },
  },
]
