import type { Recorded } from './record-messages.ts'
import type { RecordHole } from './record-segment.ts'

/** Messages on their way to the disk, or that there was no room for some. */
export type Waiting =
  | { readonly kind: 'messages'; readonly messages: Recorded[]; characters: number }
  | { readonly kind: 'hole'; hole: RecordHole }

/** A full block: the more it holds the better it packs, the less a crash loses. */
const BLOCK_CHARACTERS = 256 * 1_024
/** What has to wait grows into larger blocks: where the thread is busy, each block costs it a wait, whatever is in it. */
const BLOCK_CHARACTERS_MAX = 4 * 2 ** 20
/** What may wait together with the disk behind: minutes of a busy market. Then messages are dropped, the newest first, and the record says how many. */
const WAITING_MAX: number = 32 * 2 ** 20
/** A message weighs more than its text. */
const MESSAGE_WEIGHT = 64

/** What waits to be written, in order, within bounds. */
export class RecordQueue {
  readonly #waiting: Waiting[] = []
  readonly #max: number
  #characters = 0

  constructor(max: number = WAITING_MAX) {
    this.#max = max
  }

  get length(): number {
    return this.#waiting.length
  }

  /** A block is full. */
  get isDue(): boolean {
    return this.#characters >= BLOCK_CHARACTERS
  }

  /** Some that came could not wait. */
  get hasHole(): boolean {
    return this.#waiting.some(({ kind }) => kind === 'hole')
  }

  add(message: Recorded, reason: string): void {
    const weight = message.text.length + message.about.length + MESSAGE_WEIGHT
    const last = this.#waiting.at(-1)
    // Once some were dropped there must be real room again: one long hole is more honest than many short ones.
    const room = last?.kind === 'hole' ? this.#max / 2 : this.#max
    if (this.#characters + weight > room) return this.#drop(message, reason)
    this.#characters += weight
    if (last?.kind === 'messages' && last.characters < BLOCK_CHARACTERS_MAX) {
      last.messages.push(message)
      last.characters += weight
    } else this.#waiting.push({ kind: 'messages', messages: [message], characters: weight })
  }

  /** The oldest. It still counts until it is done. */
  take(): Waiting | undefined {
    return this.#waiting.shift()
  }

  done(waiting: Waiting): void {
    if (waiting.kind === 'messages') this.#characters -= waiting.characters
  }

  /** It could not be written: it comes first again. */
  putBack(waiting: Waiting): void {
    this.#waiting.unshift(waiting)
  }

  #drop({ receivedAt }: Recorded, reason: string): void {
    const last = this.#waiting.at(-1)
    if (last?.kind === 'hole') last.hole = { ...last.hole, to: receivedAt, messages: last.hole.messages + 1 }
    else this.#waiting.push({ kind: 'hole', hole: { from: receivedAt, to: receivedAt, messages: 1, reason } })
  }
}
