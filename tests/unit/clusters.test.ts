import { describe, expect, it } from 'vitest'
import { correlation, correlationClusters, correlationMatrix, effectiveTrials } from '../../src-main/statistics/clusters.ts'
import { recipes } from '../../scripts/bench/gate-recipes.ts'

const matrixOf = (rows: readonly (readonly number[])[]): Float64Array => Float64Array.from(rows.flat())

describe('correlation', () => {
  it('is of the places that both know', () => {
    expect(correlation(Float64Array.of(1, 2, 3, NaN, 9), Float64Array.of(2, 4, 6, 5, NaN))).toBeCloseTo(1, 15)
    expect(correlation(Float64Array.of(1, 2, 3), Float64Array.of(1, -1, 1))).toBeCloseTo(0, 15)
    expect(correlation(Float64Array.of(1, 1), Float64Array.of(1, 2))).toBeNull()
    const matrix = correlationMatrix([Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1), Float64Array.of(1, NaN, NaN), Float64Array.of(2, 2, 2)], 3)
    expect([...matrix].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([1, -1, 0, 0, -1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
  })

  it('is the same in a matrix as of a pair', () => {
    const columns = recipes(4, 50, { alike: 0.5, annual: [0, 0, 0] })
    const matrix = correlationMatrix(columns, 30)
    for (let row = 0; row < 3; row++) for (let other = 0; other < 3; other++) expect(matrix[row * 3 + other]).toBeCloseTo(correlation(columns[row]!, columns[other]!)!, 12)
  })
})

describe('clusters of trials', () => {
  it('join by mean correlation', () => {
    // 0 and 1 join at .9. Their mean to 2 is .55, so it joins; to 3 it is then (.6 + .6 + 0) / 3 = .4, too little.
    const matrix = matrixOf([[1, 0.9, 0.6, 0.6], [0.9, 1, 0.5, 0.6], [0.6, 0.5, 1, 0], [0.6, 0.6, 0, 1]])
    expect(correlationClusters(matrix)).toEqual([[0, 1, 3], [2]])
    expect(correlationClusters(matrix, 0.61)).toEqual([[0, 1], [2], [3]])
    expect(correlationClusters(matrix, 0.95)).toEqual([[0], [1], [2], [3]])
    expect(correlationClusters(new Float64Array(0))).toEqual([])
  })

  it('come to what joining the nearest pair again and again comes to', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const columns = [...recipes(seed, 60, { alike: 0.6, annual: Array<number>(8).fill(0) }), ...recipes(seed + 100, 60, { alike: 0.4, annual: Array<number>(8).fill(0) })]
      const matrix = correlationMatrix(columns, 30)
      expect(correlationClusters(matrix), `seed ${seed}`).toEqual(plainClusters(matrix, 0.5))
    }
  })

  it('count as many trials as they are worth', () => {
    const matrix = matrixOf([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
    expect(effectiveTrials(matrix, [[0, 1], [2]])).toBeCloseTo(0.8 + 0.2 * 2 + 1, 15)
    const [same] = recipes(1, 100, { alike: 0, annual: [0] })
    const copies = correlationMatrix(Array.from({ length: 50 }, () => same!), 30)
    expect(effectiveTrials(copies, correlationClusters(copies))).toBeCloseTo(1, 12)
    const strangers = correlationMatrix(recipes(2, 2_000, { alike: 0, annual: Array<number>(20).fill(0) }), 30)
    expect(effectiveTrials(strangers, correlationClusters(strangers))).toBe(20)
  })
})

/** The definition, at the price of n³. */
function plainClusters(matrix: Float64Array, threshold: number): readonly (readonly number[])[] {
  const count = Math.sqrt(matrix.length)
  let groups = Array.from({ length: count }, (_, index) => [index])
  const likeness = (first: readonly number[], second: readonly number[]): number =>
    first.reduce((sum, row) => sum + second.reduce((inner, other) => inner + matrix[row * count + other]!, 0), 0) / (first.length * second.length)
  for (;;) {
    let best = { value: -Infinity, first: 0, second: 0 }
    groups.forEach((one, first) => groups.forEach((two, second) => {
      const value = second > first ? likeness(one, two) : -Infinity
      if (value > best.value) best = { value, first, second }
    }))
    if (best.value < threshold) return groups.map((group) => group.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!)
    const joined = [...groups[best.first]!, ...groups[best.second]!]
    groups = [...groups.filter((_, place) => place !== best.first && place !== best.second), joined]
  }
}
