/** Larger differences would not be exact when they are doubled for their sign. */
const DIFFERENCE_MAX = 2 ** 51

/** Bytes that grow as they are written: whole numbers in groups of seven bits, the lowest first. */
export class ByteWriter {
  #bytes = new Uint8Array(4_096)
  #length = 0

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = value
  }

  /** From 0 up to 2^53. */
  varint(value: number): void {
    this.#room(8)
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#length++] = rest
  }

  /** Either sign, up to 2^51. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = new Uint8Array(2 * (this.#length + more))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Reads what a ByteWriter wrote. Beyond the end it reads zeros; `isAtEnd` then tells that something was wrong. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0
  }

  varint(): number {
    let byte = this.byte()
    let value = byte & 127
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = this.byte()
      value += (byte & 127) * scale
    }
    return value
  }

  raw(length: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return part
  }

  /** Fills `out` from `from` up to `to`. */
  varints(out: Float64Array, from: number, to: number): void {
    const bytes = this.#bytes
    let at = this.#at
    for (let i = from; i < to; i++) {
      let byte = bytes[at++]!
      let value = byte & 127
      for (let scale = 128; byte > 127; scale *= 128) {
        byte = bytes[at++]!
        value += (byte & 127) * scale
      }
      out[i] = value
    }
    this.#at = at
  }

  /** As `varints`, either sign. */
  signeds(out: Float64Array, from: number, to: number): void {
    this.varints(out, from, to)
    for (let i = from; i < to; i++) out[i] = signedOf(out[i]!)
  }
}

/** Whether a difference can be written with `signed`. */
export const fitsSigned = (value: number): boolean => value <= DIFFERENCE_MAX && value >= -DIFFERENCE_MAX

function signedOf(value: number): number {
  if (value < 0x8000_0000) return (value >>> 1) ^ -(value & 1)
  const half = Math.floor(value / 2)
  return value === 2 * half ? half : -half - 1
}
