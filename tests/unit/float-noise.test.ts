import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { withoutFloatNoise } from '../../src-main/venue/recorded/float-noise.ts'

it.each([
  ['1.2147000000000001', '1.2147'],
  ['1.2086999999999999', '1.2087'],
  ['-0.0021933400000000002', '-0.00219334'],
  ['0.30000000000000004', '0.3'],
  ['2.9999999999999996', '3'],
  ['1.0999999999999999', '1.1'],
])('takes %s for %s', (text, meant) => {
  expect(withoutFloatNoise(text)).toBe(meant)
})

it.each(['1.2147', '16495.22544388', '93853682.67340450', '3402573540.61411812', '12345678901234567', '1e-7', '', '1.', '.5', 'NaN', '123456789.12345678', '0.123456789012345678'])('leaves "%s", which may be meant', (text) => {
  expect(withoutFloatNoise(text)).toBeUndefined()
})

it('finds what was meant in every price that arithmetic with floats left some noise on', () => {
  let noisy = 0
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (price, decimals, factor) => {
    // What a program does that keeps prices as floats.
    const text = String((price / 10 ** decimals) * factor)
    const meant = formatDecimal(price * factor, decimals, true)
    if (text === meant || !/^\d+\.\d+$/.test(text)) return
    noisy++
    expect(withoutFloatNoise(text)).toBe(meant)
  }), { numRuns: 3_000 })
  expect(noisy).toBeGreaterThan(100)
})
