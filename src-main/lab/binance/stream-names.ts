import { isInterval } from './market/intervals.ts'

/** Where a stream is told: since the paths were routed each belongs to one. */
export type StreamRoute = 'public' | 'market'

const PUBLIC = /^(?:.+@(?:bookTicker|trade|depth(?:5|10|20)?(?:@(?:100|250|500)ms)?|rpiDepth@500ms)|!bookTicker)$/
const MARKET = /^(?:.+@(?:markPrice(?:@1s)?|aggTrade|miniTicker|ticker|forceOrder|compositeIndex)|!(?:markPrice|miniTicker|ticker|forceOrder|assetIndex)@arr(?:@1s)?|!contractInfo|tradingSession)$/
const KLINE = /^.+@(?:continuousKline|kline)_(.+)$/

/** Undefined for what is no market stream. */
export function routeOf(stream: string): StreamRoute | undefined {
  if (PUBLIC.test(stream)) return 'public'
  if (MARKET.test(stream)) return 'market'
  const interval = KLINE.exec(stream)?.[1]
  return interval !== undefined && isInterval(interval) ? 'market' : undefined
}
