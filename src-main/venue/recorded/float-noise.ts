const DECIMAL = /^(-?)(\d{1,20})\.(\d{1,30})$/
/** As many digits as a binary float keeps of any decimal number. What follows is an accident of arithmetic. */
const TRUE_DIGITS = 15
/** A number that was short before arithmetic has zeros here once the accident is rounded away. */
const ZEROS = 1_000n

/**
 * '1.2147000000000001' as '1.2147', and '1.2086999999999999' as '1.2087': the number that was meant when a program wrote a binary float
 * at full length. Undefined for a number that may really have so many digits. All in whole numbers: a float would bring the noise back.
 */
export function withoutFloatNoise(text: string): string | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = BigInt(whole + fraction)
  const excess = String(digits).length - TRUE_DIGITS
  if (excess < 1 || excess > fraction.length) return undefined
  const unit = 10n ** BigInt(excess)
  const rounded = (digits + unit / 2n) / unit
  if (rounded % ZEROS !== 0n) return undefined
  const decimals = fraction.length - excess
  const kept = String(rounded).padStart(decimals + 1, '0')
  const point = kept.length - decimals
  return `${sign}${kept.slice(0, point)}.${kept.slice(point)}`.replace(/\.?0*$/, '')
}
