import type { Waits } from './waits.ts'

/** Where the stream's name begins in `{"stream":"…`. */
const NAME_AT = 11

/**
 * Looks from time to time which streams of a talking connection have said nothing, of those that promise to: a subscription can be lost while all others go on,
 * and the venue acknowledges one that it does not have. Costs nothing once each has spoken.
 */
export class DumbWatch {
  readonly #names: readonly string[]
  readonly #missing: Set<string>

  /** `windowMs` is asked before each look; `onLooked` is told who was not heard in that time. */
  constructor(waits: Waits, names: readonly string[], { windowMs, onLooked }: { readonly windowMs: () => number; readonly onLooked: (dumb: readonly string[]) => void }) {
    this.#names = names
    this.#missing = new Set(names)
    void this.#watch(waits, windowMs, onLooked)
  }

  heard(text: string): void {
    if (this.#missing.size > 0) this.#missing.delete(text.slice(NAME_AT, text.indexOf('"', NAME_AT)))
  }

  async #watch(waits: Waits, windowMs: () => number, onLooked: (dumb: readonly string[]) => void): Promise<void> {
    while (await waits.after(windowMs())) {
      const dumb = [...this.#missing]
      for (const name of this.#names) this.#missing.add(name)
      onLooked(dumb)
    }
  }
}
