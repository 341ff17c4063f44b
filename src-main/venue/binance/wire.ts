import { z } from 'zod/mini'
import { parseDecimal } from '../../../src-shared/domain/decimal.ts'

/**
 * Pieces of the venue's messages. An object must have every field that is read, of the type that is promised; a field that was renamed or
 * retyped makes the message unreadable. Numbers of money, price, quantity and rate are texts, and stay texts until somebody who knows the decimals reads them.
 */
export const decimalText: z.ZodMiniType<string> = z.string().check(z.regex(/^-?\d{1,16}(\.\d{1,16})?$/))
export const symbolText: z.ZodMiniType<string> = z.string().check(z.minLength(1), z.maxLength(60))
export const timeMs: z.ZodMiniType<number> = z.int().check(z.nonnegative())
/** Update and trade ids of market data: far below 2^53. Order ids are not, and are never read as numbers. */
export const sequence: z.ZodMiniType<number> = z.int().check(z.nonnegative())

/** At more decimals than there may be a number is refused, never cut: undefined. */
export function positive(text: string, decimals: number): number | undefined {
  const value = parseDecimal(text, decimals)
  return value !== undefined && value > 0 ? value : undefined
}
