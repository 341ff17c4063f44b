import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { meanBlock, middleOf, resampled, stationaryDraw } from '../../src-main/statistics/bootstrap.ts'
import { meanOf } from '../../src-main/statistics/moments.ts'

const wentOn = (drawn: Int32Array, count: number): number => drawn.filter((place, index) => index > 0 && place === (drawn[index - 1]! + 1) % count).length

describe('the stationary block bootstrap', () => {
  it('keeps blocks together: of blocks with a mean of 10, nine places in ten follow the one before, round the end too', () => {
    const drawn = stationaryDraw(20_000, 10, new SeededRandom(1))
    expect(wentOn(drawn, 20_000) / 20_000).toBeCloseTo(0.9, 2)
    expect(wentOn(stationaryDraw(2_000, 1, new SeededRandom(1)), 2_000)).toBeLessThan(10)
    expect([...stationaryDraw(4, 1_000_000, new SeededRandom(3))].map((place, index, all) => (place - all[0]! - index + 8) % 4)).toEqual([0, 0, 0, 0])
  })

  it('draws every place as often as any other', () => {
    const counts = new Float64Array(50)
    const random = new SeededRandom(2)
    for (let round = 0; round < 2_000; round++) for (const place of stationaryDraw(50, 4, random)) counts[place]! += 1 / 2_000
    expect(Math.max(...counts.map((count) => Math.abs(count - 1)))).toBeLessThan(0.2)
  })

  it('knows that days which follow each other say less than as many strangers', () => {
    // Runs of ten equal days: the mean of 400 such days is as unsure as that of 40.
    const random = new SeededRandom(5)
    const runs = Float64Array.from({ length: 40 }, () => random.normal())
    const days = Float64Array.from({ length: 400 }, (_, day) => runs[Math.floor(day / 10)]!)
    const width = (block: number): number => {
      const { low, high } = middleOf(resampled(days, { resamples: 400, block, random: new SeededRandom(9) }, meanOf), 0.05)!
      return high - low
    }
    expect(width(20) / width(1)).toBeGreaterThan(2)
  })

  it('is the same for the same seed, with blocks of the cube root', () => {
    expect(stationaryDraw(100, 5, new SeededRandom(4))).toEqual(stationaryDraw(100, 5, new SeededRandom(4)))
    expect([1, 8, 9, 365].map(meanBlock)).toEqual([1, 2, 3, 8])
  })
})

it('cuts both ends off', () => {
  expect(middleOf([5, 1, 4, 2, 3, 6, 7, 8, 9, 10], 0.1)).toEqual({ low: 2, high: 9 })
  expect(middleOf([7], 0.4)).toEqual({ low: 7, high: 7 })
  expect(middleOf([], 0.1)).toBeNull()
})
