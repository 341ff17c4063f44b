import { log } from '../../math/elementary.ts'

const LEAST = 1e-12

/** Mean of −log of what was said of what came true; `hits` are 0 or 1. */
export function logLossOf(forecasts: Float64Array, hits: Float64Array): number {
  let sum = 0
  for (let row = 0; row < hits.length; row++) {
    const limited = Math.min(Math.max(forecasts[row]!, LEAST), 1 - LEAST)
    sum -= log(hits[row] === 1 ? limited : 1 - limited)
  }
  return sum / hits.length
}

export const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
