import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { FeatureEngine } from '../features/feature-engine.ts'
import type { Surroundings } from '../features/feature-table.ts'
import { horizonAdverse } from '../labels/horizon-adverse.ts'
import { labelCandles, type BarrierOutcome, type CandleLabel } from '../labels/triple-barrier.ts'
import type { Columns } from './linear.ts'

export type Direction = 'long' | 'short'

/** Candles with a full feature window and a known end on both sides, ascending by time within each instrument. */
export interface OutcomeRows {
  readonly instrumentIds: readonly string[]
  /** Close time of the candle decided at. */
  readonly asOf: Float64Array
  /** Barrier true range over the close, as a fraction. */
  readonly atrShare: Float64Array
  readonly features: Columns
  readonly outcomes: Readonly<Record<Direction, readonly BarrierOutcome[]>>
}

export interface RowSettings {
  readonly featureSet: readonly string[]
  readonly labelSpec: LabelSpec
  /** Keeps every so-manyth candle: neighbours tell nearly the same. */
  readonly every: number
  /** What features need besides the candles of a series, for sets that need it. */
  readonly surroundings?: (candles: readonly Candle[]) => Surroundings
  /** Only rows whose whole horizon is known, however early a barrier was touched; `mae` is then that of the horizon, without the stop. */
  readonly wholeHorizon?: boolean
}

/** `series`: one array of candles per instrument, each ascending by time. */
export function outcomeRows(series: readonly (readonly Candle[])[], { featureSet, labelSpec, every, surroundings, wholeHorizon = false }: RowSettings): OutcomeRows {
  const engine = new FeatureEngine(featureSet)
  const ids: string[] = []
  const [asOf, atrShare]: [number[], number[]] = [[], []]
  const features = featureSet.map((): number[] => [])
  const outcomes = { long: [] as BarrierOutcome[], short: [] as BarrierOutcome[] }
  for (const candles of series) {
    const labels = wholeHorizon ? wholeLabels(candles, labelSpec) : labelCandles(candles, labelSpec)
    const indexOf = new Map(candles.map(({ openTime }, index) => [openTime as number, index]))
    const table = engine.columns(candles, surroundings?.(candles))
    for (let row = 0; row < table.openTimes.length; row += every) {
      const index = indexOf.get(table.openTimes[row]!)!
      const [candle, label] = [candles[index]!, labels[index]]
      if (!label) continue
      ids.push(candle.instrumentId)
      asOf.push(candle.closeTime)
      atrShare.push(label.barrierAtr / candle.close)
      features.forEach((column, feature) => column.push(table.values[feature]![row]!))
      outcomes.long.push(label.long)
      outcomes.short.push(label.short)
    }
  }
  return { instrumentIds: ids, asOf: Float64Array.from(asOf), atrShare: Float64Array.from(atrShare), features: features.map((column) => Float64Array.from(column)), outcomes }
}

function wholeLabels(candles: readonly Candle[], spec: LabelSpec): readonly (CandleLabel | undefined)[] {
  const [first] = candles
  const adverse = horizonAdverse(candles, first ? (spec.horizon * spec.barrierIntervalMs) / (first.closeTime - first.openTime) : 0)
  return labelCandles(candles, spec).map((label, index) => {
    const [long, short] = [adverse.long[index]!, adverse.short[index]!]
    if (!label || Number.isNaN(long) || Number.isNaN(short)) return undefined
    return { ...label, long: { ...label.long, mae: Math.max(0, long) }, short: { ...label.short, mae: Math.max(0, short) } }
  })
}
