import { expect, it } from 'vitest'
import { onePerInstant } from '../../src-main/base/one-per-instant.ts'

const told = (asOf: number, action: 'LONG' | 'SHORT' | 'FLAT', reason: string, by: string) => ({ asOf, action, reason, by })

it.each([
  ['of those alike the first', [told(1, 'FLAT', 'no-edge', 'a'), told(1, 'FLAT', 'position-held', 'b')], ['a']],
  ['an entry rather than none', [told(1, 'FLAT', 'position-held', 'a'), told(1, 'SHORT', 'ev-above-threshold', 'b')], ['b']],
  ['what was refused rather than not wanted', [told(1, 'FLAT', 'no-edge', 'a'), told(1, 'FLAT', 'refused', 'b')], ['b']],
  ['an entry rather than what was refused', [told(1, 'LONG', 'ev-above-threshold', 'a'), told(1, 'FLAT', 'refused', 'b')], ['a']],
  ['each instant for itself', [told(1, 'FLAT', 'no-edge', 'a'), told(2, 'LONG', 'ev-above-threshold', 'b'), told(2, 'FLAT', 'no-edge', 'c'), told(3, 'FLAT', 'no-edge', 'd')], ['a', 'b', 'd']],
])('keeps %s', (_, rows, kept) => {
  expect(onePerInstant(rows).map(({ by }) => by)).toEqual(kept)
})
