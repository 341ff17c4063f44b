/** A frame as it came, and when the venue says it was sent. */
export interface Frame {
  readonly connection: string
  readonly text: string
  readonly sentAt: number
}

interface Waiting {
  readonly frames: Frame[]
  newest: number
  /** Others wait for it. */
  isSpeaking: boolean
  /** Since time was last looked at. */
  hasSpoken: boolean
}

const SENT_AT = /"E":(\d{10,15})/

/**
 * Frames of several connections in the order in which the venue sent them. Where its time runs at a multiple of ours, one connection is always some seconds of
 * it behind another: what came first waits for what was sent before it, as long as the other connection speaks.
 */
export class FrameOrder {
  readonly #take: (frame: Frame) => void
  readonly #connections = new Map<string, Waiting>()

  constructor(take: (frame: Frame) => void) {
    this.#take = take
  }

  /** Something is to be expected of it. */
  open(connection: string): Waiting {
    const waiting = this.#connections.get(connection) ?? { frames: [], newest: 0, isSpeaking: true, hasSpoken: true }
    this.#connections.set(connection, waiting)
    return waiting
  }

  add(connection: string, text: string): void {
    const waiting = this.open(connection)
    waiting.newest = Math.max(waiting.newest, Number(SENT_AT.exec(text)?.[1] ?? 0))
    waiting.isSpeaking = waiting.hasSpoken = true
    waiting.frames.push({ connection, text, sentAt: waiting.newest })
    this.#release()
  }

  /** Nobody waits for a connection that has told nothing since the last time this was called. */
  look(): void {
    for (const waiting of this.#connections.values()) {
      waiting.isSpeaking = waiting.hasSpoken
      waiting.hasSpoken = false
    }
    this.#release()
  }

  /** Gives out what it has told; nothing more comes of it. */
  close(connection: string): void {
    const { frames = [] } = this.#connections.get(connection) ?? {}
    this.#connections.delete(connection)
    for (const frame of frames) this.#take(frame)
    this.#release()
  }

  #release(): void {
    for (let first = this.#first(); first; first = this.#first()) this.#take(first.frames.shift()!)
  }

  /** Whose turn it is; undefined while something that was sent earlier may still come. */
  #first(): Waiting | undefined {
    let first: Waiting | undefined
    let until = Number.POSITIVE_INFINITY
    for (const waiting of this.#connections.values()) {
      if (waiting.isSpeaking) until = Math.min(until, waiting.newest)
      const [head] = waiting.frames
      if (head && (!first || head.sentAt < first.frames[0]!.sentAt)) first = waiting
    }
    return first && first.frames[0]!.sentAt <= until ? first : undefined
  }
}
