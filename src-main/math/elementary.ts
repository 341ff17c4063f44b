/**
 * exp, log and sigmoid from + − × ÷ alone. Math.exp and Math.log differ in their last bits between versions of the JavaScript engine;
 * these give the same bits on every machine. Within 1e-15 of the true value, relative.
 */

/** ln 2 in two parts: k × LN2_HIGH is exact for every exponent k of a double. */
const LN2_HIGH = 0.6931471526622772
const LN2_LOW = 2.7897668087737545e-8
const LN2 = 0.6931471805599453

/** 1 ÷ n! for n from 14 down to 2. */
const INVERSE_FACTORIALS: readonly number[] = inverseFactorials(14)
/** 1 ÷ (2n + 1) for n from 14 down to 1. */
const INVERSE_ODDS: readonly number[] = Array.from({ length: 14 }, (_, index) => 1 / (29 - 2 * index))
const TINY = 1e-300
const STEPS: readonly number[] = [512, 256, 128, 64, 32, 16, 8, 4, 2, 1]
const POWERS_OF_TWO: readonly number[] = STEPS.map(powerOfTwo)
/** 2^k for k from −MOST to MOST: half of any exponent that `exp` can need. */
const MOST = 540
const HALF_POWERS = Float64Array.from({ length: 2 * MOST + 1 }, (_, index) => powerOfTwo(index - MOST))

export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019412) return 0
  const k = Math.round(x / LN2)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let sum = 0
  for (let index = 0; index < INVERSE_FACTORIALS.length; index++) sum = sum * r + INVERSE_FACTORIALS[index]!
  const value = 1 + (r + r * r * sum)
  // In two steps, because 2^k alone may be too large or too small where the product is not.
  const half = Math.trunc(k / 2)
  return value * HALF_POWERS[half + MOST]! * HALF_POWERS[k - half + MOST]!
}

/** NaN below 0, −Infinity at 0. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return x
  // Every division and multiplication here changes only the exponent of the double, so it is exact.
  let exponent = x < TINY ? -100 : 0
  let mantissa = x < TINY ? x * powerOfTwo(100) : x
  for (let index = 0; index < STEPS.length; index++) {
    const power = POWERS_OF_TWO[index]!
    if (mantissa >= power) {
      mantissa /= power
      exponent += STEPS[index]!
    } else if (mantissa * power < 2) {
      mantissa *= power
      exponent -= STEPS[index]!
    }
  }
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let sum = 0
  for (let index = 0; index < INVERSE_ODDS.length; index++) sum = sum * square + INVERSE_ODDS[index]!
  return exponent * LN2_HIGH + (2 * s + (2 * s * square * sum + exponent * LN2_LOW))
}

/** 1 ÷ (1 + e^−x), without overflow on either side. */
export function sigmoid(x: number): number {
  const small = exp(-Math.abs(x))
  return x >= 0 ? 1 / (1 + small) : small / (1 + small)
}

function powerOfTwo(exponent: number): number {
  let result = 1
  let square = exponent < 0 ? 0.5 : 2
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}

function inverseFactorials(count: number): number[] {
  const inverses: number[] = []
  let factorial = 1
  for (let n = 2; n <= count; n++) {
    factorial *= n
    inverses.unshift(1 / factorial)
  }
  return inverses
}
