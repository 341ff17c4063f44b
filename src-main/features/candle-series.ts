import { DAY_MS } from '../../src-shared/domain/units.ts'
import type { Rows } from '../math/windows.ts'
import type { CandleColumns } from './block.ts'
import type { CandleValues } from './candle-lane.ts'
import { SEED_CANDLES } from './feature.ts'

/** Candles of one instrument, ascending by time; there may be gaps. */
export interface CandleSeries extends CandleColumns {
  readonly openTime: Float64Array
}

export function seriesOf(candles: readonly CandleValues[]): CandleSeries {
  const column = (of: (candle: CandleValues) => number): Float64Array => Float64Array.from(candles, of)
  return {
    openTime: column(({ openTime }) => openTime), closeTime: column(({ closeTime }) => closeTime),
    high: column(({ high }) => high), low: column(({ low }) => low), close: column(({ close }) => close), volume: column(({ volume }) => volume),
  }
}

/** From one gap to the next. */
export interface Run extends Rows {
  /** The days before which there are as many candles as averages begin from. Each ends where the next begins. */
  readonly days: readonly Rows[]
}

export function unbrokenRuns({ openTime, closeTime }: CandleSeries): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  let starts: number[] = []
  let midnight = -Infinity
  for (let index = 0; index < openTime.length; index++) {
    const time = openTime[index]!
    if (index > 0 && time !== closeTime[index - 1]!) {
      runs.push(runOf(from, index, starts))
      from = index
      starts = []
      midnight = -Infinity
    }
    if (time < midnight) continue
    if (index - from >= SEED_CANDLES) starts.push(index)
    midnight = (Math.floor(time / DAY_MS) + 1) * DAY_MS
  }
  if (openTime.length > 0) runs.push(runOf(from, openTime.length, starts))
  return runs
}

const runOf = (from: number, to: number, starts: readonly number[]): Run => ({ from, to, days: starts.map((start, place) => ({ from: start, to: starts[place + 1] ?? to })) })
