import { TrendAverages } from '../math/averages.ts'
import type { Moments, Rows } from '../math/windows.ts'
import type { FundingColumns, FundingHistory } from './funding-history.ts'

/** Closed candles as columns of scaled integers, oldest first, none missing between. All that is read at once must be on one scale. */
export interface CandleColumns {
  readonly closeTime: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** So many candles before the first wanted one a room can begin. */
const ROOM_LEAD = 32

/**
 * A piece of a series, from one candle to some thousand, and room for what features make of it. Place 0 of every column belongs to the
 * candle `from`, unless it says otherwise. One candle at a time and whole series go through the same code, so nothing can differ.
 */
export class Block implements Rows {
  candles: CandleColumns = NO_CANDLES
  from = 0
  to = 0
  funding: FundingHistory | undefined
  averages: TrendAverages
  /** Of BTC at the close of each candle. */
  regime: Int8Array
  readonly atr: Float64Array
  readonly band: { readonly mean: Float64Array; readonly deviation: Float64Array }
  readonly known: FundingColumns
  /** Since 1970. */
  readonly hours: Int32Array
  /** For the use of one feature at a time. */
  readonly moments: Moments
  readonly roomA: Float64Array
  readonly roomB: Float64Array
  readonly roomC: Float64Array
  readonly roomD: Float64Array

  constructor(capacity: number) {
    const room = (lead = 0): Float64Array => new Float64Array(capacity + lead)
    this.averages = new TrendAverages(capacity)
    this.regime = new Int8Array(capacity)
    this.atr = room()
    this.band = { mean: room(), deviation: room() }
    this.known = { last: room(), mean: room(), z: room(), minutes: room(), hour: room() }
    this.hours = new Int32Array(capacity)
    this.moments = { mean: room(), squares: room() }
    this.roomA = room(ROOM_LEAD)
    this.roomB = room(ROOM_LEAD)
    this.roomC = room(ROOM_LEAD)
    this.roomD = room(ROOM_LEAD)
  }

  get count(): number {
    return this.to - this.from
  }

  place(candles: CandleColumns, from: number, to: number): void {
    this.candles = candles
    this.from = from
    this.to = to
  }

  /** The wanted candles and so many before them. */
  since(lead: number): Rows {
    return { from: this.from - lead, to: this.to }
  }
}

/** Where `count` wanted candles are in a column that begins so many before them. */
export const behind = (lead: number, count: number): Rows => ({ from: lead, to: lead + count })

const NONE = new Float64Array(0)
const NO_CANDLES: CandleColumns = { closeTime: NONE, high: NONE, low: NONE, close: NONE, volume: NONE }
