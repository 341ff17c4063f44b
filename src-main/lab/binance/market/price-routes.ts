import type { LabReply, LabRoute } from '../lab-types.ts'
import { missing, ok, unknownSymbol } from '../replies.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { markText, priceText, quantityText, rateText } from './texts.ts'

type Params = ReadonlyMap<string, string>

/** A call about one symbol, which has to be there. */
export function aboutOne(market: LiveMarket, params: Params, answer: (live: LiveInstrument) => LabReply): LabReply {
  const symbol = params.get('symbol')
  if (!symbol) return missing('symbol')
  const live = market.live.get(symbol)
  return live ? answer(live) : unknownSymbol
}

/** A call about one symbol, or about all when none is named. */
export function aboutOneOrAll(market: LiveMarket, params: Params, tell: (live: LiveInstrument) => unknown): LabReply {
  if (!params.get('symbol')) return ok([...market.live.values()].map(tell))
  return aboutOne(market, params, (live) => ok(tell(live)))
}

const oneOrAll = (one: number, all: number) => (params: Params): number => (params.get('symbol') ? one : all)

/** Prices as they are. */
export function priceRoutes(market: LiveMarket): readonly LabRoute[] {
  const bookTicker: LabRoute = {
    method: 'GET', path: '/fapi/v1/ticker/bookTicker', weight: oneOrAll(2, 5), security: 'none',
    handle: ({ params, now }) => aboutOneOrAll(market, params, ({ labSymbol, book }) => ({
      symbol: labSymbol.symbol, bidPrice: priceText(labSymbol, book.bid), bidQty: quantityText(labSymbol, book.bidQuantity), askPrice: priceText(labSymbol, book.ask), askQty: quantityText(labSymbol, book.askQuantity), time: now,
    })),
  }
  const premiumIndex: LabRoute = {
    method: 'GET', path: '/fapi/v1/premiumIndex', weight: oneOrAll(1, 10), security: 'none',
    handle: ({ params, now }) => aboutOneOrAll(market, params, ({ labSymbol: { symbol }, mark, nextFunding }) => ({
      symbol, markPrice: markText(mark), indexPrice: markText(mark), estimatedSettlePrice: markText(mark), lastFundingRate: rateText(market.nextRate(symbol)), interestRate: '0.00010000', nextFundingTime: nextFunding, time: now,
    })),
  }
  return [bookTicker, premiumIndex]
}
