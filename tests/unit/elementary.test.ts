import { expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { exp, log, sigmoid } from '../../src-main/math/elementary.ts'

const random = new SeededRandom(1)
const between = (low: number, high: number): number => low + (high - low) * random.uniform()
const relative = (actual: number, expected: number): number => (actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected))

function worst(actual: (x: number) => number, expected: (x: number) => number, inputs: readonly number[]): number {
  return Math.max(...inputs.map((x) => relative(actual(x), expected(x))))
}

const draws = (low: number, high: number): number[] => Array.from({ length: 20_000 }, () => between(low, high))

it('computes exp to 1e-15 over the whole range of doubles', () => {
  for (const [low, high] of [[-1, 1], [-30, 30], [-700, 709], [-1e-9, 1e-9]] as const) expect(worst(exp, Math.exp, draws(low, high))).toBeLessThan(1e-15)
})

it('computes log to 1e-15 near 1, far from it and for the smallest doubles', () => {
  for (const [low, high] of [[0.5, 2], [0.999999, 1.000001], [1e-9, 1e9]] as const) expect(worst(log, Math.log, draws(low, high))).toBeLessThan(1e-15)
  expect(worst(log, Math.log, draws(-1022, 1023).map((exponent) => between(1, 2) * 2 ** Math.floor(exponent)))).toBeLessThan(1e-15)
  expect(worst(log, Math.log, [5e-324, 1e-310, 1e-300, 2 ** -1022, Number.MAX_VALUE, 2, 0.5])).toBeLessThan(1e-15)
})

it('is exact where the answer is', () => {
  expect([exp(0), exp(-Infinity), exp(Infinity), exp(800), exp(-800), log(1), log(0), log(Infinity)]).toEqual([1, 0, Infinity, Infinity, 0, 0, -Infinity, Infinity])
  expect([exp(NaN), log(NaN), log(-1)]).toEqual([NaN, NaN, NaN])
})

it('keeps sigmoid a probability that mirrors about one half', () => {
  expect(sigmoid(0)).toBe(0.5)
  expect([sigmoid(1000), sigmoid(-1000)]).toEqual([1, 0])
  for (const x of draws(-40, 40)) {
    expect(relative(sigmoid(x), 1 / (1 + Math.exp(-x)))).toBeLessThan(2e-15)
    expect(Math.abs(sigmoid(x) + sigmoid(-x) - 1)).toBeLessThan(3e-16)
  }
})
