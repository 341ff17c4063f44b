import { gunzipSync } from 'node:zlib'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Faults } from '../../src-main/lab/binance/faults.ts'
import { LabClock } from '../../src-main/lab/binance/lab-clock.ts'
import { ArchivedMinutes } from '../../src-main/lab/binance/market/archived-minutes.ts'
import { CandleReader } from '../../src-main/lab/binance/market/candles.ts'
import { endOf, openOf } from '../../src-main/lab/binance/market/intervals.ts'
import { RecordedDepth } from '../../src-main/lab/binance/market/recorded-depth.ts'
import { StreamFaults } from '../../src-main/lab/binance/stream-faults.ts'
import { StreamHub } from '../../src-main/lab/binance/streams-hub.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { demoInstruments } from '../../src-main/venue/simulated/seeded-market-instruments.ts'
import type { CandleColumns } from '../../src-shared/domain/candle-columns.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { dataFolder } from '../support/recorded.ts'

const T0 = 1_700_000_100_000

/** Prices in tenths of a dollar at eight decimals, quantities in thousandths. */
function columns(rows: readonly (readonly [open: number, high: number, low: number, close: number, volume: number])[]): CandleColumns {
  const column = (at: number, scale: number): Float64Array => Float64Array.from(rows, (row) => row[at]! * scale)
  return {
    priceDecimals: 8, quantityDecimals: 3, openTime: Float64Array.from(rows, (_, i) => T0 + i * 300_000), turnover: null,
    open: column(0, 1e7), high: column(1, 1e7), low: column(2, 1e7), close: column(3, 1e7), volume: column(4, 1),
  }
}

describe('archived candles that are walked through', () => {
  const rows = [[600_000, 600_500, 599_000, 600_100, 123_457], [600_100, 601_000, 600_000, 600_050, 7], [600_050, 600_050, 600_050, 600_050, 0]] as const
  const source = new ArchivedMinutes([{ instrument: demoInstruments(1)[0]!, intervalMs: 300_000, candles: columns(rows), funding: [] }])
  const reader = new CandleReader(source)

  it('are themselves when their minutes are joined', () => {
    for (const [i, [open, high, low, close, volume]] of rows.entries()) {
      const candle = reader.read(0, '5m', T0 + i * 300_000, (T0 + 900_000) as TimeMs)
      expect([candle.open, candle.high, candle.low, candle.close, candle.volume]).toEqual([open, high, low, close, volume])
    }
  })

  it('go to the nearer extreme first: down in one that rises, up in one that falls', () => {
    const minutes = [0, 1, 2, 3, 4].map((i) => reader.read(0, '1m', T0 + i * 60_000, (T0 + 900_000) as TimeMs))
    expect(minutes.findIndex(({ low }) => low === 599_000)).toBeLessThan(minutes.findIndex(({ high }) => high === 600_500))
    const falling = [5, 6, 7, 8, 9].map((i) => reader.read(0, '1m', T0 + i * 60_000, (T0 + 900_000) as TimeMs))
    expect(falling.findIndex(({ high }) => high === 601_000)).toBeLessThan(falling.findIndex(({ low }) => low === 600_000))
  })
})

describe('intervals', () => {
  it.each([
    ['5m', '2026-11-22T13:04:59.999Z', '2026-11-22T13:00:00Z', '2026-11-22T13:05:00Z'],
    ['1w', '2026-11-22T13:04:00Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['1M', '2024-02-29T23:59:59Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['1M', '2025-12-31T00:00:00Z', '2025-12-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['1M', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
  ])('%s of %s is from %s to %s', (interval, time, open, end) => {
    expect(openOf(interval, Date.parse(time))).toBe(Date.parse(open))
    expect(endOf(interval, Date.parse(open))).toBe(Date.parse(end))
  })
})

const recording = `${dataFolder}/l2/binance-usdm-btcusdt_20240808.ndjson.gz`

describe.skipIf(!existsSync(recording))('a recorded book', () => {
  it('is told in its own time, word for word, and after each message REST has the best prices that were told with it', () => {
    const lines = gunzipSync(readFileSync(recording)).toString('utf8').split('\n', 30_000)
    const depth = new RecordedDepth(lines)
    const clock = new LabClock(depth.startTime)
    const hub = new StreamHub(new StreamFaults(new Faults(new SeededRandom(1))))
    const book = depth.play(clock, hub)
    const told: string[] = []
    const tickers: { readonly u: number; readonly b: string; readonly a: string }[] = []
    let at = 0
    hub.add('btcusdt@bookTicker', { deliver: (_, data) => void (told.push(data), tickers.push(JSON.parse(data) as (typeof tickers)[number])) })
    const bests: { readonly u: number; readonly bid: number; readonly ask: number }[] = []
    hub.add('btcusdt@depth@100ms', {
      deliver: (_, data) => {
        told.push(data)
        const { u } = JSON.parse(data) as { readonly u: number }
        const { bids, asks, lastUpdateId } = book.snapshot(1)
        if (u === lastUpdateId) bests.push({ u, bid: Number(bids[0]![0]), ask: Number(asks[0]![0]) })
      },
    })
    clock.advance(400_000)
    const wrong = bests.filter(({ u, bid, ask }) => {
      while (at + 1 < tickers.length && tickers[at + 1]!.u <= u) at++
      return bid !== Number(tickers[at]!.b) || ask !== Number(tickers[at]!.a)
    })
    expect(bests.length).toBeGreaterThan(1_500)
    expect(wrong).toEqual([])
    const recorded = new Set(lines.flatMap((line) => (line.includes('@depth') || line.includes('@bookTicker') ? [line.slice(line.indexOf('"data":') + 7, -1)] : [])))
    expect(told.every((text) => recorded.has(text))).toBe(true)
    expect(told.length).toBe(recorded.size)
  })
})
