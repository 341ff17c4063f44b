import type { Candle } from '../../../../src-shared/domain/candle.ts'

/** No two prices of one moment, by two ways, are further apart: what is has slipped by a digit, or is another's. */
const FACTOR_MAX = 1.5
/** A mark price follows the index and what is bid more closely than this. */
const CLOSE_MAX = 1.03
/** From one candle to the next, and within one, there is more room: markets do fall by half. */
const CANDLE_FACTOR_MAX = 3

const within = (a: number, b: number, factor: number): boolean => a <= b * factor && b <= a * factor

export const areNear = (a: number, b: number): boolean => within(a, b, FACTOR_MAX)

export const areClose = (a: number, b: number): boolean => within(a, b, CLOSE_MAX)

export function isPlausible({ open, high, low, close }: Candle, before: Candle | undefined): boolean {
  return within(high, low, CANDLE_FACTOR_MAX) && (before === undefined || (within(open, before.close, CANDLE_FACTOR_MAX) && within(close, before.close, CANDLE_FACTOR_MAX)))
}
