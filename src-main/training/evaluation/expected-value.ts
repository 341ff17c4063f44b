import { taken } from '../columns.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'

const BPS = 10_000

/** Of some rows, as the policy counts them: fractions of the notional. Without funding, which is not known when it is decided. */
export interface ExpectedValues {
  readonly expected: Float64Array
  /** q*: from which q on an entry pays. */
  readonly breakEven: Float64Array
}

/** `outputs` as a model gives them, a value for each of `rows`. */
export function expectedValues(data: DataSet, side: Direction, rows: Int32Array, outputs: readonly Float64Array[]): ExpectedValues {
  const [q, t, m] = [outputs[0]!, outputs[1]!, outputs[2]!]
  const { takeProfitAtr, stopAtr } = data.labelSpec
  const { fees, slippage } = data[side]
  const values = { expected: new Float64Array(rows.length), breakEven: new Float64Array(rows.length) }
  for (const [place, row] of rows.entries()) {
    const [win, loss] = [takeProfitAtr * data.atrShare[row]!, stopAtr * data.atrShare[row]!]
    const [touches, timeout, cost] = [1 - t[place]!, (t[place]! * m[place]!) / BPS, fees[row]! + slippage[row]!]
    values.expected[place] = touches * (q[place]! * win - (1 - q[place]!) * loss) + timeout - cost
    values.breakEven[place] = (loss + (cost - timeout) / touches) / (win + loss)
  }
  return values
}

/** What is expected before costs, in barrier ranges: what there is to know, free of what volatility and costs tell anybody. */
export function expectedRanges(data: DataSet, rows: Int32Array, [q, t, m]: readonly Float64Array[]): Float64Array {
  const { takeProfitAtr, stopAtr } = data.labelSpec
  const ranges = new Float64Array(rows.length)
  for (let place = 0; place < rows.length; place++) {
    const timeout = (t![place]! * m![place]!) / BPS / data.atrShare[rows[place]!]!
    ranges[place] = (1 - t![place]!) * (q![place]! * (takeProfitAtr + stopAtr) - stopAtr) + timeout
  }
  return ranges
}

export const realisedRanges = (data: DataSet, side: Direction, rows: Int32Array): Float64Array => taken(data[side].gross, rows).map((gross, place) => gross / data.atrShare[rows[place]!]!)
