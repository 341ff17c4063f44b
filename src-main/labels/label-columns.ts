import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { barrierRanges } from './barrier-ranges.ts'
import type { FollowedEntry, WalkedMarket } from './exit-finder.ts'
import { fundingPaid } from './funding-paid.ts'
import type { LabelCandles } from './label-candles.ts'
import { RecordQueue } from './record-queue.ts'
import type { BarrierWalk, LabelParts, SideLabels } from './side-labels.ts'
import { SidesWriter } from './side-writer.ts'
import { touchPrices } from './touch-prices.ts'

/** Rows that are finished at a time: what was found of them is still in the processor's cache. */
const BLOCK = 512

/** One place for each candle given, in its order. Times are milliseconds UTC. */
export interface LabelColumns {
  /** Close of the decided candle. */
  readonly asOf: Float64Array
  /** Barrier range over the close; NaN where it is not known. */
  readonly atrShare: Float64Array
  /** Open of the next candle; NaN where none follows at once. */
  readonly entryTime: Float64Array
  readonly long: SideLabels
  readonly short: SideLabels
}

/**
 * What happened after each closed candle of one instrument, on both sides: entry at the open of the next one, barriers in multiples of the true range
 * mean of whole clock bars that had closed by then. Touches are judged by mark candles where they are, fills are at trade prices. Looks ahead: only
 * training and reports may see this. Throws a RangeError where the horizon is no whole number of candles.
 */
export function labelColumns(candles: LabelCandles, spec: LabelSpec, parts: LabelParts): LabelColumns {
  const horizon = candles.openTime.length === 0 ? 1 : (spec.horizon * spec.barrierIntervalMs) / candles.stepMs
  return walkBarriers(candles, { ranges: barrierRanges(candles, spec), takeProfit: spec.takeProfitAtr, stop: spec.stopAtr, horizon }, parts)
}

/** The same with barriers of any size: O(n log n) in candles, whatever the horizon. From the last candle to the first, so that what lies ahead is known. */
export function walkBarriers(candles: LabelCandles, walk: BarrierWalk, parts: LabelParts): LabelColumns {
  const { horizon } = walk
  if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`a horizon of ${horizon} candles is no whole number of them: choose a horizon that candles of ${candles.stepMs} ms divide`)
  const rows = candles.openTime.length
  const touch = touchPrices(candles, parts.marks)
  const market: WalkedMarket = { trade: candles, touch, finer: parts.finer, highs: new RecordQueue(rows), lows: new RecordQueue(rows) }
  const sides = new SidesWriter(market, fundingPaid(candles, touch.close, parts.settlements), parts.costs)
  let runEnd = rows - 1
  for (let to = rows; to > 0; to -= BLOCK) {
    const from = Math.max(0, to - BLOCK)
    runEnd = walkBlock({ market, walk, sides, runEnd }, from, to)
    sides.finish(from, to)
  }
  const { horizonUntil, ...own } = decided(candles, walk)
  return { ...own, ...sides.labels(horizonUntil) }
}

interface Walked {
  readonly market: WalkedMarket
  readonly walk: BarrierWalk
  readonly sides: SidesWriter
  /** The last candle that follows the block's last one without a gap. */
  readonly runEnd: number
}

/** The same of the block's first one. A function of its own, for the compiler: of a loop within a loop it would do the inner one again and again. */
function walkBlock({ market, walk, sides, runEnd }: Walked, from: number, to: number): number {
  const { openTime, open, stepMs } = market.trade
  const { high, low } = market.touch
  const entry: FollowedEntry = { price: NaN, stop: NaN, takeProfit: NaN, horizonEnd: 0, isWhole: false }
  let end = runEnd
  for (let row = to - 1; row >= from; row--) {
    if (row + 1 === openTime.length || openTime[row + 1] !== openTime[row]! + stepMs) {
      end = row
      market.highs.clear()
      market.lows.clear()
      sides.forget(row)
      continue
    }
    const range = walk.ranges[row]!
    entry.horizonEnd = row + walk.horizon
    entry.isWhole = entry.horizonEnd <= end
    market.highs.push(row + 1, high[row + 1]!, entry.horizonEnd)
    market.lows.push(row + 1, -low[row + 1]!, entry.horizonEnd)
    entry.price = open[row + 1]!
    entry.stop = walk.stop * range
    entry.takeProfit = walk.takeProfit * range
    if (range > 0) sides.write(row, entry)
    else sides.forget(row)
  }
  return end
}

interface Decided extends Pick<LabelColumns, 'asOf' | 'atrShare' | 'entryTime'> {
  readonly horizonUntil: Float64Array
}

function decided({ openTime, close, stepMs }: LabelCandles, { ranges, horizon }: BarrierWalk): Decided {
  const rows = openTime.length
  const [asOf, atrShare, entryTime, horizonUntil] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)]
  const horizonMs = horizon * stepMs
  for (let row = 0; row < rows; row++) {
    const closeTime = openTime[row]! + stepMs
    const isEntered = row + 1 < rows && openTime[row + 1] === closeTime
    asOf[row] = closeTime
    atrShare[row] = ranges[row]! / close[row]!
    entryTime[row] = isEntered ? closeTime : NaN
    horizonUntil[row] = isEntered ? closeTime + horizonMs : NaN
  }
  return { asOf, atrShare, entryTime, horizonUntil }
}
