import { beforeAll, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { FeedEvent } from '../../src-main/venue/market-feed.port.ts'

/** What a source of market data told, and what its venue answers when it is asked for the same candles afterwards. */
export interface ToldData {
  readonly arrays: readonly (readonly FeedEvent[])[]
  /** Of an instrument, by opening time. */
  readonly truth: (instrumentId: string) => Promise<ReadonlyMap<number, Candle>>
}

const symbolOf = (event: FeedEvent): string | undefined => {
  switch (event.kind) {
    case 'instrument-listed': return event.instrument.instrumentId
    case 'price-marked': return event.mark.instrumentId
    case 'funding-settled': return event.funding.instrumentId
    case 'candle-closed': return event.candle.instrumentId
    case 'trade-printed': return event.instrumentId
    case 'component-reported':
    case 'woken': return undefined
  }
}

/** When what an event tells could first be known. */
const knownAt = (event: FeedEvent): number => {
  switch (event.kind) {
    case 'price-marked': return event.mark.asOf
    case 'funding-settled': return event.funding.fundingTime
    case 'candle-closed': return event.candle.closeTime
    default: return event.time
  }
}

const isWhole = ({ open, high, low, close, volume, openTime, closeTime, intervalMs }: Candle): boolean =>
  [open, high, low, close, volume].every(Number.isSafeInteger) && low > 0 && volume >= 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && closeTime === openTime + intervalMs && openTime % intervalMs === 0

/** What every source of market data promises to the engine and to a simulated venue, whatever happens on the way. */
export function marketDataLaws(open: () => Promise<ToldData>, timeoutMs: number): void {
  let told: ToldData
  let events: readonly FeedEvent[]
  let candles: ReadonlyMap<string, readonly Candle[]>
  beforeAll(async () => {
    told = await open()
    events = told.arrays.flat()
    candles = Map.groupBy(events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : [])), ({ instrumentId, intervalMs }) => `${instrumentId}/${intervalMs}`)
  }, timeoutMs)

  it('tells of instruments, prices and candles', () => {
    for (const kind of ['instrument-listed', 'price-marked', 'candle-closed'] as const) expect(events.filter((event) => event.kind === kind).length, kind).toBeGreaterThan(0)
  })

  it('never goes back in time, and no instant is torn between two arrays', () => {
    expect(events.findIndex((event, index) => index > 0 && event.time < events[index - 1]!.time)).toBe(-1)
    expect(told.arrays.findIndex((part, index) => part.length === 0 || (index > 0 && part[0]!.time === told.arrays[index - 1]!.at(-1)!.time))).toBe(-1)
  })

  it('tells nothing before it could be known, and of no instrument before it is listed', () => {
    expect(events.filter((event) => knownAt(event) > event.time)).toEqual([])
    const listed = new Set<string>()
    for (const event of events) {
      const symbol = symbolOf(event)
      if (event.kind === 'instrument-listed') listed.add(event.instrument.instrumentId)
      else if (symbol !== undefined) expect(listed).toContain(symbol)
    }
  })

  it('has one price of an instrument at an instant, and prices that can be', () => {
    const prices = events.flatMap((event) => (event.kind === 'price-marked' ? [event] : []))
    expect(new Set(prices.map(({ time, mark }) => `${mark.instrumentId}/${time}`)).size).toBe(prices.length)
    expect(prices.filter(({ mark }) => !(mark.bid > 0 && mark.bid <= mark.ask && mark.mark > 0 && [mark.bid, mark.ask, mark.mark].every(Number.isSafeInteger)))).toEqual([])
    const last = new Map<string, number>()
    for (const { mark } of prices) {
      expect(mark.asOf).toBeGreaterThanOrEqual(last.get(mark.instrumentId) ?? -Infinity)
      last.set(mark.instrumentId, mark.asOf)
    }
  })

  it('tells whole candles, each once, in order and without a hole', () => {
    for (const [series, list] of candles) {
      expect(list.filter((candle) => !isWhole(candle)), series).toEqual([])
      expect(list.map(({ openTime }) => openTime), series).toEqual(list.map((_candle, index) => list[0]!.openTime + index * list[0]!.intervalMs))
    }
  })

  it('tells the candles that its venue has', async () => {
    for (const [series, list] of candles) {
      const truth = await told.truth(series.split('/')[0]!)
      expect(list, series).toEqual(list.map(({ openTime }) => truth.get(openTime)))
    }
  })

  it('tells settlements once, in order, and how far apart they are', () => {
    const rates = Map.groupBy(events.flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : [])), ({ instrumentId }) => instrumentId)
    for (const [instrumentId, list] of rates) {
      expect(list.filter(({ fundingTime }, index) => index > 0 && fundingTime <= list[index - 1]!.fundingTime), instrumentId).toEqual([])
      expect(list.filter(({ intervalMs, rate }) => !(intervalMs > 0) || !Number.isSafeInteger(rate)), instrumentId).toEqual([])
    }
  })
}
