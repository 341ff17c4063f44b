import { ratio } from '../math/windows.ts'
import type { Block } from './block.ts'
import { CANDLES, SEED_CANDLES, type Feature } from './feature.ts'
import { atr } from './volatility.ts'

const average = (span: number, column: (block: Block) => Float64Array): Feature => ({
  name: `ema_${span}`, definition: `exponential average of the close, span ${span}, not adjusted: begun with the first close`, window: 1, seed: SEED_CANDLES,
  unit: 'price, as scaled integer', source: CANDLES, missing: 'never', revision: 1, use: 'display', bases: [],
  fill: (block, out) => {
    const values = column(block)
    for (let row = 0; row < block.count; row++) out[row] = values[row]!
  },
})

export const TREND: readonly Feature[] = [
  average(7, ({ averages }) => averages.ema7),
  average(21, ({ averages }) => averages.ema21),
  average(50, ({ averages }) => averages.ema50),
  {
    name: 'ema_dist_atr', definition: '(close − ema_21) ÷ atr_14', window: 15, seed: SEED_CANDLES, unit: 'atr_14', source: CANDLES,
    missing: 'when atr_14 is 0', revision: 1, use: 'input', bases: [atr],
    fill: ({ atr: ranges, averages: { ema21 }, candles: { close }, from, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = ratio(close[from + row]! - ema21[row]!, ranges[row]!)
    },
  },
]
