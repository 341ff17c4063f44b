import { SeededRandom } from '../base/seeded-random.ts'
import { normalCdf } from '../math/normal.ts'
import { meanBlock, resampled } from './bootstrap.ts'
import { meanOf } from './moments.ts'

/** A strategy as bets of two outcomes (López de Prado, Advances in Financial Machine Learning 2018, chapter 15). */
export interface Bets {
  /** What a bet that wins and one that loses comes to, as fractions; `loss` is the lower. */
  readonly gain: number
  readonly loss: number
}

/** Sharpe ratio of `count` bets of which a part `precision` wins. */
export function sharpeOfBets({ gain, loss }: Bets, precision: number, count: number): number {
  const spread = gain - loss
  return ((spread * precision + loss) / (spread * Math.sqrt(precision * (1 - precision)))) * Math.sqrt(count)
}

/** The part that must win for a Sharpe ratio of `target` with `count` bets; the break-even part for a target of 0. */
export function impliedPrecision({ gain, loss }: Bets, count: number, target: number): number {
  const spread = gain - loss
  const square = (count + target * target) * spread * spread
  const middle = 2 * count * loss * spread - target * target * spread * spread
  // The discriminant with what cancels taken out: at the break-even it is exactly 0.
  const root = Math.abs(target * spread) * Math.sqrt(target * target * spread * spread - 4 * count * loss * gain)
  return (-middle + root) / (2 * square)
}

/** The bets that it takes for a Sharpe ratio of `target`; Infinity where they are worth nothing on average. */
export function impliedCount({ gain, loss }: Bets, precision: number, target: number): number {
  const spread = gain - loss
  const mean = spread * precision + loss
  return mean > 0 ? (target * target * spread * spread * precision * (1 - precision)) / (mean * mean) : Infinity
}

/** Size of a bet from −1 to 1 when `classes` outcomes are possible and the one it is put on has this probability (same book, 10.3). */
export function betSize(probability: number, classes: number): number {
  return 2 * normalCdf((probability - 1 / classes) / Math.sqrt(probability * (1 - probability))) - 1
}

const RESAMPLES = 2_000
const BETS_LEAST = 20
const SEED = 15

export interface StrategyRisk {
  readonly precision: number
  readonly needed: number
  /** P[precision < needed], by the block bootstrap. */
  readonly failure: number
  /** How many times as many bets it would take to bring `failure` to one in twenty; Infinity where the precision is not above what is needed. */
  readonly timesMore: number
}

/** One-sided 95 %. */
const Z = 1.6448536269514722

/** Whether the part of bets that win is surely above the part that must, for `target` with all of these bets. Null with fewer than 20 bets. */
export function strategyRisk(returns: ArrayLike<number>, target = 0): StrategyRisk | null {
  if (returns.length < BETS_LEAST) return null
  const [won, lost] = [Array.from(returns).filter((value) => value > 0), Array.from(returns).filter((value) => value <= 0)]
  const precision = won.length / returns.length
  if (won.length === 0 || lost.length === 0) return { precision, needed: precision, failure: won.length === 0 ? 1 : 0, timesMore: won.length === 0 ? Infinity : 1 }
  const needed = impliedPrecision({ gain: meanOf(won), loss: meanOf(lost) }, returns.length, target)
  const hits = Float64Array.from(returns, (value) => (value > 0 ? 1 : 0))
  const drawn = resampled(hits, { resamples: RESAMPLES, block: meanBlock(hits.length), random: new SeededRandom(SEED) }, meanOf)
  const failure = drawn.filter((value) => value < needed).length / drawn.length
  const error = Math.sqrt(meanOf(drawn.map((value) => (value - precision) * (value - precision))))
  const sure = (precision - needed) / error
  return { precision, needed, failure, timesMore: sure > 0 ? Math.max(1, (Z / sure) * (Z / sure)) : Infinity }
}
