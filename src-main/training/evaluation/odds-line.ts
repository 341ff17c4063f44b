import { log, sigmoid } from '../../math/elementary.ts'
import type { OddsLine } from '../learner.ts'

/** Pull of the slope toward 1, which is what the model said: as if a half to either side were a deviation. */
const PULL = 4
const ROUNDS = 50
const CONVERGED = 1e-12
const LEAST = 1e-12

/** log(p / (1 − p)), of what is neither sure nor impossible. */
export function logOdds(probability: number): number {
  const limited = Math.min(Math.max(probability, LEAST), 1 - LEAST)
  return log(limited / (1 - limited))
}

/**
 * Platt's calibration on log odds, with two reserves for few effective rows, from which a slope can hardly be told: it is pulled toward 1, and is never
 * below 0. A model that was right only upside down knew nothing; what is left of it is the share of hits. `hits` are 0 or 1; weights sum to effective rows.
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
  const odds = forecasts.map(logOdds)
  let line: OddsLine = { slope: 1, intercept: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(line, odds, hits, weights)
    line = { slope: line.slope + step.slope, intercept: line.intercept + step.intercept }
    if (Math.abs(step.slope) + Math.abs(step.intercept) < CONVERGED) break
  }
  return line.slope > 0 ? line : flat
}

function newtonStep({ slope, intercept }: OddsLine, odds: Float64Array, hits: Float64Array, weights: Float64Array): OddsLine {
  let [pull, pullOdds, curve, curveOdds, curveSquares] = [0, -PULL * (slope - 1), 0, 0, PULL]
  for (let row = 0; row < hits.length; row++) {
    const [x, weight] = [odds[row]!, weights[row]!]
    const probability = sigmoid(intercept + slope * x)
    const [miss, curvature] = [weight * (hits[row]! - probability), weight * probability * (1 - probability)]
    pull += miss
    pullOdds += miss * x
    curve += curvature
    curveOdds += curvature * x
    curveSquares += curvature * x * x
  }
  const determinant = curve * curveSquares - curveOdds * curveOdds
  return { slope: (curve * pullOdds - curveOdds * pull) / determinant, intercept: (curveSquares * pull - curveOdds * pullOdds) / determinant }
}
