const PATTERN = /^(-?)(\d{1,16})(?:\.(\d{1,20}))?$/

/**
 * Reads a plain decimal text exactly: '16537.5' with 2 decimals is 1653750.
 * Undefined for anything else: exponents, blanks, more significant decimals than there is room for, integers that are not safe.
 */
export function parseDecimal(text: string, decimals: number): number | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(decimals))) return undefined
  const value = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'))
  if (!Number.isSafeInteger(value)) return undefined
  return sign && value !== 0 ? -value : value
}

/** Writes a scaled integer exactly: 1653750 with 2 decimals is '16537.50', or '16537.5' when trimmed. */
export function formatDecimal(value: number, decimals: number, trim = false): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  let fraction = decimals > 0 ? digits.slice(digits.length - decimals) : ''
  if (trim) fraction = fraction.replace(/0+$/, '')
  return `${value < 0 ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/**
 * a × b ÷ divisor in exact arithmetic, cut toward zero, as venues do.
 * Throws RangeError when the result is not a safe integer, or one of the three is no integer or the divisor 0: a wrong sum must never go on.
 */
export function multiplyDivideCut(a: number, b: number, divisor: number): number {
  const exact = exactly(a, b, divisor)
  if (exact !== undefined) return exact
  const result = Number((BigInt(a) * BigInt(b)) / BigInt(divisor))
  if (!Number.isSafeInteger(result)) throw new RangeError(`${a} × ${b} ÷ ${divisor} is not a safe integer`)
  return result
}

/** The same, but never beyond the largest safe integer on either side. */
export function multiplyDivideCapped(a: number, b: number, divisor: number): number {
  const exact = exactly(a, b, divisor)
  if (exact !== undefined) return exact
  const result = (BigInt(a) * BigInt(b)) / BigInt(divisor)
  if (result > BigInt(Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER
  return result < -BigInt(Number.MAX_SAFE_INTEGER) ? -Number.MAX_SAFE_INTEGER : Number(result)
}

/** Undefined where it takes BigInt, which takes ten times as long, or refuses: no integers, nothing to divide by. */
function exactly(a: number, b: number, divisor: number): number | undefined {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || !Number.isSafeInteger(divisor) || divisor === 0) return undefined
  const product = a * b
  // A quotient of safe integers is never rounded up to a whole number.
  if (Number.isSafeInteger(product)) return Math.trunc(product / divisor) + 0
  // a is wholes of the divisor and a rest of the same sign. Where both products are exact, so is their sum.
  const wholes = Math.trunc(a / divisor)
  const whole = wholes * b
  const part = (a - wholes * divisor) * b
  if (!Number.isSafeInteger(whole) || !Number.isSafeInteger(part)) return undefined
  const sum = whole + Math.trunc(part / divisor)
  return Number.isSafeInteger(sum) ? sum : undefined
}

/** 10^exponent for exponents from 0 to 15, exactly. */
export function powerOfTen(exponent: number): number {
  const power = POWERS[exponent]
  if (power === undefined) throw new RangeError(`10^${exponent} is not a safe integer`)
  return power
}

const POWERS: readonly number[] = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`))
