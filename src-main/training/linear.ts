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
  const means = columns.map(meanOf)
  return { means, deviations: columns.map((column, index) => deviationOf(column, means[index]!) || 1) }
}

/** A missing value becomes the mean, which is 0 afterwards. */
export function standardise(columns: Columns, { means, deviations }: Scaling): Columns {
  return columns.map((column, index) => {
    const [mean, deviation, standard] = [means[index]!, deviations[index]!, new Float64Array(column.length)]
    for (let row = 0; row < column.length; row++) {
      const value = column[row]!
      standard[row] = Number.isNaN(value) ? 0 : clip((value - mean) / deviation)
    }
    return standard
  })
}

/** Weighted ridge regression. `penalty` is in units of one row's weight and spares the intercept; rows of weight 0 do not count. */
export function fitRidge(columns: Columns, targets: Float64Array, weights: Float64Array, penalty: number): LinearWeights {
  const moments = new Moments(columns, targets.length)
  moments.add(weights, targets.map((target, row) => (weights[row] === 0 ? 0 : weights[row]! * target)))
  return moments.solve(new Float64Array(columns.length + 1), penalty)
}

/** Weighted logistic regression with the same penalty, by Newton's method. Targets are 0 or 1. Deterministic: own exp, fixed order. */
export function fitLogistic(columns: Columns, targets: Float64Array, weights: Float64Array, penalty: number): LinearWeights {
  const solution = new Float64Array(columns.length + 1)
  const moments = new Moments(columns, targets.length)
  const [curves, pulls] = [new Float64Array(targets.length), new Float64Array(targets.length)]
  for (let round = 0; round < NEWTON_ROUNDS; round++) {
    const odds = linearColumn(columns, solution)
    for (let row = 0; row < targets.length; row++) {
      const probability = weights[row] === 0 ? 0 : sigmoid(odds[row]!)
      curves[row] = weights[row]! * probability * (1 - probability)
      pulls[row] = weights[row]! * (targets[row]! - probability)
    }
    moments.clear()
    moments.add(curves, pulls)
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

/** `linearAt` of every row, to the bit. */
function linearColumn(columns: Columns, weights: LinearWeights): Float64Array {
  const sums = new Float64Array(columns[0]?.length ?? 0).fill(weights[0]!)
  for (const [index, column] of columns.entries()) {
    const weight = weights[index + 1]!
    for (let row = 0; row < sums.length; row++) sums[row]! += weight * column[row]!
  }
  return sums
}

/** Rows that are summed at a time, so that all their columns stay near the processor. */
const BLOCK = 512

/**
 * Sums of products over rows: the normal equations. Each sum goes through the rows in their order, so that blocks and four columns at a time
 * change no bit of it.
 */
class Moments {
  /** With the constant first. */
  readonly #columns: Columns
  readonly #size: number
  readonly #matrix: Float64Array
  readonly #right: Float64Array
  readonly #weighted = new Float64Array(BLOCK)

  constructor(columns: Columns, rows: number) {
    this.#size = columns.length + 1
    this.#columns = [new Float64Array(rows).fill(1), ...columns]
    this.#matrix = new Float64Array(this.#size * this.#size)
    this.#right = new Float64Array(this.#size)
  }

  clear(): void {
    this.#matrix.fill(0)
    this.#right.fill(0)
  }

  add(weights: Float64Array, pulls: Float64Array): void {
    for (let from = 0; from < weights.length; from += BLOCK) {
      const count = Math.min(BLOCK, weights.length - from)
      for (let first = 0; first < this.#size; first++) {
        const column = this.#columns[first]!
        let pull = this.#right[first]!
        for (let row = 0; row < count; row++) {
          pull += pulls[from + row]! * column[from + row]!
          this.#weighted[row] = weights[from + row]! * column[from + row]!
        }
        this.#right[first] = pull
        for (let second = 0; second <= first; second += 4) this.#addFour(first, second, from, count)
      }
    }
  }

  /** What lies above the diagonal is summed too where four go beyond it, and never read. */
  #addFour(first: number, second: number, from: number, count: number): void {
    const [weighted, matrix, place, last] = [this.#weighted, this.#matrix, first * this.#size + second, this.#size - 1]
    const [one, two, three, four] = [this.#columns[second]!, this.#columns[Math.min(second + 1, last)]!, this.#columns[Math.min(second + 2, last)]!, this.#columns[Math.min(second + 3, last)]!]
    const width = Math.min(4, this.#size - second)
    let [a, b, c, d] = [matrix[place]!, width > 1 ? matrix[place + 1]! : 0, width > 2 ? matrix[place + 2]! : 0, width > 3 ? matrix[place + 3]! : 0]
    for (let row = 0; row < count; row++) {
      const value = weighted[row]!
      a += value * one[from + row]!
      b += value * two[from + row]!
      c += value * three[from + row]!
      d += value * four[from + row]!
    }
    matrix[place] = a
    if (width > 1) matrix[place + 1] = b
    if (width > 2) matrix[place + 2] = c
    if (width > 3) matrix[place + 3] = d
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

function meanOf(column: Float64Array): number {
  let [sum, count] = [0, 0]
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return count === 0 ? 0 : sum / count
}

function deviationOf(column: Float64Array, mean: number): number {
  let [squares, count] = [0, 0]
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!
    if (Number.isNaN(value)) continue
    squares += (value - mean) * (value - mean)
    count += 1
  }
  return count === 0 ? 0 : Math.sqrt(squares / count)
}
