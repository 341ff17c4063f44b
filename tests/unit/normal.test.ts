import { expect, it } from 'vitest'
import { normalCdf, normalDensity, normalQuantile } from '../../src-main/math/normal.ts'

/** Φ to 16 digits, worked in arithmetic of 40 digits. */
const KNOWN: readonly (readonly [number, number])[] = [
  [0, 0.5], [0.5, 0.6914624612740131], [1, 0.8413447460685429], [1.6448536269514722, 0.95], [1.959963984540054, 0.975], [2.9999, 0.998649658717045], [3.0001, 0.9986505450867393],
  [-1, 0.15865525393145707], [-3, 0.0013498980316300946], [-5, 2.866515718791939e-7], [-8, 6.220960574271785e-16], [-20, 2.7536241186062337e-89], [-37, 5.725571222524577e-300],
]

it('knows how much of a normal lies below, in both tails', () => {
  for (const [x, p] of KNOWN) expect(Math.abs(normalCdf(x) - p) / p, `Φ(${x})`).toBeLessThan(1e-12)
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(NaN)]).toEqual([0, 1, NaN])
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15)
})

it('finds the place from the part, and goes back and forth without loss', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13)
  expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 13)
  expect(normalQuantile(1e-300)).toBeCloseTo(-37.0471, 4)
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1), normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(NaN)]).toEqual([-Infinity, 0, Infinity, NaN, NaN, NaN].map((value) => (value === 0 ? expect.closeTo(0, 15) : value)))
  for (let p = 1e-12; p < 0.5; p *= 1.37) expect(Math.abs(normalCdf(normalQuantile(p)) - p) / p, `p ${p}`).toBeLessThan(1e-12)
})
