/**
 * Exponential averages: the first value begins them, and each further one moves them by 2 ÷ (span + 1) of its distance. They depend on
 * where they began, so whoever uses them says where that is. All go on in one loop: a chain of additions waits for itself, and the
 * others use the time.
 */
export interface Averages {
  begin(first: number): void
  /** Takes the values from ≤ index < to. */
  advance(values: Float64Array, from: number, to: number): void
  /** The same, and writes what each makes of the averages, from place `row` on. Written out twice: the writing would cost the other a third. */
  record(values: Float64Array, from: number, to: number, row: number): void
}

const WEIGHT_7 = 2 / 8
const WEIGHT_9 = 2 / 10
const WEIGHT_12 = 2 / 13
const WEIGHT_21 = 2 / 22
const WEIGHT_26 = 2 / 27
const WEIGHT_50 = 2 / 51

/** Averages of 7, 21 and 50; the difference of those of 12 and 26, and its average of 9. */
export class TrendAverages implements Averages {
  readonly ema7: Float64Array
  readonly ema21: Float64Array
  readonly ema50: Float64Array
  readonly macd: Float64Array
  readonly signal: Float64Array
  /** What goes on from value to value: the averages of 7, 21, 50, 12, 26, and the signal. */
  readonly now: Float64Array = new Float64Array(6)

  constructor(capacity: number) {
    this.ema7 = new Float64Array(capacity)
    this.ema21 = new Float64Array(capacity)
    this.ema50 = new Float64Array(capacity)
    this.macd = new Float64Array(capacity)
    this.signal = new Float64Array(capacity)
  }

  begin(first: number): void {
    this.now.fill(first)
    this.now[5] = 0
  }

  advance(values: Float64Array, from: number, to: number): void {
    const now = this.now
    let ema7 = now[0]!
    let ema21 = now[1]!
    let ema50 = now[2]!
    let ema12 = now[3]!
    let ema26 = now[4]!
    let signal = now[5]!
    for (let index = from; index < to; index++) {
      const value = values[index]!
      ema7 += WEIGHT_7 * (value - ema7)
      ema21 += WEIGHT_21 * (value - ema21)
      ema50 += WEIGHT_50 * (value - ema50)
      ema12 += WEIGHT_12 * (value - ema12)
      ema26 += WEIGHT_26 * (value - ema26)
      signal += WEIGHT_9 * (ema12 - ema26 - signal)
    }
    now[0] = ema7
    now[1] = ema21
    now[2] = ema50
    now[3] = ema12
    now[4] = ema26
    now[5] = signal
  }

  record(values: Float64Array, from: number, to: number, row: number): void {
    const now = this.now
    let ema7 = now[0]!
    let ema21 = now[1]!
    let ema50 = now[2]!
    let ema12 = now[3]!
    let ema26 = now[4]!
    let signal = now[5]!
    for (let index = from; index < to; index++) {
      const value = values[index]!
      ema7 += WEIGHT_7 * (value - ema7)
      ema21 += WEIGHT_21 * (value - ema21)
      ema50 += WEIGHT_50 * (value - ema50)
      ema12 += WEIGHT_12 * (value - ema12)
      ema26 += WEIGHT_26 * (value - ema26)
      signal += WEIGHT_9 * (ema12 - ema26 - signal)
      const place = row + index - from
      this.ema7[place] = ema7
      this.ema21[place] = ema21
      this.ema50[place] = ema50
      this.macd[place] = ema12 - ema26
      this.signal[place] = signal
    }
    now[0] = ema7
    now[1] = ema21
    now[2] = ema50
    now[3] = ema12
    now[4] = ema26
    now[5] = signal
  }
}
