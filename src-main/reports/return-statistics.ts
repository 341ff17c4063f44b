import type { EquityColumns, Interval } from '../../src-shared/contract/backtest-report.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../base/seeded-random.ts'
import { meanBlock, middleOf, resampled } from '../statistics/bootstrap.ts'
import { momentsOf } from '../statistics/moments.ts'

export interface DailyReturns {
  readonly day: readonly number[]
  readonly net: readonly number[]
}

/** Net return of each UTC day on the equity at its beginning; the first and the last may be parts of days. Times must have every midnight between the first and the last. */
export function dailyReturns(time: readonly number[], values: readonly number[]): DailyReturns {
  const [day, net]: [number[], number[]] = [[], []]
  for (let from = 0; from < time.length - 1;) {
    const start = Math.floor(time[from]! / DAY_MS) * DAY_MS
    let to = from + 1
    while (to < time.length - 1 && time[to]! < start + DAY_MS) to++
    day.push(start)
    net.push(values[from]! > 0 ? values[to]! / values[from]! - 1 : 0)
    from = to
  }
  return { day, net }
}

const DAYS_A_YEAR = 365

/** Annual: √365 × mean ÷ sample deviation. Null with fewer than two days or without any deviation. */
export function sharpeOf(days: ArrayLike<number>): number | null {
  const { mean, deviation } = momentsOf(days)
  return deviation > 0 ? (Math.sqrt(DAYS_A_YEAR) * mean) / deviation : null
}

export function compounded(days: ArrayLike<number>): number {
  let worth = 1
  for (let day = 0; day < days.length; day++) worth *= 1 + days[day]!
  return worth - 1
}

interface Drawdown {
  /** Of the high, positive. */
  readonly drawdown: number
  readonly drawdownFrom: number | null
  /** From the high until it was reached again, in days. */
  readonly recoveryDays: number | null
}

/** The deepest fall from a high, and how long it took to be made good. */
export function drawdownOf({ time, equity }: Pick<EquityColumns, 'time' | 'equity'>): Drawdown {
  let [high, deepest, deepestHigh] = [0, 0, -1]
  for (let index = 0; index < equity.length; index++) {
    if (equity[index]! > equity[high]!) high = index
    const fall = 1 - equity[index]! / equity[high]!
    if (fall > deepest) [deepest, deepestHigh] = [fall, high]
  }
  if (deepestHigh < 0) return { drawdown: 0, drawdownFrom: null, recoveryDays: null }
  const isBelow = equity.findIndex((value, index) => index > deepestHigh && value < equity[deepestHigh]!)
  const recovered = equity.findIndex((value, index) => index > isBelow && value >= equity[deepestHigh]!)
  return { drawdown: deepest, drawdownFrom: time[deepestHigh]!, recoveryDays: recovered < 0 ? null : (time[recovered]! - time[deepestHigh]!) / DAY_MS }
}

const RESAMPLES = 2_000
const DAYS_LEAST = 10
const TAIL = 0.05
const SEED = 20_260

export interface BootstrapIntervals {
  readonly sharpe: Interval | null
  readonly netReturn: Interval | null
}

/**
 * 90 % intervals by the stationary block bootstrap: days are drawn in blocks whose length is geometric with a mean of ∛n days, going on at the first day after
 * the last. Its chance comes from a fixed seed, so the same days give the same intervals. Null below ten days.
 */
export function bootstrapIntervals(days: readonly number[]): BootstrapIntervals {
  if (days.length < DAYS_LEAST) return { sharpe: null, netReturn: null }
  const drawing = { resamples: RESAMPLES, block: meanBlock(days.length), random: new SeededRandom(SEED) }
  const drawn = resampled(days, drawing, (sample) => ({ sharpe: sharpeOf(sample), netReturn: compounded(sample) }))
  const sharpes = drawn.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]))
  // Where most draws are of days without any trade there is nothing to say.
  return { sharpe: sharpes.length > RESAMPLES / 2 ? middleOf(sharpes, TAIL) : null, netReturn: middleOf(drawn.map(({ netReturn }) => netReturn), TAIL) }
}
