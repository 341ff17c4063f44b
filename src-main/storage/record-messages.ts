import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { RawMessage } from '../venue/market-feed.port.ts'

/** What somebody else than the venue gave the engine meanwhile, as JSON. No feed takes it: whoever runs the session again needs it. */
interface SessionNote extends Omit<RawMessage, 'kind'> {
  readonly kind: 'note'
}

export type Recorded = RawMessage | SessionNote

const KINDS = ['frame', 'answer', 'link', 'tick', 'note'] as const satisfies readonly Recorded['kind'][]

/** Text as it is on the disk. The second is for what UTF-8 cannot hold: halves of a pair alone. */
const CODINGS = ['utf8', 'utf16le'] as const

/**
 * Messages as bytes that compress well: a dictionary of kinds and what they are about, then a column for which of them it is, one for the time since the
 * message before, one for lengths in UTF-16 units, then all texts as one. Gives back every bit.
 */
export function encodeMessages(messages: readonly Recorded[]): Buffer {
  const places = new Map<string, number>()
  const numbers = new Numbers(messages.length)
  const names: string[] = []
  const columns = messages.map(({ kind, about }) => {
    const name = `${KINDS.indexOf(kind)}${about}`
    const place = places.get(name) ?? names.push(name) - 1
    places.set(name, place)
    return place
  })
  numbers.add(names.length)
  for (const name of names) numbers.add(name.length)
  for (const place of columns) numbers.add(place)
  let before = 0
  for (const { receivedAt } of messages) {
    const delta = receivedAt - before
    numbers.add(delta < 0 ? -2 * delta - 1 : 2 * delta)
    before = receivedAt
  }
  for (const { text } of messages) numbers.add(text.length)
  const text = names.join('') + messages.map((message) => message.text).join('')
  const coding = text.isWellFormed() ? 0 : 1
  return Buffer.concat([Buffer.of(coding), numbers.bytes(), Buffer.from(text, CODINGS[coding])])
}

/** The other way round. Throws RangeError for bytes that `encodeMessages` does not write. */
export function decodeMessages(bytes: Buffer, count: number): readonly Recorded[] {
  const coding = CODINGS[bytes[0] ?? 2]
  if (!coding) throw new RangeError('the messages of a block cannot be read')
  const numbers = new NumberReader(bytes, 1)
  const lengths = numbers.take(numbers.next())
  const places = numbers.take(count)
  const times = numbers.take(count)
  const texts = numbers.take(count)
  const cut = new Cutter(bytes.toString(coding, numbers.at))
  const names = lengths.map((length) => cut.next(length)).map((name) => ({ kind: KINDS[Number(name[0])]!, about: name.slice(1) }))
  let time = 0
  return places.map((place, i) => {
    time += times[i]! % 2 === 0 ? times[i]! / 2 : -(times[i]! + 1) / 2
    return { receivedAt: time as TimeMs, ...names[place]!, text: cut.next(texts[i]!) }
  })
}

const MOST_BYTES = 8

/** Whole numbers of up to 53 bits, seven bits a byte, the smallest first. */
class Numbers {
  #bytes: Buffer
  #at = 0

  constructor(messages: number) {
    this.#bytes = Buffer.allocUnsafe(64 + messages * 8)
  }

  add(value: number): void {
    if (this.#at + MOST_BYTES > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2)
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = (rest % 128) + 128
    this.#bytes[this.#at++] = rest
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#at)
  }
}

class NumberReader {
  readonly #bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  next(): number {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = this.#bytes[this.at++]
      if (byte === undefined) throw new RangeError('the messages of a block end too early')
      value += (byte % 128) * unit
      if (byte < 128) return value
    }
  }

  take(count: number): readonly number[] {
    return Array.from({ length: count }, () => this.next())
  }
}

/** Hands out a long text piece by piece. */
class Cutter {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  next(length: number): string {
    this.#at += length
    return this.#text.slice(this.#at - length, this.#at)
  }
}
