import { dataHash } from '../base/text-hash.ts'
import { bandPosition, meanTrueRange, relativeChange, simpleRsi, zScore } from '../math/windows.ts'

/** Closed candles as columns of scaled integers, oldest first. All of one window must be on one scale. */
export interface CandleColumns {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/**
 * What a feature is. All but `compute` is hashed into the feature set; raise `revision` when the numbers change and the words do not.
 * Features are free of scale: the same whether prices are integers or decimals.
 */
export interface Feature {
  readonly name: string
  readonly definition: string
  /** In candles; `compute` reads these and no others. */
  readonly window: number
  readonly unit: string
  readonly source: string
  /** When the value is NaN though the window is full. */
  readonly missing: string
  readonly revision: number
  /** The value at candle `end`, from the `window` candles that end there. */
  readonly compute: (candles: CandleColumns, end: number) => number
}

const CANDLES = 'closed candles of the decision interval'

/** To add a feature: one entry here, one kernel in math/windows.ts, one hand-worked case in the tests. */
const CATALOGUE: readonly Feature[] = [
  {
    name: 'r_3', definition: 'close over the close 3 candles before, less 1', window: 4, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    compute: ({ close }, end) => relativeChange(close, end, 3),
  },
  {
    name: 'r_12', definition: 'close over the close 12 candles before, less 1', window: 13, unit: 'fraction', source: CANDLES, missing: 'never', revision: 1,
    compute: ({ close }, end) => relativeChange(close, end, 12),
  },
  {
    name: 'atr_pct_14', definition: 'simple mean of the true range of 14 candles over the last close, in percent', window: 15, unit: 'percent', source: CANDLES, missing: 'never', revision: 1,
    compute: (candles, end) => (100 * meanTrueRange(candles, end, 14)) / candles.close[end]!,
  },
  {
    name: 'rsi_14', definition: 'sum of the rises of 14 closes over the sum of their rises and falls, times 100 (simple-mean form)', window: 15, unit: '0 to 100', source: CANDLES,
    missing: 'when no close of the window differs from the one before', revision: 1,
    compute: ({ close }, end) => simpleRsi(close, end, 14),
  },
  {
    name: 'bb_z_20', definition: '(close − middle) ÷ (upper − lower) of Bollinger bands over 20 closes, 2 population deviations', window: 20, unit: 'band widths', source: CANDLES,
    missing: 'when all closes of the window are equal', revision: 1,
    compute: ({ close }, end) => bandPosition(close, end, 20, 2),
  },
  {
    name: 'vol_z_48', definition: '(volume − mean) ÷ population deviation of the volumes of 48 candles, the last one included', window: 48, unit: 'deviations', source: CANDLES,
    missing: 'when all volumes of the window are equal', revision: 1,
    compute: ({ volume }, end) => zScore(volume, end, 48),
  },
]

/** The longest window of a feature set, in candles: its warm-up. Features that nobody asked for do not lengthen it. */
export const windowOf = (names: readonly string[]): number => Math.max(1, ...featuresNamed(names).map(({ window }) => window))

/** In the order asked. Throws RangeError for a name that is not in the catalogue. */
export function featuresNamed(names: readonly string[]): readonly Feature[] {
  return names.map((name) => {
    const feature = CATALOGUE.find((entry) => entry.name === name)
    if (!feature) throw new RangeError(`there is no feature ${name}; there are ${CATALOGUE.map((entry) => entry.name).join(', ')}`)
    return feature
  })
}

/** Changes when a definition, a window or the order changes: a model fits one hash only. */
export function featureSetHash(names: readonly string[]): string {
  return dataHash(featuresNamed(names).map((feature) => ({ ...feature, compute: undefined })))
}
