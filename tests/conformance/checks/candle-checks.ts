import { expect } from 'vitest'
import { call, data, type Check, type Row } from '../support/check.ts'
import { sum } from '../support/exact.ts'
import { SYMBOL, UNIFIED } from '../support/truth.ts'
import type { World } from '../support/world.ts'

type Kline = readonly [number, string, string, string, string, string, number, string, number, string, string, string]
type Candle = readonly [number, number, number, number, number, number]

const MINUTE = 60_000
const wholeHour = (world: World): number => Math.floor(world.now() / 3_600_000 - 1) * 3_600_000

const joined = (rows: readonly Kline[]): Kline => {
  const add = (field: 5 | 7 | 9 | 10): string => sum(8, ...rows.map((row) => row[field]))
  const numbers = (field: 2 | 3): number[] => rows.map((row) => Number(row[field]))
  const extreme = (field: 2 | 3, best: number): string => rows.find((row) => Number(row[field]) === best)![field]
  return [
    rows[0]![0], rows[0]![1], extreme(2, Math.max(...numbers(2))), extreme(3, Math.min(...numbers(3))), rows.at(-1)![4], add(5), rows.at(-1)![6], add(7), rows.reduce((all, row) => all + row[8], 0), add(9), add(10), '0',
  ]
}
const asNumbers = (row: Kline): readonly unknown[] => row.map(Number)

/** Candles: that longer ones are what their minutes add up to, that they touch, and that both clients read the same. */
export const candleChecks: readonly Check[] = [
  {
    name: 'longer candles are what their minutes add up to', by: 'official',
    run: async (world) => {
      const startTime = wholeHour(world)
      const minutes = await data<readonly Kline[]>(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '1m', startTime, limit: 60 })
      for (const [interval, count] of [['5m', 5], ['15m', 15], ['1h', 60]] as const) {
        const rows = await data<readonly Kline[]>(world, 'klineCandlestickData', { symbol: SYMBOL, interval, startTime, endTime: startTime + 60 * MINUTE - 1 })
        expect(rows.map(asNumbers)).toEqual(Array.from({ length: 60 / count }, (_, at) => asNumbers(joined(minutes.slice(at * count, (at + 1) * count)))))
      }
    },
  },
  {
    name: 'candles touch, end one millisecond before the next, and contain their prices', by: 'official',
    run: async (world) => {
      const rows = await data<readonly Kline[]>(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '5m', limit: 100 })
      expect(rows.length).toBe(100)
      for (const [at, [openTime, open, high, low, close, , closeTime]] of rows.entries()) {
        expect([closeTime - openTime, openTime - rows[0]![0]]).toEqual([5 * MINUTE - 1, at * 5 * MINUTE])
        expect([Math.max(...[open, high, low, close].map(Number)), Math.min(...[open, high, low, close].map(Number))]).toEqual([Number(high), Number(low)])
      }
      expect(rows.at(-1)![0]).toBe(Math.floor(world.now() / (5 * MINUTE)) * 5 * MINUTE)
    },
  },
  {
    name: 'ccxt reads the candles that the official client reads', by: 'ccxt',
    run: async (world) => {
      const startTime = wholeHour(world)
      const wanted = await data<readonly Kline[]>(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '5m', startTime, limit: 12 })
      expect(await call<readonly Candle[]>(world, 'fetchOHLCV', UNIFIED, '5m', startTime, 12)).toEqual(wanted.map((row) => row.slice(0, 6).map(Number)))
      expect(wanted.every((row) => Number(row[5]) > 0)).toBe(true)
    },
  },
  {
    name: 'candles of marks are made of marks, without volumes', by: 'ccxt',
    run: async (world) => {
      const startTime = wholeHour(world)
      const marks = await call<readonly Candle[]>(world, 'fetchOHLCV', UNIFIED, '1m', startTime, 60, { price: 'mark' })
      const [hour] = await call<readonly Candle[]>(world, 'fetchOHLCV', UNIFIED, '1h', startTime, 1, { price: 'mark' })
      expect(hour!.slice(0, 5)).toEqual([startTime, marks[0]![1], Math.max(...marks.map((one) => one[2])), Math.min(...marks.map((one) => one[3])), marks.at(-1)![4]])
      expect(new Set(marks.map((one) => one[5]))).toEqual(new Set([0]))
      const trades = await call<readonly Candle[]>(world, 'fetchOHLCV', UNIFIED, '1m', startTime, 60)
      expect(marks.map((one) => one[4])).not.toEqual(trades.map((one) => one[4]))
    },
  },
  {
    name: 'a page begins where it is asked to, and the next goes on from it', by: 'official',
    run: async (world) => {
      const startTime = wholeHour(world) - 20 * 60 * MINUTE
      const page = (from: number): Promise<readonly Kline[]> => data(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '1m', startTime: from, limit: 700 })
      const first = await page(startTime)
      const second = await page(first.at(-1)![6] + 1)
      expect([...first, ...second].slice(0, 1_200).map(([openTime]) => openTime)).toEqual(Array.from({ length: 1_200 }, (_, at) => startTime + at * MINUTE))
    },
  },
  {
    name: 'settlements come at their hours with their marks', by: 'ccxt',
    run: async (world) => {
      const rows = await call<readonly Row[]>(world, 'fetchFundingRateHistory', UNIFIED, undefined, 6)
      const raw = await data<readonly { readonly fundingTime: number; readonly fundingRate: string; readonly markPrice: string }[]>(world, 'getFundingRateHistory', { symbol: SYMBOL, limit: 6 })
      expect(rows.map(({ timestamp, fundingRate }) => [timestamp, fundingRate])).toEqual(raw.map(({ fundingTime, fundingRate }) => [fundingTime, Number(fundingRate)]))
      expect(raw.length).toBe(6)
      // The venue is up to some thirtieth of a second late.
      const times = raw.map(({ fundingTime }) => Math.floor(fundingTime / 1_000) * 1_000)
      const hours = world.fundingHours(SYMBOL)
      expect(times.at(-1)).toBe(world.market.nextFundingTime(SYMBOL) - hours * 3_600_000)
      for (const [at, { markPrice }] of raw.entries()) {
        if (at > 0) expect(times[at]! - times[at - 1]!).toBe(hours * 3_600_000)
        const [mark] = await data<readonly Kline[]>(world, 'markPriceKlineCandlestickData', { symbol: SYMBOL, interval: '1m', startTime: times[at]! - MINUTE, limit: 1 })
        expect(Number(markPrice)).toBe(Number(mark![4]))
      }
    },
  },
  {
    name: 'settings of settlements name the hours', by: 'ccxt',
    run: async (world) => {
      const found = await call<Readonly<Record<string, { readonly interval: string }>>>(world, 'fetchFundingIntervals')
      for (const { symbol, interval } of Object.entries(found).map(([unified, { interval: hours }]) => ({ symbol: unified.replace('/USDT:USDT', 'USDT'), interval: hours }))) {
        expect(interval).toBe(`${world.fundingHours(symbol)}h`)
      }
      const adjusted = world.market.symbols.filter((symbol) => world.fundingHours(symbol) !== 8).map((symbol) => symbol.replace(/USDT$/, '/USDT:USDT'))
      expect(Object.keys(found)).toEqual(expect.arrayContaining(adjusted))
    },
  },
  {
    name: 'the day’s ticker is what its minutes add up to', by: 'ccxt',
    run: async (world) => {
      const ticker = await call<Row & { readonly info: { readonly openTime: string; readonly count: string } }>(world, 'fetchTicker', UNIFIED)
      const openTime = Number(ticker.info.openTime)
      const rows = await data<readonly Kline[]>(world, 'klineCandlestickData', { symbol: SYMBOL, interval: '1m', startTime: openTime, limit: 1_500 })
      const [, open, high, low, close, volume, , quote, count] = asNumbers(joined(rows)) as readonly number[]
      expect(ticker).toMatchObject({ symbol: UNIFIED, open, high, low, close, last: close, baseVolume: volume, quoteVolume: quote })
      expect([Number(ticker.info.count), rows.length]).toEqual([count, Math.ceil((world.now() - openTime) / MINUTE)])
      expect(world.now() - openTime).toBeGreaterThan(24 * 60 * MINUTE - MINUTE)
    },
  },
  {
    name: 'open interest is there, with its time', by: 'ccxt',
    run: async (world) => {
      const { openInterestAmount, timestamp, symbol } = await call<{ readonly openInterestAmount: number; readonly timestamp: number; readonly symbol: string }>(world, 'fetchOpenInterest', UNIFIED)
      expect([openInterestAmount > 0, timestamp <= world.now() && timestamp > world.now() - 60_000, symbol]).toEqual([true, true, UNIFIED])
    },
  },
]
