import { createHash } from 'node:crypto'
import { refusal } from './refusal.ts'

const LIFE_MS = 3_600_000

/** The key of the user's stream. There is one at a time; asking again extends it. */
export class ListenKeys {
  readonly #seed: number
  #made = 0
  #key = ''
  #expiresAt = 0

  constructor(seed: number) {
    this.#seed = seed
  }

  /** The running key; '' when there is none. */
  get running(): string {
    return this.#key
  }

  create(now: number): string {
    if (this.#key === '') {
      this.#made++
      this.#key = createHash('sha256').update(`listen key ${this.#seed}/${this.#made}`).digest('hex')
    }
    this.#expiresAt = now + LIFE_MS
    return this.#key
  }

  /** Throws -1125 when there is none. */
  extend(now: number): string {
    if (this.#key === '') throw refusal(-1125)
    this.#expiresAt = now + LIFE_MS
    return this.#key
  }

  remove(): void {
    if (this.#key === '') throw refusal(-1125)
    this.#key = ''
  }

  /** The key that is past its time, which is then no more; undefined when none is. */
  expired(now: number): string | undefined {
    if (this.#key === '' || now < this.#expiresAt) return undefined
    const key = this.#key
    this.#key = ''
    return key
  }

  /** Its time is over now, whatever was promised. */
  cutShort(now: number): void {
    this.#expiresAt = Math.min(this.#expiresAt, now)
  }
}
