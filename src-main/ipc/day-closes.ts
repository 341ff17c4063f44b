import { DAY_MS } from '../../src-shared/domain/units.ts'

const SPARK_MAX = 48

/** The closes of one instrument's last 24 hours, and the one before them. */
export class DayCloses {
  readonly #times: number[] = []
  readonly #closes: number[] = []

  /** In order of time. */
  push(closeTime: number, close: number): void {
    this.#times.push(closeTime)
    this.#closes.push(close)
    while (this.#times[0]! < closeTime - DAY_MS) {
      this.#times.shift()
      this.#closes.shift()
    }
  }

  /** The close of 24 hours before a time; null when that far back nothing is known. */
  dayBefore(time: number): number | null {
    const index = this.#times.findLastIndex((closeTime) => closeTime <= time - DAY_MS)
    return this.#closes[index] ?? null
  }

  /** Oldest first, evenly picked, the newest always among them. */
  spark(): readonly number[] {
    const newest = this.#times.at(-1)
    if (newest === undefined) return []
    const first = this.#times.findIndex((closeTime) => closeTime > newest - DAY_MS)
    const count = this.#times.length - first
    const stride = Math.ceil(count / SPARK_MAX)
    return this.#closes.slice(first).filter((_, index) => (count - 1 - index) % stride === 0)
  }
}
