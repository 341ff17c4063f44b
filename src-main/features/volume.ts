import { integerMeans, ratio, squaredDistances } from '../math/windows.ts'
import type { Block } from './block.ts'
import { CANDLES, type Feature } from './feature.ts'

function distances(block: Block, window: number, out: Float64Array): void {
  const { moments, candles: { volume }, from, count } = block
  integerMeans(volume, window, block, moments.mean)
  squaredDistances(volume, window, block, moments)
  for (let row = 0; row < count; row++) out[row] = ratio(volume[from + row]! - moments.mean[row]!, Math.sqrt(moments.squares[row]! / window))
}

export const VOLUME: readonly Feature[] = [
  {
    name: 'volume_ma_12', definition: 'simple mean of the volumes of 12 candles', window: 12, unit: 'quantity, as scaled integer', source: CANDLES, missing: 'never', revision: 1,
    use: 'display', bases: [], fill: (block, out) => integerMeans(block.candles.volume, 12, block, out),
  },
  {
    name: 'vol_z_48', definition: '(volume − mean) ÷ population deviation of the volumes of 48 candles, the last one included', window: 48, unit: 'deviations', source: CANDLES,
    missing: 'when all volumes of the window are equal', revision: 1,
    use: 'input', bases: [], fill: (block, out) => distances(block, 48, out),
  },
]
