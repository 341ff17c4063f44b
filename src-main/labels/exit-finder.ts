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

/** What is found of each entry of one side, in price units; nothing is written where its end is not known. */
export interface FoundExits {
  readonly outcome: Int8Array
  readonly isGap: Uint8Array
  /** Signed for the side. */
  readonly gain: Float64Array
  /** How far the price was seen to go against the entry and for it, ≥ 0, its exit included. */
  readonly against: Float64Array
  readonly towards: Float64Array
  /** From the decision to the candle whose close the exit is counted at, or which had just closed. */
  readonly candlesHeld: Int32Array
}

/** Follows entries of one side to their end. */
export class ExitFinder {
  readonly #market: WalkedMarket
  readonly #found: FoundExits
  readonly #side: 1 | -1
  readonly #adverse: RecordQueue
  readonly #favourable: RecordQueue
  /** In the queues: the record that reaches the stop, −1 where none does, and the best up to its candle. */
  #stopAt = -1
  #bestAt = 0

  constructor(market: WalkedMarket, side: 1 | -1, found: FoundExits) {
    this.#market = market
    this.#found = found
    this.#side = side
    this.#adverse = side === 1 ? market.lows : market.highs
    this.#favourable = side === 1 ? market.highs : market.lows
  }

  /** Looks for the stop, and for the best until then. Apart from `write`, so that the processor can look for those of both sides at the same time. */
  search(entry: FollowedEntry): void {
    this.#stopAt = this.#adverse.firstBeyond(-this.#side * entry.price, entry.stop)
    if (this.#stopAt >= 0) this.#bestAt = this.#favourable.lastUpTo(this.#adverse.placeAt(this.#stopAt))
  }

  /** The end of the entry that was searched last. Whether it is known: else nothing is written. */
  write(row: number, entry: FollowedEntry): boolean {
    const profit = this.#profitBeforeStop(entry)
    if (profit >= 0) this.#profit(row, entry, profit)
    else if (this.#stopAt >= 0) this.#stop(row, entry, this.#adverse.placeAt(this.#stopAt))
    else if (entry.isWhole) this.#timeout(row, entry)
    else return false
    return true
  }

  /** The place of a take-profit that came first; −1 where there is none. */
  #profitBeforeStop(entry: FollowedEntry): number {
    const base = this.#side * entry.price
    const favourable = this.#favourable
    const isStopped = this.#stopAt >= 0
    if (isStopped && favourable.valueAt(this.#bestAt) - base < entry.takeProfit) return -1
    const profit = favourable.firstBeyond(base, entry.takeProfit)
    if (profit < 0) return -1
    const place = favourable.placeAt(profit)
    return !isStopped || place < this.#adverse.placeAt(this.#stopAt) || this.#profitIsFirst(place, entry) ? place : -1
  }

  #timeout(row: number, { price, horizonEnd }: FollowedEntry): void {
    const found = this.#found
    const base = this.#side * price
    const gain = this.#side * (this.#market.trade.close[horizonEnd]! - price)
    found.outcome[row] = 0
    found.isGap[row] = 0
    found.gain[row] = gain
    found.candlesHeld[row] = horizonEnd - row
    found.against[row] = Math.max(this.#adverse.largest + base, -gain, 0)
    found.towards[row] = Math.max(this.#favourable.largest - base, gain, 0)
  }

  /** A candle that touched the take-profit is thought to have gone against the entry before. */
  #profit(row: number, { price, takeProfit }: FollowedEntry, place: number): void {
    const base = this.#side * price
    const isGap = this.#side * (this.#market.touch.open[place]! - price) >= takeProfit
    const gain = this.#exit(row, place, isGap, this.#gainAt(place, isGap, price, takeProfit))
    const against = this.#adverse.valueAt(this.#adverse.lastUpTo(isGap ? place - 1 : place)) + base
    const towards = gain < takeProfit ? this.#favourable.valueAt(this.#favourable.lastUpTo(place - 1)) - base : gain
    this.#found.outcome[row] = 1
    this.#found.against[row] = Math.max(against, -gain, 0)
    this.#found.towards[row] = Math.max(towards, gain, 0)
  }

  /** A candle that touched the stop may have gone up after it. */
  #stop(row: number, { price, stop }: FollowedEntry, place: number): void {
    const base = this.#side * price
    const isGap = this.#side * (this.#market.touch.open[place]! - price) <= -stop
    const gain = this.#exit(row, place, isGap, this.#gainAt(place, isGap, price, -stop))
    const best = this.#favourable.placeAt(this.#bestAt) === place ? this.#bestAt + 1 : this.#bestAt
    const towards = this.#favourable.valueAt(best) - base
    const against = -gain < stop ? this.#adverse.valueAt(this.#adverse.lastUpTo(place - 1)) + base : -gain
    this.#found.outcome[row] = -1
    this.#found.against[row] = Math.max(against, -gain, 0)
    this.#found.towards[row] = Math.max(towards, gain, 0)
  }

  #exit(row: number, place: number, isGap: boolean, gain: number): number {
    const found = this.#found
    found.isGap[row] = isGap ? 1 : 0
    found.candlesHeld[row] = (isGap ? place - 1 : place) - row
    found.gain[row] = gain
    return gain
  }

  /** What opened beyond a barrier fills at that open. A mark may reach what trades do not: then it is filled at the nearest traded price. */
  #gainAt(place: number, isGap: boolean, price: number, gain: number): number {
    const { trade, touch } = this.#market
    const side = this.#side
    if (isGap) return side * (trade.open[place]! - price)
    return touch === trade ? gain : side * (Math.min(Math.max(price + side * gain, trade.low[place]!), trade.high[place]!) - price)
  }

  /** Of two barriers in one candle: what it opened beyond came first, then what finer candles say, else the stop. */
  #profitIsFirst(place: number, { price, stop, takeProfit }: FollowedEntry): boolean {
    const { touch, finer } = this.#market
    const opened = this.#side * (touch.open[place]! - price)
    if (opened <= -stop || opened >= takeProfit) return opened >= takeProfit
    return takeProfitCameFirst(finer, touch.openTime[place]!, touch.openTime[place]! + touch.stepMs, { side: this.#side, price, takeProfit, stop })
  }
}
