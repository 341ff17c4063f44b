import { normalQuantile } from '../math/normal.ts'
import { probabilisticSharpe2012, type SharpeSeen } from './sharpe-2012.ts'

const EULER_MASCHERONI = 0.5772156649015329
const E = 2.718281828459045

/** The largest of `count` independent standard normals, on average (Bailey and López de Prado 2014). `count` need not be whole; 0 where there is but one. */
export function expectedMaximum(count: number): number {
  if (!(count >= 1)) throw new Error(`the largest of ${count} values cannot be said: at least one is needed`)
  // Between one and two the formula would fall without bound.
  if (count < 2) return (count - 1) * expectedMaximum(2)
  return (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / count) + EULER_MASCHERONI * normalQuantile(1 - 1 / (count * E))
}

/** The ratio that luck alone reaches: `variance` is that of the ratios of the trials, of one period. */
export const luckySharpe = (trials: number, variance: number): number => Math.sqrt(variance) * expectedMaximum(trials)

/** Deflated Sharpe ratio (2014): the probabilistic ratio of 2012 above what luck alone reaches. */
export function deflatedSharpe2014(seen: SharpeSeen, periods: number, luck: { readonly trials: number; readonly variance: number }): number {
  return probabilisticSharpe2012(seen, luckySharpe(luck.trials, luck.variance), periods)
}

/** Years below which so many trials without any skill have a best annual ratio of `sharpe` (Bailey, Borwein, López de Prado, Zhu 2014). */
export function minBacktestYears(trials: number, sharpe: number): number {
  const luck = expectedMaximum(trials) / sharpe
  return luck * luck
}
