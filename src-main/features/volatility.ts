import { trueRanges } from '../math/candle-kernels.ts'
import { integerMeans, means, relativeChanges, squaredDistances } from '../math/windows.ts'
import { behind, type Block } from './block.ts'
import { CANDLES, type Base, type Feature } from './feature.ts'

const ATR_WINDOW = 14

/** Simple mean of 14 true ranges. */
export const atr: Base = (block) => {
  const lead = ATR_WINDOW - 1
  const ranges = block.roomA
  trueRanges(block.candles, block.since(lead), ranges)
  integerMeans(ranges, ATR_WINDOW, behind(lead, block.count), block.atr)
}

/** Standard deviation of the last `window` changes from close to close, as of a sample. */
function deviations(block: Block, window: number, out: Float64Array): void {
  const { moments, count, roomA: changes } = block
  const rows = behind(window - 1, count)
  relativeChanges(block.candles.close, 1, block.since(window - 1), changes)
  means(changes, window, rows, moments.mean)
  squaredDistances(changes, window, rows, moments)
  for (let row = 0; row < count; row++) out[row] = Math.sqrt(moments.squares[row]! / (window - 1))
}

export const VOLATILITY: readonly Feature[] = [
  {
    name: 'atr_14', definition: 'simple mean of the true range of 14 candles', window: 15, unit: 'price, as scaled integer', source: CANDLES, missing: 'never', revision: 1,
    use: 'display', bases: [atr],
    fill: (block, out) => {
      for (let row = 0; row < block.count; row++) out[row] = block.atr[row]!
    },
  },
  {
    name: 'atr_pct_14', definition: 'simple mean of the true range of 14 candles over the last close, in percent', window: 15, unit: 'percent', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [atr],
    fill: ({ atr: means, candles: { close }, from, count }, out) => {
      for (let row = 0; row < count; row++) out[row] = (100 * means[row]!) / close[from + row]!
    },
  },
  {
    name: 'volatility_10', definition: 'sample deviation of the last 10 changes from close to close (r_1)', window: 11, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [], fill: (block, out) => deviations(block, 10, out),
  },
  {
    name: 'volatility_30', definition: 'sample deviation of the last 30 changes from close to close (r_1)', window: 31, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [], fill: (block, out) => deviations(block, 30, out),
  },
]
