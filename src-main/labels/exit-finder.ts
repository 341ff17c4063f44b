import type { LabelCandles } from './label-candles.ts'
import type { RecordQueue } from './record-queue.ts'
import { takeProfitCameFirst } from './touch-prices.ts'

/** What both sides walk through. */
export interface WalkedMarket {
  readonly trade: LabelCandles
  /** What barriers are touched by. */
  readonly touch: LabelCandles
  readonly finer: LabelCandles | undefined
  /** Of the highs and, turned about, of the lows that touch, from the entry's candle to the end of its horizon, or of the candles that follow without a gap. */
  readonly highs: RecordQueue
  readonly lows: RecordQueue
}

/** One entry to be followed, whatever its side. */
export interface FollowedEntry {
  price: number
  stop: number
  takeProfit: number
  /** The last candle of the horizon, and whether all are there up to it. */
  horizonEnd: number
  isWhole: boolean
}

export const UNKNOWN = -2
/** Beyond every place. */
const NOWHERE: number = 2 ** 30

/** Follows entries of one side to their end. What it found stays in its fields until the next: an object for each would be slower than the search. */
export class ExitFinder {
  outcome: -2 | -1 | 0 | 1 = UNKNOWN
  isGap: 0 | 1 = 0
  /** In price units, signed for the side. */
  gain: number = NaN
  /** The candle whose close the exit is counted at, or which had just closed. */
  last = 0
  /** How far the price was seen to go against the entry and for it; below 0 where it did not. */
  against: number = NaN
  towards: number = NaN
  /** Where the searches of the entry before ended. */
  #stopHint = 0
  #profitHint = 0
  #adverseHint = 0
  #favourableHint = 0
  readonly #market: WalkedMarket
  readonly #side: 1 | -1
  readonly #adverse: RecordQueue
  readonly #favourable: RecordQueue

  constructor(market: WalkedMarket, side: 1 | -1) {
    this.#market = market
    this.#side = side
    this.#adverse = side === 1 ? market.lows : market.highs
    this.#favourable = side === 1 ? market.highs : market.lows
  }

  follow(entry: FollowedEntry): void {
    const base = this.#side * entry.price
    const stop = this.#adverse.firstBeyond(-base, entry.stop, this.#stopHint)
    const profit = this.#favourable.firstBeyond(base, entry.takeProfit, this.#profitHint)
    this.#stopHint = stop
    this.#profitHint = profit
    const stopped = stop < 0 ? NOWHERE : this.#adverse.placeAt(stop)
    const profited = profit < 0 ? NOWHERE : this.#favourable.placeAt(profit)
    this.outcome = UNKNOWN
    this.isGap = 0
    if (profited < stopped || (profited === stopped && profited < NOWHERE && this.#profitIsFirst(profited, entry))) this.#profit(profited, entry)
    else if (stopped < NOWHERE) this.#stop(stopped, entry)
    else if (entry.isWhole) this.#timeout(entry)
  }

  #timeout({ price, horizonEnd }: FollowedEntry): void {
    this.outcome = 0
    this.gain = this.#side * (this.#market.trade.close[horizonEnd]! - price)
    this.last = horizonEnd
    this.against = this.#adverse.largest + this.#side * price
    this.towards = this.#favourable.largest - this.#side * price
  }

  /** A candle that touched the take-profit is thought to have gone against the entry before. */
  #profit(place: number, { price, takeProfit }: FollowedEntry): void {
    const isGap = this.#side * (this.#market.touch.open[place]! - price) >= takeProfit
    this.outcome = 1
    this.#exit(place, isGap, price, takeProfit)
    this.against = this.#farthestAgainst(isGap ? place - 1 : place, price)
    this.towards = -Infinity
    if (this.gain < takeProfit) this.towards = this.#farthestFor(place - 1, price)
  }

  /** A candle that touched the stop may have gone up after it. */
  #stop(place: number, { price, stop }: FollowedEntry): void {
    const isGap = this.#side * (this.#market.touch.open[place]! - price) <= -stop
    this.outcome = -1
    this.#exit(place, isGap, price, -stop)
    this.towards = this.#farthestFor(place - 1, price)
    this.against = -Infinity
    if (-this.gain < stop) this.against = this.#farthestAgainst(place - 1, price)
  }

  /** Of the candles up to a place; −∞ before the first. */
  #farthestAgainst(place: number, price: number): number {
    this.#adverseHint = this.#adverse.lastUpTo(place, this.#adverseHint)
    return this.#adverse.valueAt(this.#adverseHint) + this.#side * price
  }

  #farthestFor(place: number, price: number): number {
    this.#favourableHint = this.#favourable.lastUpTo(place, this.#favourableHint)
    return this.#favourable.valueAt(this.#favourableHint) - this.#side * price
  }

  /** What opened beyond a barrier fills at that open. A mark may reach what trades do not: then it is filled at the nearest traded price. */
  #exit(place: number, isGap: boolean, price: number, gain: number): void {
    const { trade, touch } = this.#market
    const side = this.#side
    this.isGap = isGap ? 1 : 0
    this.last = isGap ? place - 1 : place
    if (isGap) this.gain = side * (trade.open[place]! - price)
    else this.gain = touch === trade ? gain : side * (Math.min(Math.max(price + side * gain, trade.low[place]!), trade.high[place]!) - price)
  }

  /** Of two barriers in one candle: what it opened beyond came first, then what finer candles say, else the stop. */
  #profitIsFirst(place: number, { price, stop, takeProfit }: FollowedEntry): boolean {
    const { touch, finer } = this.#market
    const opened = this.#side * (touch.open[place]! - price)
    if (opened <= -stop || opened >= takeProfit) return opened >= takeProfit
    return takeProfitCameFirst(finer, touch.openTime[place]!, touch.openTime[place]! + touch.stepMs, { side: this.#side, price, takeProfit, stop })
  }
}
