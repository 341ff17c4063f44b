import { FRAME_FIELDS, KLINE_FIELDS, strangeField } from '../known-fields.ts'
import { isFields, type Fields } from './fields.ts'
import type { Health } from './health.ts'
import type { InstrumentFeed } from './instrument-feed.ts'
import { readClosedKline, readDepthUpdate, readMark, readQuote, readTrade } from './read-frames.ts'
import { readBrackets } from './read-brackets.ts'
import { scanDepth } from './scan-depth.ts'
import type { Telling } from './telling.ts'

interface Parts {
  readonly telling: Telling
  readonly instruments: ReadonlyMap<string, InstrumentFeed>
  readonly health: Health
  /** The venue's rules have to be looked up. */
  readonly renew: () => void
}

/** Brings each frame to its instrument. What is not what the venue promises goes nowhere, and is said. */
export class FrameReader {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  take(text: string): void {
    const data = scanDepth(text) ?? dataOf(text)
    if (!data) return this.#parts.health.unreadable(`frame: ${text}`)
    const { e, s } = data
    const known = typeof e === 'string' ? FRAME_FIELDS.get(e) : undefined
    if (!known) return this.#parts.telling.warn('unknown-message', text)
    // All-market streams tell of everybody.
    const instrument = typeof s === 'string' ? this.#parts.instruments.get(s) : undefined
    if (!instrument) return this.#foreign(e as string, s)
    const strange = strangeField(data, known)
    if (strange !== undefined) this.#parts.telling.warn('unknown-field', `${e as string}.${strange}`)
    if (!this.#dispatch(e as string, data, instrument)) this.#parts.health.unreadable(text)
  }

  #foreign(kind: string, symbol: unknown): void {
    if (typeof symbol !== 'string') this.#parts.health.unreadable(`${kind} without a symbol`)
    else if (kind !== 'contractInfo') this.#parts.telling.warn('unknown-instrument', `${kind} of ${symbol}`)
  }

  /** False for what cannot be read. */
  #dispatch(kind: string, data: Fields, instrument: InstrumentFeed): boolean {
    switch (kind) {
      case 'depthUpdate':
        return this.#depth(data, instrument)
      case 'bookTicker':
        return this.#quote(data, instrument)
      case 'aggTrade':
      case 'trade':
        return this.#trade(data, instrument)
      case 'markPriceUpdate':
        return this.#mark(data, instrument)
      case 'kline':
        return this.#kline(data, instrument)
      default:
        return this.#contract(data, instrument)
    }
  }

  #heard(instrument: InstrumentFeed, channel: string): void {
    instrument.channels.get(channel)?.heard(this.#parts.telling.time)
  }

  #depth(data: Fields, instrument: InstrumentFeed): boolean {
    const update = readDepthUpdate(data)
    if (!update) return false
    this.#heard(instrument, 'depth')
    const { depth } = instrument
    if (!depth) return true
    const isRead = depth.update(update)
    depth.check()
    return isRead
  }

  #quote(data: Fields, instrument: InstrumentFeed): boolean {
    const quote = readQuote(data)
    if (!quote) return false
    if (instrument.instrument && instrument.price.quote(quote)) this.#heard(instrument, 'bookTicker')
    return true
  }

  #trade(data: Fields, instrument: InstrumentFeed): boolean {
    // Others than the market's are the venue's own bookings.
    if ('X' in data && data['X'] !== 'MARKET') return true
    const { version } = instrument
    if (!version) return true
    const trade = readTrade(data, version.quantityDecimals)
    if (!trade) return false
    this.#heard(instrument, 'aggTrade')
    if (!instrument.price.isNear(trade.price)) this.#parts.telling.warn('implausible-price', `${instrument.symbol} trade at ${trade.price}`)
    else {
      instrument.minutes.add(trade.tradedAt)
      instrument.trades.take(trade)
    }
    return true
  }

  #mark(data: Fields, instrument: InstrumentFeed): boolean {
    const mark = readMark(data)
    if (!mark) return false
    this.#parts.health.clock(mark.asOf)
    // The same again, or one that cannot be, is no news: the channel grows old.
    if (!instrument.instrument || !instrument.price.mark(mark)) return true
    this.#heard(instrument, 'markPrice')
    instrument.funding.next(mark.nextFundingTime)
    return true
  }

  #kline(data: Fields, instrument: InstrumentFeed): boolean {
    const { k } = data
    const name = isFields(k) && typeof k['i'] === 'string' ? k['i'] : ''
    if (!isFields(k) || name === '') return false
    const line = instrument.candles.get(name)
    if (!line) {
      this.#parts.telling.warn('unknown-message', `klines of ${name}`)
      return true
    }
    const strange = strangeField(k, KLINE_FIELDS)
    if (strange !== undefined) this.#parts.telling.warn('unknown-field', `kline.k.${strange}`)
    const { series } = line
    if (!series) return true
    const closed = readClosedKline(k, series)
    if (closed === undefined) return false
    this.#heard(instrument, `kline_${name}`)
    if (closed) line.closed(closed, instrument.minutes.isAnyIn(closed.candle.openTime, closed.candle.closeTime))
    return true
  }

  /** Listing, settlement or brackets have changed: what holds now is looked up. */
  #contract(data: Fields, instrument: InstrumentFeed): boolean {
    const tiers = readBrackets(data)
    if (tiers === undefined) return false
    if (tiers !== null) instrument.bracket(tiers)
    this.#parts.renew()
    return true
  }
}

/** Undefined for what is no object in JSON. Ids of market data are far below 2^53, so nothing is rounded. */
function dataOf(text: string): Fields | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    if (!isFields(frame)) return undefined
    return isFields(frame['data']) ? frame['data'] : frame
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
