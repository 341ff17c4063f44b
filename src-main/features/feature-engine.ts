import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { featuresNamed, windowOf, type CandleColumns, type Feature } from './catalogue.ts'

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

export interface FeatureTable {
  /** Of the last candle of each row's window. */
  readonly openTimes: Float64Array
  /** One column per feature; NaN = missing. */
  readonly values: readonly Float64Array[]
}

/**
 * The last candles of one instrument. Each value is written twice, a window apart, so that the last window always lies in one piece
 * and the kernels read it as they read a whole year.
 */
class Ring implements CandleColumns {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly #window: number
  #next = 0
  #count = 0
  #closeTime = NaN

  constructor(window: number) {
    this.#window = window
    this.high = new Float64Array(2 * window)
    this.low = new Float64Array(2 * window)
    this.close = new Float64Array(2 * window)
    this.volume = new Float64Array(2 * window)
  }

  /** The index of the last candle once the window is full. A candle that does not begin where the last one ended starts the window anew. */
  push(candle: CandleValues): number | undefined {
    if (candle.openTime !== this.#closeTime) this.#count = 0
    this.#closeTime = candle.closeTime
    for (let index = this.#next; index < 2 * this.#window; index += this.#window) write(this, index, candle)
    const end = this.#next + this.#window
    this.#next = (this.#next + 1) % this.#window
    this.#count += 1
    return this.#count >= this.#window ? end : undefined
  }
}

/**
 * Feature vectors of many instruments, one closed candle at a time. A vector is a function of the last candles, as many as the longest
 * window of the asked features, and of nothing before them. Prices and volumes are used as the scaled integers they are: features are free of scale, and integers are exact.
 */
export class FeatureEngine {
  readonly #features: readonly Feature[]
  readonly #window: number
  readonly #rings = new Map<string, Ring>()

  /** Throws RangeError for a name that is not in the catalogue. */
  constructor(names: readonly string[]) {
    this.#features = featuresNamed(names)
    this.#window = windowOf(names)
  }

  /** Undefined while the window is not full. */
  update(candle: CandleValues): FeatureVector | undefined {
    let ring = this.#rings.get(candle.instrumentId)
    if (!ring) this.#rings.set(candle.instrumentId, (ring = new Ring(this.#window)))
    const end = ring.push(candle)
    if (end === undefined) return undefined
    const values = new Float64Array(this.#features.length)
    for (let index = 0; index < values.length; index++) values[index] = this.#features[index]!.compute(ring, end)
    return { instrumentId: candle.instrumentId, asOf: candle.closeTime, values }
  }

  /** Forgets an instrument's candles: after a gap, a correction, or when its decimals change. */
  reset(instrumentId: string): void {
    this.#rings.delete(instrumentId)
  }

  /** The same vectors for a whole series of one instrument at once, ascending by time. One row for each candle at which `update` would give a vector. */
  columns(candles: readonly CandleValues[]): FeatureTable {
    const series = { high: new Float64Array(candles.length), low: new Float64Array(candles.length), close: new Float64Array(candles.length), volume: new Float64Array(candles.length) }
    candles.forEach((candle, index) => write(series, index, candle))
    const ends = fullWindows(candles, this.#window)
    const values = this.#features.map(({ compute }) => Float64Array.from(ends, (end) => compute(series, end)))
    return { openTimes: Float64Array.from(ends, (end) => candles[end]!.openTime), values }
  }
}

function write(series: CandleColumns, index: number, candle: CandleValues): void {
  series.high[index] = candle.high
  series.low[index] = candle.low
  series.close[index] = candle.close
  series.volume[index] = candle.volume
}

/** Where a window without a gap ends. */
function fullWindows(candles: readonly CandleValues[], window: number): number[] {
  const ends: number[] = []
  let count = 0
  for (const [index, candle] of candles.entries()) {
    count = index > 0 && candle.openTime === candles[index - 1]!.closeTime ? count + 1 : 1
    if (count >= window) ends.push(index)
  }
  return ends
}
