import { solveSymmetric } from '../math/cholesky.ts'
import { sigmoid } from '../math/elementary.ts'

/** Rows of standardised features, one column per feature, without the constant. */
export type Columns = readonly Float64Array[]

/** Intercept first, then one weight per column. */
export type LinearWeights = Float64Array

export interface Scaling {
  readonly means: readonly number[]
  readonly deviations: readonly number[]
}

/** Values farther from the mean than this many deviations count as this many: a linear model must not be asked beyond what it has seen. */
export const CLIP = 4
const NEWTON_ROUNDS = 50
const CONVERGED = 1e-12

/** Means and population deviations of what is not missing. A column without movement gets deviation 1. */
export function scalingOf(columns: Columns): Scaling {
  const means = columns.map((column) => average(column, (value) => value))
  const deviations = columns.map((column, index) => Math.sqrt(average(column, (value) => (value - means[index]!) * (value - means[index]!))) || 1)
  return { means, deviations }
}

/** A missing value becomes the mean, which is 0 afterwards. */
export function standardise(columns: Columns, { means, deviations }: Scaling): Columns {
  return columns.map((column, index) => column.map((value) => (Number.isNaN(value) ? 0 : clip((value - means[index]!) / deviations[index]!))))
}

/** Weighted ridge regression. `penalty` is in units of one row's weight and spares the intercept; rows of weight 0 do not count. */
export function fitRidge(columns: Columns, targets: Float64Array, weights: Float64Array, penalty: number): LinearWeights {
  const moments = new Moments(columns)
  for (let row = 0; row < targets.length; row++) moments.add(row, weights[row]!, weights[row]! * targets[row]!)
  return moments.solve(new Float64Array(columns.length + 1), penalty)
}

/** Weighted logistic regression with the same penalty, by Newton's method. Targets are 0 or 1. Deterministic: own exp, fixed order. */
export function fitLogistic(columns: Columns, targets: Float64Array, weights: Float64Array, penalty: number): LinearWeights {
  const solution = new Float64Array(columns.length + 1)
  for (let round = 0; round < NEWTON_ROUNDS; round++) {
    const moments = new Moments(columns)
    for (let row = 0; row < targets.length; row++) {
      if (weights[row] === 0) continue
      const probability = sigmoid(linearAt(columns, solution, row))
      moments.add(row, weights[row]! * probability * (1 - probability), weights[row]! * (targets[row]! - probability))
    }
    const step = moments.solve(solution, penalty)
    for (let index = 0; index < solution.length; index++) solution[index]! += step[index]!
    if (Math.max(...step.map(Math.abs)) < CONVERGED) return solution
  }
  throw new RangeError('the logistic regression does not converge: are the classes separable without penalty?')
}

/** Intercept + weights · row. */
export function linearAt(columns: Columns, weights: LinearWeights, row: number): number {
  let sum = weights[0]!
  for (let index = 0; index < columns.length; index++) sum += weights[index + 1]! * columns[index]![row]!
  return sum
}

/** Sums of products over rows: the normal equations. */
class Moments {
  readonly #columns: Columns
  readonly #matrix: Float64Array
  readonly #right: Float64Array
  readonly #row: Float64Array

  constructor(columns: Columns) {
    const size = columns.length + 1
    this.#columns = columns
    this.#matrix = new Float64Array(size * size)
    this.#right = new Float64Array(size)
    this.#row = new Float64Array(size)
  }

  add(row: number, weight: number, pull: number): void {
    const size = this.#row.length
    this.#row[0] = 1
    for (let index = 1; index < size; index++) this.#row[index] = this.#columns[index - 1]![row]!
    for (let first = 0; first < size; first++) {
      this.#right[first]! += pull * this.#row[first]!
      for (let second = 0; second <= first; second++) this.#matrix[first * size + second]! += weight * this.#row[first]! * this.#row[second]!
    }
  }

  /** The step from `at` to the minimum, with the penalty on all but the intercept. */
  solve(at: Float64Array, penalty: number): Float64Array {
    const size = at.length
    for (let index = 1; index < size; index++) {
      this.#matrix[index * size + index]! += penalty
      this.#right[index]! -= penalty * at[index]!
    }
    return solveSymmetric(this.#matrix, this.#right)
  }
}

const clip = (value: number): number => Math.min(Math.max(value, -CLIP), CLIP)

function average(column: Float64Array, of: (value: number) => number): number {
  let [sum, count] = [0, 0]
  for (const value of column) {
    if (Number.isNaN(value)) continue
    sum += of(value)
    count += 1
  }
  return count === 0 ? 0 : sum / count
}
