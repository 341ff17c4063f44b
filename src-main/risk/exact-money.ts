import { rateOf } from '../../src-shared/domain/instrument.ts'
import { ONE_RATE, type Amount, type Rate } from '../../src-shared/domain/units.ts'

/** The sum, or null when a part is not known or not an exact amount. */
export function sumOf(...amounts: readonly (Amount | null)[]): Amount | null {
  let sum = 0
  for (const amount of amounts) {
    if (amount === null) return null
    sum += amount
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(sum)) return null
  }
  return sum as Amount
}

/** The same for amounts that cannot be negative: a negative one is an error somewhere, and so not known. */
export function sumOfPositive(...amounts: readonly (Amount | null)[]): Amount | null {
  return amounts.every((amount) => amount === null || amount >= 0) ? sumOf(...amounts) : null
}

export const negate = (amount: Amount | null): Amount | null => (amount === null ? null : ((0 - amount) as Amount))

/** A part of an amount, cut to the unit: limits are never rounded up. Null when either is not known or the fraction is not within 0 to 1. */
export function partOf(amount: Amount | null, fraction: number): Amount | null {
  if (amount === null || !Number.isSafeInteger(amount) || amount < 0 || !(fraction >= 0 && fraction <= 1)) return null
  return rateOf(amount, Math.round(fraction * ONE_RATE) as Rate)
}
