import { log } from '../../math/elementary.ts'
import type { OddsLine } from '../learner.ts'
import { fitLogistic, scalingOf, standardise } from '../linear.ts'

/** Pull of the slope toward saying the same of every row, in units of a row's weight on standardised odds: as much as some twenty effective rows say. */
const PULL = 4
const LEAST = 1e-12

/** log(p / (1 − p)), of what is neither sure nor impossible. */
export function logOdds(probability: number): number {
  const limited = Math.min(Math.max(probability, LEAST), 1 - LEAST)
  return log(limited / (1 - limited))
}

/**
 * Platt's calibration on log odds, with two reserves for few effective rows: the slope is pulled toward 0, and never below it. A model that was
 * right only upside down on these rows knew nothing; what is left of it is the share of hits. `hits` are 0 or 1; the weights sum to effective rows.
 */
export function oddsLine(forecasts: Float64Array, hits: Float64Array, weights: Float64Array): OddsLine {
  let [won, all] = [0, 0]
  for (let row = 0; row < hits.length; row++) {
    won += weights[row]! * hits[row]!
    all += weights[row]!
  }
  // Half a row more on each side, so that nothing is called impossible.
  const flat: OddsLine = { slope: 0, intercept: log((won + 0.5) / (all - won + 0.5)) }
  if (!(won > 0 && won < all)) return flat
  const odds = [forecasts.map(logOdds)]
  const scaling = scalingOf(odds)
  const [mean, deviation] = [scaling.means[0]!, scaling.deviations[0]!]
  const solution = fitLogistic(standardise(odds, scaling), hits, weights, PULL)
  const slope = solution[1]! / deviation
  return slope > 0 ? { slope, intercept: solution[0]! - slope * mean } : flat
}
