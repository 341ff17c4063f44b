import type { CandleColumns } from './candle-columns.ts'
import { powerOfTen } from './decimal.ts'

/** The same numbers with as few decimals as they need, so that equal candles are equal bytes, and small ones. */
export function shortened(columns: CandleColumns): CandleColumns {
  const { open, high, low, close, volume } = columns
  const prices = Math.min(...[open, high, low, close].map((column) => zerosOf(column, columns.priceDecimals)))
  const quantities = zerosOf(volume, columns.quantityDecimals)
  if (prices === 0 && quantities === 0) return columns
  const [price, quantity] = [powerOfTen(prices), powerOfTen(quantities)]
  const divided = (column: Float64Array, divisor: number): Float64Array => column.map((value) => value / divisor)
  return {
    ...columns, priceDecimals: columns.priceDecimals - prices, quantityDecimals: columns.quantityDecimals - quantities,
    open: divided(open, price), high: divided(high, price), low: divided(low, price), close: divided(close, price), volume: divided(volume, quantity),
  }
}

/** How many zeros all numbers of a column end with; not more than `most`. */
function zerosOf(column: Float64Array, most: number): number {
  let zeros = most
  for (let i = 0; i < column.length && zeros > 0; i++) {
    while (zeros > 0 && column[i]! % powerOfTen(zeros) !== 0) zeros--
  }
  return zeros
}
