import { expect, it } from 'vitest'
import type { CandleRow, CandleSeries } from '../../src-shared/contract/market-views.ts'
import type { DecisionRow, DecisionSeries } from '../../src-shared/contract/views.ts'
import { FormingBar } from '../../src-renderer/charts/forming-bar.ts'
import { CandleFeed } from '../../src-renderer/stores/candle-feed.ts'
import { DecisionFeed } from '../../src-renderer/stores/decision-feed.ts'

const BASE = 300_000
const HOUR = 12 * BASE
const START = Date.UTC(2026, 10, 20)
const time = (i: number): number => START + i * BASE
const row = (i: number, close = 100 + i): CandleRow => ({ instrumentId: 'BTCUSDT', intervalMs: BASE, openTime: time(i), open: 100, high: Math.max(100, close) + 1, low: Math.min(100, close) - 1, close, volume: 2 })

interface Asked {
  readonly intervalMs: number
  readonly before: number
  readonly limit: number
  answer(rows: readonly CandleRow[], more?: boolean): Promise<void>
  fail(): Promise<void>
}

/** A feed whose questions the test answers itself, in its own time. */
class Rig {
  readonly asked: Asked[] = []
  changes = 0
  readonly feed = new CandleFeed({
    changed: () => void this.changes++,
    read: ({ intervalMs, before, limit }) => new Promise<CandleSeries>((resolve, reject) => {
      const settled = async (settle: () => void): Promise<void> => {
        settle()
        await new Promise((done) => setImmediate(done))
      }
      this.asked.push({
        intervalMs, before, limit,
        answer: (rows, more = false) => settled(() => resolve({ ...columns(rows), priceDecimals: 1, more })),
        fail: () => settled(() => reject(new Error('connection lost'))),
      })
    }),
  })

  open(intervalMs = BASE): void {
    this.feed.open({ instrumentId: 'BTCUSDT', intervalMs, baseMs: BASE })
  }

  closes(): readonly number[] {
    return Array.from({ length: this.feed.bars.length }, (_, i) => this.feed.bars.at(i).close)
  }
}

const columns = (rows: readonly CandleRow[]) => ({
  openTime: rows.map(({ openTime }) => openTime), open: rows.map(({ open }) => open), high: rows.map(({ high }) => high), low: rows.map(({ low }) => low), close: rows.map(({ close }) => close), volume: rows.map(({ volume }) => volume),
})
const rows = (from: number, to: number): readonly CandleRow[] => Array.from({ length: to - from }, (_, i) => row(from + i))

it('reads the newest page, then adds what closes, once each', async () => {
  const rig = new Rig()
  rig.open()
  expect([rig.feed.state, rig.asked.length, rig.asked[0]?.limit]).toEqual(['loading', 1, 1_000])
  await rig.asked[0]!.answer(rows(0, 3), true)
  rig.feed.take([row(2), row(3), { ...row(4), instrumentId: 'ETHUSDT' }, row(4)])
  rig.feed.take([row(3), row(4, 999)])
  rig.feed.take([row(3)])
  rig.feed.take([row(5)])
  expect([rig.feed.state, rig.feed.more, rig.asked.length, rig.closes()]).toEqual(['ready', true, 1, [100, 101, 102, 103, 104, 105]])
})

it('keeps what closes while the engine is asked', async () => {
  const rig = new Rig()
  rig.open()
  rig.feed.take([row(2), row(3)])
  rig.feed.take([row(4)])
  await rig.asked[0]!.answer(rows(0, 4))
  expect([rig.closes(), rig.asked.length]).toEqual([[100, 101, 102, 103, 104], 1])
})

it('folds what closes while the engine is asked after what it answers', async () => {
  const rig = new Rig()
  rig.open(3 * BASE)
  rig.feed.take([row(1)])
  await rig.asked[0]!.answer([])
  await rig.asked[1]!.answer([row(0)])
  rig.feed.take([row(2)])
  expect([rig.asked.length, rig.feed.bars.at(0).close]).toEqual([2, 102])
})

it('asks again after a gap and merges, in whatever order it comes', async () => {
  const rig = new Rig()
  rig.open()
  await rig.asked[0]!.answer(rows(0, 3))
  rig.feed.take([row(6)])
  expect([rig.asked.length, rig.feed.state, rig.closes().length]).toEqual([2, 'ready', 3])
  rig.feed.take([row(7)])
  await rig.asked[1]!.answer(rows(2, 7))
  expect(rig.closes()).toEqual([100, 101, 102, 103, 104, 105, 106, 107])
})

it('accepts a gap that is in the record too, without asking for ever', async () => {
  const rig = new Rig()
  rig.open()
  await rig.asked[0]!.answer(rows(0, 3))
  rig.feed.take([row(6)])
  await rig.asked[1]!.answer([...rows(0, 3), row(6)])
  rig.feed.take([row(7)])
  expect([rig.asked.length, rig.closes()]).toEqual([2, [100, 101, 102, 106, 107]])
})

it('begins anew when the newest page does not reach back to what there is', async () => {
  const rig = new Rig()
  rig.open()
  await rig.asked[0]!.answer(rows(0, 3))
  const before = rig.feed.bars
  rig.feed.take([row(50)])
  await rig.asked[1]!.answer(rows(40, 51), true)
  expect([rig.feed.bars === before, rig.feed.bars.openTime(0), rig.feed.more]).toEqual([false, time(40), true])
})

it('folds live candles into the chosen interval as whole spans, from the candles of the unfinished one on', async () => {
  const rig = new Rig()
  rig.open(HOUR)
  expect(rig.asked.map(({ intervalMs, limit }) => [intervalMs, limit])).toEqual([[HOUR, 1_000], [BASE, 12]])
  await rig.asked[0]!.answer([{ ...row(0, 150), intervalMs: HOUR }])
  await rig.asked[1]!.answer(rows(2, 14))
  expect(rig.feed.forming).toMatchObject({ openTime: time(12), close: 113, volume: 4 })
  rig.feed.take(rows(14, 23))
  expect(rig.feed.bars.length).toBe(1)
  rig.feed.take([row(23)])
  expect(rig.feed.bars.at(1)).toEqual({ openTime: time(12), open: 100, high: 124, low: 99, close: 123, volume: 24 })
  expect(rig.feed.forming).toBeUndefined()
})

it('gives no bar for a span with a candle missing', async () => {
  const rig = new Rig()
  rig.open(3 * BASE)
  await rig.asked[0]!.answer([])
  await rig.asked[1]!.answer([row(0)])
  rig.feed.take([row(2)])
  await rig.asked[2]!.answer([])
  await rig.asked[3]!.answer([row(0), row(2)])
  rig.feed.take(rows(3, 6))
  expect([rig.feed.bars.length, rig.feed.bars.openTime(0)]).toEqual([1, time(3)])
})

it('puts older pages before, as long as there are any', async () => {
  const rig = new Rig()
  rig.open()
  await rig.asked[0]!.answer(rows(10, 13), true)
  rig.feed.older()
  rig.feed.older()
  expect([rig.asked.length, rig.asked[1]?.before, rig.feed.isLoadingOlder]).toEqual([2, time(10), true])
  await rig.asked[1]!.answer(rows(5, 10), false)
  rig.feed.older()
  expect([rig.asked.length, rig.closes().slice(0, 2), rig.feed.bars.prepended, rig.feed.more]).toEqual([2, [105, 106], 5, false])
})

it('drops the answers to what nobody asks any more', async () => {
  const rig = new Rig()
  rig.open()
  rig.open(HOUR)
  await rig.asked[0]!.answer(rows(0, 3))
  expect([rig.feed.state, rig.feed.bars.length]).toEqual(['loading', 0])
  await rig.asked[1]!.answer([{ ...row(0, 150), intervalMs: HOUR }], true)
  await rig.asked[2]!.answer(rows(0, 12))
  rig.feed.older()
  rig.open()
  await rig.asked[3]!.answer(rows(0, 2))
  expect([rig.feed.state, rig.feed.bars.length]).toEqual(['loading', 0])
})

it('says that it failed, keeps what it has, and reads again when asked to', async () => {
  const rig = new Rig()
  rig.open()
  await rig.asked[0]!.fail()
  expect([rig.feed.state, rig.feed.problem instanceof Error]).toEqual(['failed', true])
  rig.feed.retry()
  await rig.asked[1]!.answer(rows(5, 8), true)
  rig.feed.older()
  await rig.asked[2]!.fail()
  expect([rig.feed.state, rig.closes()]).toEqual(['failed', [105, 106, 107]])
  rig.feed.retry()
  await rig.asked[3]!.answer(rows(5, 9), true)
  expect([rig.feed.state, rig.feed.problem, rig.closes().length]).toEqual(['ready', undefined, 4])
})

it('forms a bar from marks: it begins where its neighbour ended, and the closed candle ends it', async () => {
  const rig = new Rig()
  rig.open()
  rig.feed.mark(time(3) + 10, 500)
  await rig.asked[0]!.answer(rows(0, 3))
  expect(rig.feed.forming).toBeUndefined()
  expect([rig.feed.mark(time(2) + 5, 7), rig.feed.mark(time(3) + 10, 110), rig.feed.mark(time(3) + 20, 110), rig.feed.mark(time(3) + 30, 95)]).toEqual([false, true, false, true])
  expect(rig.feed.forming).toEqual({ openTime: time(3), open: 102, high: 110, low: 95, close: 95, volume: 0 })
  rig.feed.take([row(3)])
  expect([rig.feed.forming, rig.closes().at(-1)]).toEqual([undefined, 103])
})

it('begins a bar at its first mark when the candle before is missing', () => {
  const forming = new FormingBar(BASE)
  forming.mark(time(5) + 1, 50, row(3))
  expect(forming.within(BASE, undefined)).toEqual({ openTime: time(5), open: 50, high: 50, low: 50, close: 50, volume: 0 })
  expect(forming.mark(time(4) + 1, 60, row(3))).toBe(false)
})

it('lets marks that came before their neighbour closed go on from it', () => {
  const forming = new FormingBar(BASE)
  forming.mark(time(5) + 1, 50, row(3))
  forming.closed(row(4))
  forming.closed({ ...row(4), close: 1 })
  expect(forming.within(BASE, undefined)).toEqual({ openTime: time(5), open: 104, high: 104, low: 50, close: 50, volume: 0 })
})

it('joins marks to the candles of a longer unfinished bar, and only in the same bar', () => {
  const forming = new FormingBar(BASE)
  const soFar = { openTime: time(12), open: 90, high: 95, low: 80, close: 94, volume: 7 }
  forming.mark(time(14) + 1, 99, { ...row(13), close: 94 })
  expect(forming.within(HOUR, soFar)).toEqual({ openTime: time(12), open: 90, high: 99, low: 80, close: 99, volume: 7 })
  forming.mark(time(24) + 1, 97, row(23))
  expect(forming.within(HOUR, soFar)).toMatchObject({ openTime: time(24), high: 123, low: 97, volume: 0 })
  forming.mark(time(26) + 1, 97, row(25))
  expect(forming.within(HOUR, undefined)).toBeUndefined()
})

const decision = (i: number, instrumentId = 'BTCUSDT'): DecisionRow => ({
  decisionId: `d${i}`, strategyId: 's', instrumentId, asOf: time(i), action: 'FLAT', reason: 'no-edge', long: { expectedValue: 0.001, winProbability: 0.5, breakEvenProbability: 0.5 }, short: null, mark: '1', quantity: '0', notional: '0',
  stop: null, takeProfit: null, guards: [], priceDecimals: 1,
})

it('reads decisions back as far as somebody looks, page by page, and adds those that are made', async () => {
  const asked: { readonly from: number; readonly to: number; readonly limit: number; readonly resolve: (series: DecisionSeries) => void }[] = []
  const feed = new DecisionFeed({ changed: () => undefined, read: (query) => new Promise((resolve) => asked.push({ ...query, resolve })) })
  const answer = async (i: number, from: number, count: number): Promise<void> => {
    const asOf = Array.from({ length: count }, (_, j) => time(from + j))
    asked[i]!.resolve({ decisionId: asOf.map(String), asOf, long: asOf.map(() => null), short: asOf.map(() => 0.002), action: asOf.map(() => 'FLAT'), reason: asOf.map(() => 'no-edge') })
    await new Promise((done) => setImmediate(done))
  }
  feed.open('BTCUSDT')
  feed.take([decision(9_000), decision(9_000, 'ETHUSDT')])
  feed.need(time(4_000))
  feed.need(time(3_000))
  expect(asked.map(({ from, limit }) => [from, limit])).toEqual([[time(4_000), 2_000]])
  feed.take([decision(9_001)])
  await answer(0, 7_001, 2_000)
  expect([feed.decisions.from, feed.decisions.length, asked[1]?.from, asked[1]?.to]).toEqual([time(7_001), 2_001, time(3_000), time(7_001)])
  await answer(1, 6_000, 1_001)
  expect([feed.decisions.from, asked.length, feed.decisions.length]).toEqual([time(3_000), 2, 3_002])
  feed.need(time(3_500))
  expect(asked.length).toBe(2)
  feed.open('ETHUSDT')
  expect([feed.decisions.length, feed.decisions.from]).toEqual([0, Number.POSITIVE_INFINITY])
})
