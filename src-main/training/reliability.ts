import type { Reliability, ReliabilityBin } from '../../src-shared/domain/forecast.ts'

/** Of a two-sided interval of 95 %. */
const Z = 1.96

/** What was said and what came of it, row by row; `hits` are 0 or 1, `weights` how much of each row is its own. */
export interface Verdicts {
  readonly forecasts: readonly number[]
  readonly hits: readonly number[]
  readonly weights: readonly number[]
}

/** Lower end of Wilson's interval for a share of `rows` rows; 0 without any. `rows` need not be whole. */
export function wilsonLower(share: number, rows: number): number {
  if (!(rows > 0)) return 0
  const spread = Z * Math.sqrt((share * (1 - share)) / rows + (Z * Z) / (4 * rows * rows))
  return Math.max(0, (share + (Z * Z) / (2 * rows) - spread) / (1 + (Z * Z) / rows))
}

/**
 * Steps of q of one width from 0 to 1. What was observed is the share of rows, since each close decides once; how sure that is, is a matter of
 * effective rows. A step that no forecast lies in has none, and a lower bound of 0: there the model was never put to the test.
 */
export function reliabilityBins({ forecasts, hits, weights }: Verdicts, width: number): Reliability {
  const steps = Math.round(1 / width)
  const counts = Array.from({ length: steps }, () => ({ rows: 0, hits: 0, effectiveRows: 0 }))
  forecasts.forEach((forecast, row) => {
    // The upper end belongs to a bin, as where the bin of a forecast is looked up.
    const count = counts.find((_, step) => forecast <= (step + 1) / steps) ?? counts.at(-1)!
    count.rows += 1
    count.hits += hits[row]!
    count.effectiveRows += weights[row]!
  })
  return counts.map((count, step) => binOf(count, (step + 1) / steps))
}

function binOf({ rows, hits, effectiveRows }: { readonly rows: number; readonly hits: number; readonly effectiveRows: number }, upTo: number): ReliabilityBin {
  const observed = rows > 0 ? hits / rows : 0
  return { upTo, effectiveRows, observed, lower: Math.min(observed, wilsonLower(observed, effectiveRows)) }
}
