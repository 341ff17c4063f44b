import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Averages } from '../math/averages.ts'
import type { CandleColumns } from './block.ts'
import { SEED_CANDLES } from './feature.ts'

/** What features see of a closed candle. A Candle is one. */
export interface CandleValues {
  readonly instrumentId: string
  readonly openTime: TimeMs
  readonly closeTime: TimeMs
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/**
 * The last candles of one instrument. Each value is written twice, a window apart, so that the last window always lies in one piece
 * and the kernels read it as they read a whole year. Averages begin anew with the first candle of each day.
 */
export class CandleLane implements CandleColumns {
  readonly closeTime: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly #window: number
  readonly #averages: readonly Averages[]
  /** The closes that averages begin from, around from #oldest. */
  readonly #past: Float64Array
  #oldest = 0
  #next = 0
  #count = 0
  #closeTime = NaN
  #day = NaN
  #isSeeded = false

  constructor(window: number, averages: readonly Averages[]) {
    this.#window = window
    this.#averages = averages
    this.#past = new Float64Array(averages.length > 0 ? SEED_CANDLES : 0)
    this.closeTime = new Float64Array(2 * window)
    this.high = new Float64Array(2 * window)
    this.low = new Float64Array(2 * window)
    this.close = new Float64Array(2 * window)
    this.volume = new Float64Array(2 * window)
  }

  /** Of the newest candle, once there is one. */
  get index(): number {
    return ((this.#next + this.#window - 1) % this.#window) + this.#window
  }

  get isFull(): boolean {
    return this.#count >= this.#window
  }

  /** Whether the averages go on from a whole past. True when there are none. */
  get isSeeded(): boolean {
    return this.#isSeeded || this.#averages.length === 0
  }

  /** A candle that does not begin where the last one ended starts everything anew. */
  push(candle: CandleValues): void {
    if (candle.openTime !== this.#closeTime) this.#begin()
    this.#closeTime = candle.closeTime
    for (let index = this.#next; index < 2 * this.#window; index += this.#window) this.#write(index, candle)
    this.#next = (this.#next + 1) % this.#window
    if (this.#averages.length > 0) this.#average(candle)
    this.#count += 1
  }

  #begin(): void {
    this.#count = 0
    this.#isSeeded = false
  }

  #write(index: number, candle: CandleValues): void {
    this.closeTime[index] = candle.closeTime
    this.high[index] = candle.high
    this.low[index] = candle.low
    this.close[index] = candle.close
    this.volume[index] = candle.volume
  }

  #average({ openTime, close }: CandleValues): void {
    const day = Math.floor(openTime / DAY_MS)
    if (day !== this.#day) this.#seed()
    this.#day = day
    if (this.#isSeeded) for (const averages of this.#averages) averages.record(this.close, this.index, this.index + 1, 0)
    this.#past[this.#oldest] = close
    this.#oldest = (this.#oldest + 1) % SEED_CANDLES
  }

  #seed(): void {
    this.#isSeeded = this.#count >= SEED_CANDLES
    if (!this.#isSeeded) return
    for (const averages of this.#averages) {
      averages.begin(this.#past[this.#oldest]!)
      averages.advance(this.#past, this.#oldest, SEED_CANDLES)
      averages.advance(this.#past, 0, this.#oldest)
    }
  }
}
