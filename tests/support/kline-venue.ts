import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const HOUR = 3_600_000
/** 2025-03-10 12:34:56.789 UTC: in the middle of a candle. */
export const VENUE_NOW: number = Date.UTC(2025, 2, 10, 12, 34, 56, 789)
const INTERVALS: Readonly<Record<string, number>> = { '1m': 60_000, '5m': 300_000, '1h': HOUR }
/** What weighs most is least: the venue's own table. */
const weightOf = (limit: number): number => (limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10)

export interface Refused {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The past of a venue as a function of the time asked for, so that every collection of it must come to the same; its clock stands still. */
export class KlineVenue {
  now = VENUE_NOW
  symbols: readonly string[] = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'NEWUSDT']
  onboardDate = Date.UTC(2020, 0, 1)
  status = 'TRADING'
  step = '0.001'
  tick = '0.10'
  weightLimit = 2_400
  fundingHours = 8
  /** Paths and queries, in the order they came. */
  readonly asked: string[] = []
  weight = 0
  /** Candles that it does not have. */
  isHole: (symbol: string, openTime: number) => boolean = () => false
  /** Added to closes, in ticks. */
  shift: (symbol: string, openTime: number) => number = () => 0
  /** Something else than an answer. */
  refusal: (path: string, query: URLSearchParams) => Refused | 'cut' | undefined = () => undefined
  /** A row as it goes over the wire. */
  mend: (row: unknown[], symbol: string) => unknown[] = (row) => row
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(): Promise<KlineVenue> {
    const venue = new KlineVenue()
    venue.#server.listen(0, '127.0.0.1')
    await new Promise((resolve) => venue.#server.once('listening', resolve))
    return venue
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.asked.filter((one) => one.startsWith(`${path}?`) || one === path).length
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  #answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://x')
    this.asked.push(url)
    const refusal = this.refusal(pathname, searchParams)
    if (refusal === 'cut') return void response.destroy()
    if (refusal) return void response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers }).end(refusal.body)
    const isKlines = pathname.endsWith('lines')
    this.weight += isKlines ? weightOf(Number(searchParams.get('limit'))) : 1
    const body = isKlines ? this.#klines(pathname, searchParams) : this.#other(pathname, searchParams)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  }

  #other(path: string, query: URLSearchParams): unknown {
    if (path === '/fapi/v1/time') return { serverTime: this.now }
    if (path === '/fapi/v1/exchangeInfo') return this.#info()
    if (path === '/fapi/v1/fundingInfo') return this.fundingHours === 8 ? [] : this.symbols.map((symbol) => ({ symbol, adjustedFundingRateCap: '0.02', adjustedFundingRateFloor: '-0.02', fundingIntervalHours: this.fundingHours, disclaimer: false, updateTime: 1 }))
    return path === '/fapi/v1/fundingRate' ? this.#funding(query) : undefined
  }

  #info(): unknown {
    const filters = [
      { filterType: 'PRICE_FILTER', minPrice: this.tick, maxPrice: '1000000', tickSize: this.tick }, { filterType: 'LOT_SIZE', minQty: this.step, maxQty: '1000', stepSize: this.step },
      { filterType: 'MARKET_LOT_SIZE', minQty: this.step, maxQty: '120', stepSize: this.step }, { filterType: 'MIN_NOTIONAL', notional: '50' },
    ]
    const symbols = this.symbols.map((symbol) => ({
      symbol, pair: symbol, contractType: 'PERPETUAL', deliveryDate: 4_133_404_800_000, onboardDate: this.onboardDate, status: this.status, baseAsset: symbol.replace('USDT', ''), quoteAsset: 'USDT', marginAsset: 'USDT',
      pricePrecision: 2, quantityPrecision: 3, liquidationFee: '0.012500', marketTakeBound: '0.05', filters,
    }))
    return { timezone: 'UTC', serverTime: this.now, rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: this.weightLimit }], symbols }
  }

  #funding(query: URLSearchParams): unknown {
    const [symbol, from, to] = [query.get('symbol')!, Number(query.get('startTime')), Math.min(Number(query.get('endTime')), this.now)]
    const every = this.fundingHours * HOUR
    const rows: unknown[] = []
    for (let hour = Math.ceil((from - 3) / every) * every; hour + 3 <= to && rows.length < Number(query.get('limit')); hour += every) {
      if (hour >= this.onboardDate) rows.push({ symbol, fundingTime: hour + 3, fundingRate: `0.000${100 + ((hour / every) % 7)}00`, markPrice: '100.00000000', rateType: 'Regular' })
    }
    return rows
  }

  #klines(path: string, query: URLSearchParams): unknown {
    const [symbol, interval] = [query.get('symbol')!, INTERVALS[query.get('interval')!]!]
    const isMark = path.includes('mark')
    const rows: unknown[] = []
    const last = Math.min(Number(query.get('endTime')), this.now)
    for (let time = Math.max(Math.ceil(Number(query.get('startTime')) / interval) * interval, this.onboardDate); time <= last && rows.length < Number(query.get('limit')); time += interval) {
      if (!this.isHole(symbol, time)) rows.push(this.mend(rowAt(time, interval, { isMark, close: 5 + this.shift(symbol, time) + (symbol.charCodeAt(0) % 3) }), symbol))
    }
    return rows
  }
}

/** Prices go up and down with the time; the rest follows from it. */
function rowAt(time: number, interval: number, { isMark, close }: { readonly isMark: boolean; readonly close: number }): unknown[] {
  const index = time / interval
  const base = 60_000 + (index % 977) * 3 + (index % 13)
  const price = (ticks: number): string => (isMark ? `${ticks}.${10_000_000 + (index % 89)}0`.slice(0, -1) : `${Math.floor(ticks / 10)}.${ticks % 10}0`)
  const cells = [price(base), price(base + 40), price(base - 30), price(base + close)]
  return isMark
    ? [time, ...cells, '0', time + interval - 1, '0', interval / 1_000, '0', '0', '0']
    : [time, ...cells, `${10 + (index % 97)}.${100 + (index % 800)}`, time + interval - 1, `${60_000 + (index % 5_000)}.${1_000 + (index % 9_000)}`, 20 + (index % 400), '1.5', '9000.25', '0']
}
