import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LISTED, type Outcome, type Reader } from './stream-readers.ts'
import { ROOT } from './workplace.ts'

const MODULE = join(ROOT, 'tests/conformance/node_modules/ccxt/js/ccxt.js')
/** `npm run conformance` installs it. */
export const hasCcxt: boolean = existsSync(MODULE)

const SYMBOL = 'BTC/USDT:USDT'

interface Book {
  readonly nonce: number
  readonly bids: readonly (readonly [number, number])[]
  readonly asks: readonly (readonly [number, number])[]
  limit(): void
}

interface Client {
  onMessage(event: { readonly data: string }): void
  connect(): Promise<unknown>
  send(message: object): Promise<unknown>
}

/** As much of it as is used here. */
interface Exchange {
  orderbooks: Record<string, Book>
  handleMessage: (client: Client, message: Message) => void
  fetchRestOrderBookSafe: () => Promise<unknown>
  setMarkets(markets: readonly unknown[]): void
  parseMarket(row: unknown): unknown
  parseOrderBook(body: unknown, symbol: string, timestamp: number): Record<string, unknown>
  orderBook(snapshot: object, depth: number): Book
  client(url: string): Client
  fetchOrderBookSnapshot(client: Client, message: object, subscription: object): Promise<void>
  loadHttpProxyAgent(): Promise<unknown>
  close(): Promise<unknown>
}

interface Message {
  readonly stream?: string
}

interface Ccxt {
  readonly pro: { readonly binanceusdm: new (settings: object) => Exchange }
}

const LEVELS = 1_000

/** ccxt.pro's own client and handlers: what its watch calls would return is kept up to date, and its book is cut to its depth as they do. */
export class CcxtReader implements Reader {
  readonly #exchange: Exchange
  readonly #client: Client

  private constructor(exchange: Exchange, url: string) {
    this.#exchange = exchange
    exchange.setMarkets([exchange.parseMarket(LISTED)])
    exchange.orderbooks[SYMBOL] = exchange.orderBook({}, LEVELS)
    this.#client = exchange.client(url)
  }

  /** `onTaken` is called after each frame. */
  static async open(url = 'ws://127.0.0.1:9/public/ws/1', onTaken: () => void = () => {}): Promise<CcxtReader> {
    const { default: ccxt } = (await import(pathToFileURL(MODULE).href)) as { readonly default: Ccxt }
    const exchange = new ccxt.pro.binanceusdm({ options: { fetchCurrencies: false } })
    const handle = exchange.handleMessage.bind(exchange)
    exchange.handleMessage = (client, message) => {
      handle(client, message)
      if (message.stream === undefined) return
      if (message.stream.includes('@depth')) exchange.orderbooks[SYMBOL]!.limit()
      onTaken()
    }
    await exchange.loadHttpProxyAgent()
    return new CcxtReader(exchange, url)
  }

  /** Of its own socket. */
  async connect(names: readonly string[]): Promise<void> {
    await this.#client.connect()
    await this.#client.send({ method: 'SUBSCRIBE', params: names, id: 1 })
  }

  async close(): Promise<void> {
    await this.#exchange.close()
  }

  take(text: string): void {
    this.#client.onMessage({ data: text })
  }

  async snapshot(body: string): Promise<void> {
    const exchange = this.#exchange
    const answer = JSON.parse(body) as { readonly lastUpdateId: number; readonly T: number }
    exchange.fetchRestOrderBookSafe = () => Promise.resolve({ ...exchange.parseOrderBook(answer, SYMBOL, answer.T), nonce: answer.lastUpdateId })
    await exchange.fetchOrderBookSnapshot(this.#client, {}, { symbol: SYMBOL, type: 'future' })
  }

  outcome(): Outcome {
    const { nonce, bids, asks } = this.#exchange.orderbooks[SYMBOL]!
    return { bid: bids[0]![0], ask: asks[0]![0], updateId: nonce }
  }
}
