import { REMEMBERED, type Topics } from '../../src-shared/contract/contract.ts'

/** A value, or how to make it when somebody wants to read it. */
interface Entry {
  readonly make: () => unknown
  value?: unknown
}

interface Topic {
  newest: number
  readonly entries: Entry[]
  stale: boolean
}

/** `reset`: what the reader has is void, it begins again after this sequence. */
interface Reading {
  readonly reset: number | undefined
  readonly first: number
  readonly values: readonly unknown[]
}

/**
 * Numbers what is published, topic by topic, and remembers the last of it, so that a reader who missed some can catch up.
 * Rows are made when they are first read: publishing costs next to nothing while nobody looks.
 */
export class TopicLog {
  #session: string
  readonly #topics = new Map<keyof Topics, Topic>()
  readonly #sources = new Map<keyof Topics, () => unknown>()
  readonly #readers = new Set<() => void>()

  constructor(session: string) {
    this.#session = session
  }

  /** Sequences of another session mean nothing here. */
  get session(): string {
    return this.#session
  }

  /** Everything that was published or provided is void. Readers are told so and begin anew. */
  begin(session: string): void {
    this.#session = session
    this.#topics.clear()
    this.#sources.clear()
  }

  append<K extends keyof Topics>(topic: K, make: () => Topics[K]): void {
    const { entries } = this.#add(topic, { make })
    if (entries.length > REMEMBERED[topic]) entries.shift()
  }

  /** The topic has one value at a time, which `read` gives. It is asked only when somebody reads and `touch` was called since. */
  provide<K extends keyof Topics>(topic: K, read: () => Topics[K]): void {
    this.#sources.set(topic, read)
    this.touch(topic)
  }

  /** The value of a provided topic may have changed. */
  touch(topic: keyof Topics): void {
    this.#topic(topic).stale = true
  }

  /** What came after `after` of a session, or from the start of what is remembered. */
  read(topic: keyof Topics, session: string, after: number): Reading {
    this.#refresh(topic)
    const { newest, entries } = this.#topic(topic)
    const oldest = newest - entries.length
    const known = session === this.#session && after <= newest
    const gapless = after >= oldest || REMEMBERED[topic] === 1
    const start = known ? Math.max(after, oldest) : oldest
    const values = entries.slice(entries.length - (newest - start)).map((entry) => (entry.value ??= entry.make()))
    return { reset: known && gapless ? undefined : start, first: start + 1, values: newest === start ? [] : values }
  }

  onFlush(reader: () => void): { stop(): void } {
    this.#readers.add(reader)
    return { stop: () => this.#readers.delete(reader) }
  }

  /** Readers come and take what is new. Call it a few times a second. */
  flush(): void {
    for (const reader of this.#readers) reader()
  }

  #refresh(topic: keyof Topics): void {
    const source = this.#sources.get(topic)
    const state = this.#topic(topic)
    if (!source || !state.stale) return
    state.stale = false
    state.entries.length = 0
    this.#add(topic, { make: source, value: source() })
  }

  #add(name: keyof Topics, entry: Entry): Topic {
    const topic = this.#topic(name)
    topic.newest++
    topic.entries.push(entry)
    return topic
  }

  #topic(name: keyof Topics): Topic {
    const found = this.#topics.get(name)
    if (found) return found
    const topic: Topic = { newest: 0, entries: [], stale: false }
    this.#topics.set(name, topic)
    return topic
  }
}
