import type { Rate } from '../../../../src-shared/domain/units.ts'
import type { LabClock } from '../lab-clock.ts'
import type { StreamHub } from '../streams-hub.ts'
import type { LabCandle } from './candles.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { Minute } from './minute-source.ts'
import { aggTradeText, bookTickerText, contractText, forceOrderText, klineText, markPriceText, miniTickerText, tickerText, tradeTexts } from './stream-texts.ts'
import { priceText, quantityText } from './texts.ts'

const KLINE_MS = 250
const TICKER_MS = 2_000
const PARTIAL_LEVELS = [5, 10, 20]
/** One trade in so many is somebody's liquidation. */
const LIQUIDATION_EVERY = 997

/** What is written about. */
export interface StreamedMarket {
  readonly live: ReadonlyMap<string, LiveInstrument>
  /** Those that are listed. */
  readonly all: readonly LiveInstrument[]
  /** Of the settlement that comes next. */
  nextRate(symbol: string): Rate
  lastDay(symbol: string): LabCandle
}

/** Streams of candles: which interval each is of. */
type KlineNames = Map<string, { readonly interval: string; readonly isContinuous: boolean }>

/** The names of an instrument's streams, made once. */
interface Names {
  readonly kline: KlineNames
  readonly aggTrade: string
  readonly trade: string
  readonly bookTicker: string
  readonly mark: string
  readonly mark1s: string
  readonly miniTicker: string
  readonly ticker: string
  readonly forceOrder: string
  readonly depth: string
}

/** Writes what happened as the messages of market streams, each only where somebody listens. */
export class StreamWriter {
  readonly #market: StreamedMarket
  readonly #clock: LabClock
  readonly #hub: StreamHub
  readonly #names: ReadonlyMap<string, Names>

  constructor(market: StreamedMarket, clock: LabClock, hub: StreamHub) {
    this.#market = market
    this.#clock = clock
    this.#hub = hub
    this.#names = new Map([...market.live.keys()].map((symbol) => {
      const s = symbol.toLowerCase()
      return [symbol, {
        kline: new Map(), aggTrade: `${s}@aggTrade`, trade: `${s}@trade`, bookTicker: `${s}@bookTicker`, mark: `${s}@markPrice`, mark1s: `${s}@markPrice@1s`,
        miniTicker: `${s}@miniTicker`, ticker: `${s}@ticker`, forceOrder: `${s}@forceOrder`, depth: `${s}@depth`,
      }]
    }))
  }

  /** A stream was asked for: what forms for it begins to. */
  follow(stream: string): void {
    const [name = '', channel = '', speed = ''] = stream.split('@')
    const live = this.#market.live.get(name.replace('_perpetual', '').toUpperCase())
    if (!live) return
    const [, isContinuous, interval] = /^(continuousK|k)line_(.+)$/.exec(channel) ?? []
    if (interval !== undefined) {
      live.follow(interval)
      this.#names.get(live.labSymbol.symbol)!.kline.set(stream, { interval, isContinuous: isContinuous !== 'k' })
    }
    if (channel.startsWith('depth')) live.followDepth(Number.parseInt(speed, 10) || 250)
  }

  traded(live: LiveInstrument, minute: Minute, at: number, time: number): void {
    this.quoted(live, time)
    const { labSymbol } = live
    const { aggTrade, trade, forceOrder } = this.#namesOf(live)
    const one = { told: this.#clock.told(), time, minute, at }
    if (this.#hub.wants(aggTrade)) this.#hub.publish(aggTrade, aggTradeText(labSymbol, one))
    if (this.#hub.wants(trade)) for (const text of tradeTexts(labSymbol, one)) this.#hub.publish(trade, text)
    if ((minute.firstTrade + at) % LIQUIDATION_EVERY === 0) this.#publishAll([forceOrder, '!forceOrder@arr'], () => forceOrderText(labSymbol, one))
  }

  quoted(live: LiveInstrument, time: number): void {
    this.#publishAll([this.#namesOf(live).bookTicker, '!bookTicker'], () => bookTickerText(live, this.#clock.told(), time))
  }

  /** What an instrument is has changed. */
  contracted(live: LiveInstrument, status: string): void {
    this.#publishAll(['!contractInfo'], () => contractText(live, status, this.#clock.told()))
  }

  /** What is told at intervals rather than when it happens. */
  told(live: LiveInstrument, time: number): void {
    if (time % KLINE_MS === 0) this.#klines(live, time)
    for (const everyMs of live.depth.keys()) if (time % everyMs === 0) this.#depth(live, everyMs, time)
    if (time % 1_000 !== 0) return
    const { mark, mark1s, miniTicker, ticker } = this.#namesOf(live)
    this.#publishAll(time % 3_000 === 0 ? [mark, mark1s] : [mark1s], () => this.#markText(live))
    if (time % TICKER_MS !== 0) return
    const { labSymbol } = live
    this.#publishAll([miniTicker], () => miniTickerText(labSymbol, this.#market.lastDay(labSymbol.symbol), this.#clock.told()))
    this.#publishAll([ticker], () => tickerText(live, this.#market.lastDay(labSymbol.symbol), this.#clock.told()))
  }

  /** What is told of all instruments in one message. */
  toldAll(time: number): void {
    if (time % 1_000 !== 0) return
    const { all } = this.#market
    const array = (stream: string, text: (live: LiveInstrument) => string): void => this.#publishAll([stream], () => `[${all.map(text).join(',')}]`)
    array('!markPrice@arr@1s', (live) => this.#markText(live))
    if (time % 3_000 === 0) array('!markPrice@arr', (live) => this.#markText(live))
    if (time % TICKER_MS !== 0) return
    array('!miniTicker@arr', ({ labSymbol }) => miniTickerText(labSymbol, this.#market.lastDay(labSymbol.symbol), this.#clock.told()))
    array('!ticker@arr', (live) => tickerText(live, this.#market.lastDay(live.labSymbol.symbol), this.#clock.told()))
  }

  #namesOf({ labSymbol }: LiveInstrument): Names {
    return this.#names.get(labSymbol.symbol)!
  }

  /** Made once, and only when somebody wants it. */
  #publishAll(streams: readonly string[], write: () => string): void {
    let text: string | undefined
    for (const stream of streams) if (this.#hub.wants(stream)) this.#hub.publish(stream, (text ??= write()))
  }

  #markText(live: LiveInstrument): string {
    return markPriceText(live, this.#clock.told(), this.#market.nextRate(live.labSymbol.symbol))
  }

  #klines(live: LiveInstrument, time: number): void {
    for (const [interval, forming] of live.forming) {
      const closed = live.isFrozen ? undefined : live.closeCandle(interval, time)
      const { candle } = forming
      if (closed || forming.changed || live.isFrozen) this.#kline(live, { interval, candle, isClosed: closed !== undefined })
      forming.changed = false
    }
  }

  #kline(live: LiveInstrument, { interval, candle, isClosed }: { readonly interval: string; readonly candle: LabCandle; readonly isClosed: boolean }): void {
    for (const [stream, name] of this.#namesOf(live).kline) {
      if (name.interval === interval) this.#publishAll([stream], () => klineText(live.labSymbol, candle, { told: this.#clock.told(), isClosed, ...name }))
    }
  }

  #depth(live: LiveInstrument, everyMs: number, time: number): void {
    const changes = live.depth.get(everyMs)!
    if (changes.bids.size + changes.asks.size === 0) return
    const { labSymbol, book } = live
    const name = this.#namesOf(live).depth
    const head = `{"e":"depthUpdate","E":${this.#clock.told()},"T":${time - 1},"s":"${labSymbol.symbol}","U":${changes.first},"u":${book.updateId},"pu":${changes.before}`
    const message = (bids: string, asks: string): string => `${head},"b":[${bids}],"a":[${asks}],"ps":"${labSymbol.symbol}","st":1}`
    for (const suffix of everyMs === 250 ? ['', '@250ms'] : [`@${everyMs}ms`]) {
      this.#publishAll([name + suffix], () => message(levels(live, changes.bids), levels(live, changes.asks)))
      for (const count of PARTIAL_LEVELS) this.#publishAll([`${name}${count}${suffix}`], () => message(top(live, true, count), top(live, false, count)))
    }
    changes.bids.clear()
    changes.asks.clear()
    changes.before = book.updateId
    changes.first = 0
  }
}

const levelText = ({ labSymbol }: LiveInstrument, price: number, quantity: number): string => `["${priceText(labSymbol, price)}","${quantityText(labSymbol, quantity)}"]`

const levels = (live: LiveInstrument, changes: ReadonlyMap<number, number>): string => Array.from(changes, ([price, quantity]) => levelText(live, price, quantity)).join(',')

/** The best levels of a side. */
function top(live: LiveInstrument, isBid: boolean, count: number): string {
  const side = isBid ? live.book.book.bids : live.book.book.asks
  return Array.from({ length: Math.min(count, side.length) }, (_, depth) => levelText(live, side.priceAt(depth)!, side.quantityAt(depth)!)).join(',')
}
