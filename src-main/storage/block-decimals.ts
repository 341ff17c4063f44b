import { powerOfTen } from '../../src-shared/domain/decimal.ts'

/** A number at other decimals. Throws RangeError when it cannot be written exactly with them. */
export function rescale(value: number, from: number, to: number): number {
  if (from === to) return value
  const result = to > from ? value * powerOfTen(to - from) : value / powerOfTen(from - to)
  if (!Number.isSafeInteger(result)) throw new RangeError(`${value} with ${from} decimals cannot be written exactly with ${to}: the instrument's rules do not fit its candles`)
  return result
}
