import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TrendAverages } from '../../src-main/math/averages.ts'
import { directions } from '../../src-main/math/candle-kernels.ts'
import { means, relativeChanges, squaredDistances } from '../../src-main/math/windows.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { candlesOf, changesOf, farthest, featureOf, hasOracles, momentsOf, numbers, oracleCsv, oracleFiles, oracleText, SCALE, scaled, skender, trueRangesOf, tulip } from '../support/oracles.ts'
import { dataFolder } from '../support/recorded.ts'

// Numbers that other people's programs gave for the same definitions. docs/oracles.md names every file of them: what is compared, and why the rest is not.

const near = { apart: expect.closeTo(0, 8) as number, count: expect.toSatisfy((count: number) => count > 400) as number }
const unscaled = (values: readonly number[]): number[] => values.map((value) => value / SCALE)

/** The averages of 12 and 26 and their signal, after each value. */
function averagesOf(values: readonly number[]): { readonly fast: number[]; readonly slow: number[]; readonly macd: number[]; readonly signal: number[] } {
  const averages = new TrendAverages(1)
  averages.begin(values[0]!)
  const rows = values.map((value) => {
    averages.record(Float64Array.of(value), 0, 1, 0)
    return [averages.now[3]!, averages.now[4]!, averages.macd[0]!, averages.signal[0]!] as const
  })
  return { fast: rows.map(([fast]) => fast), slow: rows.map(([, slow]) => slow), macd: rows.map(([, , macd]) => macd), signal: rows.map(([, , , signal]) => signal) }
}
/** Theirs begin with a simple mean, ours with the first value: compared once that is forgotten. */
const late = <Value>(rows: readonly Value[], of: (row: Value) => number | null): (number | null)[] => rows.map((row, index) => (index < 400 ? null : of(row)))

describe.skipIf(!hasOracles)(`results of others in ${dataFolder} (skipped where they are not)`, () => {
  const spy = hasOracles ? candlesOf(oracleCsv('skender/quotes/default.csv.gz')) : []
  const closes = spy.map(({ close }) => close)

  it('Bollinger bands and the place in them: Skender, Lean, trading-signals', () => {
    const theirs = skender('bb')
    for (const [name, key] of [['bb_middle_20', 'sma'], ['bb_upper_20', 'upperBand'], ['bb_lower_20', 'lowerBand']] as const) {
      expect(farthest(unscaled(featureOf(name, spy)), theirs.map((row) => row[key])), name).toEqual(near)
    }
    expect(farthest(featureOf('bb_z_20', spy), theirs.map(({ percentB }) => percentB && percentB - 0.5))).toEqual(near)
    expect(farthest(featureOf('bb_z_20', spy).map((value) => 4 * value), theirs.map(({ zScore }) => zScore))).toEqual(near)
    const lean = oracleCsv('lean/spy_bollinger_bands.txt.gz')
    const candles = candlesOf(lean)
    // They print four decimals, of prices with two.
    const printed = { apart: expect.toSatisfy((apart: number) => apart < 2e-4) as number, count: near.count }
    for (const [name, key] of [['bb_middle_20', 'moving average 20'], ['bb_upper_20', 'bollinger bands® 20 2 top'], ['bb_lower_20', 'bollinger bands® 20 2 bottom']] as const) {
      expect(farthest(unscaled(featureOf(name, candles)), numbers(lean, key)), key).toEqual(printed)
    }
    expect(farthest(featureOf('bb_z_20', candles).map((value) => value + 0.5), numbers(lean, '%b'))).toEqual(printed)
    const [upper, middle, lower] = ['bb_upper_20', 'bb_middle_20', 'bb_lower_20'].map((name) => featureOf(name, candles)) as [number[], number[], number[]]
    expect(farthest(upper.map((value, row) => (100 * (value - lower[row]!)) / middle[row]!), numbers(lean, 'bandwidth'))).toEqual(printed)
    const signals = JSON.parse(oracleText('trading-signals/BB-data.json.gz')) as Readonly<Record<'prices' | 'upper' | 'middle' | 'lower', readonly number[]>>
    const own = candlesOf(signals.prices.map((close) => ({ close: String(close) })))
    // Theirs have two decimals.
    for (const side of ['upper', 'middle', 'lower'] as const) expect(farthest(unscaled(featureOf(`bb_${side}_20`, own)), signals[side])).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 0.0051), count: 19 })
  })

  it('simple means: Skender, Lean, Tulip', () => {
    for (const [name, key] of [['sma', 'sma'], ['ma-env', 'centerline']] as const) expect(farthest(unscaled(featureOf('bb_middle_20', spy)), skender(name).map((row) => row[key]))).toEqual(near)
    const medians = spy.map(({ high, low }) => high + low)
    const [short, long] = [momentsOf(medians, 5).mean, momentsOf(medians, 34).mean]
    expect(farthest(short.map((value, row) => (value - long[row]!) / 2 / SCALE), skender('awesome').map(({ oscillator }) => oscillator))).toEqual(near)
    const lean = oracleCsv('lean/spy_with_indicators.txt.gz')
    expect(farthest(unscaled(momentsOf(lean.map(({ close }) => scaled(close)), 14).mean), numbers(lean, 'sma14'))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 0.0075), count: 487 })
    const dpo = oracleCsv('lean/spy_dpo.csv.gz')
    expect(farthest(unscaled(momentsOf(dpo.map(({ close }) => scaled(close)), 21).mean), numbers(dpo, 'sma(21)'))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 5.1e-7), count: dpo.length - 20 })
    const volumes = oracleCsv('lean/spy_sr.txt.gz')
    expect(farthest(momentsOf(volumes.map(({ volume }) => Number(volume)), 20).mean, numbers(volumes, 'volume ma')).apart).toBeLessThan(0.1)
    for (const [title, divisor] of [['sma 5', 1], ['sum 5', 5]] as const) {
      const [prices, theirs] = tulip(title) as [Float64Array, Float64Array]
      expect(farthest(unscaled(momentsOf(prices.map(scaled), 5).mean).slice(4), theirs.map((value) => value / divisor)), title).toEqual({ apart: expect.closeTo(0, 3), count: 11 })
    }
  })

  it('deviations of a population, and the place among them: Skender, Lean, Tulip', () => {
    const { mean, variance } = momentsOf(closes, 14)
    const theirs = skender('stdev')
    expect(farthest(unscaled(mean), theirs.map((row) => row['mean']))).toEqual(near)
    expect(farthest(unscaled(variance.map(Math.sqrt)), theirs.map(({ stdDev }) => stdDev))).toEqual(near)
    expect(farthest(closes.map((close, row) => (close - mean[row]!) / Math.sqrt(variance[row]!)), theirs.map(({ zScore }) => zScore))).toEqual(near)
    const lean = oracleCsv('lean/spy_var.txt.gz')
    // Their first nine are of fewer than ten.
    expect(farthest(momentsOf(lean.map(({ close }) => scaled(close)), 10).variance.map((value) => value / SCALE ** 2), numbers(lean, 'var').fill(NaN, 0, 9)).apart).toBeLessThan(1e-8)
    for (const [title, file, window] of [['stddev 5', 'untest', 5], ['var 5', 'untest', 5], ['stddev 3', 'extra', 3], ['var 3', 'extra', 3]] as const) {
      const [values, expected] = tulip(title, file) as [Float64Array, Float64Array]
      const spread = momentsOf(values.map(scaled), window).variance.map((value) => value / SCALE ** 2).slice(window - 1)
      expect(farthest(title.startsWith('var') ? spread : spread.map(Math.sqrt), expected), title).toEqual({ apart: expect.closeTo(0, 2), count: expected.length })
    }
    const [prices, lower, middle, upper] = tulip('bbands 5 2') as [Float64Array, Float64Array, Float64Array, Float64Array]
    const five = momentsOf(prices.map(scaled), 5)
    for (const [deviations, expected] of [[-2, lower], [0, middle], [2, upper]] as const) {
      expect(farthest(five.mean.map((value, row) => (value + deviations * Math.sqrt(five.variance[row]!)) / SCALE).slice(4), expected).apart).toBeLessThan(6e-4)
    }
  })

  it.each([['volatility 5', 'untest', 5], ['volatility 3', 'extra', 3]] as const)('the deviation of returns: %s of Tulip (%s), of a year of 252 days and a population', (title, file, window) => {
    const [prices, theirs] = tulip(title, file) as [Float64Array, Float64Array]
    const changes = new Float64Array(prices.length - 1)
    relativeChanges(prices, 1, { from: 1, to: prices.length }, changes)
    const count = changes.length - window + 1
    const [rows, spread] = [{ from: window - 1, to: changes.length }, { mean: new Float64Array(count), squares: new Float64Array(count) }]
    means(changes, window, rows, spread.mean)
    squaredDistances(changes, window, rows, spread)
    expect(farthest(spread.squares.map((sum) => Math.sqrt((252 * sum) / window)), theirs)).toEqual({ apart: expect.closeTo(0, 3), count })
  })

  it('changes over any span: Skender, Lean, Tulip', () => {
    expect(farthest(changesOf(closes, 14).map((value) => 100 * value), skender('roc').map(({ roc }) => roc))).toEqual(near)
    const percent = oracleCsv('lean/spy_with_rocp50.txt.gz')
    expect(farthest(changesOf(percent.map(({ close }) => scaled(close)), 50).map((value) => 100 * value), numbers(percent, 'rate of change % 50')).apart).toBeLessThan(2e-5)
    const ratio = oracleCsv('lean/spy_rocr.txt.gz')
    expect(farthest(changesOf(ratio.map(({ close }) => scaled(close)), 5).map((value) => 1 + value), numbers(ratio, 'rocr_5').fill(NaN, 0, 5)).apart).toBeLessThan(1e-8)
    for (const [title, file, span] of [['roc 5', 'untest', 5], ['roc 3', 'extra', 3]] as const) {
      const [prices, theirs] = tulip(title, file) as [Float64Array, Float64Array]
      expect(farthest(changesOf(prices, span).slice(span), theirs), title).toEqual({ apart: expect.closeTo(0, 2), count: theirs.length })
    }
  })

  it('the true range and its simple mean: Skender, Lean, Tulip', () => {
    const ranges = skender('tr').map(({ tr }) => tr)
    expect(farthest(trueRangesOf(spy), ranges)).toEqual(near)
    const expected = ranges.map((_, index) => (index < 14 ? NaN : ranges.slice(index - 13, index + 1).reduce<number>((sum, range) => sum + range!, 0) / 14))
    expect(farthest(unscaled(featureOf('atr_14', spy)), expected)).toEqual(near)
    const wilder = skender('atr')
    expect(farthest(trueRangesOf(spy), wilder.map(({ tr }) => tr))).toEqual(near)
    expect(unscaled(featureOf('atr_14', spy))[14]).toBeCloseTo(wilder[14]!['atr']!, 8)
    expect(featureOf('atr_pct_14', spy)[14]).toBeCloseTo(wilder[14]!['atrp']!, 8)
    for (const [path, name] of [['lean/spy_tr.txt.gz', 'tr'], ['lean/spy_with_adx.txt.gz', 'tr']] as const) {
      const lean = oracleCsv(path)
      // Of the first candle there is no close before it.
      expect(farthest(trueRangesOf(candlesOf(lean)), numbers(lean, name).fill(NaN, 0, 1)).apart, path).toBeLessThan(0.0051)
    }
    const lean = oracleCsv('lean/spy_atr.txt.gz')
    expect(farthest(unscaled(featureOf('atr_14', candlesOf(lean))), numbers(lean, 'average true range 14'))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 1e-5), count: near.count })
    const [high, low, close, theirs] = tulip('tr') as [Float64Array, Float64Array, Float64Array, Float64Array]
    const candles = candlesOf(Array.from(close, (price, row) => ({ high: String(high[row]), low: String(low[row]), close: String(price) })))
    expect(farthest(trueRangesOf(candles), theirs.fill(NaN, 0, 1))).toEqual({ apart: expect.closeTo(0, 9), count: 14 })
  })

  it('RSI in its simple form on all rows (Lean), and where Wilder’s begins (Skender)', () => {
    const lean = oracleCsv('lean/spy_with_indicators.txt.gz')
    expect(farthest(featureOf('rsi_14', candlesOf(lean)), numbers(lean, 'rsi 14'))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 1e-3), count: 485 })
    expect(featureOf('rsi_14', spy)[14]).toBeCloseTo(skender('rsi')[14]!['rsi']!, 9)
    expect(featureOf('rsi_14', candlesOf(lean))[14]).toBeCloseTo(numbers(lean, 'rsi 14 wilder')[14]!, 3)
  })

  it('averages of 12 and 26, MACD and its signal, once the beginnings are forgotten: Skender, Lean', () => {
    const ours = averagesOf(closes)
    const theirs = skender('macd')
    for (const [name, key] of [['fast', 'fastEma'], ['slow', 'slowEma'], ['macd', 'macd'], ['signal', 'signal']] as const) {
      expect(farthest(unscaled(ours[name]), late(theirs, (row) => row[key]!)), key).toEqual({ apart: expect.closeTo(0, 8), count: 102 })
    }
    const { fast, slow } = averagesOf(spy.map(({ volume }) => volume))
    expect(farthest(fast.map((value, row) => (100 * (value - slow[row]!)) / slow[row]!), late(skender('pvo'), ({ pvo }) => pvo!))).toEqual({ apart: expect.closeTo(0, 8), count: 102 })
    const lean = oracleCsv('lean/spy_with_indicators.txt.gz')
    expect(farthest(unscaled(averagesOf(lean.map(({ close }) => scaled(close))).macd), late(numbers(lean, 'macd 12 26'), (value) => value)).apart).toBeLessThan(1e-3)
    const months = oracleCsv('lean/spy_with_macd.txt.gz')
    const { macd, signal } = averagesOf(months.map(({ close }) => scaled(close)))
    for (const [own, name] of [[macd, 'macd'], [signal, 'signal']] as const) expect(farthest(unscaled(own), numbers(months, name))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 2e-5), count: 183 })
  })

  it('+DM and −DM on all rows (Lean), and DX where Wilder’s begins (Skender, Lean, Tulip)', () => {
    const lean = oracleCsv('lean/spy_with_adx.txt.gz')
    const [up, down] = directionsOf(candlesOf(lean))
    for (const [ours, theirs] of [[up, '+dm 1'], [down, '-dm 1']] as const) {
      // They print two decimals.
      expect(farthest(ours, numbers(lean, theirs).slice(1))).toEqual({ apart: expect.toSatisfy((apart: number) => apart < 0.0051), count: 503 })
    }
    const firstDx = ([plus, minus]: readonly [Float64Array, Float64Array]): number => {
      const [rise, fall] = [sumOfFirst(plus, 14), sumOfFirst(minus, 14)]
      return (100 * Math.abs(rise - fall)) / (rise + fall)
    }
    expect(firstDx(directionsOf(candlesOf(lean)))).toBeCloseTo(numbers(lean, 'dx').find((value) => !Number.isNaN(value))!, 1)
    expect(firstDx(directionsOf(spy))).toBeCloseTo(skender('adx')[14]!['dx']!, 9)
    const [high, low, plus, minus] = tulip('dm 5') as [Float64Array, Float64Array, Float64Array, Float64Array]
    const moves = directionsOf(candlesOf(Array.from(high, (price, row) => ({ high: String(price), low: String(low[row]), close: String(low[row]) }))))
    expect([sumOfFirst(moves[0], 4), sumOfFirst(moves[1], 4)]).toEqual([expect.closeTo(plus[0]!, 3), expect.closeTo(minus[0]!, 3)])
  })

  it('names in docs/oracles.md every file of results there is, and no other', () => {
    const told = readFileSync('docs/oracles.md', 'utf8').matchAll(/`((?:skender|lean|tulip|trading-signals)\/[^`]+)`/g)
    expect([...told].map(([, path]) => path!).toSorted()).toEqual(oracleFiles)
  })
})

const sumOfFirst = (values: Float64Array, count: number): number => values.slice(0, count).reduce((sum, value) => sum + value, 0)

/** +DM and −DM, from the second candle on. */
function directionsOf(candles: readonly CandleValues[]): readonly [Float64Array, Float64Array] {
  const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
  const [up, both] = [new Float64Array(candles.length - 1), new Float64Array(candles.length - 1)]
  directions({ high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close) }, { from: 1, to: candles.length }, up, both)
  return [up.map((value) => value / SCALE), both.map((value, row) => (value - up[row]!) / SCALE)]
}
