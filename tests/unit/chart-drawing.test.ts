import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { PositionRow, TradeRow } from '../../src-shared/contract/views.ts'
import { Bars, type Bar } from '../../src-renderer/charts/bars.ts'
import { Decisions, OUTCOME } from '../../src-renderer/charts/decisions.ts'
import { DrawnWindow } from '../../src-renderer/charts/drawn-window.ts'
import { ShiftedTimes } from '../../src-renderer/charts/shifted-times.ts'
import { marksOf, marksWithin } from '../../src-renderer/charts/trade-marks.ts'
import { setZone } from '../../src-renderer/format/time.ts'
import { chartMove } from '../../src-renderer/panels/chart/chart-keys.ts'
import { countdown } from '../../src-renderer/panels/chart/countdown.ts'
import { levelTexts } from '../../src-renderer/panels/chart/level-texts.ts'
import { equityFacts, startOfDay } from '../../src-renderer/panels/equity/equity-curve.ts'
import { timelineMarks, timelineTicks } from '../../src-renderer/panels/replay/timeline.ts'

const BASE = 300_000
const HOUR = 3_600_000
const DAY = 86_400_000
const START = Date.UTC(2026, 9, 24)
const bar = (i: number, close = 100): Bar => ({ openTime: START + i * BASE, open: 100, high: Math.max(100, close), low: Math.min(100, close), close, volume: 1 })
const filled = (count: number): Bars => {
  const bars = new Bars()
  for (let i = 0; i < count; i++) bars.add(bar(i))
  return bars
}
const decided = (...minutes: readonly number[]): Decisions => {
  const decisions = new Decisions()
  for (const at of minutes) decisions.add({ asOf: START + at * 60_000, long: 0.001, short: -0.002, action: 'FLAT', reason: 'no-edge' })
  return decisions
}

const zoneBefore = process.env['TZ']
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin'
})
afterEach(() => setZone('UTC'))
afterAll(() => {
  if (zoneBefore === undefined) delete process.env['TZ']
  else process.env['TZ'] = zoneBefore
})

const shownClock = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 16)

it('lets days begin at midnight of the shown zone', () => {
  setZone('Asia/Seoul')
  const times = new ShiftedTimes()
  const midnight = Date.UTC(2026, 10, 19, 15)
  expect([midnight - BASE, midnight].map((time) => shownClock(times.push(time)))).toEqual(['2026-11-19T23:55', '2026-11-20T00:00'])
})

it('goes on where the clock is set back, and finds both hours again', () => {
  setZone('local')
  const times = new ShiftedTimes()
  const before = Date.UTC(2026, 9, 25, 0, 30)
  const all = Array.from({ length: 8 }, (_, i) => before + i * 15 * 60_000)
  const shown = all.map((time) => times.push(time))
  // 02:30 and 02:45 of summer time, then two o'clock once more.
  expect(shown.map(shownClock)).toEqual(['2026-10-25T02:30', '2026-10-25T02:45', '2026-10-25T02:45', '2026-10-25T02:45', '2026-10-25T02:45', '2026-10-25T02:45', '2026-10-25T03:00', '2026-10-25T03:15'])
  expect(shown.map((seconds) => times.real(seconds))).toEqual(all)
  expect(times.real(shown[0]! + 1)).toBeUndefined()
})

it('gives a bar the decisions made in it: the newest values, the outcome that counts most', () => {
  const decisions = decided(5, 10)
  decisions.add({ asOf: START + 15 * 60_000, long: 0.004, short: null, action: 'LONG', reason: 'ev-above-threshold' })
  decisions.add({ asOf: START + 20 * 60_000, long: 0.0005, short: -0.001, action: 'FLAT', reason: 'refused' })
  expect(decisions.within(START, BASE)).toEqual({ long: 0.1, short: -0.2, outcome: OUTCOME.flat })
  expect(decisions.within(START + 2 * BASE, BASE)).toEqual({ long: 0.4, short: undefined, outcome: OUTCOME.long })
  expect(decisions.within(START, 4 * BASE)).toEqual({ long: 0.05, short: -0.1, outcome: OUTCOME.long })
  expect(decisions.within(START + 4 * BASE, BASE).outcome).toBe(OUTCOME.none)
})

it('takes pages of decisions from the newest back, and knows how far they reach', () => {
  const decisions = new Decisions()
  const page = (from: number, count: number) => {
    const asOf = Array.from({ length: count }, (_, i) => START + (from + i) * BASE)
    return { decisionId: asOf.map(String), asOf, long: asOf.map(() => 0.001), short: asOf.map(() => null), action: asOf.map(() => 'FLAT' as const), reason: asOf.map(() => 'no-edge') }
  }
  decisions.add({ asOf: START + 40 * BASE, long: 0, short: 0, action: 'FLAT', reason: 'no-edge' })
  decisions.take(page(30, 10), START, 10)
  expect([decisions.from, decisions.length]).toEqual([START + 30 * BASE, 11])
  decisions.take(page(25, 5), START, 10)
  expect([decisions.from, decisions.length]).toEqual([START, 16])
  expect(decisions.within(START + 24 * BASE, BASE).long).toBeCloseTo(0.1)
})

it('grows at the end: the forming bar becomes the closed one, and a decision that comes late is drawn', () => {
  const source = { bars: filled(20), decisions: decided(5), intervalMs: BASE, forming: bar(20, 103) }
  const window = new DrawnWindow(source, { start: 0, end: 20 })
  expect([window.count, window.bar(20)?.close, window.indexAt(START + 20 * BASE + 5)]).toEqual([21, 103, 20])
  source.bars.add(bar(20, 104))
  expect(window.grow(bar(21, 105))).toEqual({ candles: 20, decisions: 0 })
  expect([window.count, window.bar(20)?.close, window.bar(21)?.close]).toEqual([22, 104, 105])
  source.decisions.add({ asOf: START + 20 * BASE, long: 0.003, short: null, action: 'FLAT', reason: 'no-edge' })
  expect(window.grow(bar(21, 106))?.candles).toBe(21)
  expect(window.values('long', 1)).toEqual([{ time: window.shown(19), value: 0.3 }])
})

it('says when something that was drawn is gone: a forming bar that never closed', () => {
  const source = { bars: filled(20), decisions: new Decisions(), intervalMs: BASE, forming: bar(20) }
  const window = new DrawnWindow(source, { start: 0, end: 20 })
  source.bars.add(bar(22))
  expect(window.grow(undefined)).toBeUndefined()
  expect(new DrawnWindow({ ...source, forming: undefined }, { start: 0, end: 21 }).grow(undefined)).toEqual({ candles: 21, decisions: 0 })
})

it('says when a closed bar is heard of after a later one has begun to form', () => {
  const source = { bars: filled(20), decisions: new Decisions(), intervalMs: BASE, forming: bar(21) }
  const drawn = new DrawnWindow(source, { start: 0, end: 20 })
  source.bars.add(bar(20))
  expect(drawn.grow(bar(21))).toBeUndefined()
})

it('draws anew when a candle closes before the forming bar that is drawn already', () => {
  const source = { bars: filled(20), decisions: new Decisions(), intervalMs: BASE, forming: bar(21) }
  const window = new DrawnWindow(source, { start: 0, end: 20 })
  source.bars.add(bar(20))
  expect(window.grow(bar(21))).toBeUndefined()
})

it('draws no forming bar in a stretch that ends in the past', () => {
  const source = { bars: filled(20), decisions: new Decisions(), intervalMs: BASE, forming: bar(20) }
  expect(new DrawnWindow(source, { start: 0, end: 10 }).count).toBe(10)
})

const trade = (openedAt: number, closedAt: number, net: string, side: 'long' | 'short' = 'long'): TradeRow => ({
  entryId: `entry-${openedAt}`, decisionId: 'd', strategyId: 's', instrumentId: 'BTCUSDT', side, quantity: '2', openedAt, closedAt, entry: '100', exit: '101', realized: '2', fees: '-0.1', funding: '0', net, exitReason: 'stop', priceDecimals: 1,
})
const position: PositionRow = {
  entryId: 'open', instrumentId: 'BTCUSDT', side: 'long', quantity: '0.035', asset: 'USDT', entry: '100000.1', mark: '100500', unrealized: '17.4965', stop: '99000', takeProfit: '102000.1', liquidation: null, openedAt: START + HOUR,
  exitTime: START + DAY, stopVerified: true, stopOrderId: 's', exitReason: null, lossAtStop: '36.2', priceDecimals: 1,
}

it('marks entries and exits in order of time, with what came of each after costs', () => {
  const marks = marksOf([trade(START + 20, START + 30, '-4'), trade(START, START + 10, '3', 'short')], [position])
  expect(marks.map(({ kind, tone, text, rank }) => [kind, tone, text, rank])).toEqual([
    ['entry', 'down', 'Short', 0], ['exit', 'up', '+1.50%', 1], ['entry', 'up', 'Long', 0], ['exit', 'down', '−2.00%', 1], ['entry', 'up', '01:00', 2],
  ])
  expect(marksWithin(marks, START + 10, START + 30).map(({ time }) => time - START)).toEqual([10, 20])
})

it('tells of each level how far it is and what it would bring, exactly', () => {
  const [takeProfit, entry, stop, ...rest] = levelTexts(position, { mark: '1', atr: 0.01 })
  expect(takeProfit).toMatchObject({ role: 'take-profit', money: '70.0000', text: '102000.1' })
  expect(takeProfit?.distance).toBeCloseTo(1_500.1 / 100_500, 12)
  expect(takeProfit?.ranges).toBeCloseTo(1_500.1 / 1_005, 9)
  expect([entry?.money, stop?.money, rest]).toEqual(['17.4965', '-36.2', []])
  const short = levelTexts({ ...position, side: 'short', quantity: '-0.035', takeProfit: '98000.1', liquidation: '120000', mark: null }, undefined)
  expect(short.map(({ role, money, distance, ranges }) => [role, money, distance, ranges])).toEqual([
    ['take-profit', '70.0000', null, null], ['entry', '17.4965', null, null], ['stop', '-36.2', null, null], ['liquidation', null, null, null],
  ])
})

it('reads the keys of the chart, and leaves those of the page alone', () => {
  const press = (key: string, more: object = {}) => chartMove({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more })
  expect([press('Home'), press('End'), press('a'), press('t', { altKey: true }), press('ArrowLeft', { ctrlKey: true })]).toEqual([{ kind: 'oldest' }, { kind: 'newest' }, undefined, undefined, undefined])
  expect([press('ArrowLeft'), press('ArrowRight', { shiftKey: true }), press('='), press('-')]).toEqual([{ kind: 'pan', by: -0.12 }, { kind: 'pan', by: 0.6 }, { kind: 'zoom', by: 1.25 }, { kind: 'zoom', by: 0.8 }])
})

it('counts down', () => {
  expect([9_134_000, 845_000, 59_999, 0, -5].map(countdown)).toEqual(['2:32:14', '14:05', '0:59', '0:00', '0:00'])
})

const points = (...values: readonly (readonly [number, string])[]) => values.map(([time, equity]) => ({ time, equity }))

it('measures the day against its opening equity and its loss limit, the whole against its start', () => {
  const rows = points([START - 2 * DAY, '9000'], [START - HOUR, '10100'], [START + 60_000, '10000'], [START + 120_000, '9940'], [START + HOUR, '9970'])
  const status = { dayStart: startOfDay(START + HOUR), openingEquity: '10050', dailyLossMax: 0.02 }
  const day = equityFacts(rows, status, 'day')
  expect([day?.points.length, day?.base, day?.lossLimit, day?.isLimitNear]).toEqual([3, 10_050, 9_849, true])
  expect(day?.worst).toBeCloseTo(-0.006, 12)
  expect(day?.drawdown).toBeCloseTo(-0.003, 12)
  const whole = equityFacts(rows, status, 'whole')
  expect([whole?.points.length, whole?.base, whole?.lossLimit, whole?.isLimitNear]).toEqual([5, 9_000, null, false])
  expect(whole?.worst).toBeCloseTo(9_940 / 10_100 - 1, 12)
  expect(equityFacts(rows, { ...status, openingEquity: '10001' }, 'day')?.isLimitNear).toBe(true)
  expect(equityFacts(points([START + 60_000, '10000']), { ...status, openingEquity: '10001' }, 'day')?.isLimitNear).toBe(false)
  expect(equityFacts([], status, 'day')).toBeUndefined()
})

it('marks the timeline: alarms before trades, none upon another, none beyond the ends', () => {
  const span = { from: START, to: START + 1_000 * HOUR }
  const alarm = { time: START + 500 * HOUR, level: 'alarm', code: 'x', values: {} } as const
  const marks = timelineMarks([trade(START, START + 100 * HOUR, '3'), trade(START, START + 501 * HOUR, '3'), trade(START, START + 700 * HOUR, '-1'), trade(START, START + 2_000 * HOUR, '1')], [alarm, { ...alarm, level: 'info' }], span)
  expect(marks.map(({ kind, part }) => [kind, part])).toEqual([['won', 0.1], ['alarm', 0.5], ['lost', 0.7]])
})

it('ticks the timeline at round times of the shown zone, as many as there is room for', () => {
  const from = Date.UTC(2026, 10, 11, 5, 27)
  const days = timelineTicks({ from, to: from + 10 * DAY }, 9 * HOUR, 10)
  expect([days.length, days[0]]).toEqual([10, Date.UTC(2026, 10, 11, 15)])
  expect(timelineTicks({ from, to: from + DAY }, 0, 10).map((time) => new Date(time).getUTCHours())).toEqual([8, 12, 16, 20, 0, 4])
  expect(timelineTicks({ from, to: from + 2_000 * DAY }, 0, 10).length).toBeLessThanOrEqual(11)
})
