import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLines } from './lines.ts'
import { readReply, REPLY_CHARACTERS_MAX, type Ask } from './wire.ts'

/** The link is down, or went down before the answer came. */
export class LinkDown extends Error {
  override readonly name = 'LinkDown'
}

interface Waiting {
  resolve(body: unknown): void
  reject(error: Error): void
}

/** One connection to a venue process: questions out, answers back in order. It ends at the first thing that is wrong with it. */
export class Link {
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()
  readonly #answerWithinMs: number
  #lastId = 0
  #reason = 'the venue ended the connection'

  private constructor(socket: Socket, answerWithinMs: number, onDown: () => void) {
    this.#socket = socket
    this.#answerWithinMs = answerWithinMs
    readLines(socket, REPLY_CHARACTERS_MAX, (line) => this.#take(line))
    socket.on('error', (error) => void (this.#reason = error.message))
    socket.on('close', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new LinkDown(this.#reason))
      this.#waiting.clear()
      onDown()
    })
  }

  /** Rejects with LinkDown when nobody listens there. */
  static open(path: string, answerWithinMs: number, onDown: () => void): Promise<Link> {
    return new Promise((resolve, reject) => {
      const socket = connect(path)
      const refused = (error: Error): void => reject(new LinkDown(error.message))
      socket.once('error', refused)
      socket.once('connect', () => {
        socket.off('error', refused)
        resolve(new Link(socket, answerWithinMs, onDown))
      })
    })
  }

  /** Rejects with LinkDown when no answer will come, and with Error when the venue refused the question. */
  ask(question: Ask): Promise<unknown> {
    if (this.#socket.destroyed) return Promise.reject(new LinkDown(this.#reason))
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const answered = new AbortController()
    void sleep(this.#answerWithinMs, undefined, { signal: answered.signal }).then(() => this.close('the venue did not answer in time'), () => undefined)
    this.#waiting.set(id, { resolve, reject })
    this.#socket.write(`${JSON.stringify({ id, ...question })}\n`)
    return promise.finally(() => answered.abort())
  }

  close(reason: string): void {
    this.#reason = reason
    this.#socket.destroy()
  }

  #take(line: string): void {
    try {
      const reply = readReply(line)
      const waiting = this.#waiting.get(reply.id ?? this.#lastId)
      this.#waiting.delete(reply.id ?? this.#lastId)
      if (reply.ok) waiting?.resolve(reply.body)
      else waiting?.reject(new Error(reply.error))
    } catch (error) {
      this.close(`the venue said something that cannot be read: ${String(error)}`)
    }
  }
}
