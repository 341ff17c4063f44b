import type { Fields } from './fields.ts'

const codeOf = (sign: string): number => sign.charCodeAt(0)
const [QUOTE, BACKSLASH, COMMA, COLON, BLANK] = [codeOf('"'), codeOf('\\'), codeOf(','), codeOf(':'), codeOf(' ')]
const [OPEN, CLOSE, BRACE, ZERO, NINE] = [codeOf('['), codeOf(']'), codeOf('}'), codeOf('0'), codeOf('9')]
/** A letter's bit that tells small from capital. */
const SMALL = 0x20
const [LOWER_A, LOWER_Z] = [codeOf('a'), codeOf('z')]

const HEAD = '{"stream":"'
const KIND = '@depth'
const DATA = '"data":{'
/** So many digits are exact in any case. */
const DIGITS_MAX = 15

type Pair = readonly [string, string]

/**
 * What `JSON.parse(text).data` is, in half of its time, for changes of a book: fields that are texts, whole numbers or pairs of texts. They are the longest frames by far.
 * Undefined for whatever else there may be, JSON or not.
 */
export function scanDepth(text: string): Fields | undefined {
  if (!text.startsWith(KIND, text.indexOf('@')) || !text.startsWith(HEAD)) return undefined
  const scan = new Scan(text, HEAD.length)
  if (scan.text() === undefined || text.charCodeAt(scan.at) !== COMMA || !text.startsWith(DATA, scan.at + 1)) return undefined
  scan.at += 1 + DATA.length
  const fields = scan.fields()
  return fields && scan.at === text.length - 1 && text.charCodeAt(scan.at) === BRACE ? fields : undefined
}

/** A place in a text. Each method reads on from it and says undefined where it cannot; the place is of no use then. */
class Scan {
  readonly source: string
  at: number

  constructor(source: string, at: number) {
    this.source = source
    this.at = at
  }

  /** After the brace that opens them, up to and with the one that closes them. */
  fields(): Fields | undefined {
    const fields: Record<string, unknown> = {}
    for (;;) {
      const name = this.#name()
      if (name === undefined) return undefined
      const value = this.#value()
      if (value === undefined) return undefined
      fields[name] = value
      const sign = this.source.charCodeAt(this.at++)
      if (sign === BRACE) return fields
      if (sign !== COMMA) return undefined
    }
  }

  /** After the quote that opens it. Such as have to be written with a backslash are left to others. */
  text(): string | undefined {
    const { source, at } = this
    for (let end = at; ; end++) {
      const sign = source.charCodeAt(end)
      if (sign === QUOTE) {
        this.at = end + 1
        return source.slice(at, end)
      }
      // Behind the end there is NaN, which is not more than anything.
      if (sign === BACKSLASH || !(sign >= BLANK)) return undefined
    }
  }

  /** One or two letters in quotes, and the colon after them. */
  #name(): string | undefined {
    const { source, at } = this
    const end = source.charCodeAt(at + 2) === QUOTE ? at + 2 : at + 3
    if (source.charCodeAt(at) !== QUOTE || source.charCodeAt(end) !== QUOTE || source.charCodeAt(end + 1) !== COLON) return undefined
    if (!isLetter(source.charCodeAt(at + 1)) || !isLetter(source.charCodeAt(end - 1))) return undefined
    this.at = end + 2
    return source.slice(at + 1, end)
  }

  #value(): string | number | readonly Pair[] | undefined {
    const sign = this.source.charCodeAt(this.at)
    if (sign >= ZERO && sign <= NINE) return this.#whole()
    if (sign !== QUOTE && sign !== OPEN) return undefined
    this.at++
    return sign === QUOTE ? this.text() : this.#pairs()
  }

  #whole(): number | undefined {
    const { source, at } = this
    let value = 0
    let end = at
    for (let sign = source.charCodeAt(end); sign >= ZERO && sign <= NINE; sign = source.charCodeAt(++end)) value = value * 10 + (sign - ZERO)
    this.at = end
    const digits = end - at
    return digits > DIGITS_MAX || (digits > 1 && source.charCodeAt(at) === ZERO) ? undefined : value
  }

  /** After the bracket that opens them. */
  #pairs(): readonly Pair[] | undefined {
    const pairs: Pair[] = []
    if (this.source.charCodeAt(this.at) === CLOSE) {
      this.at++
      return pairs
    }
    for (;;) {
      const pair = this.#pair()
      if (!pair) return undefined
      pairs.push(pair)
      const sign = this.source.charCodeAt(this.at++)
      if (sign === CLOSE) return pairs
      if (sign !== COMMA) return undefined
    }
  }

  #pair(): Pair | undefined {
    const { source, at } = this
    if (source.charCodeAt(at) !== OPEN || source.charCodeAt(at + 1) !== QUOTE) return undefined
    this.at = at + 2
    const first = this.text()
    if (first === undefined || source.charCodeAt(this.at) !== COMMA || source.charCodeAt(this.at + 1) !== QUOTE) return undefined
    this.at += 2
    const second = this.text()
    return second === undefined || source.charCodeAt(this.at++) !== CLOSE ? undefined : [first, second]
  }
}

function isLetter(sign: number): boolean {
  const small = sign | SMALL
  return small >= LOWER_A && small <= LOWER_Z
}
