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

  constructor(market: WalkedMarket, side: 1 | -1, found: FoundExits) {
    this.#market = market
    this.#found = found
    this.#side = side
    this.#adverse = side === 1 ? market.lows : market.highs
    this.#favourable = side === 1 ? market.highs : market.lows
  }

  /** Whether its end is known. */
  follow(row: number, entry: FollowedEntry): boolean {
    const base = this.#side * entry.price
    const stop = this.#adverse.firstBeyond(-base, entry.stop)
    if (stop >= 0) {
      this.#followToStop(row, entry, this.#adverse.placeAt(stop))
      return true
    }
    const profit = this.#favourable.firstBeyond(base, entry.takeProfit)
    if (profit >= 0) this.#profit(row, entry, this.#favourable.placeAt(profit))
    else if (entry.isWhole) this.#timeout(row, entry)
    return profit >= 0 || entry.isWhole
  }

  /** What the price did until the stop is wanted of every such entry, and says whether the take-profit has to be looked for at all. */
  #followToStop(row: number, entry: FollowedEntry, stopped: number): void {
    const base = this.#side * entry.price
    const favourable = this.#favourable
    const best = favourable.lastUpTo(stopped)
    if (favourable.valueAt(best) - base >= entry.takeProfit) {
      const profited = favourable.placeAt(favourable.firstBeyond(base, entry.takeProfit))
      if (profited < stopped || this.#profitIsFirst(profited, entry)) {
        this.#profit(row, entry, profited)
        return
      }
    }
    // A candle that touched the stop may have gone up after it.
    const before = favourable.placeAt(best) === stopped ? best + 1 : best
    this.#stop(row, entry, stopped, favourable.valueAt(before) - base)
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

  #stop(row: number, { price, stop }: FollowedEntry, place: number, towards: number): void {
    const base = this.#side * price
    const isGap = this.#side * (this.#market.touch.open[place]! - price) <= -stop
    const gain = this.#exit(row, place, isGap, this.#gainAt(place, isGap, price, -stop))
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
