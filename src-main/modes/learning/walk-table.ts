import type { DataSet } from '../../training/data-set/data-set.ts'
import type { FoldForecast } from '../../training/evaluation/fold-forecast.ts'
import { pooled } from '../../training/evaluation/fold-rows.ts'
import type { ForecastTable } from '../../training/policy-run.port.ts'
import type { Direction } from '../../training/outcome-rows.ts'

/** What the models of all folds say of their test parts, each with what is known of it by then, for a back-test. */
export function walkTable(data: DataSet, forecasts: readonly FoldForecast[]): ForecastTable {
  const { rows } = pooled(forecasts, 'long')
  const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]!)
  const columns = (side: Direction): readonly Float64Array[] => pooled(forecasts, side).outputs.map((column) => Float64Array.from(order, (place) => column[place]!))
  return {
    instruments: data.instruments, instrumentOf: Uint16Array.from(order, (place) => data.instrumentOf[rows[place]!]!), asOf: Float64Array.from(order, (place) => data.asOf[rows[place]!]!),
    long: columns('long'), short: columns('short'),
    reliability: forecasts.map(({ fold, long, short }) => ({ from: fold.from, long: long.reliability, short: short.reliability })),
  }
}
