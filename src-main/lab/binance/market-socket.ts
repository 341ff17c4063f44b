import type { LabClock } from './lab-clock.ts'
import type { LabConnection, LabExtension } from './lab-types.ts'
import { routeOf } from './stream-names.ts'
import type { StreamHub, StreamListener } from './streams-hub.ts'

export interface MarketSocketParts {
  readonly hub: StreamHub
  readonly clock: LabClock
  readonly follow: (stream: string) => void
  readonly extension: LabExtension | undefined
  /** Each message says which stream it is of. */
  readonly isWrapped: boolean
  /** Streams of another route are taken and stay silent. */
  readonly route: 'market' | 'public' | 'any'
}

const STREAMS_MAX = 1_024
const INVALID = { code: 2, msg: 'Invalid request: ' }

interface Frame {
  readonly method?: unknown
  readonly params?: unknown
  readonly id?: unknown
}

/** A socket of market streams: what it listens to, and the frames that change it. */
export class MarketSocket implements StreamListener {
  readonly #connection: LabConnection
  readonly #parts: MarketSocketParts
  readonly #streams = new Set<string>()
  #isWrapped: boolean

  constructor(connection: LabConnection, parts: MarketSocketParts) {
    this.#connection = connection
    this.#parts = parts
    this.#isWrapped = parts.isWrapped
    connection.onText((text) => this.#control(text))
    connection.onClose(() => this.unsubscribe([...this.#streams]))
  }

  deliver(stream: string, data: string): void {
    this.#connection.send(this.#isWrapped ? `{"stream":"${stream}","data":${data}}` : data)
  }

  /** A name that no stream has is taken like any other, and nothing comes of it. */
  subscribe(names: readonly string[]): void {
    const { hub, route, follow, extension } = this.#parts
    for (const name of names) {
      if (this.#streams.size >= STREAMS_MAX) return
      this.#streams.add(name)
      const own = routeOf(name)
      if (own === undefined) extension?.subscribe?.(this.#connection, name)
      else if (route === 'any' || route === own) {
        follow(name)
        hub.add(name, this)
      }
    }
  }

  unsubscribe(names: readonly string[]): void {
    for (const name of names) {
      this.#streams.delete(name)
      this.#parts.hub.remove(name, this)
    }
  }

  #control(text: string): void {
    const frame = parsed(text)
    if (!frame) return this.#reply({ code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' })
    const id = frame.id ?? null
    const params = Array.isArray(frame.params) ? (frame.params as readonly unknown[]) : []
    const names = params.filter((name) => typeof name === 'string')
    switch (frame.method) {
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE': {
        if (names.length === 0 || names.length !== params.length) return this.#reply({ error: { ...INVALID, msg: `${INVALID.msg}params are stream names` }, id })
        if (frame.method === 'SUBSCRIBE') this.subscribe(names)
        else this.unsubscribe(names)
        return this.#reply({ result: null, id })
      }
      case 'LIST_SUBSCRIPTIONS':
        return this.#reply({ result: [...this.#streams], id })
      case 'SET_PROPERTY':
      case 'GET_PROPERTY':
        return this.#property(frame.method, params, id)
      default:
        return this.#reply({ error: { ...INVALID, msg: `${INVALID.msg}unknown method` }, id })
    }
  }

  #property(method: 'SET_PROPERTY' | 'GET_PROPERTY', [name, value]: readonly unknown[], id: unknown): void {
    if (name !== 'combined') return this.#reply({ error: { code: 0, msg: 'Unknown property' }, id })
    if (method === 'GET_PROPERTY') return this.#reply({ result: this.#isWrapped, id })
    if (typeof value !== 'boolean') return this.#reply({ error: { code: 1, msg: 'Invalid value type: expected Boolean' }, id })
    this.#isWrapped = value
    this.#reply({ result: null, id })
  }

  #reply(body: unknown): void {
    this.#connection.send(JSON.stringify(body))
  }
}

function parsed(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
