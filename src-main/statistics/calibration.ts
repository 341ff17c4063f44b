import { log, sigmoid } from '../math/elementary.ts'

/** A rising step function: from `from[k]` on, `value[k]`. */
export interface Steps {
  readonly from: readonly number[]
  readonly value: readonly number[]
}

/**
 * The rising steps nearest to the values in weighed squares (pool adjacent violators; Zadrozny and Elkan 2002 calibrate by them): scores rise, neighbours that
 * fall are pooled. Equal scores are one step. Throws without rows, or where a weight is not above 0.
 */
export function isotonic(scores: ArrayLike<number>, values: ArrayLike<number>, weights: ArrayLike<number>): Steps {
  if (scores.length === 0) throw new Error('there are no rows to calibrate on')
  const order = Int32Array.from(Array.from(scores).keys()).sort((a, b) => scores[a]! - scores[b]! || a - b)
  const pools: { readonly from: number; readonly sum: number; readonly weight: number }[] = []
  for (const row of order) {
    if (!(weights[row]! > 0)) throw new Error(`row ${row} weighs ${weights[row]}: calibration takes rows that weigh something`)
    let pool = { from: scores[row]!, sum: weights[row]! * values[row]!, weight: weights[row]! }
    for (let last = pools.at(-1); last && (last.from === pool.from || last.sum * pool.weight >= pool.sum * last.weight); last = pools.at(-1)) {
      pool = { from: last.from, sum: last.sum + pool.sum, weight: last.weight + pool.weight }
      pools.pop()
    }
    pools.push(pool)
  }
  return { from: pools.map(({ from }) => from), value: pools.map(({ sum, weight }) => sum / weight) }
}

/** The step that a score stands on; the first below all of them. */
export function stepAt({ from, value }: Steps, score: number): number {
  let [low, high] = [0, from.length]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (from[middle]! <= score) low = middle
    else high = middle
  }
  return value[low]!
}

/** probability = 1 ÷ (1 + e^−(slope·score + intercept)). */
export interface PlattLine {
  readonly slope: number
  readonly intercept: number
}

const ROUNDS = 100
const CONVERGED = 1e-10
/** Keeps a step possible where all scores are the same. */
const LEAST_CURVE = 1e-12

/**
 * Platt's scaling (1999) by Newton's method with halved steps (Lin, Lin and Weng 2007): targets are drawn half a row inwards, (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2), so that a
 * set that is parted perfectly keeps a finite slope. `hits` are 0 or 1.
 */
export function plattLine(scores: ArrayLike<number>, hits: ArrayLike<number>): PlattLine {
  let won = 0
  for (let row = 0; row < hits.length; row++) won += hits[row]!
  const lost = hits.length - won
  const [high, low] = [(won + 1) / (won + 2), 1 / (lost + 2)]
  const targets = Float64Array.from(hits, (hit) => (hit === 1 ? high : low))
  let line: PlattLine = { slope: 0, intercept: log((won + 1) / (lost + 1)) }
  let loss = lossOf(line, scores, targets)
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(line, scores, targets)
    if (Math.abs(step.slope) + Math.abs(step.intercept) < CONVERGED) break
    const next = halved(line, step, (candidate) => lossOf(candidate, scores, targets) < loss)
    if (!next) break
    line = next
    loss = lossOf(line, scores, targets)
  }
  return line
}

export const plattAt = ({ slope, intercept }: PlattLine, score: number): number => sigmoid(slope * score + intercept)

function halved(line: PlattLine, step: PlattLine, isBetter: (line: PlattLine) => boolean): PlattLine | undefined {
  for (let part = 1; part > 1e-10; part /= 2) {
    const next = { slope: line.slope + part * step.slope, intercept: line.intercept + part * step.intercept }
    if (isBetter(next)) return next
  }
  return undefined
}

function lossOf({ slope, intercept }: PlattLine, scores: ArrayLike<number>, targets: Float64Array): number {
  let loss = 0
  for (let row = 0; row < targets.length; row++) {
    const odds = slope * scores[row]! + intercept
    // ln(1 + e^−|x|) never overflows.
    loss += Math.max(odds, 0) - targets[row]! * odds - log(sigmoid(Math.abs(odds)))
  }
  return loss
}

function newtonStep({ slope, intercept }: PlattLine, scores: ArrayLike<number>, targets: Float64Array): PlattLine {
  let [pull, pullScore, curve, curveScore, curveSquare] = [0, 0, LEAST_CURVE, 0, LEAST_CURVE]
  for (let row = 0; row < targets.length; row++) {
    const score = scores[row]!
    const probability = sigmoid(slope * score + intercept)
    const [miss, curvature] = [targets[row]! - probability, probability * (1 - probability)]
    pull += miss
    pullScore += miss * score
    curve += curvature
    curveScore += curvature * score
    curveSquare += curvature * score * score
  }
  const determinant = curve * curveSquare - curveScore * curveScore
  return { slope: (curve * pullScore - curveScore * pull) / determinant, intercept: (curveSquare * pull - curveScore * pullScore) / determinant }
}
