import { DAY_MS, MINUTE_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { formatDecimal, powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import type { CandleReader, LabCandle } from './candles.ts'
import { firstSingle, Minute, singlesOf, type LabSymbol, type MinuteSource } from './minute-source.ts'
import { priceText, quantityText, quoteText } from './texts.ts'

/** The last twenty-four hours, to the minute. */
export function lastDay(reader: CandleReader, index: number, now: TimeMs): LabCandle {
  const endTime = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS
  return reader.span(index, { openTime: endTime - DAY_MS, endTime }, now)
}

/** What is told of a day beside its candle, as text. */
export function dayTexts(labSymbol: LabSymbol, day: LabCandle): Readonly<Record<'change' | 'percent' | 'average' | 'open' | 'high' | 'low' | 'last' | 'volume' | 'quote', string>> {
  const average = day.volume === 0 ? day.close : Math.round(day.quote / day.volume)
  return {
    change: priceText(labSymbol, day.close - day.open),
    percent: formatDecimal(day.open === 0 ? 0 : Math.round(((day.close - day.open) / day.open) * 100 * powerOfTen(3)), 3),
    average: priceText(labSymbol, average), open: priceText(labSymbol, day.open), high: priceText(labSymbol, day.high), low: priceText(labSymbol, day.low), last: priceText(labSymbol, day.close),
    volume: quantityText(labSymbol, day.volume), quote: quoteText(labSymbol, day.quote),
  }
}

/** One trade of the past. */
export interface PastTrade {
  readonly number: number
  readonly time: number
  readonly price: number
  readonly quantity: number
  readonly isBuyerMaker: boolean
}

/** Trades of an instrument in their order, from one end or the other. */
export class TradeReader {
  readonly #source: MinuteSource
  readonly #minute = new Minute()

  constructor(source: MinuteSource) {
    this.#source = source
  }

  /** The newest ones before a time, oldest first. */
  newest(index: number, until: number, count: number): readonly PastTrade[] {
    const found: PastTrade[] = []
    const first = this.#source.symbols[index]!.onboardDate
    for (let time = Math.ceil(until / MINUTE_MS) * MINUTE_MS - MINUTE_MS; time >= first && found.length < count; time -= MINUTE_MS) {
      this.#source.fill(index, time / MINUTE_MS, this.#minute)
      for (let at = this.#minute.count - 1; at >= 0 && found.length < count; at--) if (time + this.#minute.offset[at]! < until) found.push(pastTrade(this.#minute, time, at))
    }
    return found.reverse()
  }

  /** Those from a time or a number on, before another time. */
  from(index: number, start: { readonly time: number; readonly number: number }, { until, count }: { readonly until: number; readonly count: number }): readonly PastTrade[] {
    const found: PastTrade[] = []
    for (let time = Math.floor(start.time / MINUTE_MS) * MINUTE_MS; time < until && found.length < count; time += MINUTE_MS) {
      this.#source.fill(index, time / MINUTE_MS, this.#minute)
      for (let at = 0; at < this.#minute.count && found.length < count; at++) {
        const trade = pastTrade(this.#minute, time, at)
        if (trade.time >= start.time && trade.number >= start.number && trade.time < until) found.push(trade)
      }
    }
    return found
  }
}

const pastTrade = ({ firstTrade, offset, price, quantity, isBuyerMaker }: Minute, time: number, at: number): PastTrade =>
  ({ number: firstTrade + at, time: time + offset[at]!, price: price[at]!, quantity: quantity[at]!, isBuyerMaker: isBuyerMaker[at] === 1 })

/** A trade as the single ones that it is made of: number and quantity of each. */
export function singleParts({ number, quantity }: Pick<PastTrade, 'number' | 'quantity'>): readonly (readonly [number: number, quantity: number])[] {
  const parts = Math.min(singlesOf(number), quantity)
  const part = Math.floor(quantity / parts)
  return Array.from({ length: parts }, (_, i) => [firstSingle(number) + i, i === parts - 1 ? quantity - part * (parts - 1) : part] as const)
}
