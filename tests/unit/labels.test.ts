import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { firstTouch, labelCandles, type LabelCandle } from '../../src-main/labels/triple-barrier.ts'

const STEP = 5 * MINUTE_MS
type Bar = readonly [open: number, high: number, low: number, close: number]
const candle = ([open, high, low, close]: Bar, index: number): LabelCandle => ({ openTime: (index * STEP) as TimeMs, closeTime: ((index + 1) * STEP) as TimeMs, open, high, low, close })

/** The worked example of the label literature: eight bars, entry at the next open. */
const BARS = ([
  [100, 101, 99, 100], [100, 101, 99.5, 100.5], [100.5, 101.5, 100, 101.2], [101.2, 102.4, 100.9, 102],
  [102, 102.5, 97.5, 98], [95, 96, 94, 95.5], [95.5, 97.6, 93.4, 96], [96, 96.5, 95.5, 96.2],
] as const).map(candle)

const touch = (decision: number, side: 1 | -1, [takeProfit, stop, horizon]: readonly [number, number, number]) => {
  const entry = BARS[decision + 1]?.open ?? 100
  return firstTouch(BARS, decision, { side, takeProfit: takeProfit * entry, stop: stop * entry, horizon })
}

describe('the first touch, worked by hand', () => {
  const COST = 0.001

  it.each([
    { name: 'a take-profit in bar 3', decision: 0, side: 1, barriers: [0.02, 0.02, 5], outcome: 'tp', net: 0.019 },
    { name: 'a stop that gaps at bar 5', decision: 3, side: 1, barriers: [0.02, 0.05, 3], outcome: 'sl', net: -0.069_627_451 },
    { name: 'both in bar 6: the stop was first', decision: 5, side: 1, barriers: [0.02, 0.02, 2], outcome: 'sl', net: -0.021 },
    { name: 'the horizon ends with bar 2', decision: 0, side: 1, barriers: [0.05, 0.05, 2], outcome: 'timeout', net: 0.011 },
    { name: 'a short take-profit that gaps at bar 5', decision: 3, side: -1, barriers: [0.05, 0.02, 3], outcome: 'tp', net: 0.067_627_451 },
    { name: 'short, both in bar 6: the stop was first', decision: 5, side: -1, barriers: [0.02, 0.02, 2], outcome: 'sl', net: -0.021 },
  ] as const)('$name', ({ decision, side, barriers, outcome, net }) => {
    const label = touch(decision, side, barriers)!
    expect(label.outcome).toBe(outcome)
    expect(label.grossReturn - COST).toBeCloseTo(net, 9)
  })

  it('enters at the next open, never at the close that made the signal: 95 after a close of 98', () => {
    const label = firstTouch(BARS, 4, { side: 1, takeProfit: 100, stop: 100, horizon: 2 })!
    expect(label).toEqual({ outcome: 'timeout', grossReturn: (96 - 95) / 95, minutesHeld: 10, mae: (95 - 93.4) / 95 })
  })

  it('counts the time to the end of the candle that touched, or to the open that already lay beyond', () => {
    expect(touch(0, 1, [0.02, 0.02, 5])!.minutesHeld).toBe(15)
    expect(touch(3, 1, [0.02, 0.05, 3])!.minutesHeld).toBe(5)
    expect(touch(0, 1, [0.05, 0.05, 2])!.minutesHeld).toBe(10)
  })

  it('keeps the largest adverse excursion, and that of a stop is its exit', () => {
    expect(touch(0, 1, [0.02, 0.02, 5])!.mae).toBeCloseTo(0.005, 12)
    expect(touch(3, 1, [0.02, 0.05, 3])!.mae).toBeCloseTo(7 / 102, 12)
    expect(touch(5, 1, [0.02, 0.02, 2])!.mae).toBeCloseTo(0.02, 12)
    expect(touch(0, -1, [0.05, 0.05, 2])!.mae).toBeCloseTo(0.015, 12)
  })

  it('is undefined when the candles end, or break, before the trade does', () => {
    expect(touch(7, 1, [0.02, 0.02, 5])).toBeUndefined()
    expect(touch(6, 1, [0.5, 0.5, 2])).toBeUndefined()
    const broken = BARS.map((bar, index) => (index < 3 ? bar : { ...bar, openTime: (bar.openTime + STEP) as TimeMs, closeTime: (bar.closeTime + STEP) as TimeMs }))
    expect(firstTouch(broken, 0, { side: 1, takeProfit: 2, stop: 2, horizon: 5 })).toBeUndefined()
  })
})

describe('labels of a series', () => {
  const SPEC = { barrierIntervalMs: HOUR_MS, barrierAtrWindow: 2, takeProfitAtr: 2, stopAtr: 1, horizon: 1 }
  const random = new SeededRandom(4)
  let close = 10_000
  const series = Array.from({ length: 100 }, (_, index) => {
    const open = close
    close = Math.round(open + 20 * random.normal())
    return candle([open, Math.max(open, close) + random.below(10), Math.min(open, close) - random.below(10), close], index)
  })
  const labels = labelCandles(series, SPEC)

  /** The hour bars by another way: all twelve candles of the clock hour. */
  function meanTrueRangeBefore(index: number): number {
    const hours = Math.floor((index + 1) / 12)
    const bar = (hour: number) => series.slice(hour * 12, hour * 12 + 12)
    const range = (hour: number): number => {
      const before = bar(hour - 1).at(-1)!.close
      return Math.max(before, ...bar(hour).map(({ high }) => high)) - Math.min(before, ...bar(hour).map(({ low }) => low))
    }
    return (range(hours - 1) + range(hours - 2)) / 2
  }

  it('begin when so many hours and one more have closed, and end where the future does', () => {
    const defined = labels.flatMap((label, index) => (label ? [index] : []))
    expect(defined[0]).toBe(35)
    expect(defined.at(-1)).toBeLessThan(99)
    expect(defined).toContain(80)
  })

  it('take the true range of whole hours closed with the candle, never of the hour that is still forming', () => {
    for (const [index, label] of labels.entries()) if (label) expect(label.barrierAtr).toBeCloseTo(meanTrueRangeBefore(index), 9)
  })

  it('know nothing of what comes after: another future changes neither barrier nor what ended before it', () => {
    const other = series.map((bar, index) => (index < 60 ? bar : { ...bar, high: 3 * bar.high, low: bar.low / 3 }))
    const changed = labelCandles(other, SPEC)
    for (let index = 35; index < 60; index++) {
      expect(changed[index]?.barrierAtr).toBe(labels[index]?.barrierAtr)
      const { long } = labels[index]!
      if (index + 1 + long.minutesHeld / 5 <= 60) expect(changed[index]!.long).toEqual(long)
    }
  })

  it('drop an hour that misses a candle', () => {
    const holed = series.filter((_, index) => index !== 30)
    expect(labelCandles(holed, SPEC).findIndex((label) => label !== undefined)).toBe(46)
  })

  it('have long and short of one candle on opposite sides: never two take-profits from symmetric barriers', () => {
    const symmetric = labelCandles(series, { ...SPEC, takeProfitAtr: 1 })
    const both = symmetric.filter((label) => label?.long.outcome === 'tp' && label.short.outcome === 'tp')
    expect(both).toEqual([])
    expect(symmetric.filter((label) => label?.long.outcome === 'tp').length).toBeGreaterThan(3)
    expect(symmetric.filter((label) => label?.short.outcome === 'tp').length).toBeGreaterThan(3)
  })
})
