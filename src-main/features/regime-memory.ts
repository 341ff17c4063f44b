/** So many closes of BTC are remembered for candles of others that come late. */
const KEPT = 288

/** The regime at the last closes of BTC. */
export class RegimeMemory {
  readonly #times = new Float64Array(KEPT).fill(NaN)
  readonly #values = new Float64Array(KEPT)
  #newest = 0

  /** Times ascend. */
  add(closeTime: number, regime: number): void {
    this.#newest = (this.#newest + 1) % KEPT
    this.#times[this.#newest] = closeTime
    this.#values[this.#newest] = regime
  }

  /** Undefined when it is not known, or no longer. */
  at(closeTime: number): number | undefined {
    for (let back = 0; back < KEPT; back++) {
      const place = (this.#newest + KEPT - back) % KEPT
      // Also where nothing has been written yet.
      if (!(this.#times[place]! >= closeTime)) return undefined
      if (this.#times[place] === closeTime) return this.#values[place]
    }
    return undefined
  }
}
