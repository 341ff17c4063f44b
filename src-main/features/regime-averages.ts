import type { Averages } from '../math/averages.ts'
import { regimeOf } from './regime.ts'

const WEIGHT_50 = 2 / 51
const WEIGHT_200 = 2 / 201

/** Exponential averages of 50 and 200, and the regime that they tell. */
export class RegimeAverages implements Averages {
  /** What `record` writes. */
  readonly regimes: Int8Array
  /** What goes on from value to value: the averages of 50 and 200. */
  readonly now: Float64Array = new Float64Array(2)

  constructor(regimes: Int8Array) {
    this.regimes = regimes
  }

  begin(first: number): void {
    this.now.fill(first)
  }

  advance(values: Float64Array, from: number, to: number): void {
    let ema50 = this.now[0]!
    let ema200 = this.now[1]!
    for (let index = from; index < to; index++) {
      const value = values[index]!
      ema50 += WEIGHT_50 * (value - ema50)
      ema200 += WEIGHT_200 * (value - ema200)
    }
    this.now[0] = ema50
    this.now[1] = ema200
  }

  record(values: Float64Array, from: number, to: number, row: number): void {
    let ema50 = this.now[0]!
    let ema200 = this.now[1]!
    for (let index = from; index < to; index++) {
      const value = values[index]!
      ema50 += WEIGHT_50 * (value - ema50)
      ema200 += WEIGHT_200 * (value - ema200)
      this.regimes[row + index - from] = regimeOf(ema50, ema200)
    }
    this.now[0] = ema50
    this.now[1] = ema200
  }

  /** `begin` with the value at `from`, then `advance` by `count`, for three at once: two chains alone would wait most of the time. */
  static beginThree(three: readonly RegimeAverages[], values: Float64Array, from: readonly number[], count: number): void {
    const first = from[0]!
    const second = from[1]!
    const third = from[2]!
    let a50 = values[first]!
    let b50 = values[second]!
    let c50 = values[third]!
    let a200 = a50
    let b200 = b50
    let c200 = c50
    for (let step = 0; step < count; step++) {
      const a = values[first + step]!
      const b = values[second + step]!
      const c = values[third + step]!
      a50 += WEIGHT_50 * (a - a50)
      b50 += WEIGHT_50 * (b - b50)
      c50 += WEIGHT_50 * (c - c50)
      a200 += WEIGHT_200 * (a - a200)
      b200 += WEIGHT_200 * (b - b200)
      c200 += WEIGHT_200 * (c - c200)
    }
    three[0]!.now.set([a50, a200])
    three[1]!.now.set([b50, b200])
    three[2]!.now.set([c50, c200])
  }
}
