import { powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import { HOUR_MS, MINUTE_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { endOf } from './intervals.ts'
import { firstSingle, Minute, singlesOf, type MinuteSource } from './minute-source.ts'

/** A candle, of trades or of marks, closed or as far as it has come. Whole units; money in units of price times quantity. */
export interface LabCandle {
  readonly openTime: number
  readonly endTime: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  quote: number
  takerBase: number
  takerQuote: number
  trades: number
  /** Numbers of the first and last single trade; −1 when there was none. */
  firstId: number
  lastId: number
}

/** Nothing has happened yet: the prices are those of the close before. */
export const emptyCandle = (openTime: number, endTime: number, price: number): LabCandle =>
  ({ openTime, endTime, open: price, high: price, low: price, close: price, volume: 0, quote: 0, takerBase: 0, takerQuote: 0, trades: 0, firstId: -1, lastId: -1 })

/** One more trade, the at-th of a minute. */
export function addTrade(candle: LabCandle, minute: Minute, at: number): void {
  const [price, quantity, number] = [minute.price[at]!, minute.quantity[at]!, minute.firstTrade + at]
  if (candle.trades === 0) {
    candle.open = candle.high = candle.low = price
    candle.firstId = firstSingle(number)
  } else if (price > candle.high) candle.high = price
  else if (price < candle.low) candle.low = price
  candle.close = price
  candle.volume += quantity
  candle.quote += price * quantity
  candle.trades += singlesOf(number)
  candle.lastId = firstSingle(number) + singlesOf(number) - 1
  if (minute.isBuyerMaker[at] === 0) {
    candle.takerBase += quantity
    candle.takerQuote += price * quantity
  }
}

/** A later part of the same candle. */
function addPart(candle: LabCandle, part: LabCandle): void {
  if (part.trades === 0) return
  if (candle.trades === 0) {
    candle.open = part.open
    candle.high = part.high
    candle.low = part.low
    candle.firstId = part.firstId
  } else {
    candle.high = Math.max(candle.high, part.high)
    candle.low = Math.min(candle.low, part.low)
  }
  candle.close = part.close
  candle.volume += part.volume
  candle.quote += part.quote
  candle.takerBase += part.takerBase
  candle.takerQuote += part.takerQuote
  candle.trades += part.trades
  candle.lastId = part.lastId
}

/** The first trades of a minute as a candle of their own. A year has half a million minutes, so this is kept plain. */
function folded({ price, quantity, isBuyerMaker, firstTrade }: Minute, count: number): LabCandle {
  let high = price[0]!
  let low = high
  let volume = 0
  let quote = 0
  let takerBase = 0
  let takerQuote = 0
  for (let at = 0; at < count; at++) {
    const paid = price[at]!
    const amount = quantity[at]!
    const taken = amount * (1 - isBuyerMaker[at]!)
    if (paid > high) high = paid
    else if (paid < low) low = paid
    volume += amount
    quote += paid * amount
    takerBase += taken
    takerQuote += paid * taken
  }
  const [first, end] = [firstSingle(firstTrade), firstSingle(firstTrade + count)]
  return { openTime: 0, endTime: 0, open: price[0]!, high, low, close: price[count - 1]!, volume, quote, takerBase, takerQuote, trades: end - first, firstId: first, lastId: end - 1 }
}

/** Candles of any length, made of minutes. Hours that are over are kept, so that days and weeks are quick. */
export class CandleReader {
  readonly #source: MinuteSource
  readonly #minute = new Minute()
  readonly #hours: Map<number, LabCandle>[]

  constructor(source: MinuteSource) {
    this.#source = source
    this.#hours = source.symbols.map(() => new Map())
  }

  /** The candle of trades that begins at a time, as far as it had come before `until`. */
  read(index: number, interval: string, openTime: number, until: TimeMs): LabCandle {
    return this.span(index, { openTime, endTime: endOf(interval, openTime) }, until)
  }

  /** The same of any whole minutes. */
  span(index: number, { openTime, endTime }: Pick<LabCandle, 'openTime' | 'endTime'>, until: TimeMs): LabCandle {
    const candle = emptyCandle(openTime, endTime, 0)
    const end = Math.min(endTime, until)
    for (let time = openTime; time < end; ) {
      const isHour = time % HOUR_MS === 0 && time + HOUR_MS <= end
      if (isHour) addPart(candle, this.#hour(index, time))
      else this.#addMinute(candle, index, { time, until })
      time += isHour ? HOUR_MS : MINUTE_MS
    }
    if (candle.trades === 0) Object.assign(candle, emptyCandle(openTime, endTime, this.priceBefore(index, openTime)))
    return candle
  }

  /** The last price before a time; 0 when there was none within a day. */
  priceBefore(index: number, time: number): number {
    for (let minute = Math.ceil(time / MINUTE_MS) - 1; minute * MINUTE_MS > time - 24 * HOUR_MS; minute--) {
      this.#source.fill(index, minute, this.#minute)
      for (let at = this.#minute.count - 1; at >= 0; at--) if (minute * MINUTE_MS + this.#minute.offset[at]! < time) return this.#minute.price[at]!
    }
    return 0
  }

  /** The same of what nobody trades at, at eight decimals: mark prices, or how far they are from the best bid. */
  readQuoted(index: number, interval: string, { openTime, until, kind }: { readonly openTime: number; readonly until: TimeMs; readonly kind: 'mark' | 'premium' }): LabCandle {
    const candle = emptyCandle(openTime, endOf(interval, openTime), 0)
    const unit = powerOfTen(8 - this.#source.symbols[index]!.pricePrecision)
    for (let time = openTime; time < Math.min(candle.endTime, until); time += MINUTE_MS) {
      this.#source.fill(index, time / MINUTE_MS, this.#minute)
      const { mark, bid, count } = this.#minute
      const seconds = Math.min(60, Math.floor((until - time) / 1_000))
      for (let second = 0; second < seconds && mark[second]! > 0; second++) {
        addQuoted(candle, kind === 'mark' ? mark[second]! : Math.round((mark[second]! / (bid[Math.min(second, Math.max(0, count - 1))]! * unit) - 1) * 1e8))
      }
    }
    return candle
  }

  /** The mark price at the end of a second, at eight decimals; 0 when there is none. */
  markAt(index: number, time: number): number {
    const second = Math.floor((time % MINUTE_MS) / 1_000)
    this.#source.fill(index, Math.floor(time / MINUTE_MS) - (second === 0 ? 1 : 0), this.#minute)
    return this.#minute.mark[second === 0 ? 59 : second - 1]!
  }

  #hour(index: number, openTime: number): LabCandle {
    const kept = this.#hours[index]!.get(openTime)
    if (kept) return kept
    const hour = emptyCandle(openTime, openTime + HOUR_MS, 0)
    for (let time = openTime; time < openTime + HOUR_MS; time += MINUTE_MS) this.#addMinute(hour, index, { time, until: Infinity })
    this.#hours[index]!.set(openTime, hour)
    return hour
  }

  #addMinute(candle: LabCandle, index: number, { time, until }: { readonly time: number; readonly until: number }): void {
    const minute = this.#minute
    this.#source.fill(index, time / MINUTE_MS, minute)
    let count = minute.count
    while (count > 0 && time + minute.offset[count - 1]! >= until) count--
    if (count > 0) addPart(candle, folded(minute, count))
  }
}

function addQuoted(candle: LabCandle, value: number): void {
  if (candle.trades++ === 0) candle.open = candle.high = candle.low = value
  candle.high = Math.max(candle.high, value)
  candle.low = Math.min(candle.low, value)
  candle.close = value
}

/** Decimals of money that is price times quantity. */
export const quoteDecimals = ({ pricePrecision, quantityPrecision }: { readonly pricePrecision: number; readonly quantityPrecision: number }): number => pricePrecision + quantityPrecision

/** A price as the trading side counts it. */
export const scaleTo = (decimals: number, from: number): number => powerOfTen(Math.max(0, decimals - from))
