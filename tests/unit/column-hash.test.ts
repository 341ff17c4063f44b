import { expect, it } from 'vitest'
import { ColumnHash, type Numbers } from '../../src-main/base/column-hash.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'

const hash = (...pieces: readonly Numbers[]): string => pieces.reduce((sum, piece) => sum.add(piece), new ColumnHash()).digest()

it('is the same however the numbers come in pieces', () => {
  const random = new SeededRandom(3)
  const numbers = Float64Array.from({ length: 1_001 }, () => random.normal())
  const bytes = Int8Array.from({ length: 1_001 }, () => random.below(256) - 128)
  for (let cut = 0; cut <= 1_001; cut += 77) {
    expect(hash(numbers.subarray(0, cut), numbers.subarray(cut))).toBe(hash(numbers))
    expect(hash(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(hash(bytes))
  }
})

it('differs with every bit, with the order, and with the number of values', () => {
  const numbers = Float64Array.from({ length: 64 }, (_, index) => index / 7)
  const seen = new Set([hash(numbers), hash(numbers.toReversed()), hash(numbers.subarray(1)), hash(new Float64Array(0)), hash(new Float64Array(1)), hash(new Float64Array(2))])
  const flipped = numbers.slice()
  const bytes = new Uint8Array(flipped.buffer)
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    seen.add(hash(flipped))
    bytes[bit >> 3]! ^= 1 << (bit & 7)
  }
  expect(seen.size).toBe(6 + 64 * 64)
})

it('does not let two turned signs undo each other', () => {
  const numbers = Float64Array.from({ length: 40 }, (_, index) => 1 + index)
  const seen = new Set([hash(numbers)])
  for (let first = 0; first < 40; first++) {
    for (let second = first + 1; second < 40; second++) seen.add(hash(numbers.map((value, index) => (index === first || index === second ? -value : value))))
  }
  expect(seen.size).toBe(1 + (40 * 39) / 2)
})

it('takes every way of writing a missing value for the same, and infinity for another', () => {
  const doubles = new Float64Array(3)
  const words = new BigUint64Array(doubles.buffer)
  words.set([0x7ff8000000000000n, 0xfff8000000000000n, 0x7ff0000000000001n])
  expect(hash(doubles)).toBe(hash(new Float64Array(3).fill(NaN)))
  expect(hash(Float64Array.of(Infinity))).not.toBe(hash(Float64Array.of(NaN)))
  const singles = new Float32Array(2)
  new Uint32Array(singles.buffer).set([0xffc00000, 0x7f800001])
  expect(hash(singles)).toBe(hash(new Float32Array(2).fill(NaN)))
  expect(hash(Float32Array.of(-Infinity))).not.toBe(hash(Float32Array.of(NaN)))
})

it('is equal on every machine: these were worked out once', () => {
  expect(hash(Float64Array.of(1, -0, NaN, 1e300))).toBe('a8f3ce5d05402c954d739b0e81766a3f')
  expect(hash(Int32Array.of(1, 2, 3))).toBe('9e5ed2b1273596c34b62144d9d388e62')
})
