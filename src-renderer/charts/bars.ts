import { Columns } from './columns.ts'

/** One candle as it is drawn. */
export interface Bar {
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Candles as columns of equal length, oldest first. */
export type BarPage = { readonly [K in keyof Bar]: readonly number[] }

/** Closed candles of one instrument and one interval, oldest first. */
export class Bars {
  readonly #columns = new Columns(6)

  get length(): number {
    return this.#columns.length
  }

  /** How many were put before the first one so far. */
  get prepended(): number {
    return this.#columns.prepended
  }

  openTime(index: number): number {
    return this.#columns.value(0, index)
  }

  at(index: number): Bar {
    const read = (column: number): number => this.#columns.value(column, index)
    return { openTime: read(0), open: read(1), high: read(2), low: read(3), close: read(4), volume: read(5) }
  }

  newest(): Bar | undefined {
    return this.length === 0 ? undefined : this.at(this.length - 1)
  }

  /** The newest that opened at or before a time; −1 when all are later. */
  indexAt(time: number): number {
    return this.#columns.indexAt(time)
  }

  /** Adds one that is later than all; another one is left out. */
  add({ openTime, open, high, low, close, volume }: Bar): boolean {
    return this.#columns.add([openTime, open, high, low, close, volume])
  }

  prepend(page: BarPage): void {
    this.#columns.prepend(columnsOf(page))
  }

  /** Lets the newest page replace what there is of its time. */
  merge(page: BarPage): void {
    this.#columns.merge(columnsOf(page))
  }
}

const columnsOf = ({ openTime, open, high, low, close, volume }: BarPage): readonly (readonly number[])[] => [openTime, open, high, low, close, volume]
