import { REMEMBERED, requests, topics, type Requests, type Topics } from '../../src-shared/contract/contract.ts'
import { serverFrame, type Channel, type ClientFrame, type ServerFrame } from '../../src-shared/contract/frames.ts'
import { NoSession } from './door.ts'

interface Reader<T> {
  /** What was read so far is void; the readable past follows. */
  onReset(): void
  /** In order, without gap or repeat. */
  onItems(values: readonly T[]): void
}

/** 'locked': the engine is there and wants a new link. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'locked'

interface Subscription {
  readonly reader: Reader<unknown>
  session: string
  sequence: number
}

interface Pending {
  readonly name: keyof Requests
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** 'outcome-unknown': it was sent, and the connection went before the answer came. Any other code: it had no effect. */
class AskError extends Error {
  override readonly name = 'AskError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

type AnswerFrame = Extract<ServerFrame, { kind: 'answer' | 'refusal' }>
type ItemsFrame = Extract<ServerFrame, { kind: 'items' }>

const RETRY_MS = 500
/** Pulses without a word: at the first the engine is asked something, at this one it is given up. */
const SILENT_PULSES_MAX = 2

/** The window's door to the engine. Comes back by itself; after a gap it asks for what it missed. */
export class EngineClient {
  readonly #open: () => Promise<Channel>
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #pending = new Map<number, Pending>()
  readonly #stateListeners: ((state: ConnectionState) => void)[] = []
  #channel: Channel | undefined
  #nextId = 1
  #answers = false
  #heard = true
  #silentPulses = 0

  constructor(open: () => Promise<Channel>) {
    this.#open = open
    void this.#connect()
  }

  onState(listener: (state: ConnectionState) => void): void {
    this.#stateListeners.push(listener)
  }

  /** Rejects when refused, and when the connection is lost: then the outcome is unknown. */
  request<K extends keyof Requests>(name: K, params: Requests[K]['params']): Promise<Requests[K]['result']> {
    return new Promise((resolve, reject) => {
      if (!this.#channel) return reject(new AskError('not-connected', 'not connected: nothing was sent'))
      const id = this.#nextId++
      this.#pending.set(id, { name, resolve: resolve as Pending['resolve'], reject })
      this.#channel.send({ kind: 'request', id, name, params })
    })
  }

  subscribe<K extends keyof Topics>(topic: K, reader: Reader<Topics[K]>): void {
    this.#subscriptions.set(topic, { reader: reader as Reader<unknown>, session: '', sequence: 0 })
    this.#readOn(topic)
  }

  /** Call it about once a second: a connection that stays open on a dead or hung engine is ended. */
  pulse(): void {
    const channel = this.#channel
    if (!channel) return
    this.#silentPulses = this.#heard ? 0 : this.#silentPulses + 1
    this.#heard = false
    if (this.#silentPulses >= SILENT_PULSES_MAX) this.#drop(channel)
    else if (this.#silentPulses > 0) this.#provoke()
  }

  /** Asks for anything: an engine that lives answers, be it that it refuses. */
  #provoke(): void {
    this.request('desk.status', null).catch(() => undefined)
  }

  async #connect(): Promise<void> {
    try {
      const channel = await this.#open()
      this.#channel = channel
      this.#heard = true
      this.#answers = false
      channel.listen((received) => this.#onFrame(channel, received), () => this.#onClose(channel))
      for (const topic of this.#subscriptions.keys()) this.#readOn(topic)
      this.#provoke()
    } catch (error) {
      this.#tell(error instanceof NoSession ? 'locked' : 'lost')
      this.#retry()
    }
  }

  #retry(): void {
    setTimeout(() => void this.#connect(), RETRY_MS)
  }

  #tell(state: ConnectionState): void {
    for (const listener of this.#stateListeners) listener(state)
  }

  /** A socket whose other end hangs says nothing of its end for long, so the end is not waited for. */
  #drop(channel: Channel): void {
    channel.close()
    this.#onClose(channel)
  }

  #onClose(channel: Channel): void {
    if (channel !== this.#channel) return
    this.#channel = undefined
    for (const { reject } of this.#pending.values()) reject(new AskError('outcome-unknown', 'connection lost: the outcome is not known yet'))
    this.#pending.clear()
    this.#tell('lost')
    this.#retry()
  }

  #readOn(topic: string): void {
    const subscription = this.#subscriptions.get(topic)
    if (!subscription) return
    const frame: ClientFrame = { kind: 'subscribe', topic, session: subscription.session, after: subscription.sequence }
    this.#channel?.send(frame)
  }

  /** A frame that does not parse is not ours: the connection is begun anew. */
  #onFrame(channel: Channel, received: unknown): void {
    if (channel !== this.#channel) return
    this.#heard = true
    // A door that opens proves no engine behind it: one that hangs takes connections too.
    if (!this.#answers) this.#tell('open')
    this.#answers = true
    const { success, data: frame } = serverFrame.safeParse(received)
    if (!success) return this.#refuse(channel, 'a frame')
    if (frame.kind === 'answer' || frame.kind === 'refusal') return this.#onAnswer(frame)
    if (frame.kind === 'items') return this.#onItems(channel, frame)
    const subscription = this.#subscriptions.get(frame.topic)
    if (!subscription) return
    subscription.session = frame.session
    subscription.sequence = frame.sequence
    subscription.reader.onReset()
  }

  #onAnswer(frame: AnswerFrame): void {
    const pending = this.#pending.get(frame.id)
    if (!pending) return
    this.#pending.delete(frame.id)
    if (frame.kind === 'refusal') return pending.reject(new AskError(frame.reason, frame.reason))
    const { success, data } = requests[pending.name].result.safeParse(frame.result)
    if (success) pending.resolve(data)
    else pending.reject(new AskError('outcome-unknown', `${pending.name}: malformed answer`))
  }

  #onItems(channel: Channel, { topic, first, values }: ItemsFrame): void {
    const subscription = this.#subscriptions.get(topic)
    if (!subscription) return
    const { sequence } = subscription
    const conflated = REMEMBERED[topic as keyof Topics] === 1
    if (first > sequence + 1 && !conflated) return this.#readOn(topic)
    const fresh = values.slice(Math.max(0, sequence + 1 - first)).map((value) => topics[topic as keyof Topics].safeParse(value))
    if (fresh.length === 0) return
    if (fresh.some(({ success }) => !success)) return this.#refuse(channel, `an item of ${topic}`)
    subscription.sequence = first + values.length - 1
    subscription.reader.onItems(fresh.map(({ data }) => data))
  }

  #refuse(channel: Channel, what: string): void {
    console.error(`The engine sent ${what} that does not follow the contract. Is the page of another version? Reload it.`)
    this.#drop(channel)
  }
}
