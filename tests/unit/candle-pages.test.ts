import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CANDLES_MAX, requests } from '../../src-shared/contract/contract.ts'
import type { CandleSeries } from '../../src-shared/contract/market-views.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { candleSeries } from '../../src-main/ipc/candle-pages.ts'
import { candleAt, instrumentOf, INTERVAL, versionOf } from '../support/storage-samples.ts'

const QUARTER = 3 * INTERVAL
const btc = instrumentOf('BTCUSDT')

/** An archive of these candles, and what was asked of it. */
function archiveOf(candles: readonly Candle[]) {
  const asked: number[] = []
  const data = {
    candles: (_id: string, before: number, limit: number) => {
      asked.push(limit)
      return Promise.resolve(candles.filter(({ openTime }) => openTime < before).slice(-limit))
    },
  }
  const ask = (intervalMs: number, before: number, limit: number, instrument: Instrument | undefined = btc): Promise<CandleSeries> =>
    candleSeries(data, { query: { instrumentId: 'BTCUSDT', intervalMs, before, limit }, instrument, archivedMs: INTERVAL })
  return { asked, ask }
}
const upTo = (count: number): Candle[] => Array.from({ length: count }, (_, index) => candleAt(index, 995 + (index % 10)))

it('gives the newest candles before a time as floats, and says whether older ones are there', async () => {
  const { ask, asked } = archiveOf(upTo(10))
  const series = await ask(INTERVAL, 8 * INTERVAL, 3)
  expect(series).toEqual({ openTime: [5, 6, 7].map((index) => index * INTERVAL), open: [10, 10, 10], high: [10.1, 10.1, 10.1], low: [9.9, 9.9, 9.9], close: [10, 10.01, 10.02], volume: [0.01, 0.011, 0.012], priceDecimals: 2, more: true })
  expect(requests['market.candles'].result.safeParse(series).success).toBe(true)
  expect(asked).toEqual([4])
  expect(await ask(INTERVAL, 8 * INTERVAL, 8)).toMatchObject({ more: false, openTime: { length: 8 } })
  expect(await ask(INTERVAL, 0, 8)).toMatchObject({ more: false, openTime: [] })
})

it('joins candles to a longer interval on the grid of UTC, whole spans only', async () => {
  // 0 is missing, so the first span is not whole; 10 and 11 are not there yet.
  const { ask } = archiveOf(upTo(10).slice(1))
  expect(await ask(QUARTER, Number.MAX_SAFE_INTEGER, 10)).toEqual({ openTime: [QUARTER, 2 * QUARTER], open: [10, 10], high: [10.1, 10.1], low: [9.9, 9.9], close: [10, 10.03], volume: [0.027, 0.036].map((sum) => expect.closeTo(sum, 9) as number), priceDecimals: 2, more: false })
  // A time within a span: it opened before.
  expect((await ask(QUARTER, QUARTER + 1, 10)).openTime).toEqual([QUARTER])
  expect((await ask(QUARTER, QUARTER, 10)).openTime).toEqual([])
})

it('has nothing for an interval that the archived one does not divide, and for an instrument nobody knows', async () => {
  const { ask, asked } = archiveOf(upTo(10))
  const nothing = { openTime: [], more: false, priceDecimals: 0 }
  expect(await ask(INTERVAL / 2, Number.MAX_SAFE_INTEGER, 10)).toMatchObject(nothing)
  expect(await ask(INTERVAL + 1, Number.MAX_SAFE_INTEGER, 10)).toMatchObject(nothing)
  expect(await candleSeries({ candles: () => Promise.reject(new Error('not asked')) }, { query: { instrumentId: 'X', intervalMs: INTERVAL, before: 1, limit: 1 }, instrument: undefined, archivedMs: INTERVAL })).toMatchObject(nothing)
  expect(asked).toEqual([])
})

it('joins candles of other decimals', async () => {
  const twice = instrumentOf('BTCUSDT', [versionOf(0, 2, 3), versionOf(2 * INTERVAL, 3, 3)])
  const finer = { ...candleAt(2), open: 10_000, high: 10_200, low: 9_990, close: 10_150 } as unknown as Candle
  expect(await archiveOf([candleAt(0), candleAt(1), finer]).ask(QUARTER, Number.MAX_SAFE_INTEGER, 1, twice)).toMatchObject({ open: [10], high: [10.2], low: [9.9], close: [10.15] })
})

it('gives page after page what one answer would, whatever is missing', async () => {
  const holes = fc.uniqueArray(fc.nat(119), { maxLength: 40 })
  await fc.assert(fc.asyncProperty(holes, fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 3, 12), async (missing, limit, parts) => {
    const { ask } = archiveOf(upTo(120).filter((_, index) => !missing.includes(index)))
    const whole = Array.from({ length: 120 / parts }, (_, span) => span).filter((span) => !missing.some((index) => Math.floor(index / parts) === span))
    const found: number[] = []
    for (let before = Number.MAX_SAFE_INTEGER, more = true; more;) {
      const page = await ask(parts * INTERVAL, before, limit)
      expect(page.openTime.length).toBeLessThanOrEqual(limit)
      found.unshift(...page.openTime)
      ;({ more } = page)
      before = page.openTime[0] ?? Number.NaN
    }
    expect(found).toEqual(whole.map((span) => span * parts * INTERVAL))
  }))
})

it('reads no more at once than the largest answer, and stops a long way back', async () => {
  const { ask, asked } = archiveOf(upTo(130_000))
  const day = 288
  const series = await ask(day * INTERVAL, Number.MAX_SAFE_INTEGER, CANDLES_MAX)
  expect([series.more, Math.max(...asked), asked.length]).toEqual([true, CANDLES_MAX + 1, 5])
  expect(series.openTime.length).toBeGreaterThan(300)
  const older = await ask(day * INTERVAL, series.openTime[0]!, CANDLES_MAX)
  expect([older.more, older.openTime.length + series.openTime.length]).toEqual([false, Math.floor(130_000 / day)])
})
