import { DAY_MS } from '../../../src-shared/domain/units.ts'
import { SeededRandom } from '../../base/seeded-random.ts'
import type { Interval } from '../../../src-shared/contract/backtest-report.ts'
import { meanBlock, middleOf, resampled, stationaryDraw } from '../../statistics/bootstrap.ts'
import type { DailyReturns } from '../trial-ledger.port.ts'

const PATHS = 500
const TAIL = 0.05
const SEED = 20_261

/** Worth at the end of each day, beginning with `start`, and between which values nine in ten of other orders of such days would be. */
export interface EquityBand {
  readonly time: readonly number[]
  readonly value: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** Monte Carlo by the stationary block bootstrap of the days. Its chance comes from a fixed seed. */
export function equityBand({ day, net }: DailyReturns, start: number): EquityBand {
  if (day.length === 0) return { time: [], value: [], low: [], high: [] }
  const random = new SeededRandom(SEED)
  const block = meanBlock(net.length)
  const paths = Array.from({ length: PATHS }, () => worthOf(Array.from(stationaryDraw(net.length, block, random), (place) => net[place]!), start))
  const cut = Math.floor(TAIL * PATHS)
  const places = Array.from({ length: net.length + 1 }, (_, place) => Float64Array.from(paths, (path) => path[place]!).sort())
  return { time: [day[0]!, ...day.map((begin) => begin + DAY_MS)], value: worthOf(net, start), low: places.map((sorted) => sorted[cut]!), high: places.map((sorted) => sorted[PATHS - 1 - cut]!) }
}

function worthOf(net: readonly number[], start: number): number[] {
  const worth = [start]
  for (const one of net) worth.push(worth.at(-1)! * (1 + one))
  return worth
}

const RESAMPLES = 2_000
const TRADES_LEAST = 10

/** 90 % of the mean per trade, by the same bootstrap of the trades in the order in which they ended; null below ten. */
export function tradeInterval(netPerTrade: readonly number[]): Interval | null {
  if (netPerTrade.length < TRADES_LEAST) return null
  const draws = { resamples: RESAMPLES, block: meanBlock(netPerTrade.length), random: new SeededRandom(SEED) }
  const means = resampled(netPerTrade, draws, (drawn) => drawn.reduce((sum, one) => sum + one, 0) / drawn.length)
  return middleOf(means, TAIL) ?? null
}
