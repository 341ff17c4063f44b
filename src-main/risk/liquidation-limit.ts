import type { RiskSettings } from '../../src-shared/domain/strategy.ts'

/** The liquidation distance that is asked for, as a fraction of the price. NaN when stop distance or daily ATR is not known: no distance passes it. */
export function liquidationLimit(stopDistance: number | null, dailyAtr: number | null, settings: RiskSettings): number {
  return Math.max(settings.liquidationStopDistances * positive(stopDistance), settings.liquidationDailyAtrs * positive(dailyAtr))
}

/** A distance of 0 or less is an error somewhere. */
const positive = (distance: number | null): number => (distance !== null && distance > 0 ? distance : Number.NaN)
