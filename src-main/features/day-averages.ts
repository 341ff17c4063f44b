import type { TrendAverages } from '../math/averages.ts'
import type { Rows } from '../math/windows.ts'
import { SEED_CANDLES } from './feature.ts'

/** So often what the averages were is kept, to be met again. */
const STRIDE = 128
/** Places for more candles than a day's chain can go through, of one minute each. */
const PLACES = 64

/**
 * Averages over a whole series, begun anew with each day as the stream does. Two chains that began at different candles come to the very
 * same bits after some hundred of them, and what is the same goes on the same: so as soon as a new day's chain meets the one of the
 * day before, it takes over where that one ended. This is looked at, not assumed; a chain that meets nobody goes all the way.
 */
export class DayAverages {
  readonly #closes: Float64Array
  readonly #days: readonly Rows[]
  readonly #averages: TrendAverages
  #day = 0
  /** The candle that the averages would take next; NaN when they stand nowhere. */
  #next = NaN
  /** What the chain of the day before came to, and the candle it would have taken next. */
  readonly #ended: Float64Array
  #endedAt = NaN
  /** Before every so-manyth candle: what the last chain that came by was, and which candle it is about. */
  readonly #met: readonly Float64Array[]
  readonly #metAt = new Float64Array(PLACES).fill(NaN)

  constructor(closes: Float64Array, days: readonly Rows[], averages: TrendAverages) {
    this.#closes = closes
    this.#days = days
    this.#averages = averages
    this.#ended = new Float64Array(averages.now.length)
    this.#met = Array.from({ length: PLACES }, () => new Float64Array(averages.now.length))
  }

  /** Writes the averages of these candles from place 0 on. All must lie in the days; calls must ascend. */
  record(from: number, to: number): void {
    for (let index = from; index < to; index = this.#next) {
      while (this.#days[this.#day]!.to <= index) this.#endDay()
      const day = this.#days[this.#day]!
      if (this.#next !== index) this.#begin(day, index)
      this.#next = Math.min(day.to, to, nextStop(index))
      this.#averages.record(this.#closes, index, this.#next, index - from)
      if (this.#next % STRIDE === 0) this.#meet(this.#next)
    }
  }

  #endDay(): void {
    this.#endedAt = this.#next
    this.#ended.set(this.#averages.now)
    this.#next = NaN
    this.#day++
  }

  /** Brings the averages to before `index`, from the candles before the day's first. */
  #begin(day: Rows, index: number): void {
    const start = day.from - SEED_CANDLES
    this.#averages.begin(this.#closes[start]!)
    let at = start
    while (at < day.from) {
      const stop = Math.min(nextStop(at), day.from)
      this.#averages.advance(this.#closes, at, stop)
      at = stop
      if (at % STRIDE !== 0 || !this.#meet(at) || this.#endedAt !== day.from) continue
      this.#averages.now.set(this.#ended)
      at = day.from
    }
    this.#averages.advance(this.#closes, at, index)
    // Begun once more within the day it would meet itself, and take its own way for that of the day before.
    this.#endedAt = NaN
  }

  /** Keeps what the averages are before this candle; true when the last chain that came by was the same. */
  #meet(index: number): boolean {
    const place = (index / STRIDE) % PLACES
    const [met, now] = [this.#met[place]!, this.#averages.now]
    if (this.#metAt[place] === index && met.every((value, part) => Object.is(value, now[part]))) return true
    this.#metAt[place] = index
    met.set(now)
    return false
  }
}

const nextStop = (index: number): number => (Math.floor(index / STRIDE) + 1) * STRIDE
