import { powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import type { FundingRate } from '../../../../src-shared/domain/candle.ts'
import type { CandleColumns } from '../../../../src-shared/domain/candle-columns.ts'
import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import { HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { mixed } from './mixed.ts'
import { TRADES_MAX, type LabSymbol, type Minute, type MinuteSource } from './minute-source.ts'

/** One instrument of an archive: its shortest candles, and what was paid at settlements. */
export interface ArchivedSeries {
  readonly instrument: Instrument
  readonly intervalMs: number
  readonly candles: CandleColumns
  readonly funding: readonly FundingRate[]
}

interface Series extends ArchivedSeries {
  readonly labSymbol: LabSymbol
  /** Archived prices are so many times those of the lab. */
  readonly scale: number
  readonly rates: ReadonlyMap<number, Rate>
}

/**
 * Prices of archived candles. Each is walked through (open, the nearer extreme, the other, close), one trade a second, so that its minutes joined
 * are the candle again: prices and volume to the last unit. Where there is no candle, or nobody traded, there are no trades.
 */
export class ArchivedMinutes implements MinuteSource {
  readonly symbols: readonly LabSymbol[]
  readonly #series: readonly Series[]

  constructor(archived: readonly ArchivedSeries[]) {
    this.#series = archived.map(prepare)
    this.symbols = this.#series.map(({ labSymbol }) => labSymbol)
  }

  fill(index: number, minute: number, into: Minute): void {
    const { candles, intervalMs, scale, labSymbol } = this.#series[index]!
    into.count = 0
    into.mark.fill(0)
    const time = minute * MINUTE_MS
    const row = rowOf(candles.openTime, Math.floor(time / intervalMs) * intervalMs)
    if (row === undefined) return
    into.firstTrade = (minute - labSymbol.onboardDate / MINUTE_MS) * TRADES_MAX
    const price = (column: Float64Array): number => Math.round(column[row]! / scale)
    const path: Path = { open: price(candles.open), high: price(candles.high), low: price(candles.low), close: price(candles.close), volume: candles.volume[row]!, seconds: intervalMs / 1_000 }
    walkThrough(path, (time % intervalMs) / 1_000, { into, labSymbol, chance: mixed(minute + 7_919 * index) })
  }

  fundingRate(index: number, settlement: TimeMs): Rate | undefined {
    return this.#series[index]!.rates.get(settlement)
  }
}

function prepare(archived: ArchivedSeries): Series {
  const { instrument, candles, funding } = archived
  const { priceDecimals, quantityDecimals, rules, fundingIntervalMs } = instrument.versions.at(-1)!
  // What is left of the decimals when the tick's own zeros are taken away.
  let [tick, pricePrecision] = [rules.priceLadder[0]!.tick as number, priceDecimals]
  while (tick % 10 === 0 && pricePrecision > 0) {
    tick /= 10
    pricePrecision--
  }
  const labSymbol: LabSymbol = {
    symbol: instrument.symbol, instrument, pricePrecision, quantityPrecision: quantityDecimals, tick,
    fundingHours: Math.max(1, Math.round(fundingIntervalMs / HOUR_MS)), onboardDate: (candles.openTime[0] ?? 0) as TimeMs,
  }
  const rates = new Map(funding.map(({ fundingTime, rate }) => [Math.round(fundingTime / HOUR_MS) * HOUR_MS, rate]))
  return { ...archived, labSymbol, scale: powerOfTen(candles.priceDecimals - pricePrecision), rates }
}

/** The row that opens at a time, in columns that ascend. */
function rowOf(openTime: Float64Array, time: number): number | undefined {
  let [low, high] = [0, openTime.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (openTime[middle]! < time) low = middle + 1
    else high = middle
  }
  return openTime[low] === time ? low : undefined
}

interface Path {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly seconds: number
}

interface Walk {
  readonly into: Minute
  readonly labSymbol: LabSymbol
  readonly chance: number
}

/** The sixty seconds of a candle that begin at `from`. */
function walkThrough(path: Path, from: number, { into, labSymbol, chance }: Walk): void {
  const unit = powerOfTen(8 - labSymbol.pricePrecision)
  for (let second = 0; second < 60; second++) {
    const at = from + second
    const price = priceAt(path, at, labSymbol.tick)
    into.mark[second] = price * unit
    const quantity = sharedBefore(path, at + 1) - sharedBefore(path, at)
    if (quantity === 0) continue
    const isBuyerMaker = (mixed(chance + second) >>> 5) & 1
    into.offset[into.count] = second * 1_000 + (mixed(chance ^ second) & 511)
    into.price[into.count] = price
    into.quantity[into.count] = quantity
    into.isBuyerMaker[into.count] = isBuyerMaker
    into.bid[into.count] = isBuyerMaker === 1 ? price : price - labSymbol.tick
    into.count++
  }
}

/** Seconds at which the path turns: it begins, meets both extremes, and ends. */
const turns = (seconds: number): readonly number[] => [0, Math.floor(seconds / 3), Math.floor((2 * seconds) / 3), seconds - 1]

function priceAt({ open, high, low, close, seconds }: Path, second: number, tick: number): number {
  const [, first = 0, then = 0, last = 0] = turns(seconds)
  const [near, far] = close >= open ? [low, high] : [high, low]
  if (second <= first) return between([0, open], [first, near], { second, tick })
  return second <= then ? between([first, near], [then, far], { second, tick }) : between([then, far], [last, close], { second, tick })
}

type Point = readonly [second: number, price: number]

/** On the grid of ticks that goes through where it came from. */
function between([from, start]: Point, [to, end]: Point, { second, tick }: { readonly second: number; readonly tick: number }): number {
  if (second >= to) return end
  return start + Math.trunc(((end - start) * (second - from)) / (to - from) / tick) * tick
}

/** Of the volume, what was traded before a second: a unit at each turn first, so that the prices there are paid, the rest evenly. */
function sharedBefore({ volume, seconds }: Path, second: number): number {
  const turned = turns(seconds)
  const kept = Math.min(volume, turned.length)
  const passed = turned.filter((turn) => turn < second).length
  return Math.min(passed, kept) + Math.floor(((volume - kept) * second) / seconds)
}
