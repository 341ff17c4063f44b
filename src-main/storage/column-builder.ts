import type { CandleColumns, TurnoverColumns } from '../../src-shared/domain/candle-columns.ts'
import { powerOfTen } from '../../src-shared/domain/decimal.ts'
import { rescale } from './block-decimals.ts'

const COLUMNS = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const
const PRICES = ['open', 'high', 'low', 'close'] as const
const TURNOVER = ['quoteWhole', 'quoteFraction', 'trades'] as const

interface Decimals {
  readonly priceDecimals: number
  readonly quantityDecimals: number
}

/** Long columns out of short ones, all at the same decimals. */
export class ColumnBuilder {
  readonly #decimals: Decimals
  #columns: Record<(typeof COLUMNS)[number], Float64Array>
  #turnover: TurnoverColumns | null = null
  #length = 0

  /** `room`: rows that are likely to come. */
  constructor(decimals: Decimals, room: number) {
    this.#decimals = decimals
    const column = (): Float64Array => new Float64Array(room)
    this.#columns = { openTime: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
  }

  /** The rows with from ≤ openTime < to. Throws RangeError when one cannot be written exactly at these decimals. */
  append(part: CandleColumns, from: number, to: number): void {
    const first = firstAtOrAfter(part.openTime, from)
    const end = firstAtOrAfter(part.openTime, to)
    if (first >= end) return
    this.#makeRoom(this.#length + end - first)
    for (const name of COLUMNS) this.#columns[name].set(part[name].subarray(first, end), this.#length)
    for (const name of PRICES) this.#rescale(this.#columns[name], this.#length + end - first, part.priceDecimals - this.#decimals.priceDecimals)
    this.#rescale(this.#columns.volume, this.#length + end - first, part.quantityDecimals - this.#decimals.quantityDecimals)
    if (part.turnover) this.#appendTurnover(part.turnover, first, end)
    this.#length += end - first
  }

  columns(): CandleColumns {
    const { openTime, open, high, low, close, volume } = this.#columns
    const cut = (column: Float64Array): Float64Array => column.subarray(0, this.#length)
    return { ...this.#decimals, openTime: cut(openTime), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume), turnover: this.#turnover && cutAll(this.#turnover, this.#length) }
  }

  /** The rows from the present length up to `end`; `excess` decimals too many, or too few. */
  #rescale(column: Float64Array, end: number, excess: number): void {
    if (excess === 0) return
    if (excess > 0) {
      for (let i = this.#length; i < end; i++) column[i] = rescale(column[i]!, excess, 0)
      return
    }
    const factor = powerOfTen(-excess)
    for (let i = this.#length; i < end; i++) {
      const value = column[i]! * factor
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) rescale(column[i]!, 0, -excess)
      column[i] = value
    }
  }

  #appendTurnover(part: TurnoverColumns, first: number, end: number): void {
    this.#turnover ??= unknownTurnover(this.#columns.open.length)
    for (const name of TURNOVER) this.#turnover[name].set(part[name].subarray(first, end), this.#length)
  }

  #makeRoom(length: number): void {
    if (length <= this.#columns.open.length) return
    const room = Math.max(length, 2 * this.#columns.open.length)
    const grown = (column: Float64Array): Float64Array => {
      const copy = new Float64Array(room)
      copy.set(column)
      return copy
    }
    const { openTime, open, high, low, close, volume } = this.#columns
    this.#columns = { openTime: grown(openTime), open: grown(open), high: grown(high), low: grown(low), close: grown(close), volume: grown(volume) }
    if (!this.#turnover) return
    const before = this.#turnover
    this.#turnover = unknownTurnover(room)
    for (const name of TURNOVER) this.#turnover[name].set(before[name])
  }
}

function unknownTurnover(room: number): TurnoverColumns {
  const column = (): Float64Array => new Float64Array(room).fill(Number.NaN)
  return { quoteWhole: column(), quoteFraction: column(), trades: column() }
}

const cutAll = ({ quoteWhole, quoteFraction, trades }: TurnoverColumns, length: number): TurnoverColumns => ({
  quoteWhole: quoteWhole.subarray(0, length), quoteFraction: quoteFraction.subarray(0, length), trades: trades.subarray(0, length),
})

/** The place of the first time that is not before. */
function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0
  for (let high = times.length; low < high;) {
    const middle = (low + high) >>> 1
    if (times[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}
