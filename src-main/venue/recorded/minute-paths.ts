import type { Candle } from '../../../src-shared/domain/candle.ts'
import { MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'

/**
 * The one-minute candles inside of longer ones, one read after the other. They stand for the inside of a candle only where none is missing
 * and where together they are that candle: the same open, high, low and close.
 */
export class MinutePaths {
  readonly #read: (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>
  #minutes: readonly Candle[] = []
  #next = 0
  #found = 0

  constructor(read: (from: TimeMs, to: TimeMs) => Promise<readonly Candle[]>) {
    this.#read = read
  }

  /** How many candles were given theirs so far. */
  get found(): number {
    return this.#found
  }

  async refill(from: TimeMs, to: TimeMs): Promise<void> {
    this.#minutes = await this.#read(from, to)
    this.#next = 0
  }

  /** Of candles that come in the order of time. */
  partsOf(candle: Candle): readonly Candle[] | undefined {
    const from = this.#indexFrom(candle.openTime)
    const to = this.#indexFrom(candle.closeTime)
    if (to - from !== candle.intervalMs / MINUTE_MS) return undefined
    const parts = this.#minutes.slice(from, to)
    if (!makeUp(parts, candle)) return undefined
    this.#found++
    return parts
  }

  #indexFrom(time: TimeMs): number {
    while ((this.#minutes[this.#next]?.openTime ?? Infinity) < time) this.#next++
    return this.#next
  }
}

/** Volume is left out: the venue's own figures of it differ by some trades now and then. */
function makeUp(parts: readonly Candle[], { open, high, low, close }: Candle): boolean {
  if (parts[0]?.open !== open || parts.at(-1)?.close !== close) return false
  return Math.max(...parts.map((part) => part.high)) === high && Math.min(...parts.map((part) => part.low)) === low
}
