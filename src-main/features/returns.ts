import { relativeChanges } from '../math/windows.ts'
import { CANDLES, type Feature } from './feature.ts'

export const RETURNS: readonly Feature[] = [
  {
    name: 'r_1', definition: 'close over the close before, less 1', window: 2, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [], fill: (block, out) => relativeChanges(block.candles.close, 1, block, out),
  },
  {
    name: 'r_3', definition: 'close over the close 3 candles before, less 1', window: 4, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [], fill: (block, out) => relativeChanges(block.candles.close, 3, block, out),
  },
  {
    name: 'r_12', definition: 'close over the close 12 candles before, less 1', window: 13, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    use: 'input', bases: [], fill: (block, out) => relativeChanges(block.candles.close, 12, block, out),
  },
]
