import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS, ONE_RATE, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { labelCandlesOf, type LabelCandles } from '../../src-main/labels/label-candles.ts'
import { labelColumns, walkBarriers, type LabelColumns } from '../../src-main/labels/label-columns.ts'
import type { LabelParts } from '../../src-main/labels/side-labels.ts'
import { followOne, wholeHorizon, type PlainCandle } from '../support/label-by-hand.ts'

const STEP = 5 * MINUTE_MS
type Bar = readonly [open: number, high: number, low: number, close: number]
const candle = ([open, high, low, close]: Bar, index: number): PlainCandle => ({ openTime: (index * STEP) as TimeMs, closeTime: ((index + 1) * STEP) as TimeMs, open, high, low, close })
const FREE: LabelParts = { costs: { fees: 0, slippage: 0 }, settlements: [] }

/** The worked example of the label literature: eight bars, entry at the next open. */
const BARS = ([
  [100, 101, 99, 100], [100, 101, 99.5, 100.5], [100.5, 101.5, 100, 101.2], [101.2, 102.4, 100.9, 102],
  [102, 102.5, 97.5, 98], [95, 96, 94, 95.5], [95.5, 97.6, 93.4, 96], [96, 96.5, 95.5, 96.2],
] as const).map(candle)

/** One row of the side, with barriers as fractions of the entry. */
function touch(decision: number, side: 1 | -1, [takeProfit, stop, horizon]: readonly [number, number, number], parts: Partial<LabelParts> & { readonly candles?: LabelCandles } = {}) {
  const { candles = labelCandlesOf(BARS), ...others } = parts
  const ranges = candles.open.map((_, place) => candles.open[place + 1] ?? NaN)
  return rowOf(walkBarriers(candles, { ranges, takeProfit, stop, horizon }, { ...FREE, ...others }), side, decision)
}

function rowOf(labels: LabelColumns, side: 1 | -1, row: number) {
  const columns = side === 1 ? labels.long : labels.short
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[row]!])) as { readonly [Name in keyof typeof columns]: number }
}

const changed = (place: number, bar: Partial<PlainCandle>): LabelCandles => labelCandlesOf(BARS.map((old, index) => (index === place ? { ...old, ...bar } : old)))

describe('the first touch, worked by hand', () => {
  const COST = { fees: 0.0006, slippage: 0.0004 }

  it.each([
    { name: 'a take-profit in bar 3', decision: 0, side: 1, barriers: [0.02, 0.02, 5], outcome: 1, net: 0.019, isGap: 0 },
    { name: 'a stop that gaps at bar 5', decision: 3, side: 1, barriers: [0.02, 0.05, 3], outcome: -1, net: -0.069_627_450_980_392_14, isGap: 1 },
    { name: 'both in bar 6: the stop was first', decision: 5, side: 1, barriers: [0.02, 0.02, 2], outcome: -1, net: -0.021, isGap: 0 },
    { name: 'the horizon ends with bar 2', decision: 0, side: 1, barriers: [0.05, 0.05, 2], outcome: 0, net: 0.011, isGap: 0 },
    { name: 'a short take-profit that gaps at bar 5', decision: 3, side: -1, barriers: [0.05, 0.02, 3], outcome: 1, net: 0.067_627_450_980_392_13, isGap: 1 },
    { name: 'short, both in bar 6: the stop was first', decision: 5, side: -1, barriers: [0.02, 0.02, 2], outcome: -1, net: -0.021, isGap: 0 },
  ] as const)('$name', ({ decision, side, barriers, outcome, net, isGap }) => {
    const label = touch(decision, side, barriers, { costs: COST })
    expect(label).toMatchObject({ outcome, isGap, fees: COST.fees, slippage: COST.slippage, funding: 0 })
    expect(label.net).toBeCloseTo(net, 12)
    expect(label.gross - 0.001).toBeCloseTo(net, 12)
  })

  it('enters at the next open, never at the close that made the signal: 95 after a close of 98', () => {
    const label = touch(4, 1, [1, 1, 2])
    expect(label).toMatchObject({ outcome: 0, gross: (96 - 95) / 95, minutesHeld: 10, mae: (95 - 93.4) / 95, mfe: (97.6 - 95) / 95 })
  })

  it('counts the time to the end of the candle that touched, or to the open that already lay beyond', () => {
    expect(touch(0, 1, [0.02, 0.02, 5])).toMatchObject({ minutesHeld: 15, candlesHeld: 3, dependsUntil: 4 * STEP, horizonUntil: 6 * STEP })
    expect(touch(3, 1, [0.02, 0.05, 3])).toMatchObject({ minutesHeld: 5, candlesHeld: 1, dependsUntil: 5 * STEP, horizonUntil: 7 * STEP })
    expect(touch(0, 1, [0.05, 0.05, 2])).toMatchObject({ minutesHeld: 10, candlesHeld: 2, dependsUntil: 3 * STEP, horizonUntil: 3 * STEP })
  })

  it('keeps the largest excursions until the exit, and that of a barrier is its exit', () => {
    const [profit, gap, both] = [touch(0, 1, [0.02, 0.02, 5]), touch(3, 1, [0.02, 0.05, 3]), touch(5, 1, [0.02, 0.02, 2])]
    expect([profit.mae, profit.mfe]).toEqual([expect.closeTo(0.005, 12), 0.02])
    expect([gap.mae, gap.mfe]).toEqual([7 / 102, 0.5 / 102])
    // Bar 6 went up to 97.6 too, but after the stop as far as anybody knows.
    expect([both.mae, both.mfe]).toEqual([0.02, 0])
    const short = touch(0, -1, [0.05, 0.05, 2])
    expect([short.mae, short.mfe]).toEqual([expect.closeTo(0.015, 12), expect.closeTo(0.005, 12)])
  })

  it('keeps them over the whole horizon too, as if there were no barriers', () => {
    // Entry 100 after bar 0; five bars go from 94 to 102.5.
    const label = touch(0, 1, [0.02, 0.02, 5])
    expect([label.maeHorizon, label.mfeHorizon]).toEqual([0.06, 0.025])
    const short = touch(0, -1, [0.02, 0.01, 5])
    expect([short.outcome, short.maeHorizon, short.mfeHorizon]).toEqual([-1, 0.025, 0.06])
    // Touched in bar 3, but the horizon ends beyond the candles.
    expect(touch(0, 1, [0.02, 0.02, 8])).toMatchObject({ outcome: 1, maeHorizon: NaN, mfeHorizon: NaN, horizonUntil: 9 * STEP })
  })

  it('is not known when the candles end, or break, before the trade does', () => {
    const unknown = { outcome: -2, gross: NaN, net: NaN, funding: NaN, mae: NaN, minutesHeld: NaN, dependsUntil: NaN }
    expect(touch(7, 1, [0.02, 0.02, 5])).toMatchObject(unknown)
    expect(touch(6, 1, [0.5, 0.5, 2])).toMatchObject(unknown)
    const broken = BARS.map((bar, index) => (index < 3 ? bar : { ...bar, openTime: (bar.openTime + STEP) as TimeMs, closeTime: (bar.closeTime + STEP) as TimeMs }))
    expect(touch(0, 1, [0.02, 0.02, 5], { candles: labelCandlesOf(broken) })).toMatchObject(unknown)
  })

  it('refuses a horizon that is no whole number of candles', () => {
    expect(() => touch(0, 1, [0.02, 0.02, 2.5])).toThrow(/whole number/)
  })
})

describe('two barriers in one candle', () => {
  const minutes = (bars: readonly Bar[], first = 0): LabelCandles => labelCandlesOf(bars.map((bar, index): PlainCandle => {
    const openTime = (6 * STEP + (first + index) * MINUTE_MS) as TimeMs
    return { ...candle(bar, 0), openTime, closeTime: (openTime + MINUTE_MS) as TimeMs }
  }))
  const UP_FIRST: readonly Bar[] = [[95.5, 96, 95.5, 96], [96, 97.6, 96, 97], [97, 97, 93.4, 94], [94, 95, 94, 95], [95, 96, 95, 96]]

  it('go by the minutes where they say which was first', () => {
    expect(touch(5, 1, [0.02, 0.02, 2], { finer: minutes(UP_FIRST) })).toMatchObject({ outcome: 1, gross: 0.02, minutesHeld: 5 })
    expect(touch(5, -1, [0.02, 0.02, 2], { finer: minutes(UP_FIRST) })).toMatchObject({ outcome: -1, gross: -0.02 })
  })

  it('stay a stop where a minute touched both, or one is missing', () => {
    const both: readonly Bar[] = [UP_FIRST[0]!, [96, 97.6, 93.4, 97], ...UP_FIRST.slice(2)]
    expect(touch(5, 1, [0.02, 0.02, 2], { finer: minutes(both) }).outcome).toBe(-1)
    expect(touch(5, 1, [0.02, 0.02, 2], { finer: minutes(UP_FIRST.slice(0, 4)) }).outcome).toBe(-1)
    expect(touch(5, 1, [0.02, 0.02, 2], { finer: minutes([...UP_FIRST.slice(1), UP_FIRST[0]!], 1) }).outcome).toBe(-1)
  })

  it('are no question where the candle opened beyond one', () => {
    // Bar 6 opens at 98, above the take-profit of 97.41, and falls through the stop afterwards.
    expect(touch(4, 1, [0.02, 0.02, 3], { candles: changed(6, { open: 98, high: 98 }) })).toMatchObject({ outcome: 1, gross: 3 / 95, isGap: 1, candlesHeld: 1 })
  })
})

describe('touches by the mark', () => {
  it('come where the mark does, and are filled at what was traded', () => {
    // The mark reaches 102 in bar 2 already, where trades went to 101.5.
    expect(touch(0, 1, [0.02, 0.02, 5], { marks: changed(2, { high: 102 }) })).toMatchObject({ outcome: 1, candlesHeld: 2, gross: expect.closeTo(0.015, 12) as number, mfe: expect.closeTo(0.02, 1) as number })
    // It does not follow trades to 102.4 in bar 3.
    expect(touch(0, 1, [0.02, 0.02, 3], { marks: changed(3, { high: 101.9 }) })).toMatchObject({ outcome: 0, gross: 0.02 })
    // It opens beyond the stop at 97.5 in bar 4: filled at the trade's open.
    expect(touch(1, 1, [0.05, 0.03, 5], { marks: changed(4, { open: 97, low: 96 }) })).toMatchObject({ outcome: -1, isGap: 1, gross: (102 - 100.5) / 100.5 })
  })

  it('are those of trades where a mark is missing', () => {
    const marks = labelCandlesOf(BARS.filter((_, index) => index !== 3).map((bar) => ({ ...bar, high: Math.min(bar.high, 101.9) })))
    expect(touch(0, 1, [0.02, 0.02, 5], { marks })).toMatchObject({ outcome: 1, candlesHeld: 3 })
  })

  it('refuse marks of another length', () => {
    expect(() => touch(0, 1, [0.02, 0.02, 5], { marks: { ...labelCandlesOf(BARS), stepMs: MINUTE_MS } })).toThrow(/same length/)
  })
})

describe('funding of a label', () => {
  const rate = (thousandths: number): Rate => (thousandths * 100_000) as Rate
  const paid = (side: 1 | -1, at: readonly (readonly [time: number, thousandths: number])[], barriers: readonly [number, number, number] = [0.5, 0.5, 5]): number =>
    touch(0, side, barriers, { settlements: at.map(([time, thousandths]) => ({ fundingTime: time as TimeMs, rate: rate(thousandths) })) }).funding

  it('is paid by longs and received by shorts at each settlement while it is held, of the value it is settled at', () => {
    // Entry at 100 at the close of bar 0, exit at the close of bar 5. Bar 2 closes at 101.2, bar 4 at 98.
    expect(paid(1, [[3 * STEP, 1], [5 * STEP, -2]])).toBeCloseTo((0.001 * 101.2 - 0.002 * 98) / 100, 15)
    expect(paid(-1, [[3 * STEP, 1], [5 * STEP, -2]])).toBeCloseTo(-(0.001 * 101.2 - 0.002 * 98) / 100, 15)
  })

  it('counts neither the settlement that it is entered at nor one after the exit, but the one that its horizon ends with', () => {
    expect(paid(1, [[STEP, 1]])).toBe(0)
    expect(paid(1, [[6 * STEP, 1]])).toBeCloseTo(0.001 * 95.5 / 100, 15)
    expect(paid(1, [[6 * STEP + MINUTE_MS, 1]])).toBe(0)
  })

  it('counts at its minute what venues stamp some milliseconds late', () => {
    expect(paid(1, [[STEP + 8, 1]])).toBe(0)
    expect(paid(1, [[6 * STEP + 29, 1]])).toBeCloseTo(0.001 * 95.5 / 100, 15)
  })

  it('leaves out the settlement at the end of the candle in which a barrier was touched, and counts that at the open it gapped to', () => {
    expect(paid(1, [[4 * STEP, 1]], [0.02, 0.02, 5])).toBe(0)
    const gap = touch(3, 1, [0.02, 0.05, 3], { settlements: [{ fundingTime: (5 * STEP) as TimeMs, rate: rate(1) }] })
    expect(gap.funding).toBeCloseTo(0.001 * 98 / 102, 15)
  })

  it('is settled at the mark where there are marks, and is part of the net return', () => {
    const settlements = [{ fundingTime: (3 * STEP) as TimeMs, rate: rate(1) }]
    const label = touch(0, 1, [0.5, 0.5, 5], { settlements, marks: changed(2, { close: 100.5 }), costs: { fees: 0.001, slippage: 0.0004 } })
    expect(label.funding).toBeCloseTo(0.001 * 100.5 / 100, 15)
    expect(label.net).toBe(label.gross - 0.001 - 0.0004 - label.funding)
  })

  it('is exact at prices with eight decimals, wherever the data begin', () => {
    // One settlement after the other at 64,000 with eight decimals: rate × price alone is beyond what a double counts one by one.
    const price = (index: number): number => 64_000_00000007 + 1_000_003 * index
    const bars = Array.from({ length: 3_000 }, (_, index) => candle([price(index), price(index), price(index), price(index)], index))
    const settlements = bars.map(({ closeTime }, index) => ({ fundingTime: closeTime, rate: (12_345 + 7 * (index % 1_000) - 400 * (index % 3)) as Rate }))
    const funding = (from: number, side: 'long' | 'short'): Float64Array => {
      const candles = labelCandlesOf(bars.slice(from))
      return walkBarriers(candles, { ranges: candles.close, takeProfit: 1, stop: 1, horizon: 40 }, { ...FREE, settlements })[side].funding
    }
    const whole = funding(0, 'long')
    expect(funding(2_500, 'long')).toEqual(whole.slice(2_500))
    expect(funding(2_500, 'short')).toEqual(whole.slice(2_500).map((one) => -one))
    for (const row of [0, 1_777, 2_900]) {
      const paid = settlements.slice(row + 1, row + 41).reduce((sum, { rate }, index) => sum + BigInt(rate) * BigInt(price(row + 1 + index)), 0n)
      expect(paid).toBeGreaterThan(2n ** 53n)
      expect(whole[row]).toBe(Number(paid) / price(row + 1) / ONE_RATE)
    }
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
  const labelled = (candles: readonly PlainCandle[], spec = SPEC): LabelColumns => labelColumns(labelCandlesOf(candles), spec, FREE)
  const labels = labelled(series)
  const knownPlaces = ({ long, short }: LabelColumns): readonly number[] => Array.from(long.outcome.keys()).filter((place) => long.outcome[place] !== -2 && short.outcome[place] !== -2)

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
    const known = knownPlaces(labels)
    expect(known[0]).toBe(35)
    expect(known.at(-1)).toBeLessThan(99)
    expect(known).toContain(80)
    expect([labels.asOf[35], labels.entryTime[35], labels.entryTime[99]]).toEqual([36 * STEP, 36 * STEP, NaN])
  })

  it('take the true range of whole hours closed with the candle, never of the hour that is still forming', () => {
    for (const place of knownPlaces(labels)) expect(labels.atrShare[place]! * series[place]!.close).toBeCloseTo(meanTrueRangeBefore(place), 9)
  })

  it('know nothing of what comes after: another future changes neither barrier nor what ended before it', () => {
    const other = labelled(series.map((bar, index) => (index < 60 ? bar : { ...bar, high: 3 * bar.high, low: bar.low / 3 })))
    expect(other.atrShare.slice(0, 60)).toEqual(labels.atrShare.slice(0, 60))
    const ended = knownPlaces(labels).filter((place) => labels.long.dependsUntil[place]! <= 60 * STEP)
    expect(ended.length).toBeGreaterThan(10)
    for (const place of ended) {
      // What the whole horizon came to is another matter.
      const { maeHorizon: _mae, mfeHorizon: _mfe, ...label } = rowOf(other, 1, place)
      expect(rowOf(labels, 1, place)).toMatchObject(label)
    }
  })

  it('drop an hour that misses a candle', () => {
    expect(knownPlaces(labelled(series.filter((_, index) => index !== 30)))[0]).toBe(46)
  })

  it('have long and short of one candle on opposite sides: never two take-profits from symmetric barriers', () => {
    const { long, short } = labelled(series, { ...SPEC, takeProfitAtr: 1 })
    const profits = (outcome: Int8Array): readonly number[] => Array.from(outcome.keys()).filter((place) => outcome[place] === 1)
    expect(profits(long.outcome).filter((place) => short.outcome[place] === 1)).toEqual([])
    expect(profits(long.outcome).length).toBeGreaterThan(3)
    expect(profits(short.outcome).length).toBeGreaterThan(3)
  })
})

describe('all columns at once', () => {
  const step = fc.record({ jump: fc.integer({ min: -6, max: 6 }), up: fc.integer({ min: 0, max: 6 }), down: fc.integer({ min: 0, max: 6 }), move: fc.integer({ min: -6, max: 6 }), gap: fc.integer({ min: 0, max: 12 }) })
  const market = fc.array(step, { minLength: 1, maxLength: 80 }).map((steps) => {
    let [time, price] = [0, 200]
    return steps.map(({ jump, up, down, move, gap }): PlainCandle => {
      time += gap === 0 ? 2 * STEP : STEP
      const open = Math.max(20, price + (gap < 5 ? jump : 0))
      price = Math.max(20, open + move)
      return { openTime: (time - STEP) as TimeMs, closeTime: time as TimeMs, open, high: Math.max(open, price) + up, low: Math.min(open, price) - down, close: price }
    })
  })

  it('are what following every entry candle by candle finds, over gaps, jumps and settlements, to the bit', () => {
    const barriers = fc.record({ takeProfit: fc.integer({ min: 1, max: 40 }), stop: fc.integer({ min: 1, max: 40 }), horizon: fc.integer({ min: 1, max: 30 }), every: fc.integer({ min: 1, max: 9 }) })
    fc.assert(fc.property(market, barriers, (bars, { takeProfit, stop, horizon, every }) => {
      const settlements = bars.filter((_, place) => place % every === 0).map(({ closeTime }, place) => ({ fundingTime: closeTime, rate: ((place % 5) - 2) * 10_000 as Rate }))
      const labels = walkBarriers(labelCandlesOf(bars), { ranges: new Float64Array(bars.length).fill(0.25), takeProfit: 4 * takeProfit, stop: 4 * stop, horizon }, { ...FREE, settlements })
      for (const place of bars.keys()) {
        for (const side of [1, -1] as const) {
          const row = rowOf(labels, side, place)
          const wanted = followOne(bars, place, { side, takeProfit, stop, horizon }, settlements)
          expect(row).toMatchObject(wanted ?? { outcome: -2 })
          const [maeHorizon, mfeHorizon] = wholeHorizon(bars, place, { side, horizon })
          if (wanted) expect(row).toMatchObject({ maeHorizon, mfeHorizon })
        }
      }
    }))
  })

  it('are so along long trends too, where every candle is a record', () => {
    const random = new SeededRandom(9)
    let price = 100_000
    const bars = Array.from({ length: 3_000 }, (_, place) => {
      const open = price
      price = Math.round(open + (place % 1_500 < 900 ? 40 : -30) + 25 * random.normal())
      return candle([open, Math.max(open, price) + random.below(20), Math.min(open, price) - random.below(20), price], place)
    })
    const barriers = { takeProfit: 12_000, stop: 3_000, horizon: 700 }
    const labels = walkBarriers(labelCandlesOf(bars), { ranges: new Float64Array(bars.length).fill(1_000), takeProfit: 12, stop: 3, horizon: 700 }, FREE)
    const found = new Set<number>()
    for (let place = 3; place < bars.length; place += 13) {
      for (const side of [1, -1] as const) {
        const wanted = followOne(bars, place, { side, ...barriers })
        expect(rowOf(labels, side, place)).toMatchObject(wanted ?? { outcome: -2 })
        found.add(wanted?.outcome ?? -2)
      }
    }
    expect(found).toEqual(new Set([-2, -1, 0, 1]))
  })
})
