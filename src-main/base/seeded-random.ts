/** Chance from a seed: the same seed gives the same numbers on every machine. Its state is one integer, so it can be kept and taken up again. */
export class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** What to give the constructor to go on from here. */
  get state(): number {
    return this.#state
  }

  /** 0 ≤ x < 1, on a grid of 2^-32. */
  uniform(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit)
  }

  /** Mean 0, deviation 1, within ±6: the sum of twelve uniforms. Only additions, so equal in bits everywhere. */
  normal(): number {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += this.uniform()
    return sum
  }
}

/** A seed that is a function of what it is for: FNV-1a over the parts' text. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (let part = 0; part < parts.length; part++) {
    if (part > 0) hash = mixed(hash, SLASH)
    const text = `${parts[part]!}`
    for (let index = 0; index < text.length; index++) hash = mixed(hash, text.charCodeAt(index))
  }
  return hash | 0
}

const SLASH = 0x2f
const mixed = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193)
