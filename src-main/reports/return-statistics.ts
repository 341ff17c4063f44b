import type { EquityColumns, Interval } from '../../src-shared/contract/backtest-report.ts'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../base/seeded-random.ts'

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
export function sharpeOf(days: readonly number[]): number | null {
  if (days.length < 2) return null
  const mean = sum(days) / days.length
  const squares = days.reduce((total, value) => total + (value - mean) * (value - mean), 0)
  const deviation = Math.sqrt(squares / (days.length - 1))
  return deviation > 0 ? (Math.sqrt(DAYS_A_YEAR) * mean) / deviation : null
}

export const compounded = (days: readonly number[]): number => days.reduce((worth, value) => worth * (1 + value), 1) - 1

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
  const random = new SeededRandom(SEED)
  const blockDays = meanBlock(days.length)
  const [sharpes, returns]: [number[], number[]] = [[], []]
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const drawn = draw(days, blockDays, random)
    returns.push(compounded(drawn))
    const sharpe = sharpeOf(drawn)
    if (sharpe !== null) sharpes.push(sharpe)
  }
  // Where most draws are of days without any trade there is nothing to say.
  return { sharpe: sharpes.length > RESAMPLES / 2 ? middleOf(sharpes) : null, netReturn: middleOf(returns) }
}

function draw(days: readonly number[], blockDays: number, random: SeededRandom): number[] {
  const drawn: number[] = []
  let place = 0
  for (let count = 0; count < days.length; count++) {
    const isNew = count === 0 || random.below(blockDays) === 0
    place = isNew ? random.below(days.length) : (place + 1) % days.length
    drawn.push(days[place]!)
  }
  return drawn
}

/** The smallest whole number whose cube is not below n. */
export function meanBlock(count: number): number {
  let length = 1
  while (length * length * length < count) length++
  return length
}

function middleOf(values: number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = Math.floor(TAIL * sorted.length)
  return { low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]! }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
