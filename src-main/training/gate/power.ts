import { normalQuantile } from '../../math/normal.ts'
import { deflatedSharpe2014, expectedMaximum, luckySharpe } from '../../statistics/deflated-sharpe.ts'
import type { Shape } from '../../statistics/moments.ts'
import { variance2012, type SharpeSeen } from '../../statistics/sharpe-2012.ts'
import { DAYS_A_YEAR, GATE } from './gate-evidence.ts'
import type { Luck } from './trial-series.ts'

/**
 * Variance of the trials' ratios as the deflated ratio takes it: never below that of ratios without any skill, 1 ÷ (days − 1), since many
 * trials that are nearly the same spread less than their luck. Where all true ratios are 0 or less, that alone already keeps the promise of the confidence.
 */
const luckVariance = (spread: number, days: number): number => Math.max(spread, 1 / (days - 1))

/** The deflated Sharpe ratio of so many days. */
export function deflatedOf(seen: SharpeSeen, days: number, { effective, spread }: Luck): number {
  return deflatedSharpe2014(seen, days, { trials: effective, variance: luckVariance(spread, days) })
}

/** The least annual Sharpe ratio that would pass with these days, trials and this shape of returns; null where none up to `MOST` a day does. */
export function provableSharpe(shape: Shape, days: number, luck: Luck): number | null {
  const proves = (sharpe: number): boolean => canBe(shape, sharpe) && deflatedOf({ ...shape, sharpe }, days, luck) >= GATE.confidence
  if (days < 3 || !proves(MOST)) return null
  let [low, high] = [0, MOST]
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (proves(middle)) high = middle
    else low = middle
  }
  return high * Math.sqrt(DAYS_A_YEAR)
}

/** Per day; beyond it nobody believes anything. */
const MOST = 2

/** A shape that was seen at one ratio may be impossible at another. */
const canBe = ({ skewness, kurtosis }: Shape, sharpe: number): boolean => 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe > 0

const DAYS_MOST = 2 ** 40

/**
 * Days until results as good as these are deflated enough. What the ratios of the trials spread beyond the spread of luck stays, luck itself becomes smaller with
 * time. Infinity where the ratio is not above what will stay.
 */
export function daysUntilDeflated(seen: SharpeSeen, days: number, { effective, spread }: Luck): number {
  const lasting = Math.max(0, spread - 1 / (days - 1))
  if (!(seen.sharpe > luckySharpe(effective, lasting))) return Infinity
  const needed = normalQuantile(GATE.confidence) * Math.sqrt(variance2012(seen))
  const largest = expectedMaximum(effective)
  const isEnough = (count: number): boolean => (seen.sharpe - Math.sqrt(lasting + 1 / (count - 1)) * largest) * Math.sqrt(count - 1) >= needed
  let [low, high] = [days, days]
  while (!isEnough(high) && high < DAYS_MOST) [low, high] = [high, 2 * high]
  if (!isEnough(high)) return Infinity
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
