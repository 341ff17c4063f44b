import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDecimal, multiplyDivideCapped, multiplyDivideCut, parseDecimal } from '../../src-shared/domain/decimal.ts'

const decimals = fc.integer({ min: 0, max: 12 })
const safe = fc.maxSafeInteger()

it('reads back exactly what it writes', () => {
  fc.assert(fc.property(safe, decimals, (value, places) => {
    expect(parseDecimal(formatDecimal(value, places), places)).toBe(value)
    expect(parseDecimal(formatDecimal(value, places, true), places)).toBe(value)
  }))
})

/** Of any size and either sign, the edges of what is exact and of what a sum of two parts can be among them. */
const whole = fc.oneof(safe, fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1_000, max: 1_000 }), fc.constantFrom(0, 1, -1, 2 ** 26, 2 ** 27, 2 ** 52, 2 ** 53 - 1, 1 - 2 ** 53))
const divisor = fc.oneof(safe, fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 15 }).map((places) => 10 ** places), fc.constantFrom(1, -1, 3, 2 ** 53 - 1, 1 - 2 ** 53)).filter((value) => value !== 0)
/** Products that lie just beside a multiple of the divisor, where a rounded quotient would be one too much. */
const beside = fc.tuple(fc.integer({ min: 1, max: 2 ** 26 }), fc.integer({ min: 1, max: 2 ** 26 }), fc.constantFrom(-1, 1), fc.constantFrom(1, -1, 2 ** 40, 2 ** 52))
  .map(([count, by, side, b]) => [count * by + side, b, by] as const)

it('multiplies and divides as BigInt does over all that is safe: cut toward zero, capped on either side', () => {
  fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: fc.tuple(whole, whole, divisor) }, { weight: 1, arbitrary: beside }), ([a, b, by]) => {
    const exact = (BigInt(a) * BigInt(b)) / BigInt(by)
    const most = BigInt(Number.MAX_SAFE_INTEGER)
    const isSafe = exact <= most && exact >= -most
    if (isSafe) expect(multiplyDivideCut(a, b, by)).toBe(Number(exact))
    else expect(() => multiplyDivideCut(a, b, by)).toThrow(RangeError)
    expect(multiplyDivideCapped(a, b, by)).toBe(isSafe ? Number(exact) : exact > 0n ? Number.MAX_SAFE_INTEGER : -Number.MAX_SAFE_INTEGER)
  }), { numRuns: 5_000 })
})

it.each([[6, 5, 0], [0, 5, 0], [2 ** 53 - 1, 5, 0], [0.5, 4, 2], [4, 0.5, 2], [4, 2, 0.5], [Number.NaN, 1, 1], [1, 1, Number.NaN], [1, Infinity, 1], [1, 1, Infinity]])('refuses %d × %d ÷ %d: nothing exact comes of it', (a, b, by) => {
  expect(() => multiplyDivideCut(a, b, by)).toThrow(RangeError)
  expect(() => multiplyDivideCapped(a, b, by)).toThrow(RangeError)
})

it.each(['', ' 1', '1e5', '.5', '5.', '+1', '0x10', 'NaN', 'Infinity', '1,5', '--1', '99999999999999999', '1.234'])('refuses %j with two decimals', (text) => {
  expect(parseDecimal(text, 2)).toBeUndefined()
})

it.each([['0.10', 10], ['-0.00', 0], ['16537.5', 1_653_750], ['1.200', 120], ['007', 700]] as const)('reads %s as %d hundredths', (text, value) => {
  expect(parseDecimal(text, 2)).toBe(value)
})
