import { MINUTE_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'

/** A day and an hour. */
const KEPT = 1_500

/** In which minutes somebody traded, so that a candle without trades can be doubted. */
export class MinutesTraded {
  readonly #minutes = new Set<number>()
  #last = -1

  add(time: TimeMs): void {
    const minute = Math.floor(time / MINUTE_MS)
    if (minute === this.#last) return
    this.#last = minute
    this.#minutes.add(minute)
    if (this.#minutes.size > KEPT) this.#minutes.delete(this.#minutes.keys().next().value!)
  }

  isAnyIn(from: TimeMs, to: TimeMs): boolean {
    for (let minute = Math.floor(from / MINUTE_MS); minute * MINUTE_MS < to; minute++) if (this.#minutes.has(minute)) return true
    return false
  }
}
