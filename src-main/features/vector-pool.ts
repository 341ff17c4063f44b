/** Vectors share pieces of memory of about so many bytes. An array of its own for each would take longer than all features together. */
const PIECE = 16_384

/** Hands out arrays of one length, full of zeros. */
export class VectorPool {
  readonly #length: number
  #memory = new ArrayBuffer(0)
  #next = 0

  constructor(length: number) {
    this.#length = length
  }

  take(): Float64Array {
    const bytes = this.#length * Float64Array.BYTES_PER_ELEMENT
    if (this.#next + bytes > this.#memory.byteLength) {
      this.#memory = new ArrayBuffer(Math.max(PIECE, bytes))
      this.#next = 0
    }
    const vector = new Float64Array(this.#memory, this.#next, this.#length)
    this.#next += bytes
    return vector
  }
}
