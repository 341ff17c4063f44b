/** Whoever gets what a stream says. `data` is the JSON of the message alone. */
export interface StreamListener {
  deliver(stream: string, data: string): void
}

/** What becomes of a message on its way out: nothing, itself, or more. */
export interface Passage {
  pass(stream: string, data: string): readonly string[]
}

/** Who listens to which stream. Names are as the venue writes them. */
export class StreamHub {
  readonly #passage: Passage
  readonly #listeners = new Map<string, Set<StreamListener>>()
  readonly #reserved = new Set<string>()
  /** Messages handed to listeners. */
  sent = 0

  constructor(passage: Passage) {
    this.#passage = passage
  }

  add(stream: string, listener: StreamListener): void {
    const there = this.#listeners.get(stream)
    if (there) there.add(listener)
    else this.#listeners.set(stream, new Set([listener]))
  }

  remove(stream: string, listener: StreamListener): void {
    const there = this.#listeners.get(stream)
    if (there?.delete(listener) && there.size === 0) this.#listeners.delete(stream)
  }

  wants(stream: string): boolean {
    return this.#listeners.has(stream)
  }

  /** What is published on this stream from now on is not told: somebody else tells it. */
  reserve(stream: string): void {
    this.#reserved.add(stream)
  }

  publish(stream: string, data: string): void {
    if (!this.#reserved.has(stream)) this.tell(stream, data)
  }

  /** Also where the stream is reserved. */
  tell(stream: string, data: string): void {
    const listeners = this.#listeners.get(stream)
    if (!listeners) return
    for (const text of this.#passage.pass(stream, data)) {
      for (const listener of listeners) listener.deliver(stream, text)
      this.sent += listeners.size
    }
  }

  /** Names that are listened to at present. */
  names(): readonly string[] {
    return [...this.#listeners.keys()]
  }
}
