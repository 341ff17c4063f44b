import { offsetAt } from '../format/time.ts'
import { lowerBound } from './columns.ts'

/**
 * The library thinks in UTC, so times are moved into the shown zone before they are drawn and back when they come from it. What it is
 * given must rise: where the clock is set back, the hour that comes twice is told with a second between its bars.
 */
export class ShiftedTimes {
  readonly #shown: number[] = []
  readonly #real: number[] = []

  /** Seconds of the shown zone for a time that is later than all before. */
  push(time: number): number {
    const seconds = Math.floor((time + offsetAt(time)) / 1_000)
    const before = this.#shown.at(-1)
    const shown = before === undefined ? seconds : Math.max(seconds, before + 1)
    this.#shown.push(shown)
    this.#real.push(time)
    return shown
  }

  /** What was answered for the time at an index. */
  shown(index: number): number | undefined {
    return this.#shown[index]
  }

  /** The real time of what `push` answered. */
  real(shown: number): number | undefined {
    const index = lowerBound(this.#shown, shown)
    return this.#shown[index] === shown ? this.#real[index] : undefined
  }

  pop(): void {
    this.#shown.pop()
    this.#real.pop()
  }
}
