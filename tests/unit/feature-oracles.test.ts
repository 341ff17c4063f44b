import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { TrendAverages } from '../../src-main/math/averages.ts'
import { directions, trueRanges } from '../../src-main/math/candle-kernels.ts'
import { integerMeans, means, relativeChanges, squaredDistances } from '../../src-main/math/windows.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { dataFolder, hasData } from '../support/recorded.ts'

// Numbers that other people's programs gave for the same definitions. Not comparable, and why:
// · their RSI, ATR and ADX in Wilder's form: ours are simple means. Wilder's first value is one, so RSI is compared there (Skender), and RSI and ATR
//   on all rows with the simple forms of Lean. ADX has no simple oracle: compared are its movements on all rows and Wilder's first DX.
// · exponential averages of other spans than ours (Skender 20, Lean 14, Tulip 5), and ours of 7, 21 and 50: worked by hand elsewhere. Those of 12, 26 and 9
//   are compared as MACD once the different beginnings (a simple mean there, the first value here) are forgotten.
// · funding, regime, clock: nobody has them. Tulip's macd has weights of its own; the candles of trading-signals come without results, but for its bands.

const SCALE = 1e6
const text = (path: string): string => gunzipSync(readFileSync(join(dataFolder, 'indicators', path))).toString()

type Row = Readonly<Record<string, string>>
function csv(path: string): Row[] {
  const [head, ...lines] = text(path).trim().split(/\r?\n/)
  const names = head!.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place]!.toLowerCase(), cell])))
}
const json = (name: string): Record<string, number | null>[] => JSON.parse(text(`skender/results/${name}.standard.json.gz`)) as Record<string, number | null>[]

/** The numbers of a block of Tulip's: inputs, then outputs. */
function tulip(title: string): Float64Array[] {
  const lines = text('tulip/untest.txt.gz').split('\n')
  const start = lines.indexOf(title) + 1
  return lines.slice(start, lines.indexOf('', start)).map((line) => Float64Array.from(line.slice(1, -1).split(','), Number))
}

const scaled = (cell: string | undefined): number => Math.round(Number(cell) * SCALE)
const candlesOf = (rows: readonly Row[]): CandleValues[] => rows.map(({ high, low, close, volume }, index) =>
  ({ instrumentId: 'SPY', openTime: index as TimeMs, closeTime: (index + 1) as TimeMs, high: scaled(high ?? close), low: scaled(low ?? close), close: scaled(close), volume: Number(volume ?? 1) }))

/** One value for each candle; NaN during the warm-up. */
function feature(name: string, candles: readonly CandleValues[]): number[] {
  const values = new FeatureEngine([name]).columns(candles).values[0]!
  return [...Array<number>(candles.length - values.length).fill(NaN), ...values]
}

/** The farthest that ours is from theirs, where they have a value; the number of those. */
function farthest(ours: ArrayLike<number>, theirs: readonly (number | null)[]): { readonly apart: number; readonly count: number } {
  const rows = theirs.flatMap((value, index) => (value === null || Number.isNaN(value) ? [] : [Math.abs(value - ours[index]!)]))
  return { apart: rows.reduce((most, each) => (each <= most ? most : each), 0), count: rows.length }
}
const numbers = (rows: readonly Row[], name: string): number[] => rows.map((row) => (row[name] ? Number(row[name]) : NaN))

describe.skipIf(!hasData)(`results of others in ${dataFolder} (skipped where they are not)`, () => {
  const spy = hasData ? candlesOf(csv('skender/quotes/default.csv.gz')) : []
  const closes = Float64Array.from(spy, ({ close }) => close)

  it('Bollinger bands and the place in them: Skender, Lean, trading-signals', () => {
    const theirs = json('bb')
    for (const [name, key] of [['bb_middle_20', 'sma'], ['bb_upper_20', 'upperBand'], ['bb_lower_20', 'lowerBand']] as const) {
      const { apart, count } = farthest(feature(name, spy).map((value) => value / SCALE), theirs.map((row) => row[key]!))
      expect([name, count, apart < 1e-8]).toEqual([name, 483, true])
    }
    expect(farthest(feature('bb_z_20', spy), theirs.map(({ percentB }) => percentB! && percentB - 0.5)).apart).toBeLessThan(1e-9)
    expect(farthest(feature('bb_z_20', spy).map((value) => 4 * value), theirs.map(({ zScore }) => zScore!)).apart).toBeLessThan(1e-8)
    const lean = csv('lean/spy_bollinger_bands.txt.gz')
    const { apart, count } = farthest(feature('bb_upper_20', candlesOf(lean)).map((value) => value / SCALE), numbers(lean, 'bollinger bands® 20 2 top'))
    expect([count > 450, apart < 1e-4]).toEqual([true, true])
    const { prices, upper } = JSON.parse(text('trading-signals/BB-data.json.gz')) as { readonly prices: readonly number[]; readonly upper: readonly (number | null)[] }
    expect(farthest(feature('bb_upper_20', candlesOf(prices.map((close) => ({ close: String(close) })))).map((value) => value / SCALE), upper)).toEqual({ apart: expect.closeTo(0, 8), count: 19 })
  })

  it('the true range and its simple mean: Skender, Lean', () => {
    const ranges = json('tr').map(({ tr }) => tr)
    const expected = ranges.map((_, index) => (index < 14 ? NaN : ranges.slice(index - 13, index + 1).reduce<number>((sum, range) => sum + range!, 0) / 14))
    const { apart, count } = farthest(feature('atr_14', spy).map((value) => value / SCALE), expected)
    expect([count, apart < 1e-8]).toEqual([488, true])
    const first = json('atr').find(({ atr }) => atr !== null)!
    expect(feature('atr_14', spy).find((value) => !Number.isNaN(value))! / SCALE).toBeCloseTo(first['atr']!, 8)
    const lean = csv('lean/spy_atr.txt.gz')
    const simple = farthest(feature('atr_14', candlesOf(lean)).map((value) => value / SCALE), numbers(lean, 'average true range 14'))
    expect([simple.count > 450, simple.apart < 1e-5]).toEqual([true, true])
  })

  it('RSI in its simple form on all rows (Lean), and where Wilder’s begins (Skender)', () => {
    const lean = csv('lean/spy_with_indicators.txt.gz')
    const { apart, count } = farthest(feature('rsi_14', candlesOf(lean)), numbers(lean, 'rsi 14'))
    expect([count, apart < 1e-3]).toEqual([485, true])
    expect(feature('rsi_14', spy)[14]).toBeCloseTo(json('rsi')[14]!['rsi']!, 9)
  })

  it('MACD and its signal, once the beginnings are forgotten: Skender, Lean', () => {
    const record = (values: Float64Array): TrendAverages => {
      const averages = new TrendAverages(values.length)
      averages.begin(values[0]!)
      averages.record(values, 0, values.length, 0)
      return averages
    }
    const { macd, signal } = record(closes)
    const late = json('macd').map((row, index) => (index < 400 ? { macd: null, signal: null } : { macd: row['macd']!, signal: row['signal']! }))
    expect(farthest(macd.map((value) => value / SCALE), late.map((row) => row.macd))).toEqual({ apart: expect.closeTo(0, 9), count: 102 })
    expect(farthest(signal.map((value) => value / SCALE), late.map((row) => row.signal))).toEqual({ apart: expect.closeTo(0, 9), count: 102 })
    const lean = csv('lean/spy_with_indicators.txt.gz')
    const theirs = numbers(lean, 'macd 12 26').map((value, index) => (index < 400 ? NaN : value))
    expect(farthest(record(Float64Array.from(candlesOf(lean), ({ close }) => close)).macd.map((value) => value / SCALE), theirs).apart).toBeLessThan(1e-3)
  })

  it('+DM and −DM on all rows (Lean), and DX where Wilder’s begins (Skender, Lean)', () => {
    const lean = csv('lean/spy_with_adx.txt.gz')
    const movements = (candles: readonly CandleValues[]): readonly [Float64Array, Float64Array] => {
      const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
      const [up, both] = [new Float64Array(candles.length), new Float64Array(candles.length)]
      directions({ high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close) }, { from: 1, to: candles.length }, up, both)
      return [up.map((value) => value / SCALE), both.map((value, row) => (value - up[row]!) / SCALE)]
    }
    const [up, down] = movements(candlesOf(lean))
    for (const [ours, theirs] of [[up, '+dm 1'], [down, '-dm 1']] as const) {
      const { apart, count } = farthest(ours, numbers(lean, theirs).slice(1))
      // They print two decimals.
      expect([count, apart < 0.0051]).toEqual([503, true])
    }
    const firstDx = ([plus, minus]: readonly [Float64Array, Float64Array]): number => {
      const [rise, fall] = [plus.slice(0, 14), minus.slice(0, 14)].map((column) => column.reduce((sum, value) => sum + value, 0)) as [number, number]
      return (100 * Math.abs(rise - fall)) / (rise + fall)
    }
    expect(firstDx(movements(candlesOf(lean)))).toBeCloseTo(numbers(lean, 'dx').find((value) => !Number.isNaN(value))!, 1)
    expect(firstDx(movements(spy))).toBeCloseTo(json('adx')[14]!['dx']!, 9)
  })

  it('changes, means and deviations of any window: Skender, Tulip', () => {
    const out = new Float64Array(closes.length - 14)
    relativeChanges(closes, 14, { from: 14, to: closes.length }, out)
    expect(farthest(out.map((value) => 100 * value), json('roc').slice(14).map(({ roc }) => roc!))).toEqual({ apart: expect.closeTo(0, 9), count: 488 })
    const [prices, lower, middle, upper] = tulip('bbands 5 2') as [Float64Array, Float64Array, Float64Array, Float64Array]
    const whole = prices.map((price) => Math.round(price * 100))
    const moments = { mean: new Float64Array(11), squares: new Float64Array(11) }
    integerMeans(whole, 5, { from: 4, to: 15 }, moments.mean)
    squaredDistances(whole, 5, { from: 4, to: 15 }, moments)
    const level = (deviations: number): Float64Array => moments.mean.map((mean, row) => (mean + deviations * Math.sqrt(moments.squares[row]! / 5)) / 100)
    for (const [deviations, theirs] of [[-2, lower], [0, middle], [2, upper]] as const) expect(farthest(level(deviations), Array.from(theirs)).apart).toBeLessThan(6e-4)
    const [, volatility] = tulip('volatility 5') as [Float64Array, Float64Array]
    const changes = new Float64Array(14)
    relativeChanges(prices, 1, { from: 1, to: 15 }, changes)
    const spread = { mean: new Float64Array(10), squares: new Float64Array(10) }
    means(changes, 5, { from: 4, to: 14 }, spread.mean)
    squaredDistances(changes, 5, { from: 4, to: 14 }, spread)
    expect(farthest(spread.squares.map((sum) => Math.sqrt((252 * sum) / 5)), Array.from(volatility))).toEqual({ apart: expect.closeTo(0, 3), count: 10 })
    expect(trueRangesOf(spy)[0]).toBeCloseTo(json('tr')[1]!['tr']!, 9)
  })
})

function trueRangesOf(candles: readonly CandleValues[]): number[] {
  const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
  const out = new Float64Array(candles.length - 1)
  trueRanges({ high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close) }, { from: 1, to: candles.length }, out)
  return Array.from(out, (range) => range / SCALE)
}
