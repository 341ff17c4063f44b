import { integerMeans, ratio, squaredDistances } from '../math/windows.ts'
import type { Block } from './block.ts'
import { CANDLES, type Base, type Feature } from './feature.ts'

const WINDOW = 20
const WIDTH = 2

const band: Base = (block) => {
  const { candles: { close }, band: { mean, deviation }, count } = block
  integerMeans(close, WINDOW, block, mean)
  squaredDistances(close, WINDOW, block, { mean, squares: deviation })
  for (let row = 0; row < count; row++) deviation[row] = Math.sqrt(deviation[row]! / WINDOW)
}

/** The level so many deviations above the middle. */
const level = (name: string, definition: string, deviations: number): Feature => ({
  name, definition, window: WINDOW, unit: 'price, as scaled integer', source: CANDLES, missing: 'never', revision: 1, use: 'display', bases: [band],
  fill: ({ band: { mean, deviation }, count }: Block, out) => {
    for (let row = 0; row < count; row++) out[row] = mean[row]! + deviations * deviation[row]!
  },
})

export const BANDS: readonly Feature[] = [
  level('bb_upper_20', 'mean of 20 closes + 2 population deviations', WIDTH),
  level('bb_middle_20', 'mean of 20 closes', 0),
  level('bb_lower_20', 'mean of 20 closes − 2 population deviations', -WIDTH),
  {
    name: 'bb_z_20', definition: '(close − middle) ÷ (upper − lower) of Bollinger bands over 20 closes, 2 population deviations', window: 20, unit: 'band widths', source: CANDLES,
    missing: 'when all closes of the window are equal', revision: 1, use: 'input', bases: [band],
    fill: ({ band: { mean, deviation }, candles: { close }, from, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = ratio(close[from + row]! - mean[row]!, deviation[row]!) / (2 * WIDTH)
    },
  },
]
