const [ZERO, NINE, POINT] = [48, 57, 46]

/**
 * As `parseDecimal` for what is not negative, but NaN for anything else and without a pattern: a book changes some thousand times a second.
 */
export function decimalAt(text: string, decimals: number): number {
  let value = 0
  let missing = -1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === POINT && missing < 0 && index > 0) {
      missing = decimals
      continue
    }
    if (code < ZERO || code > NINE) return Number.NaN
    if (missing === 0) {
      if (code !== ZERO) return Number.NaN
      continue
    }
    value = value * 10 + (code - ZERO)
    if (missing > 0) missing--
  }
  if (text.length === 0 || text.charCodeAt(text.length - 1) === POINT) return Number.NaN
  for (let left = missing < 0 ? decimals : missing; left > 0; left--) value *= 10
  return Number.isSafeInteger(value) ? value : Number.NaN
}
