import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { trueRanges } from '../../src-main/math/candle-kernels.ts'
import { integerMeans, relativeChanges, squaredDistances } from '../../src-main/math/windows.ts'
import type { CandleValues } from '../../src-main/features/candle-lane.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { dataFolder } from './recorded.ts'

/** What prices are multiplied by, so that they are whole numbers. */
export const SCALE = 1e6
const folder = join(dataFolder, 'indicators')
export const hasOracles = existsSync(folder)
/** Every file of results that was found, below its folder. */
export const oracleFiles: readonly string[] = globSync('**/*.gz', { cwd: folder }).map((path) => path.replaceAll('\\', '/')).toSorted()

export const oracleText = (path: string): string => gunzipSync(readFileSync(join(folder, path))).toString()

export type Row = Readonly<Record<string, string>>

/** Names of columns in small letters, without blanks around them. */
export function oracleCsv(path: string): Row[] {
  const [head, ...lines] = oracleText(path).replace('\uFEFF', '').trim().split(/\r?\n/)
  const names = head!.split(',').map((name) => name.trim().toLowerCase())
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place]!, cell])))
}

export const skender = (name: string): Record<string, number | null>[] => JSON.parse(oracleText(`skender/results/${name}.standard.json.gz`)) as Record<string, number | null>[]

/** The numbers of a block of Tulip's: inputs, then outputs. */
export function tulip(title: string, file: 'untest' | 'extra' = 'untest'): Float64Array[] {
  const lines = oracleText(`tulip/${file}.txt.gz`).split(/\r?\n/)
  const start = lines.indexOf(title) + 1
  return lines.slice(start, lines.indexOf('', start)).map((line) => Float64Array.from(line.slice(1, -1).split(','), Number))
}

export const scaled = (cell: string | number | undefined): number => Math.round(Number(cell) * SCALE)

export const candlesOf = (rows: readonly Row[]): CandleValues[] => rows.map(({ high, low, close, volume }, index) =>
  ({ instrumentId: 'SPY', openTime: index as TimeMs, closeTime: (index + 1) as TimeMs, high: scaled(high ?? close), low: scaled(low ?? close), close: scaled(close), volume: Number(volume ?? 1) }))

/** One value for each candle; NaN during the warm-up. */
export function featureOf(name: string, candles: readonly CandleValues[]): number[] {
  const values = new FeatureEngine([name]).columns(candles).values[0]!
  return [...Array<number>(candles.length - values.length).fill(NaN), ...values]
}

/** The farthest that ours is from theirs, where they have a value; the number of those. */
export function farthest(ours: ArrayLike<number>, theirs: ArrayLike<number | null | undefined>): { readonly apart: number; readonly count: number } {
  const rows = Array.from(theirs).flatMap((value, index) => (value === null || value === undefined || Number.isNaN(value) ? [] : [Math.abs(value - ours[index]!)]))
  return { apart: rows.reduce((most, each) => (each <= most ? most : each), 0), count: rows.length }
}

/** The cells of a column; NaN where there is none. */
export const numbers = (rows: readonly Row[], name: string): number[] => rows.map((row) => (row[name]?.trim() ? Number(row[name]) : NaN))

const warm = (rows: number, values: ArrayLike<number>): number[] => [...Array<number>(rows).fill(NaN), ...Array.from(values)]

/** Of windows of any length, by the kernels that the features use; a value for each row, NaN during the warm-up. */
export function momentsOf(values: ArrayLike<number>, window: number): { readonly mean: number[]; readonly variance: number[] } {
  const column = Float64Array.from(values)
  const count = column.length - window + 1
  const rows = { from: window - 1, to: column.length }
  const moments = { mean: new Float64Array(count), squares: new Float64Array(count) }
  integerMeans(column, window, rows, moments.mean)
  squaredDistances(column, window, rows, moments)
  return { mean: warm(window - 1, moments.mean), variance: warm(window - 1, moments.squares.map((sum) => sum / window)) }
}

export function changesOf(values: ArrayLike<number>, span: number): number[] {
  const column = Float64Array.from(values)
  const out = new Float64Array(column.length - span)
  relativeChanges(column, span, { from: span, to: column.length }, out)
  return warm(span, out)
}

/** In prices, not scaled. */
export function trueRangesOf(candles: readonly CandleValues[]): number[] {
  const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
  const out = new Float64Array(candles.length - 1)
  trueRanges({ high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close) }, { from: 1, to: candles.length }, out)
  return warm(1, out.map((range) => range / SCALE))
}
