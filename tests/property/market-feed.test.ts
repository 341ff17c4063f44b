import { describe, expect, it } from 'vitest'
import type { FeedEvent, FeedQuestion, RawMessage } from '../../src-main/venue/market-feed.port.ts'
import { BinanceFeed } from '../../src-main/venue/binance/feed/binance-feed.ts'
import { aboutOf } from '../../src-main/venue/binance/feed/questions.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { BAR, NOON } from '../support/feed-rig.ts'
import { CALM, converse, FeedVenue, WILD, type Trouble } from '../support/feed-venue.ts'
import { firstDifference } from '../support/first-difference.ts'

const HOURS = 2
const SEEDS = [1, 2, 3]

const newFeed = (): BinanceFeed => new BinanceFeed({ venue: 'binance-usdm', instruments: [{ symbol: 'BTCUSDT', known: null, candlesUntil: NOON, fundingUntil: null }], intervals: [BAR], depth: false })

function run(seed: number, trouble: Trouble, tickMs = 250): { readonly venue: FeedVenue; readonly messages: readonly RawMessage[]; readonly events: readonly FeedEvent[] } {
  const feed = newFeed()
  const events: FeedEvent[] = []
  const venue = new FeedVenue(seed, trouble, HOURS)
  const told = { take: (message: RawMessage) => events.push(...feed.take(message)), questions: (): readonly FeedQuestion[] => feed.questions() }
  return { venue, messages: converse(told, venue, { hours: HOURS, tickMs, aboutOf }), events }
}

const candles = (events: readonly FeedEvent[]) => events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : []))
const settled = (events: readonly FeedEvent[]) => events.flatMap((event) => (event.kind === 'funding-settled' ? [event.funding] : []))

describe.each(SEEDS)('messages of a venue that go astray, seed %i', (seed) => {
  const { venue, messages, events } = run(seed, WILD)

  it('read again give the same events, though nobody fetches a question', () => {
    const again = newFeed()
    expect(firstDifference(messages.flatMap((message) => again.take(message)), events)).toBeNull()
    expect(events.length).toBeGreaterThan(1_000)
  })

  it('give the true candles, each once, in order and without a hole', () => {
    const told = candles(events)
    expect(told.length).toBeGreaterThan((HOURS * 3_600_000) / BAR - 8)
    expect(told.map(({ openTime }) => (openTime - NOON) / BAR)).toEqual(told.map((_candle, index) => index))
    const truth = told.map((_candle, index) => venue.row(index))
    expect(told.map(({ close, volume }) => [close, volume])).toEqual(truth.map((row) => [parseDecimal(row[4] as string, 8), parseDecimal(row[5] as string, 3)]))
  })

  it('give settlements once and in order, and prices that never go back', () => {
    const times = settled(events).map(({ fundingTime, intervalMs }) => [(fundingTime - NOON) / 3_600_000, intervalMs])
    expect(times).toEqual(times.map((_time, index) => [times[0]![0]! + index, 3_600_000]))
    expect(times.length).toBeGreaterThan(1)
    const prices = events.flatMap((event) => (event.kind === 'price-marked' ? [[event.mark.asOf, event.time] as const] : []))
    expect(prices.filter(([asOf, time], index) => asOf > time || asOf < prices[Math.max(0, index - 1)]![0])).toEqual([])
    expect(new Set(prices.map(([, time]) => time)).size).toBe(prices.length)
  })

  it('are trusted only while no candle is missing', () => {
    let [isTrusted, next] = [false, NOON as number]
    for (const event of events) {
      if (event.kind === 'component-reported') isTrusted = event.healthy
      if (event.kind === 'candle-closed') next = event.candle.closeTime
      // 3 s of grace, and a look every 250 ms.
      if (isTrusted && event.kind === 'woken') expect(event.time - next).toBeLessThan(BAR + 3_500)
    }
  })
})

describe('ticks', () => {
  it.each([{ trouble: WILD, how: 'astray' }, { trouble: CALM, how: 'well' }])('that come more rarely change neither candles nor settlements where messages go $how', ({ trouble }) => {
    const [often, rarely] = [run(7, trouble, 250).events, run(7, trouble, 5_000).events]
    expect(firstDifference(candles(rarely), candles(often))).toBeNull()
    expect(settled(rarely).map(({ fundingTime }) => fundingTime)).toEqual(settled(often).map(({ fundingTime }) => fundingTime))
  })

  it('change no price of a venue that is well', () => {
    const prices = (events: readonly FeedEvent[]) => events.filter(({ kind }) => kind === 'price-marked' || kind === 'trade-printed')
    expect(firstDifference(prices(run(8, CALM, 5_000).events), prices(run(8, CALM, 250).events))).toBeNull()
  })
})
