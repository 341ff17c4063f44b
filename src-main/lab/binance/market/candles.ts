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
    const endTime = endOf(interval, openTime)
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

  /** The same of mark prices, at eight decimals. */
  readMark(index: number, interval: string, openTime: number, until: TimeMs): LabCandle {
    const endTime = endOf(interval, openTime)
    const candle = emptyCandle(openTime, endTime, 0)
    for (let time = openTime; time < Math.min(endTime, until); time += MINUTE_MS) {
      this.#source.fill(index, time / MINUTE_MS, this.#minute)
      const seconds = Math.min(60, Math.floor((until - time) / 1_000))
      for (let second = 0; second < seconds; second++) addMark(candle, this.#minute.mark[second]!)
    }
    return candle
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
    for (let at = 0; at < minute.count; at++) {
      if (time + minute.offset[at]! >= until) return
      addTrade(candle, minute, at)
    }
  }
}

function addMark(candle: LabCandle, mark: number): void {
  if (candle.trades++ === 0) candle.open = candle.high = candle.low = mark
  candle.high = Math.max(candle.high, mark)
  candle.low = Math.min(candle.low, mark)
  candle.close = mark
}

/** Decimals of money that is price times quantity. */
export const quoteDecimals = ({ pricePrecision, quantityPrecision }: { readonly pricePrecision: number; readonly quantityPrecision: number }): number => pricePrecision + quantityPrecision

/** A price as the trading side counts it. */
export const scaleTo = (decimals: number, from: number): number => powerOfTen(Math.max(0, decimals - from))
