/** Numbers that stand one after the other. */
export type Numbers = Float64Array | Float32Array | Int32Array | Int8Array | Uint16Array

const LANES = 4
/** How a missing value is written differs from processor to processor; this is how it counts. */
const MISSING_HIGH = 0x7ff80000
const MISSING_SINGLE = 0x7fc00000

/**
 * Names numbers by content: 128 bits as 32 hex digits, the same however the numbers come in pieces, on every machine. Good against accidents, worthless against
 * an attacker. Words of 32 bits go around four lanes, each mixed by multiplying and turning, so that no two changes of one bit undo each other.
 */
export class ColumnHash {
  readonly #lanes = new Int32Array([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344])
  #words = 0

  add(numbers: Numbers): this {
    if (numbers instanceof Float64Array) this.#doubles(new Int32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length))
    else if (numbers instanceof Float32Array) this.#singles(new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length))
    else for (const number of numbers) this.#word(number)
    return this
  }

  /** Of all numbers so far. */
  digest(): string {
    const lanes = Array.from(this.#lanes)
    // Twice around, so that every lane's end depends on all four and on how much there was.
    for (let round = 0; round < 2 * LANES; round++) {
      const lane = round % LANES
      lanes[lane] = finished(lanes[lane]! ^ lanes[(lane + 3) % LANES]! ^ this.#words)
    }
    return lanes.map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #doubles(words: Int32Array): void {
    for (let index = 0; index < words.length; index += 2) {
      const [low, high] = [words[index]!, words[index + 1]!]
      const isMissing = (high & 0x7ff00000) === 0x7ff00000 && ((high & 0xfffff) | low) !== 0
      this.#word(isMissing ? 0 : low)
      this.#word(isMissing ? MISSING_HIGH : high)
    }
  }

  #singles(words: Int32Array): void {
    for (let index = 0; index < words.length; index++) {
      const word = words[index]!
      const isMissing = (word & 0x7f800000) === 0x7f800000 && (word & 0x7fffff) !== 0
      this.#word(isMissing ? MISSING_SINGLE : word)
    }
  }

  #word(word: number): void {
    const lane = this.#words++ % LANES
    const turned = Math.imul(word, 0xcc9e2d51)
    const mixed = this.#lanes[lane]! ^ Math.imul((turned << 15) | (turned >>> 17), 0x1b873593)
    this.#lanes[lane] = Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64
  }
}

function finished(lane: number): number {
  const first = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}
