import type { LabConnection } from '../lab-types.ts'
import { losslessJson } from '../replies.ts'
import type { TradingState, UserEvent } from './trading-state.ts'

interface Listener {
  /** What it may have asked for; a key that is not the running one brings nothing. */
  readonly keys: Set<string>
  /** Each message says which stream it is of. */
  readonly isWrapped: boolean
  /** Empty for all. */
  readonly events: ReadonlySet<string>
}

/** `/private/ws`, `/private/stream`, and what stands behind them: a listen key, or the number that some clients count streams with. */
const PRIVATE_PATH = /^\/private\/(ws|stream)(?:\/(.*))?$/

/** The sockets that hear of an account, in all the forms in which a listen key is named. */
export class UserStreams {
  readonly #listeners = new Map<LabConnection, Listener>()
  readonly #happens: TradingState['happens']

  constructor(happens: TradingState['happens']) {
    this.#happens = happens
  }

  /** Takes a socket on a private path; false for any other. */
  connect(connection: LabConnection): boolean {
    const match = PRIVATE_PATH.exec(connection.path)
    if (!match) return false
    const [, form, rest = ''] = match
    const query = new URLSearchParams(connection.query)
    const named = [...(/^\d*$/.test(rest) ? [] : rest.split('/')), ...query.getAll('listenKey'), ...(query.get('streams')?.split('/') ?? [])]
    const events = query.getAll('events').flatMap((text) => text.split('/')).filter((name) => name !== '')
    this.#add(connection, { keys: new Set(named), isWrapped: form === 'stream', events: new Set(events) })
    connection.onText((text) => this.#control(connection, text))
    return true
  }

  /** A market socket of a venue without routes names a listen key. */
  join(connection: LabConnection, key: string): void {
    const known = this.#listeners.get(connection)
    if (known) known.keys.add(key)
    else this.#add(connection, { keys: new Set([key]), isWrapped: connection.path.startsWith('/stream'), events: new Set() })
  }

  tell(key: string, event: UserEvent): void {
    if (this.#happens('user-silent')) return
    const data = losslessJson(event)
    for (const [connection, { keys, isWrapped, events }] of this.#listeners) {
      if (!keys.has(key) || (events.size > 0 && !events.has(event.e))) continue
      const text = isWrapped ? `{"stream":"${key}","data":${data}}` : data
      connection.send(text)
      if (this.#happens('event-twice')) connection.send(text)
    }
  }

  /** The key is no more: sockets stay open and hear nothing after this, since nothing is told under it. */
  expire(key: string, now: number): void {
    this.tell(key, { e: 'listenKeyExpired', E: now, listenKey: key })
  }

  #add(connection: LabConnection, listener: Listener): void {
    this.#listeners.set(connection, listener)
    connection.onClose(() => this.#listeners.delete(connection))
  }

  #control(connection: LabConnection, text: string): void {
    const listener = this.#listeners.get(connection)
    const frame = frameOf(text)
    if (!listener || !frame) return connection.send('{"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"}')
    const names = Array.isArray(frame.params) ? frame.params.filter((name) => typeof name === 'string') : []
    if (frame.method === 'SUBSCRIBE') for (const name of names) listener.keys.add(name)
    if (frame.method === 'UNSUBSCRIBE') for (const name of names) listener.keys.delete(name)
    connection.send(losslessJson({ result: frame.method === 'LIST_SUBSCRIPTIONS' ? [...listener.keys] : null, id: frame.id ?? null }))
  }
}

interface Frame {
  readonly method?: unknown
  readonly params?: unknown
  readonly id?: unknown
}

function frameOf(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
