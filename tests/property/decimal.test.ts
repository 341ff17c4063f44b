import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDecimal, multiplyDivideCut, parseDecimal } from '../../src-shared/domain/decimal.ts'

const decimals = fc.integer({ min: 0, max: 12 })
const safe = fc.maxSafeInteger()

it('reads back exactly what it writes', () => {
  fc.assert(fc.property(safe, decimals, (value, places) => {
    expect(parseDecimal(formatDecimal(value, places), places)).toBe(value)
    expect(parseDecimal(formatDecimal(value, places, true), places)).toBe(value)
  }))
})

it('cuts products toward zero, as BigInt does', () => {
  fc.assert(fc.property(safe, fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e15 }), (a, b, divisor) => {
    const exact = (BigInt(a) * BigInt(b)) / BigInt(divisor)
    if (exact > BigInt(Number.MAX_SAFE_INTEGER) || exact < -BigInt(Number.MAX_SAFE_INTEGER)) expect(() => multiplyDivideCut(a, b, divisor)).toThrow(RangeError)
    else expect(multiplyDivideCut(a, b, divisor)).toBe(Number(exact))
  }))
})

it.each(['', ' 1', '1e5', '.5', '5.', '+1', '0x10', 'NaN', 'Infinity', '1,5', '--1', '99999999999999999', '1.234'])('refuses %j with two decimals', (text) => {
  expect(parseDecimal(text, 2)).toBeUndefined()
})

it.each([['0.10', 10], ['-0.00', 0], ['16537.5', 1_653_750], ['1.200', 120], ['007', 700]] as const)('reads %s as %d hundredths', (text, value) => {
  expect(parseDecimal(text, 2)).toBe(value)
})
