import { directions, movements } from '../math/candle-kernels.ts'
import { integerSums, means, ratio } from '../math/windows.ts'
import { behind, type Block } from './block.ts'
import { CANDLES, SEED_CANDLES, type Feature } from './feature.ts'
import { atr } from './volatility.ts'

const WINDOW = 14
const LEAD = WINDOW - 1

/** Rises and falls together are all movement; rises less falls are the last close less the first. */
function relativeStrength(block: Block, out: Float64Array): void {
  const { candles: { close }, from, count, roomA: moved, roomB: all } = block
  movements(close, block.since(LEAD), moved)
  integerSums(moved, WINDOW, behind(LEAD, count), all)
  for (let row = 0; row < count; row++) {
    const rises = (all[row]! + (close[from + row]! - close[from + row - WINDOW]!)) / 2
    out[row] = 100 * ratio(rises, all[row]!)
  }
}

/** The true range that both DI are divided by falls out of their ratio. */
function averageDirection(block: Block, out: Float64Array): void {
  const { count, roomA: up, roomB: both, roomC: upSums, roomD: sums } = block
  directions(block.candles, block.since(2 * LEAD), up, both)
  const rows = behind(LEAD, LEAD + count)
  integerSums(up, WINDOW, rows, upSums)
  integerSums(both, WINDOW, rows, sums)
  const strength = up
  for (let row = 0; row < LEAD + count; row++) strength[row] = 100 * ratio(Math.abs(2 * upSums[row]! - sums[row]!), sums[row]!)
  means(strength, WINDOW, behind(LEAD, count), out)
}

export const MOMENTUM: readonly Feature[] = [
  {
    name: 'rsi_14', definition: 'sum of the rises of 14 closes over the sum of their rises and falls, times 100 (simple-mean form)', window: 15, unit: '0 to 100', source: CANDLES,
    missing: 'when no close of the window differs from the one before', revision: 1,
    use: 'input', bases: [], fill: relativeStrength,
  },
  {
    name: 'macd_atr', definition: '(exponential average of span 12 − that of span 26) ÷ atr_14', window: 15, seed: SEED_CANDLES, unit: 'atr_14', source: CANDLES,
    missing: 'when atr_14 is 0', revision: 1, use: 'input', bases: [atr],
    fill: ({ atr: ranges, averages: { macd }, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = ratio(macd[row]!, ranges[row]!)
    },
  },
  {
    name: 'macd_signal_atr', definition: 'exponential average, span 9, of the difference of the averages of span 12 and 26, begun with 0, ÷ atr_14', window: 15, seed: SEED_CANDLES,
    unit: 'atr_14', source: CANDLES, missing: 'when atr_14 is 0', revision: 1, use: 'input', bases: [atr],
    fill: ({ atr: ranges, averages: { signal }, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = ratio(signal[row]!, ranges[row]!)
    },
  },
  {
    name: 'adx_14', definition: 'simple mean of 14 DX; DX = |P − M| ÷ (P + M) × 100 with P and M the sums of 14 +DM and −DM, of which each candle has at most one', window: 28, unit: '0 to 100', source: CANDLES,
    missing: 'when one of the 14 DX has neither +DM nor −DM', revision: 1, use: 'input', bases: [], fill: averageDirection,
  },
]
