import { WebSocket, type RawData } from 'ws'
import type { Timer } from '../../../base/timer.port.ts'
import { readControl } from './read-control.ts'
import { refusalOf, type LinkEnd } from './link-end.ts'
import { Waits } from './waits.ts'

export interface LinkParts {
  readonly url: string
  readonly names: readonly string[]
  readonly timer: Timer
  /** Every subscription is acknowledged. */
  readonly onOpen: () => void
  /** A frame that answers no question of ours. It may come before `onOpen`. */
  readonly onText: (text: string) => void
  /** Once, and nothing after it. Not when it was closed from here. */
  readonly onEnd: (end: LinkEnd) => void
}

/** From the start of the connection to the last acknowledgement. */
const OPEN_MS = 15_000
const CLOSE_MS = 2_000
/** Names in one SUBSCRIBE, and the time between two of them: a venue that gets more than ten messages in a second hangs up. */
const NAMES_MAX = 100
const SPACING_MS = 250
/** Of the largest frame that a venue would send, a book's thousand levels, many times over. */
const BYTES_MAX = 4 * 1_024 * 1_024
const DATA_START = '{"stream"'

/** One connection: opened, subscribed, and heard until it ends. Redirections are not followed; pings are answered, and are no data. */
export class StreamLink {
  readonly #parts: LinkParts
  readonly #waits: Waits
  readonly #socket: WebSocket
  readonly #pending = new Set<number>()
  #areAllSent = false
  #isOver = false

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#waits = new Waits(parts.timer)
    const socket = new WebSocket(parts.url, { perMessageDeflate: false, followRedirects: false, maxPayload: BYTES_MAX, headers: { 'User-Agent': 'haetae' } })
    this.#socket = socket
    socket.on('open', () => void this.#subscribe())
    socket.on('message', (data, isBinary) => this.#take(data, isBinary))
    socket.on('unexpected-response', (_request, response) => this.#end(refusalOf(response.statusCode ?? 0, response.headers)))
    socket.on('error', (error) => this.#fail(error.message))
    socket.on('close', (code, reason) => this.#fail(`${code} ${reason.toString()}`.trim()))
    void this.#waits.after(OPEN_MS).then((isLate) => isLate && !this.#isOpen && this.#fail(this.#lateness))
  }

  /** Without `onEnd`. Says goodbye, but does not wait for an answer for long. */
  close(): void {
    if (this.#isOver) return
    this.#finish()
    if (this.#socket.readyState !== WebSocket.OPEN) return this.#socket.terminate()
    this.#socket.close(1000)
    const goodbye = this.#parts.timer.after(CLOSE_MS)
    this.#socket.once('close', () => goodbye.cancel())
    void goodbye.done.then(() => this.#socket.terminate())
  }

  get #isOpen(): boolean {
    return this.#areAllSent && this.#pending.size === 0
  }

  get #lateness(): string {
    if (this.#socket.readyState !== WebSocket.OPEN) return `no connection after ${OPEN_MS} ms`
    return `${this.#pending.size} subscriptions were not acknowledged within ${OPEN_MS} ms`
  }

  async #subscribe(): Promise<void> {
    const { names } = this.#parts
    for (let start = 0; start < names.length; start += NAMES_MAX) {
      if (start > 0 && !(await this.#waits.after(SPACING_MS))) return
      const id = start / NAMES_MAX + 1
      this.#pending.add(id)
      this.#areAllSent = start + NAMES_MAX >= names.length
      this.#socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: names.slice(start, start + NAMES_MAX), id }))
    }
  }

  #take(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return
    if (isBinary) return this.#fail('a binary frame came where text was promised')
    // As Buffer, which is what the library gives unless it is told otherwise.
    const text = (data as Buffer).toString()
    if (this.#pending.size === 0 || text.startsWith(DATA_START) || !this.#answers(text)) this.#parts.onText(text)
  }

  #answers(text: string): boolean {
    const answer = readControl(text)
    if (!answer) return false
    if (answer.refusal !== null) this.#fail(`the subscription was refused: ${answer.refusal}`)
    else if (answer.id === null || !this.#pending.delete(answer.id)) return false
    else if (this.#isOpen) this.#parts.onOpen()
    return true
  }

  #fail(text: string): void {
    this.#end({ text, restMs: null })
  }

  #end(end: LinkEnd): void {
    if (this.#isOver) return
    this.#finish()
    this.#socket.terminate()
    this.#parts.onEnd(end)
  }

  #finish(): void {
    this.#isOver = true
    this.#waits.stop()
  }
}
