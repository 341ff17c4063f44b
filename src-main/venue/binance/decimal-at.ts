const [ZERO, NINE, POINT] = [48, 57, 46]

/**
 * As `parseDecimal` for what is not negative, but NaN for anything else and without a pattern: a book changes some thousand times a second.
 */
export function decimalAt(text: string, decimals: number): number {
  const point = text.indexOf('.')
  const wholeEnd = point < 0 ? text.length : point
  const whole = digits(text, 0, wholeEnd)
  if (point < 0) return safe(raised(whole, decimals))
  const kept = Math.min(text.length, point + 1 + decimals)
  // What is cut off must be nothing.
  if (point === text.length - 1 || (kept < text.length && digits(text, kept, text.length) !== 0)) return Number.NaN
  const fraction = kept === point + 1 ? 0 : digits(text, point + 1, kept)
  return safe(raised(whole, kept - point - 1) + fraction, decimals - (kept - point - 1))
}

/** NaN when there is none, or anything else between them. */
function digits(text: string, start: number, end: number): number {
  if (start >= end) return Number.NaN
  let value = 0
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code === POINT || code < ZERO || code > NINE) return Number.NaN
    value = value * 10 + (code - ZERO)
  }
  return value
}

function raised(value: number, tens: number): number {
  for (let left = tens; left > 0; left--) value *= 10
  return value
}

function safe(value: number, tens = 0): number {
  const result = raised(value, tens)
  return Number.isSafeInteger(result) ? result : Number.NaN
}
