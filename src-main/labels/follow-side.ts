import { MINUTE_MS, ONE_RATE } from '../../src-shared/domain/units.ts'
import type { FundingPaid } from './funding-paid.ts'
import type { LabelCandles } from './label-candles.ts'
import type { RecordsAhead } from './records-ahead.ts'
import type { BarrierWalk, LabelParts, SideLabels } from './side-labels.ts'
import { takeProfitCameFirst } from './touch-prices.ts'

/** What both sides walk through. */
export interface WalkedMarket {
  readonly trade: LabelCandles
  readonly touch: LabelCandles
  /** For each candle the last one that follows it without a gap. */
  readonly ends: Int32Array
  readonly paid: FundingPaid
  /** Of the highs that touch. */
  readonly up: RecordsAhead
  /** Of the lows that touch, turned about. */
  readonly down: RecordsAhead
}

/** Every entry on one side, followed to its end. */
export function followSide(market: WalkedMarket, walk: BarrierWalk, parts: LabelParts, side: 1 | -1): SideLabels {
  const labels = unknownLabels(walk.ranges.length)
  const follower = new SideFollower(market, walk, { labels, finer: parts.finer }, side)
  for (let row = 0; row + 1 < walk.ranges.length; row++) follower.follow(row)
  addCosts(labels, parts.costs)
  return labels
}

class SideFollower {
  readonly #labels: SideLabels
  readonly #finer: LabelCandles | undefined
  readonly #market: WalkedMarket
  readonly #walk: BarrierWalk
  readonly #side: 1 | -1
  readonly #adverse: RecordsAhead
  readonly #favourable: RecordsAhead

  constructor(market: WalkedMarket, walk: BarrierWalk, { labels, finer }: { readonly labels: SideLabels; readonly finer: LabelCandles | undefined }, side: 1 | -1) {
    this.#labels = labels
    this.#finer = finer
    this.#market = market
    this.#walk = walk
    this.#side = side
    this.#adverse = side === 1 ? market.down : market.up
    this.#favourable = side === 1 ? market.up : market.down
  }

  /** The first price after the decision that can be traded. */
  #entryOf(row: number): number {
    return this.#market.trade.open[row + 1]!
  }

  follow(row: number): void {
    const { horizon, ranges } = this.#walk
    const last = Math.min(row + horizon, this.#market.ends[row]!)
    const range = ranges[row]!
    if (!(range > 0) || last === row) return
    const entry = this.#entryOf(row)
    const [stop, takeProfit] = [this.#walk.stop * range, this.#walk.takeProfit * range]
    const base = this.#side * entry
    const isWhole = last === row + horizon
    // What the whole horizon does not reach needs no search: a horizon that is never left costs the same whatever its length.
    const stopped = isWhole && this.#adverse.largest[row + 1]! + base < stop ? last + 1 : this.#adverse.firstBeyond(row + 1, last, -base, stop)
    const until = Math.min(stopped, last)
    const profited = isWhole && this.#favourable.largest[row + 1]! - base < takeProfit ? last + 1 : this.#favourable.firstBeyond(row + 1, until, base, takeProfit)
    if (profited <= until && (profited < stopped || this.#profitIsFirst(profited, { side: this.#side, price: entry, takeProfit, stop }))) this.#touch(row, profited, 1, takeProfit)
    else if (stopped <= last) this.#touch(row, stopped, -1, stop)
    else if (isWhole) this.#timeout(row, last)
    else return
    this.#horizon(row, isWhole)
  }

  /** Of two barriers in one candle: what it opened beyond came first, then what finer candles say, else the stop. */
  #profitIsFirst(place: number, entry: Parameters<typeof takeProfitCameFirst>[3]): boolean {
    const { open, openTime, stepMs } = this.#market.touch
    const opened = this.#side * (open[place]! - entry.price)
    if (opened <= -entry.stop || opened >= entry.takeProfit) return opened >= entry.takeProfit
    return takeProfitCameFirst(this.#finer, openTime[place]!, openTime[place]! + stepMs, entry)
  }

  /** `outcome` 1 take-profit, −1 stop, in the candle at `place`. */
  #touch(row: number, place: number, outcome: 1 | -1, distance: number): void {
    const { trade, touch, paid } = this.#market
    const side = this.#side
    const entry = this.#entryOf(row)
    const isGap = outcome * side * (touch.open[place]! - entry) >= distance
    const gain = isGap ? side * (trade.open[place]! - entry) : this.#filled(place, entry, outcome * distance)
    this.#labels.outcome[row] = outcome
    this.#labels.isGap[row] = Number(isGap)
    this.#end(row, gain, isGap ? place - 1 : place, isGap ? paid.byClose[place - 1]! : paid.beforeClose[place]!)
    // A candle that touched the stop may have gone up after it, but one that touched the take-profit is thought to have gone down before.
    const seen = outcome === 1 && !isGap ? place : place - 1
    const farAgainst = outcome === -1 && -gain >= distance ? 0 : this.#farthest(this.#adverse, row, seen, -side * entry)
    const farFor = outcome === 1 && gain >= distance ? 0 : this.#farthest(this.#favourable, row, seen, side * entry)
    this.#labels.mae[row] = Math.max(farAgainst, -gain, 0) / entry
    this.#labels.mfe[row] = Math.max(farFor, gain, 0) / entry
  }

  /** The gain at a barrier within a candle. The mark may reach what trades do not: then the nearest traded price to it. */
  #filled(place: number, entry: number, gain: number): number {
    const { trade, touch } = this.#market
    if (touch === trade) return gain
    return this.#side * (Math.min(Math.max(entry + this.#side * gain, trade.low[place]!), trade.high[place]!) - entry)
  }

  #timeout(row: number, last: number): void {
    const { trade, paid } = this.#market
    const entry = this.#entryOf(row)
    const gain = this.#side * (trade.close[last]! - entry)
    this.#labels.outcome[row] = 0
    this.#end(row, gain, last, paid.byClose[last]!)
    this.#labels.mae[row] = Math.max(this.#adverse.largest[row + 1]! + this.#side * entry, -gain, 0) / entry
    this.#labels.mfe[row] = Math.max(this.#favourable.largest[row + 1]! - this.#side * entry, gain, 0) / entry
  }

  /** `last`: the candle whose close the exit is counted at, or which had just closed. `paid`: all that a long of one unit had paid by then. */
  #end(row: number, gain: number, last: number, paid: number): void {
    const { trade } = this.#market
    const entry = this.#entryOf(row)
    const endTime = trade.openTime[last]! + trade.stepMs
    // Never -0: equal labels are equal bytes.
    this.#labels.gross[row] = gain / entry + 0
    this.#labels.funding[row] = (this.#side * (paid - this.#market.paid.byClose[row]!)) / entry / ONE_RATE + 0
    this.#labels.minutesHeld[row] = (endTime - trade.openTime[row + 1]!) / MINUTE_MS
    this.#labels.candlesHeld[row] = last - row
    this.#labels.dependsUntil[row] = endTime
  }

  #horizon(row: number, isWhole: boolean): void {
    const { trade } = this.#market
    const entry = this.#entryOf(row)
    this.#labels.horizonUntil[row] = trade.openTime[row + 1]! + this.#walk.horizon * trade.stepMs
    if (!isWhole) return
    this.#labels.maeHorizon[row] = Math.max(0, this.#adverse.largest[row + 1]! + this.#side * entry) / entry
    this.#labels.mfeHorizon[row] = Math.max(0, this.#favourable.largest[row + 1]! - this.#side * entry) / entry
  }

  #farthest(records: RecordsAhead, row: number, last: number, base: number): number {
    return last > row ? records.largestUpTo(row + 1, last) - base : 0
  }
}

function unknownLabels(rows: number): SideLabels {
  const column = (): Float64Array => new Float64Array(rows).fill(NaN)
  return {
    outcome: new Int8Array(rows).fill(-2), gross: column(), net: column(), fees: column(), slippage: column(), funding: column(), mae: column(), mfe: column(), maeHorizon: column(),
    mfeHorizon: column(), minutesHeld: column(), candlesHeld: new Int32Array(rows), dependsUntil: column(), horizonUntil: column(), isGap: new Uint8Array(rows),
  }
}

function addCosts({ outcome, gross, net, fees, slippage, funding }: SideLabels, costs: LabelParts['costs']): void {
  for (let row = 0; row < outcome.length; row++) {
    if (outcome[row] === -2) continue
    fees[row] = costs.fees
    slippage[row] = costs.slippage
    net[row] = gross[row]! - costs.fees - costs.slippage - funding[row]!
  }
}
