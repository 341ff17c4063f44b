import { requests, topics, type Requests, type Topics } from '../../src-shared/contract/contract.ts'
import { clientFrame, type Channel, type ServerFrame } from '../../src-shared/contract/frames.ts'
import type { Clock } from '../base/clock.port.ts'
import { RateCap } from '../base/rate-cap.ts'
import type { TopicLog } from './topic-log.ts'

export type Handlers = { readonly [K in keyof Requests]: (params: Requests[K]['params']) => Requests[K]['result'] | Promise<Requests[K]['result']> }

/** A request that is not answered. The message is a code, and the whole reason. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
}

const FRAMES_RATE = { most: 50, everyMs: 1_000 }

interface Position {
  session: string
  sequence: number
}

/** One window's connection. A frame that does not parse ends it; a request that does not parse is refused; a flood is refused until it ebbs. */
class Connection {
  readonly #channel: Channel
  readonly #handlers: Handlers
  readonly #log: TopicLog
  readonly #rate: RateCap
  readonly #positions = new Map<keyof Topics, Position>()
  readonly #flushed: { stop(): void }
  #open = true

  constructor(channel: Channel, handlers: Handlers, log: TopicLog, clock: Clock) {
    this.#channel = channel
    this.#handlers = handlers
    this.#log = log
    this.#rate = new RateCap(clock, FRAMES_RATE)
    this.#flushed = log.onFlush(() => this.#sendNews())
    channel.listen((frame) => this.#onFrame(frame), () => this.#left())
  }

  #onFrame(received: unknown): void {
    if (!this.#open) return
    const { success, data: frame } = clientFrame.safeParse(received)
    if (!success) return this.#end()
    const allowed = this.#rate.take()
    if (frame.kind === 'request') return void this.#answer(frame.id, frame.name, allowed ? frame.params : FLOOD)
    if (!allowed) return this.#end()
    if (!isTopic(frame.topic)) return
    this.#positions.set(frame.topic, { session: frame.session, sequence: frame.after })
    this.#sendTopic(frame.topic)
  }

  #end(): void {
    this.#left()
    this.#channel.close()
  }

  #left(): void {
    this.#open = false
    this.#flushed.stop()
  }

  // A reader that is too slow is not sent more; its place is kept, and it gets what it missed when there is room again.
  #sendNews(): void {
    for (const topic of this.#positions.keys()) if (!this.#channel.congested()) this.#sendTopic(topic)
  }

  #sendTopic(topic: keyof Topics): void {
    const position = this.#positions.get(topic)
    if (!position) return
    const { reset, first, values } = this.#log.read(topic, position.session, position.sequence)
    const { session } = this.#log
    if (reset !== undefined) this.#send({ kind: 'reset', topic, session, sequence: reset })
    if (values.length > 0) this.#send({ kind: 'items', topic, first, values })
    this.#positions.set(topic, { session, sequence: first + values.length - 1 })
  }

  async #answer(id: number, name: string, params: unknown): Promise<void> {
    if (params === FLOOD) return this.#send({ kind: 'refusal', id, reason: 'too many requests: wait a second' })
    if (!isRequest(name)) return this.#send({ kind: 'refusal', id, reason: `no request is called ${name}` })
    const parsed = requests[name].params.safeParse(params)
    if (!parsed.success) return this.#send({ kind: 'refusal', id, reason: `${name}: malformed` })
    try {
      const result: unknown = await (this.#handlers[name] as (params: unknown) => unknown)(parsed.data)
      this.#send({ kind: 'answer', id, result })
    } catch (error) {
      this.#send({ kind: 'refusal', id, reason: error instanceof RequestRefused ? error.message : `${name} failed: ${error instanceof Error ? error.message : String(error)}` })
    }
  }

  #send(frame: ServerFrame): void {
    if (this.#open) this.#channel.send(frame)
  }
}

const FLOOD: unique symbol = Symbol('flood')

/** Serves the contract to one window until its channel closes. */
export function serve(channel: Channel, handlers: Handlers, log: TopicLog, clock: Clock): void {
  new Connection(channel, handlers, log, clock)
}

const isRequest = (name: string): name is keyof Requests => Object.hasOwn(requests, name)
const isTopic = (name: string): name is keyof Topics => Object.hasOwn(topics, name)
