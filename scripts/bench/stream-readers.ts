import type { FeedEvent, RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'

/** Best prices at the end, and the last change in the book: what several readers of the same frames must agree on. */
export interface Outcome {
  readonly bid: number
  readonly ask: number
  readonly updateId: number
}

/** Takes the frames of one instrument one by one. Made anew for each run. */
export interface Reader {
  take(text: string, receivedAt: TimeMs): void
  /** The answer to depth. */
  snapshot(body: string, receivedAt: TimeMs): Promise<void>
  /** Null for one that keeps nothing. */
  outcome(): Outcome | null
}

/** As the venue lists BTCUSDT, as far as anybody reads it. */
export const LISTED = {
  symbol: 'BTCUSDT', pair: 'BTCUSDT', contractType: 'PERPETUAL', deliveryDate: 4_133_404_800_000, onboardDate: 1_569_398_400_000, status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', marginAsset: 'USDT',
  pricePrecision: 2, quantityPrecision: 3, baseAssetPrecision: 8, quotePrecision: 8, underlyingType: 'COIN', underlyingSubType: ['PoW'], triggerProtect: '0.0500', liquidationFee: '0.012500', marketTakeBound: '0.05',
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '556.80', maxPrice: '4529764', tickSize: '0.10' }, { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '120', stepSize: '0.001' }, { filterType: 'MAX_NUM_ORDERS', limit: 200 }, { filterType: 'MIN_NOTIONAL', notional: '50' },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
  ],
  orderTypes: ['LIMIT', 'MARKET'], timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
} as const

/** JSON.parse and nothing else. */
export class ParseReader implements Reader {
  take(text: string): void {
    JSON.parse(text)
  }

  snapshot(): Promise<void> {
    return Promise.resolve()
  }

  outcome(): null {
    return null
  }
}

/** The program's own feed: book, best prices and trades, told as events into an inbox. */
export class FeedReader implements Reader {
  readonly #feed = new BinanceFeed({ venue: 'binance-usdm', instruments: [{ symbol: LISTED.symbol, known: null, candlesUntil: null, fundingUntil: null }], intervals: [HOUR_MS], depth: true })
  #inbox: (readonly FeedEvent[])[] = []
  readonly #priceDecimals: number

  constructor(startsAt: TimeMs) {
    const take = (kind: RawMessage['kind'], about: string, text: string): void => this.#give({ receivedAt: startsAt, kind, about, text })
    take('tick', '', '')
    for (const route of ['market', 'public']) take('link', `${route}/1`, 'open')
    take('answer', '/fapi/v1/exchangeInfo', `200 ${JSON.stringify({ timezone: 'UTC', serverTime: startsAt, futuresType: 'U_MARGINED', rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400 }], exchangeFilters: [], assets: [], symbols: [LISTED] })}`)
    take('answer', '/fapi/v1/fundingInfo', '200 []')
    const listed = this.#inbox.flat().find((event) => event.kind === 'instrument-listed')
    this.#priceDecimals = listed?.instrument.versions.at(-1)?.priceDecimals ?? Number.NaN
  }

  take(text: string, receivedAt: TimeMs): void {
    this.#give({ receivedAt, kind: 'frame', about: 'public/1', text })
  }

  snapshot(body: string, receivedAt: TimeMs): Promise<void> {
    this.#give({ receivedAt, kind: 'answer', about: `/fapi/v1/depth?symbol=${LISTED.symbol}&limit=1000`, text: `200 ${body}` })
    return Promise.resolve()
  }

  outcome(): Outcome {
    const line = this.#feed.book(LISTED.symbol)
    if (!line?.isReady) throw new Error('our book is not in step')
    const price = (scaled: number | undefined): number => Number(((scaled ?? Number.NaN) / 10 ** this.#priceDecimals).toFixed(2))
    return { bid: price(line.book.bids.priceAt(0)), ask: price(line.book.asks.priceAt(0)), updateId: line.lastUpdateId! }
  }

  #give(message: RawMessage): void {
    const events = this.#feed.take(message)
    if (events.length > 0) this.#inbox.push(events)
    // Somebody empties it from time to time.
    if (this.#inbox.length > 1_000) this.#inbox = []
  }
}
