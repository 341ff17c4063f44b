import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import type { FeedSettings } from '../../src-main/venue/binance/feed/feed-settings.ts'
import { aboutOf } from '../../src-main/venue/binance/feed/questions.ts'
import type { FeedEvent, FeedQuestion, RawMessage } from '../../src-main/venue/market-feed.port.ts'

/** 2026-11-20 12:00 UTC. Something was settled then, and booked at once. */
export const NOON = 1_795_176_000_000 as TimeMs
export const BAR: number = 5 * MINUTE_MS

type Row = Readonly<Record<string, unknown>>

/** BTCUSDT as exchangeInfo had it in November 2026. */
export const SYMBOL: Row = {
  symbol: 'BTCUSDT', pair: 'BTCUSDT', contractType: 'PERPETUAL', deliveryDate: 4_133_404_800_000, onboardDate: 1_569_398_400_000, status: 'TRADING', maintMarginPercent: '2.5000', requiredMarginPercent: '5.0000',
  baseAsset: 'BTC', quoteAsset: 'USDT', marginAsset: 'USDT', pricePrecision: 2, quantityPrecision: 3, baseAssetPrecision: 8, quotePrecision: 8, underlyingType: 'COIN', underlyingSubType: ['PoW'],
  triggerProtect: '0.0500', liquidationFee: '0.012500', marketTakeBound: '0.05', maxMoveOrderLimit: 10_000,
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '556.80', maxPrice: '4529764', tickSize: '0.10' },
    { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '120', stepSize: '0.001' },
    { filterType: 'MAX_NUM_ORDERS', limit: 200 },
    { filterType: 'MIN_NOTIONAL', notional: '50' },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
    { filterType: 'POSITION_RISK_CONTROL', positionControlSide: 'NONE' },
  ],
  orderTypes: ['LIMIT', 'MARKET'], timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD', 'RPI'], permissionSets: ['GRID', 'COPY'],
}

export const exchangeInfoOf = (symbols: readonly Row[]): Row => ({
  timezone: 'UTC', serverTime: NOON, futuresType: 'U_MARGINED', exchangeFilters: [], assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2400 }, { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200 }], symbols,
})

/** A row of klines that begins so many bars after noon. */
export const klineRow = (bar: number, close = '60000.00', volume = '12.345'): readonly unknown[] =>
  [NOON + bar * BAR, '60000.00', '60100.00', '59900.00', close, volume, NOON + (bar + 1) * BAR - 1, '740700.00000000', 321, '6.000', '360000.00000000', '0']

const framed = (stream: string, data: Row): string => JSON.stringify({ stream, data })

/** A feed of one instrument, told what a venue might send. Times are milliseconds after noon. */
export class FeedRig {
  readonly feed: BinanceFeed
  readonly messages: RawMessage[] = []
  readonly events: FeedEvent[] = []
  readonly asked: FeedQuestion[] = []
  #id = 1_000

  constructor(settings: Partial<FeedSettings> = {}) {
    this.feed = new BinanceFeed({ venue: 'binance-usdm', instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: NOON, fundingUntil: null }], intervals: [BAR], depth: true, ...settings })
  }

  /** Gives one message; what it brings about. */
  take(at: number, kind: RawMessage['kind'], about: string, text: string): readonly FeedEvent[] {
    const message: RawMessage = { receivedAt: (NOON + at) as TimeMs, kind, about, text }
    this.messages.push(message)
    const events = this.feed.take(message)
    this.events.push(...events)
    this.asked.push(...this.feed.questions())
    return events
  }

  frame(at: number, data: Row, connection = 'market/1'): readonly FeedEvent[] {
    return this.take(at, 'frame', connection, framed(`${String(data['s']).toLowerCase()}@${String(data['e'])}`, data))
  }

  tick(at: number): readonly FeedEvent[] {
    return this.take(at, 'tick', '', '')
  }

  /** Answers the newest question for a path that has none yet; throws when nobody asked. */
  answer(at: number, path: string, body: unknown, status = 200): readonly FeedEvent[] {
    const index = this.asked.findLastIndex((question) => question.path === path)
    const question = this.asked[index]
    if (!question) throw new Error(`nobody asked for ${path}`)
    this.asked.splice(index, 1)
    return this.take(at, 'answer', aboutOf(question), status === 0 ? `0 ${String(body)}` : `${status} ${typeof body === 'string' ? body : JSON.stringify(body)}`)
  }

  isAsked(path: string): boolean {
    return this.asked.some((question) => question.path === path)
  }

  /** Connected, listed and priced: as a feed is after its first second. */
  begin(at = 0): this {
    this.tick(at)
    this.take(at, 'link', 'market/1', 'open')
    this.take(at, 'link', 'public/1', 'open')
    this.answer(at + 50, '/fapi/v1/exchangeInfo', exchangeInfoOf([SYMBOL]))
    this.answer(at + 60, '/fapi/v1/fundingInfo', [])
    this.quote(at + 100, '59999.90', '60000.10')
    this.mark(at + 200, '60000.00000000')
    this.tick(at + 260)
    if (this.isAsked('/fapi/v1/fundingRate')) this.answer(at + 300, '/fapi/v1/fundingRate', [{ symbol: 'BTCUSDT', fundingRate: '0.00010000', fundingTime: NOON + 3, markPrice: '60000.0', rateType: 'Regular' }])
    this.tick(at + 500)
    return this
  }

  mark(at: number, mark: string, more: Row = {}): readonly FeedEvent[] {
    return this.frame(at, { e: 'markPriceUpdate', E: NOON + at - 5, s: 'BTCUSDT', p: mark, ap: mark, i: '60000.00000000', P: mark, r: '0.00010000', T: NOON + 4 * 3_600_000, st: 1, ...more })
  }

  quote(at: number, bid: string, ask: string, more: Row = {}): readonly FeedEvent[] {
    return this.frame(at, { e: 'bookTicker', u: (this.#id += 10), E: NOON + at - 3, T: NOON + at - 4, s: 'BTCUSDT', ps: 'BTCUSDT', b: bid, B: '2.5', a: ask, A: '1.1', st: 1, ...more }, 'public/1')
  }

  trade(at: number, id: number, more: Row = {}): readonly FeedEvent[] {
    return this.frame(at, { e: 'aggTrade', E: NOON + at - 4, s: 'BTCUSDT', a: id, p: '60000.10', q: '0.250', nq: '0.250', f: 5 * id, l: 5 * id + 2, T: NOON + at - 6, m: true, st: 1, ...more })
  }

  /** The candle that begins so many bars after noon; `k` changes fields of it. */
  kline(at: number, bar: number, k: Row = {}): readonly FeedEvent[] {
    const [t, o, h, l, c, v, T, q, n, V, Q] = klineRow(bar)
    return this.frame(at, { e: 'kline', E: NOON + at - 3, s: 'BTCUSDT', k: { t, T, s: 'BTCUSDT', i: '5m', f: 100, L: 420, o, c, h, l, v, n, x: true, q, V, Q, B: '0', ...k }, st: 1 })
  }

  /** Of told events: those of a kind, in order. */
  told<Kind extends FeedEvent['kind']>(kind: Kind): readonly Extract<FeedEvent, { kind: Kind }>[] {
    return this.events.filter((event) => event.kind === kind) as Extract<FeedEvent, { kind: Kind }>[]
  }

  get bars(): readonly number[] {
    return this.told('candle-closed').map(({ candle }) => (candle.openTime - NOON) / BAR)
  }

  get codes(): readonly string[] {
    return this.feed.alarms().map(({ code }) => code)
  }
}
