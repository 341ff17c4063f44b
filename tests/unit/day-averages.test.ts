import { expect, it } from 'vitest'
import { TrendAverages } from '../../src-main/math/averages.ts'
import { DayAverages } from '../../src-main/features/day-averages.ts'
import { SEED_CANDLES } from '../../src-main/features/feature.ts'

const DAY = 288
const days = [0, 1, 2].map((day) => ({ from: SEED_CANDLES + day * DAY, to: SEED_CANDLES + (day + 1) * DAY }))

/** Moves at first and then no more: a chain that saw it move and one that did not never come to the same bits. */
const closes = Float64Array.from({ length: SEED_CANDLES + 3 * DAY }, (_, index) => (index < 200 ? 1_000_000 + ((index * 7_919) % 3_001) : 1_000_777))

/** All of a day's candles up to here, begun from before its first. */
function plain(to: number): number[] {
  const { from } = days.findLast((day) => day.from < to)!
  const averages = new TrendAverages(1)
  averages.begin(closes[from - SEED_CANDLES]!)
  averages.advance(closes, from - SEED_CANDLES, to)
  return [...averages.now]
}

it.each([
  ['all candles', [[4_000, 4_864]]],
  ['pieces', [[4_000, 4_100], [4_100, 4_288], [4_288, 4_700], [4_700, 4_864]]],
  ['pieces with a hole within a day', [[4_000, 4_288], [4_288, 4_400], [4_450, 4_576], [4_600, 4_864]]],
  ['pieces with several holes within a day', [[4_010, 4_200], [4_300, 4_310], [4_340, 4_350], [4_500, 4_576], [4_580, 4_864]]],
] as const)('are what each day alone would make of them: %s', (_, pieces) => {
  const averages = new TrendAverages(1_000)
  const series = new DayAverages(closes, days, averages)
  for (const [from, to] of pieces) {
    series.record(from, to)
    expect([...averages.now], `${from} to ${to}`).toEqual(plain(to))
  }
})
