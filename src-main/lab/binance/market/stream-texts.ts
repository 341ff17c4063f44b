import { amountAsFloat, rateAsFloat } from '../../../../src-shared/domain/instrument.ts'
import type { LabCandle } from './candles.ts'
import { dayTexts, singleParts } from './day.ts'
import type { LiveInstrument } from './live-instrument.ts'
import { firstSingle, singlesOf, type LabSymbol, type Minute } from './minute-source.ts'
import { markText, priceText, quantityText, quoteText, rateText } from './texts.ts'

/** The contracts that are settled in dollars. */
const CONTRACTS = 1

/** One trade of a minute, and when it is told. */
export interface ToldTrade {
  readonly told: number
  readonly time: number
  readonly minute: Minute
  readonly at: number
}

export function aggTradeText(labSymbol: LabSymbol, { told, time, minute, at }: ToldTrade): string {
  const number = minute.firstTrade + at
  const first = firstSingle(number)
  const [price, quantity] = [priceText(labSymbol, minute.price[at]!), quantityText(labSymbol, minute.quantity[at]!)]
  return `{"e":"aggTrade","E":${told},"s":"${labSymbol.symbol}","a":${number},"p":"${price}","q":"${quantity}","nq":"${quantity}","f":${first},"l":${first + singlesOf(number) - 1},"T":${time},"m":${minute.isBuyerMaker[at] === 1},"st":${CONTRACTS}}`
}

/** The single trades that it is made of. */
export function tradeTexts(labSymbol: LabSymbol, { told, time, minute, at }: ToldTrade): readonly string[] {
  const price = priceText(labSymbol, minute.price[at]!)
  return singleParts({ number: minute.firstTrade + at, quantity: minute.quantity[at]! }).map(([id, quantity]) =>
    `{"e":"trade","E":${told},"T":${time},"s":"${labSymbol.symbol}","t":${id},"p":"${price}","q":"${quantityText(labSymbol, quantity)}","X":"MARKET","m":${minute.isBuyerMaker[at] === 1},"st":${CONTRACTS}}`)
}

/** As a liquidation: the order that was filled with that trade. */
export function forceOrderText(labSymbol: LabSymbol, { told, time, minute, at }: ToldTrade): string {
  const [price, quantity] = [priceText(labSymbol, minute.price[at]!), quantityText(labSymbol, minute.quantity[at]!)]
  const side = minute.isBuyerMaker[at] === 1 ? 'SELL' : 'BUY'
  return `{"e":"forceOrder","E":${told},"o":{"s":"${labSymbol.symbol}","S":"${side}","o":"LIMIT","f":"IOC","q":"${quantity}","p":"${price}","ap":"${price}","X":"FILLED","l":"${quantity}","z":"${quantity}","T":${time}},"ps":"${labSymbol.symbol}","st":${CONTRACTS}}`
}

export function bookTickerText({ labSymbol, book }: LiveInstrument, told: number, time: number): string {
  const sides = `"b":"${priceText(labSymbol, book.bid)}","B":"${quantityText(labSymbol, book.bidQuantity)}","a":"${priceText(labSymbol, book.ask)}","A":"${quantityText(labSymbol, book.askQuantity)}"`
  return `{"e":"bookTicker","u":${book.updateId},"E":${told},"T":${time},"s":"${labSymbol.symbol}","ps":"${labSymbol.symbol}",${sides},"st":${CONTRACTS}}`
}

export function klineText(labSymbol: LabSymbol, candle: LabCandle, { told, interval, isClosed, isContinuous }: { readonly told: number; readonly interval: string; readonly isClosed: boolean; readonly isContinuous: boolean }): string {
  const { symbol } = labSymbol
  const prices = `"o":"${priceText(labSymbol, candle.open)}","c":"${priceText(labSymbol, candle.close)}","h":"${priceText(labSymbol, candle.high)}","l":"${priceText(labSymbol, candle.low)}"`
  const amounts = `"v":"${quantityText(labSymbol, candle.volume)}","n":${candle.trades},"x":${isClosed},"q":"${quoteText(labSymbol, candle.quote)}","V":"${quantityText(labSymbol, candle.takerBase)}","Q":"${quoteText(labSymbol, candle.takerQuote)}","B":"0"`
  const head = isContinuous ? `"e":"continuous_kline","E":${told},"ps":"${symbol}","ct":"PERPETUAL"` : `"e":"kline","E":${told},"s":"${symbol}"`
  return `{${head},"k":{"t":${candle.openTime},"T":${candle.endTime - 1},${isContinuous ? '' : `"s":"${symbol}",`}"i":"${interval}","f":${candle.firstId},"L":${candle.lastId},${prices},${amounts}}}`
}

export function markPriceText({ labSymbol: { symbol }, mark, nextFunding }: LiveInstrument, told: number, rate: number): string {
  const text = markText(mark)
  return `{"e":"markPriceUpdate","E":${told},"s":"${symbol}","p":"${text}","ap":"${text}","i":"${text}","P":"${text}","r":"${rateText(rate)}","T":${nextFunding},"st":${CONTRACTS}}`
}

export function miniTickerText(labSymbol: LabSymbol, day: LabCandle, told: number): string {
  const { last, open, high, low, volume, quote } = dayTexts(labSymbol, day)
  return `{"e":"24hrMiniTicker","E":${told},"s":"${labSymbol.symbol}","c":"${last}","o":"${open}","h":"${high}","l":"${low}","v":"${volume}","q":"${quote}","ps":"${labSymbol.symbol}","st":${CONTRACTS}}`
}

export function tickerText(live: LiveInstrument, day: LabCandle, told: number): string {
  const { labSymbol, lastQuantity } = live
  const { change, percent, average, last, open, high, low, volume, quote } = dayTexts(labSymbol, day)
  const times = `"O":${day.openTime},"C":${told},"F":${day.firstId},"L":${day.lastId},"n":${day.trades}`
  return `{"e":"24hrTicker","E":${told},"s":"${labSymbol.symbol}","p":"${change}","P":"${percent}","w":"${average}","c":"${last}","Q":"${quantityText(labSymbol, lastQuantity)}","o":"${open}","h":"${high}","l":"${low}","v":"${volume}","q":"${quote}",${times},"ps":"${labSymbol.symbol}","st":${CONTRACTS}}`
}

/** What an instrument is at present, with its brackets. */
export function contractText({ labSymbol: { symbol }, instrument, onboardDate }: LiveInstrument, status: string, told: number): string {
  const brackets = instrument.versions.at(-1)!.marginTiers.map(({ floor, cap, maintenanceRate, deduction, leverageMax }, index, tiers) => ({
    bs: index + 1, bnf: amountAsFloat(floor), bnc: amountAsFloat(cap), mmr: rateAsFloat(maintenanceRate), cf: amountAsFloat(deduction), mi: (tiers[index + 1]?.leverageMax ?? 0) + 1, ma: leverageMax,
  }))
  return JSON.stringify({ e: 'contractInfo', E: told, s: symbol, ps: symbol, ct: 'PERPETUAL', dt: 4_133_404_800_000, ot: onboardDate, cs: status, bks: brackets, st: CONTRACTS })
}
