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
