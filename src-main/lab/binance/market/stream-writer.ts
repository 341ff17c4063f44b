import type { Rate } from '../../../../src-shared/domain/units.ts'
import type { LabClock } from '../lab-clock.ts'
import type { StreamHub } from '../streams-hub.ts'
import type { LabCandle } from './candles.ts'
import type { LiveInstrument } from './live-instrument.ts'
import { firstSingle, singlesOf, type Minute } from './minute-source.ts'
import { markText, priceText, quantityText, quoteText, rateText } from './texts.ts'

const KLINE_MS = 250
const PARTIAL_LEVELS = [5, 10, 20]
/** USDⓈ-M. */
const CONTRACTS = 1

/** What is written about. */
export interface StreamedMarket {
  readonly live: ReadonlyMap<string, LiveInstrument>
  /** Of the settlement that comes next. */
  nextRate(symbol: string): Rate
}

/** The names of an instrument's streams, made once. */
interface Names {
  readonly kline: Map<string, string>
  readonly aggTrade: string
  readonly trade: string
  readonly bookTicker: string
  readonly mark: string
  readonly mark1s: string
}

/** Writes what happened as the messages of market streams, each only where somebody listens. */
export class StreamWriter {
  readonly #market: StreamedMarket
  readonly #clock: LabClock
  readonly #hub: StreamHub
  readonly #names = new Map<string, Names>()

  constructor(market: StreamedMarket, clock: LabClock, hub: StreamHub) {
    this.#market = market
    this.#clock = clock
    this.#hub = hub
    for (const symbol of market.live.keys()) {
      const s = symbol.toLowerCase()
      this.#names.set(symbol, { kline: new Map(), aggTrade: `${s}@aggTrade`, trade: `${s}@trade`, bookTicker: `${s}@bookTicker`, mark: `${s}@markPrice`, mark1s: `${s}@markPrice@1s` })
    }
  }

  follow(stream: string): void {
    const [name = '', channel = '', speed = ''] = stream.split('@')
    const live = this.#market.live.get(name.toUpperCase())
    if (!live) return
    const interval = /^kline_(.+)$/.exec(channel)?.[1]
    if (interval !== undefined) {
      live.follow(interval, this.#clock.now())
      this.#names.get(live.labSymbol.symbol)!.kline.set(interval, stream)
    }
    if (channel.startsWith('depth')) live.followDepth(Number.parseInt(speed, 10) || 250)
  }

  traded(live: LiveInstrument, minute: Minute, at: number, time: number): void {
    const { symbol } = live.labSymbol
    const names = this.#names.get(symbol)!
    this.quoted(live, time)
    const number = minute.firstTrade + at
    const [price, quantity] = [priceText(live.labSymbol, minute.price[at]!), quantityText(live.labSymbol, minute.quantity[at]!)]
    const taken = minute.isBuyerMaker[at] === 1
    const first = firstSingle(number)
    if (this.#hub.wants(names.aggTrade)) {
      this.#hub.publish(names.aggTrade, `{"e":"aggTrade","E":${this.#told()},"s":"${symbol}","a":${number},"p":"${price}","q":"${quantity}","nq":"${quantity}","f":${first},"l":${first + singlesOf(number) - 1},"T":${time},"m":${taken},"st":${CONTRACTS}}`)
    }
    if (this.#hub.wants(names.trade)) this.#singles(live, minute, at, time)
  }

  quoted({ labSymbol, book }: LiveInstrument, time: number): void {
    const { bookTicker } = this.#names.get(labSymbol.symbol)!
    const one = this.#hub.wants(bookTicker)
    const all = this.#hub.wants('!bookTicker')
    if (!one && !all) return
    const sides = `"b":"${priceText(labSymbol, book.bid)}","B":"${quantityText(labSymbol, book.bidQuantity)}","a":"${priceText(labSymbol, book.ask)}","A":"${quantityText(labSymbol, book.askQuantity)}"`
    const text = `{"e":"bookTicker","u":${book.updateId},"E":${this.#told()},"T":${time},"s":"${labSymbol.symbol}","ps":"${labSymbol.symbol}",${sides},"st":${CONTRACTS}}`
    if (one) this.#hub.publish(bookTicker, text)
    if (all) this.#hub.publish('!bookTicker', text)
  }

  /** What is told at intervals rather than when it happens. */
  told(live: LiveInstrument, time: number): void {
    if (time % KLINE_MS === 0) for (const [interval, stream] of this.#names.get(live.labSymbol.symbol)!.kline) this.#kline(live, { interval, stream, time })
    if (time % 1_000 === 0) this.#marks(live, time)
    for (const everyMs of live.depth.keys()) if (time % everyMs === 0) this.#depth(live, everyMs, time)
  }

  toldAll(time: number): void {
    if (time % 1_000 !== 0) return
    for (const [stream, everyMs] of [['!markPrice@arr', 3_000], ['!markPrice@arr@1s', 1_000]] as const) {
      if (time % everyMs === 0 && this.#hub.wants(stream)) this.#hub.publish(stream, `[${[...this.#market.live.values()].map((live) => this.#markText(live)).join(',')}]`)
    }
  }

  #told(): number {
    return this.#clock.told()
  }

  #singles({ labSymbol }: LiveInstrument, minute: Minute, at: number, time: number): void {
    const number = minute.firstTrade + at
    const parts = Math.min(singlesOf(number), minute.quantity[at]!)
    const part = Math.floor(minute.quantity[at]! / parts)
    for (let i = 0; i < parts; i++) {
      const quantity = i === parts - 1 ? minute.quantity[at]! - part * (parts - 1) : part
      this.#hub.publish(this.#names.get(labSymbol.symbol)!.trade, `{"e":"trade","E":${this.#told()},"T":${time},"s":"${labSymbol.symbol}","t":${firstSingle(number) + i},"p":"${priceText(labSymbol, minute.price[at]!)}","q":"${quantityText(labSymbol, quantity)}","X":"MARKET","m":${minute.isBuyerMaker[at] === 1},"st":${CONTRACTS}}`)
    }
  }

  #kline(live: LiveInstrument, { interval, stream, time }: { readonly interval: string; readonly stream: string; readonly time: number }): void {
    const forming = live.forming.get(interval)
    if (!forming) return
    const closed = live.closeCandle(interval, time)
    if (closed) this.#hub.publish(stream, this.#klineText(live, closed, { interval, isClosed: true }))
    else if (forming.changed && this.#hub.wants(stream)) this.#hub.publish(stream, this.#klineText(live, forming.candle, { interval, isClosed: false }))
    forming.changed = false
  }

  #klineText({ labSymbol }: LiveInstrument, candle: LabCandle, { interval, isClosed }: { readonly interval: string; readonly isClosed: boolean }): string {
    const prices = `"o":"${priceText(labSymbol, candle.open)}","c":"${priceText(labSymbol, candle.close)}","h":"${priceText(labSymbol, candle.high)}","l":"${priceText(labSymbol, candle.low)}"`
    const amounts = `"v":"${quantityText(labSymbol, candle.volume)}","n":${candle.trades},"x":${isClosed},"q":"${quoteText(labSymbol, candle.quote)}","V":"${quantityText(labSymbol, candle.takerBase)}","Q":"${quoteText(labSymbol, candle.takerQuote)}","B":"0"`
    const { symbol } = labSymbol
    return `{"e":"kline","E":${this.#told()},"s":"${symbol}","k":{"t":${candle.openTime},"T":${candle.endTime - 1},"s":"${symbol}","i":"${interval}","f":${candle.firstId},"L":${candle.lastId},${prices},${amounts}}}`
  }

  #marks(live: LiveInstrument, time: number): void {
    const { mark, mark1s } = this.#names.get(live.labSymbol.symbol)!
    if (this.#hub.wants(mark1s)) this.#hub.publish(mark1s, this.#markText(live))
    if (time % 3_000 === 0 && this.#hub.wants(mark)) this.#hub.publish(mark, this.#markText(live))
  }

  #markText({ labSymbol: { symbol }, mark, nextFunding }: LiveInstrument): string {
    const text = markText(mark)
    return `{"e":"markPriceUpdate","E":${this.#told()},"s":"${symbol}","p":"${text}","ap":"${text}","i":"${text}","P":"${text}","r":"${rateText(this.#market.nextRate(symbol))}","T":${nextFunding},"st":${CONTRACTS}}`
  }

  #depth(live: LiveInstrument, everyMs: number, time: number): void {
    const changes = live.depth.get(everyMs)!
    if (changes.bids.size + changes.asks.size === 0) return
    const { labSymbol, book } = live
    const name = `${labSymbol.symbol.toLowerCase()}@depth`
    const suffixes = everyMs === 250 ? ['', '@250ms'] : [`@${everyMs}ms`]
    const head = `{"e":"depthUpdate","E":${this.#told()},"T":${time - 1},"s":"${labSymbol.symbol}","U":${changes.before + 1},"u":${book.updateId},"pu":${changes.before}`
    for (const suffix of suffixes) {
      if (this.#hub.wants(name + suffix)) this.#hub.publish(name + suffix, `${head},"b":[${levels(live, changes.bids)}],"a":[${levels(live, changes.asks)}]}`)
      for (const count of PARTIAL_LEVELS) {
        const stream = `${name}${count}${suffix}`
        if (this.#hub.wants(stream)) this.#hub.publish(stream, `${head},"b":[${top(live, true, count)}],"a":[${top(live, false, count)}]}`)
      }
    }
    changes.bids.clear()
    changes.asks.clear()
    changes.before = book.updateId
  }
}

function levels({ labSymbol }: LiveInstrument, changes: ReadonlyMap<number, number>): string {
  let text = ''
  for (const [price, quantity] of changes) text += `${text === '' ? '' : ','}["${priceText(labSymbol, price)}","${quantityText(labSymbol, quantity)}"]`
  return text
}

/** The best levels of a side, as text. */
export function top({ labSymbol, book: { book } }: LiveInstrument, isBid: boolean, count: number): string {
  const side = isBid ? book.bids : book.asks
  let text = ''
  for (let depth = 0; depth < Math.min(count, side.length); depth++) text += `${depth === 0 ? '' : ','}["${priceText(labSymbol, side.priceAt(depth)!)}","${quantityText(labSymbol, side.quantityAt(depth)!)}"]`
  return text
}
