import { expect } from 'vitest'
import { data, until, type Check } from '../support/check.ts'
import { differences, OfficialTypes, type Shape } from '../support/official-types.ts'
import { SYMBOL } from '../support/truth.ts'
import type { World } from '../support/world.ts'

interface Asked {
  readonly method: string
  readonly request?: object
  /** Where the venue is known to differ from its specification. */
  readonly known?: readonly (string | RegExp)[]
}

const KLINES = { symbol: SYMBOL, interval: '5m', limit: 3 }
const FILTERS = /^symbols\[\]\.filters\[\]\.\w+: missing$/

/** Public replies. Each filter has only its own fields; some listings have more than the specification says. */
const PUBLIC: readonly Asked[] = [
  { method: 'checkServerTime' },
  { method: 'exchangeInformation', known: [FILTERS, 'symbols[].filters[].positionControlSide: not specified', 'futuresType: not specified', 'symbols[].maxMoveOrderLimit: not specified', 'symbols[].permissionSets: not specified', 'assets[].autoAssetExchange: null, not text'] },
  { method: 'klineCandlestickData', request: KLINES },
  { method: 'markPriceKlineCandlestickData', request: KLINES },
  { method: 'continuousContractKlineCandlestickData', request: { pair: SYMBOL, contractType: 'PERPETUAL', interval: '5m', limit: 3 } },
  { method: 'indexPriceKlineCandlestickData', request: { pair: SYMBOL, interval: '5m', limit: 3 } },
  { method: 'premiumIndexKlineData', request: KLINES },
  { method: 'markPrice', request: { symbol: SYMBOL } },
  { method: 'markPrice' },
  { method: 'getFundingRateHistory', request: { symbol: SYMBOL, limit: 3 } },
  // Since the settings tell when they changed, which the specification leaves out.
  { method: 'getFundingRateInfo', known: ['[].updateTime: not specified'] },
  { method: 'openInterest', request: { symbol: SYMBOL } },
  { method: 'openInterestStatistics', request: { symbol: SYMBOL, period: '5m' } },
  { method: 'orderBook', request: { symbol: SYMBOL, limit: 5 } },
  { method: 'recentTradesList', request: { symbol: SYMBOL, limit: 5 } },
  { method: 'compressedAggregateTradesList', request: { symbol: SYMBOL, limit: 5 } },
  { method: 'symbolOrderBookTicker', request: { symbol: SYMBOL }, known: ['lastUpdateId: not specified'] },
  { method: 'symbolPriceTickerV2', request: { symbol: SYMBOL } },
  { method: 'ticker24hrPriceChangeStatistics', request: { symbol: SYMBOL } },
]

/** Messages of market streams, which the connector unwraps. */
const STREAMS: readonly Asked[] = [
  { method: 'klineCandlestickStreams', request: { symbol: SYMBOL.toLowerCase(), interval: '1m' } },
  { method: 'markPriceStream', request: { symbol: SYMBOL.toLowerCase(), updateSpeed: '1s' } },
  { method: 'individualSymbolBookTickerStreams', request: { symbol: SYMBOL.toLowerCase() } },
  { method: 'aggregateTradeStreams', request: { symbol: SYMBOL.toLowerCase() } },
  { method: 'diffBookDepthStreams', request: { symbol: SYMBOL.toLowerCase() } },
  { method: 'partialBookDepthStreams', request: { symbol: SYMBOL.toLowerCase(), levels: 5 } },
  { method: 'individualSymbolMiniTickerStream', request: { symbol: SYMBOL.toLowerCase() } },
  { method: 'individualSymbolTickerStreams', request: { symbol: SYMBOL.toLowerCase() } },
]

let types: OfficialTypes | undefined
/** Of a type that the connector declares. */
export const shapeOf = (type: string): Shape => (types ??= new OfficialTypes()).of(type)

export function unexpectedIn(value: unknown, shape: Shape, known: readonly (string | RegExp)[]): readonly string[] {
  const isKnown = (difference: string): boolean => known.some((one) => (typeof one === 'string' ? one === difference : one.test(difference)))
  return differences(value, shape).filter((difference) => !isKnown(difference))
}

export const unexpected = (value: unknown, { method, known = [] }: Asked): readonly string[] => unexpectedIn(value, (types ??= new OfficialTypes()).ofMethod(method), known)

async function firstMessage(world: World, { method, request }: Asked): Promise<unknown> {
  const connection = await world.official.websocketStreams.connect()
  let first: unknown
  try {
    ;(connection[method] as (request?: object) => { on(event: 'message', listener: (data: unknown) => void): void }).call(connection, request).on('message', (message) => (first ??= message))
    await until(`a message of ${method}`, () => {
      if (first === undefined) world.lab.clock.advance(50)
      return first !== undefined
    })
    return first
  } finally {
    await connection.disconnect()
  }
}

/** Field by field: each is there, is of the kind that is specified, and none is there that is not. */
export const shapeChecks: readonly Check[] = [
  ...PUBLIC.map((asked): Check => ({
    name: `every field of ${asked.method}${asked.request ? '' : ' of all'} is as specified`, by: 'wire',
    run: async (world) => expect(unexpected(await data<unknown>(world, asked.method, asked.request), asked)).toEqual([]),
  })),
  ...STREAMS.map((asked): Check => ({
    name: `every field of ${asked.method} is as specified`, by: 'wire',
    run: async (world) => expect(unexpected(await firstMessage(world, asked), asked)).toEqual([]),
  })),
]
