import { availableParallelism, cpus, loadavg } from 'node:os'

/** One thing to reach. `value` and `most` are in `unit`. */
export interface Target {
  readonly name: string
  readonly value: number
  readonly most?: number
  readonly least?: number
  readonly unit: string
  readonly reached: boolean
}

export type Figures = { readonly [name: string]: number | string | Figures }

export interface BenchResult {
  readonly name: string
  readonly figures: Figures
  readonly targets: readonly Target[]
}

export interface Machine {
  readonly cores: number
  readonly processor: string
  readonly node: string
  readonly platform: string
  /** Of the last minute, when the measurement began: above `cores`, something else was running too. */
  readonly load: number
}

export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly most: number
}

/** The smallest sample that at least this part of all samples does not exceed. Throws RangeError when there is none. */
function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('there is nothing to take a quantile of')
  return value
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

export const spreadOf = (samples: readonly number[]): Spread => ({ p50: quantile(samples, 0.5), p99: quantile(samples, 0.99), most: quantile(samples, 1) })

/** Of repeated runs: each figure's median. */
export function medianSpread(runs: readonly Spread[]): Spread {
  const of = (name: keyof Spread): number => median(runs.map((run) => run[name]))
  return { p50: of('p50'), p99: of('p99'), most: of('most') }
}

/** What could not be measured, as NaN, reaches nothing. */
export const atMost = (name: string, value: number, most: number, unit: string): Target => ({ name, value, most, unit, reached: value <= most })
export const atLeast = (name: string, value: number, least: number, unit: string): Target => ({ name, value, least, unit, reached: value >= least })
export const below = (name: string, value: number, limit: number, unit: string): Target => ({ name, value, most: limit, unit, reached: value < limit })

/** Three digits are more than a busy computer can promise. */
function rounded(figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, typeof value === 'string' ? value : typeof value === 'number' ? Number(value.toPrecision(3)) : rounded(value)]))
}

/** What is printed at the end: a line for each target, and as the last line one JSON object. */
export function summary({ name, figures, targets }: BenchResult, machine: Machine): readonly string[] {
  const lines = targets.map((target) => `${target.reached ? 'reached' : 'MISSED '} ${target.name}: ${Number(target.value.toPrecision(3))} ${target.unit}, ${target.most ?? target.least} wanted`)
  return [...lines, JSON.stringify({ name, figures: rounded(figures), machine, targets })]
}

export function thisMachine(): Machine {
  return { cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', node: process.version, platform: `${process.platform}-${process.arch}`, load: Number((loadavg()[0] ?? 0).toFixed(2)) }
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
export const spreadText = ({ p50, p99, most }: Spread): string => `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, most ${milliseconds(most)}`
