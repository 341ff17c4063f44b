import { RegimeAverages } from '../math/averages.ts'
import type { Rows } from '../math/windows.ts'
import { unbrokenRuns, type CandleSeries } from './candle-series.ts'
import { SEED_CANDLES } from './feature.ts'
import { regimeOf } from './regime.ts'

/** No regime. Small numbers do: a column as wide as the prices would be slow to write. */
export const NO_REGIME = -128

/** The regime at each close of BTC. */
export interface RegimeColumn {
  readonly closeTime: Float64Array
  readonly values: Int8Array
}

/** From BTC's candles. */
export function regimeColumn(series: CandleSeries): RegimeColumn {
  const days = unbrokenRuns(series).flatMap((run) => run.days)
  const values = new Int8Array(series.close.length).fill(NO_REGIME)
  const longest = days.reduce((most, { from, to }) => Math.max(most, to - from), 0)
  const averages = [new RegimeAverages(longest), new RegimeAverages(longest), new RegimeAverages(longest)] as const
  for (let place = 0; place < days.length; place += 3) {
    // At the end fewer than three are left: the last is done again.
    const three = [0, 1, 2].map((more) => days[Math.min(place + more, days.length - 1)]!)
    RegimeAverages.beginThree(averages, series.close, three.map(({ from }) => from - SEED_CANDLES), SEED_CANDLES)
    averages.forEach((of, more) => writeDay(series, three[more]!, of, values))
  }
  return { closeTime: series.closeTime, values }
}

function writeDay({ close }: CandleSeries, { from, to }: Rows, averages: RegimeAverages, values: Int8Array): void {
  averages.record(close, from, to, 0)
  for (let index = from; index < to; index++) values[index] = regimeOf(averages.ema50[index - from]!, averages.ema200[index - from]!)
}
