import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { FeatureEngine } from '../features/feature-engine.ts'
import type { Surroundings } from '../features/feature-table.ts'
import { labelCandlesOf } from '../labels/label-candles.ts'
import { labelColumns, type LabelColumns } from '../labels/label-columns.ts'
import type { SideLabels } from '../labels/side-labels.ts'
import type { Columns } from './linear.ts'

export type Direction = 'long' | 'short'

/** What came of an entry, before costs. Fractions are of the entry price. */
interface BarrierOutcome {
  readonly outcome: 'tp' | 'sl' | 'timeout'
  /** Signed for the side. */
  readonly grossReturn: number
  readonly minutesHeld: number
  /** Largest adverse excursion, ≥ 0. */
  readonly mae: number
}

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
    const labels = labelColumns(labelCandlesOf(candles), labelSpec, NO_COSTS)
    const indexOf = new Map(candles.map(({ openTime }, index) => [openTime as number, index]))
    const table = engine.columns(candles, surroundings?.(candles))
    for (let row = 0; row < table.openTimes.length; row += every) {
      const index = indexOf.get(table.openTimes[row]!)!
      if (!isKnown(labels, index, wholeHorizon)) continue
      const candle = candles[index]!
      ids.push(candle.instrumentId)
      asOf.push(candle.closeTime)
      atrShare.push(labels.atrShare[index]!)
      features.forEach((column, feature) => column.push(table.values[feature]![row]!))
      outcomes.long.push(outcomeAt(labels.long, index, wholeHorizon))
      outcomes.short.push(outcomeAt(labels.short, index, wholeHorizon))
    }
  }
  return { instrumentIds: ids, asOf: Float64Array.from(asOf), atrShare: Float64Array.from(atrShare), features: features.map((column) => Float64Array.from(column)), outcomes }
}

/** What is fitted is what the market did; costs are counted where a rule is judged. */
const NO_COSTS = { costs: { fees: 0, slippage: 0 }, settlements: [] }

const NAMES = { [-1]: 'sl', 0: 'timeout', 1: 'tp' } as const

const isKnown = ({ long, short }: LabelColumns, index: number, wholeHorizon: boolean): boolean =>
  [long, short].every(({ outcome, maeHorizon }) => outcome[index] !== -2 && !(wholeHorizon && Number.isNaN(maeHorizon[index])))

const outcomeAt = ({ outcome, gross, minutesHeld, mae, maeHorizon }: SideLabels, index: number, wholeHorizon: boolean): BarrierOutcome =>
  ({ outcome: NAMES[outcome[index] as -1 | 0 | 1], grossReturn: gross[index]!, minutesHeld: minutesHeld[index]!, mae: (wholeHorizon ? maeHorizon : mae)[index]! })
