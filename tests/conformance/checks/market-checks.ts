import { expect } from 'vitest'
import { call, data, isPadded, refusal, type Check, type Row } from '../support/check.ts'
import { priceOf, quantityOf, rulesOf, SYMBOL, UNIFIED } from '../support/truth.ts'

interface CcxtMarket {
  readonly id: string
  readonly symbol: string
  readonly active: boolean
  readonly precision: { readonly amount: number; readonly price: number }
  readonly limits: { readonly amount: { readonly min: number }; readonly cost: { readonly min: number } }
}
interface Filter {
  readonly filterType: string
  readonly tickSize?: string
  readonly stepSize?: string
  readonly notional?: string
}
interface Listing {
  readonly rateLimits: readonly Row[]
  readonly symbols: readonly { readonly symbol: string; readonly status: string; readonly filters: readonly Filter[] }[]
}

/** What is listed, under which rules, and what it costs now: against the market that the server itself runs. */
export const marketChecks: readonly Check[] = [
  {
    name: 'markets have the tick, step and least notional that orders are held to', by: 'ccxt',
    run: async (world) => {
      const markets = Object.values(await call<Record<string, CcxtMarket>>(world, 'loadMarkets'))
      expect(markets.map(({ id }) => id).toSorted()).toEqual([...world.market.symbols].toSorted())
      for (const { id, symbol, active, precision, limits } of markets) {
        const rules = rulesOf(world, id)
        expect({ id, symbol, active, price: precision.price, amount: precision.amount, least: limits.amount.min, notional: limits.cost.min }).toEqual({
          id, symbol: `${id.slice(0, -4)}/USDT:USDT`, active: true, price: Number(rules.tick), amount: Number(rules.step), least: Number(rules.quantityMin), notional: Number(rules.notionalMin),
        })
      }
    },
  },
  {
    name: 'the listing has its filters and limits', by: 'official',
    run: async (world) => {
      const { symbols, rateLimits } = await data<Listing>(world, 'exchangeInformation')
      expect(rateLimits.map(({ rateLimitType, interval, intervalNum, limit }) => [rateLimitType, interval, intervalNum, limit])).toEqual([
        ['REQUEST_WEIGHT', 'MINUTE', 1, 2_400], ['ORDERS', 'MINUTE', 1, 1_200], ['ORDERS', 'SECOND', 10, 300],
      ])
      for (const { symbol, status, filters } of symbols) {
        const rules = rulesOf(world, symbol)
        const filter = (type: string): Filter => filters.find(({ filterType }) => filterType === type)!
        expect(status).toBe('TRADING')
        expect([filter('PRICE_FILTER').tickSize, filter('LOT_SIZE').stepSize, filter('MIN_NOTIONAL').notional].map(Number)).toEqual([rules.tick, rules.step, rules.notionalMin].map(Number))
      }
    },
  },
  {
    name: 'the time is the venue’s', by: 'official',
    run: async (world) => expect(await data(world, 'checkServerTime')).toEqual({ serverTime: world.now() }),
  },
  {
    name: 'the best of the book is what the market trades at', by: 'ccxt',
    run: async (world) => {
      const { bid, ask, bidQuantity, askQuantity } = world.market.best(SYMBOL)
      expect(await call(world, 'fetchOrderBook', UNIFIED, 5)).toMatchObject({
        bids: { 0: [Number(priceOf(world, bid)), Number(quantityOf(world, bidQuantity))], length: 5 }, asks: { 0: [Number(priceOf(world, ask)), Number(quantityOf(world, askQuantity))], length: 5 },
      })
    },
  },
  {
    name: 'a book is sorted, without an overlap, and as deep as asked', by: 'official',
    run: async (world) => {
      for (const limit of [5, 100, 1_000]) {
        const { bids, asks } = await data<{ readonly bids: readonly [string, string][]; readonly asks: readonly [string, string][] }>(world, 'orderBook', { symbol: SYMBOL, limit })
        expect([bids.length, asks.length]).toEqual([limit, limit])
        const prices = [...bids.map(([price]) => Number(price)).reverse(), ...asks.map(([price]) => Number(price))]
        expect(prices).toEqual([...new Set(prices)].toSorted((a, b) => a - b))
        expect([bids[0], asks[0]]).toEqual([[priceOf(world, world.market.best(SYMBOL).bid), quantityOf(world, world.market.best(SYMBOL).bidQuantity)], [priceOf(world, world.market.best(SYMBOL).ask), quantityOf(world, world.market.best(SYMBOL).askQuantity)]])
      }
    },
  },
  {
    name: 'the book ticker is the best of the book', by: 'official',
    run: async (world) => {
      const { bid, ask, bidQuantity, askQuantity } = world.market.best(SYMBOL)
      expect(await data(world, 'symbolOrderBookTicker', { symbol: SYMBOL })).toMatchObject({
        symbol: SYMBOL, bidPrice: priceOf(world, bid), bidQty: quantityOf(world, bidQuantity), askPrice: priceOf(world, ask), askQty: quantityOf(world, askQuantity),
      })
    },
  },
  {
    name: 'mark and next settlement are the market’s', by: 'ccxt',
    run: async (world) =>
      expect(await call(world, 'fetchFundingRate', UNIFIED)).toMatchObject({ symbol: UNIFIED, markPrice: Number(priceOf(world, world.market.mark(SYMBOL), 8)), fundingTimestamp: world.market.nextFundingTime(SYMBOL), timestamp: world.now() }),
  },
  {
    name: 'mark and next settlement are the market’s', by: 'official',
    run: async (world) =>
      expect(await data(world, 'markPrice', { symbol: SYMBOL })).toMatchObject({ symbol: SYMBOL, markPrice: priceOf(world, world.market.mark(SYMBOL), 8), nextFundingTime: world.market.nextFundingTime(SYMBOL), time: world.now() }),
  },
  {
    name: 'what is not listed is refused as such', by: 'ccxt',
    run: async (world) => {
      expect(await refusal(call(world, 'fapiPublicGetKlines', { symbol: 'NOSUCHUSDT', interval: '1m' }))).toMatchObject({ name: 'BadSymbol', code: -1121 })
      expect(await refusal(call(world, 'fapiPublicGetKlines', { symbol: SYMBOL, interval: '1s' }))).toMatchObject({ name: 'BadRequest', code: -1120 })
    },
  },
  {
    name: 'a wrong parameter has its own code', by: 'official',
    run: async (world) => {
      expect(await refusal(data(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '1m', limit: 1_501 }))).toMatchObject({ name: 'BadRequestError', code: -1130 })
      expect(await refusal(data(world, 'orderBook', { symbol: SYMBOL, limit: 7 }))).toMatchObject({ name: 'BadRequestError', code: -4021 })
    },
  },
  {
    name: 'prices are padded to the symbol’s precision', by: 'official',
    run: async (world) => {
      const { pricePrecision, quantityPrecision } = rulesOf(world, SYMBOL)
      const { bids } = await data<{ readonly bids: readonly [string, string][] }>(world, 'orderBook', { symbol: SYMBOL, limit: 100 })
      for (const [price, quantity] of bids) {
        isPadded(price, pricePrecision)
        isPadded(quantity, quantityPrecision)
      }
    },
  },
]
