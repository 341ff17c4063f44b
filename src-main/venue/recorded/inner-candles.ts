import type { Candle } from '../../../src-shared/domain/candle.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'

type Read = (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>

/**
 * Candles of one length that lie inside of others, read beside them. They are given where none is missing and where they fit, and
 * counted. One of the same length lies inside as well.
 */
export class InnerCandles {
  readonly #read: Read
  readonly #partMs: number
  readonly #fit: (parts: readonly Candle[], candle: Candle) => boolean
  #candles: readonly Candle[] = []
  #next = 0
  #found = 0

  constructor(read: Read, partMs: number, fit: (parts: readonly Candle[], candle: Candle) => boolean = () => true) {
    this.#read = read
    this.#partMs = partMs
    this.#fit = fit
  }

  /** How many candles were given theirs so far. */
  get found(): number {
    return this.#found
  }

  async refill(from: TimeMs, to: TimeMs): Promise<void> {
    this.#candles = await this.#read(from, to)
    this.#next = 0
  }

  /** Of candles that come in the order of time. */
  of(candle: Candle): readonly Candle[] | undefined {
    const from = this.#indexFrom(candle.openTime)
    const to = this.#indexFrom(candle.closeTime)
    if (to - from !== candle.intervalMs / this.#partMs) return undefined
    const parts = this.#candles.slice(from, to)
    if (!this.#fit(parts, candle)) return undefined
    this.#found++
    return parts
  }

  #indexFrom(time: TimeMs): number {
    while ((this.#candles[this.#next]?.openTime ?? Infinity) < time) this.#next++
    return this.#next
  }
}

/** Together they are that candle. Volume is left out: the venue's own figures of it differ by some trades now and then. */
export function makeUp(parts: readonly Candle[], { open, high, low, close }: Candle): boolean {
  if (parts[0]?.open !== open || parts.at(-1)?.close !== close) return false
  let [highest, lowest] = [0, Infinity]
  for (const part of parts) {
    if (part.high > highest) highest = part.high
    if (part.low < lowest) lowest = part.low
  }
  return highest === high && lowest === low
}
