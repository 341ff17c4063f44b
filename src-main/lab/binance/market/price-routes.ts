import { DAY_MS, HOUR_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import type { LabReply, LabRoute } from '../lab-types.ts'
import { missing, ok, refused, unknownSymbol } from '../replies.ts'
import { dayTexts, lastDay } from './day.ts'
import { endOf } from './intervals.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { mixed } from './mixed.ts'
import { limitOf, wholeNumber } from './params.ts'
import { markText, priceText, quantityText, quoteText, rateText } from './texts.ts'

type Params = ReadonlyMap<string, string>

/** A call about one symbol, which has to be there. */
export function aboutOne(market: LiveMarket, params: Params, answer: (live: LiveInstrument) => LabReply): LabReply {
  const symbol = params.get('symbol')
  if (!symbol) return missing('symbol')
  const live = market.listed(symbol)
  return live ? answer(live) : unknownSymbol
}

/** A call about one symbol, or about all when none is named. */
function aboutOneOrAll(market: LiveMarket, params: Params, tell: (live: LiveInstrument) => unknown): LabReply {
  if (!params.get('symbol')) return ok(market.all.map(tell))
  return aboutOne(market, params, (live) => ok(tell(live)))
}

const oneOrAll = (one: number, all: number) => (params: Params): number => (params.get('symbol') ? one : all)

/** Prices as they are. */
export function priceRoutes(market: LiveMarket): readonly LabRoute[] {
  const bookTicker: LabRoute = {
    method: 'GET', path: '/fapi/v1/ticker/bookTicker', weight: oneOrAll(2, 5), security: 'none',
    handle: ({ params, now }) => aboutOneOrAll(market, params, (live) => {
      const [[bidPrice, bidQty], [askPrice, askQty]] = bestTexts(market, live)
      return { symbol: live.labSymbol.symbol, bidPrice, bidQty, askPrice, askQty, time: now }
    }),
  }
  const premiumIndex: LabRoute = {
    method: 'GET', path: '/fapi/v1/premiumIndex', weight: oneOrAll(1, 10), security: 'none',
    handle: ({ params, now }) => aboutOneOrAll(market, params, ({ labSymbol: { symbol }, mark, nextFunding }) => ({
      symbol, markPrice: markText(mark), indexPrice: markText(mark), estimatedSettlePrice: markText(mark), lastFundingRate: rateText(market.nextRate(symbol)), interestRate: '0.00010000', nextFundingTime: nextFunding, time: now,
    })),
  }
  return [bookTicker, premiumIndex, dayRoute(market), ...lastPriceRoutes(market), openInterest(market), openInterestHistory(market)]
}

type LevelText = readonly [price: string, quantity: string]

/** Of the book that was recorded where there is one. */
function bestTexts(market: LiveMarket, { labSymbol, book }: LiveInstrument): readonly [bid: LevelText, ask: LevelText] {
  const recorded = market.recorded.get(labSymbol.symbol)?.snapshot(1)
  if (recorded?.bids[0] && recorded.asks[0]) return [recorded.bids[0], recorded.asks[0]]
  return [[priceText(labSymbol, book.bid), quantityText(labSymbol, book.bidQuantity)], [priceText(labSymbol, book.ask), quantityText(labSymbol, book.askQuantity)]]
}

const dayRoute = (market: LiveMarket): LabRoute => ({
  method: 'GET', path: '/fapi/v1/ticker/24hr', weight: oneOrAll(1, 40), security: 'none',
  handle: ({ params, now }) => aboutOneOrAll(market, params, ({ labSymbol }) => {
    const day = lastDay(market.reader, market.indexOf(labSymbol.symbol)!, market.now())
    const texts = dayTexts(labSymbol, day)
    const [last] = market.trades.newest(market.indexOf(labSymbol.symbol)!, market.now(), 1)
    return {
      symbol: labSymbol.symbol, priceChange: texts.change, priceChangePercent: texts.percent, weightedAvgPrice: texts.average, lastPrice: texts.last, lastQty: quantityText(labSymbol, last?.quantity ?? 0),
      openPrice: texts.open, highPrice: texts.high, lowPrice: texts.low, volume: texts.volume, quoteVolume: texts.quote, openTime: day.openTime, closeTime: now, firstId: day.firstId, lastId: day.lastId, count: day.trades,
    }
  }),
})

const lastPriceRoutes = (market: LiveMarket): readonly LabRoute[] =>
  (['v1', 'v2'] as const).map((version) => ({
    method: 'GET', path: `/fapi/${version}/ticker/price`, weight: oneOrAll(1, 2), security: 'none',
    handle: ({ params, now }) => aboutOneOrAll(market, params, ({ labSymbol, last }) => ({ symbol: labSymbol.symbol, price: priceText(labSymbol, last), time: now })),
  }))

const openInterest = (market: LiveMarket): LabRoute => ({
  method: 'GET', path: '/fapi/v1/openInterest', weight: 1, security: 'none',
  handle: ({ params, now }) => aboutOne(market, params, ({ labSymbol }) => ok({ openInterest: quantityText(labSymbol, interestAt(market, labSymbol.symbol, now)), symbol: labSymbol.symbol, time: now })),
})

const PERIODS = ['5m', '15m', '30m', '1h', '2h', '4h', '6h', '12h', '1d']

const openInterestHistory = (market: LiveMarket): LabRoute => ({
  method: 'GET', path: '/futures/data/openInterestHist', weight: 0, pool: 'statistics', security: 'none',
  handle: ({ params, now }) => aboutOne(market, params, ({ labSymbol }) => {
    const period = params.get('period') ?? ''
    if (!PERIODS.includes(period)) return refused(-1130, "Data sent for parameter 'period' is not valid.")
    const limit = limitOf(params, 30, 500)
    if (typeof limit !== 'number') return limit
    const length = endOf(period, 0)
    const last = Math.floor(Math.min(wholeNumber(params, 'endTime') ?? now, now) / length) * length
    const from = Math.max(wholeNumber(params, 'startTime') ?? 0, now - 30 * DAY_MS, last - (limit - 1) * length)
    const rows = []
    for (let time = Math.ceil(from / length) * length; time <= last; time += length) {
      const interest = interestAt(market, labSymbol.symbol, time)
      const price = market.reader.priceBefore(market.indexOf(labSymbol.symbol)!, time)
      rows.push({ symbol: labSymbol.symbol, sumOpenInterest: quantityText(labSymbol, interest), sumOpenInterestValue: quoteText(labSymbol, interest * price), CMCCirculatingSupply: '0', timestamp: time })
    }
    return ok(rows)
  }),
})

/** Some hours' worth of trading, more or less, going straight from one hour to the next. */
function interestAt(market: LiveMarket, symbol: string, time: number): number {
  const index = market.indexOf(symbol)!
  const hour = Math.floor(time / HOUR_MS)
  const first = Math.ceil(market.at(symbol).labSymbol.onboardDate / HOUR_MS) * HOUR_MS
  const typical = market.reader.span(index, { openTime: first, endTime: first + HOUR_MS }, (first + HOUR_MS) as TimeMs).volume
  const at = (when: number): number => 5 + (mixed(when + 7_919 * index) & 1_023) / 1_024
  return Math.round(typical * (at(hour) + (at(hour + 1) - at(hour)) * (time / HOUR_MS - hour)))
}
