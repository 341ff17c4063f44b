import { stabilityOf } from '../../statistics/stability.ts'
import { taken } from '../columns.ts'
import type { DataSet } from '../data-set/data-set.ts'
import type { Direction } from '../outcome-rows.ts'
import type { FoldForecast } from './fold-forecast.ts'

/** What hangs on a feature, and whether it is still what it was. */
export interface FeatureRow {
  readonly name: string
  /** How much worse q's log-loss becomes when the feature is shuffled, on average over the folds; 0 where that was not asked for. */
  readonly importance: Readonly<Record<Direction, number>>
  /** Population stability index of the last test part against what was fitted for it: above .2 it is usual to act. Null without rows. */
  readonly psi: number | null
}

export function featureRows({ featureSet, features }: DataSet, forecasts: readonly FoldForecast[]): readonly FeatureRow[] {
  const { fit, test } = forecasts.at(-1)!.fold
  const mean = (side: Direction, feature: number): number => forecasts.reduce((sum, forecast) => sum + (forecast[side].permutation?.[feature] ?? 0), 0) / forecasts.length
  return featureSet.map((name, feature) => ({
    name, importance: { long: mean('long', feature), short: mean('short', feature) }, psi: stabilityOf(taken(features[feature]!, fit), taken(features[feature]!, test)),
  }))
}
