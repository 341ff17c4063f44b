import { unbrokenRuns, type CandleSeries } from './candle-series.ts'
import { SEED_CANDLES } from './feature.ts'
import { RegimeAverages } from './regime-averages.ts'

/** No regime. Small numbers do: a column as wide as the prices would be slow to write. */
export const NO_REGIME = -128

/** The regime at each close of BTC. */
export interface RegimeColumn {
  readonly closeTime: Float64Array
  readonly values: Int8Array
}

/** From BTC's candles. */
export function regimeColumn(series: CandleSeries): RegimeColumn {
  const { close, closeTime } = series
  const days = unbrokenRuns(series).flatMap((run) => run.days)
  const values = new Int8Array(close.length).fill(NO_REGIME)
  const averages = [new RegimeAverages(values), new RegimeAverages(values), new RegimeAverages(values)]
  for (let place = 0; place < days.length; place += 3) {
    // At the end fewer than three are left: the last is done again.
    const three = [0, 1, 2].map((more) => days[Math.min(place + more, days.length - 1)]!)
    RegimeAverages.beginThree(averages, close, three.map(({ from }) => from - SEED_CANDLES), SEED_CANDLES)
    for (const [more, { from, to }] of three.entries()) averages[more]!.record(close, from, to, from)
  }
  return { closeTime, values }
}
