import type { Waits } from './waits.ts'

/** New connections within a minute, of all routes together: a venue takes more for an attack and locks the address out. */
const DIALS_MAX = 20
const MINUTE_MS = 60_000
const LOOK_MS = 250

/** Bounds how often connections are opened, however many of them fail. */
export class DialGate {
  readonly #waits: Waits
  #dials = 0
  #rests = 0

  constructor(waits: Waits) {
    this.#waits = waits
  }

  /** Waits until one more may be opened. False when stopped meanwhile. */
  async pass(): Promise<boolean> {
    while (this.#dials >= DIALS_MAX || this.#rests > 0) if (!(await this.#waits.after(LOOK_MS))) return false
    this.#dials++
    void this.#waits.after(MINUTE_MS).then(() => this.#dials--)
    return true
  }

  /** Nothing is opened for so long: the venue has said so. */
  rest(restMs: number): void {
    this.#rests++
    void this.#waits.after(restMs).then(() => this.#rests--)
  }
}
