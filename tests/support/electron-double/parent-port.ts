import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { PortRelay, type PortMessage } from './ports.ts'

/* Loaded before a program that the double forks: gives it Electron's `process.parentPort` in place of Node's `process.send`. */
interface FromParent {
  readonly message: unknown
  readonly ports: readonly number[]
}

const sendNow = process.send?.bind(process)
const send = (message: object): void => void sendNow?.(message, undefined, undefined, () => undefined)
const relay = new PortRelay((message) => send({ relay: message }))
const waiting: object[] = []

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send({ message })
  }
}

/** Node's ports give the data, Electron's an event with the data. */
class ElectronPort extends EventEmitter {
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('close', () => this.emit('close'))
  }

  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message)
  }

  close(): void {
    this.#port.close()
  }
}

const parentPort = new ParentPort()
// What comes before anybody listens is kept.
parentPort.on('newListener', (name) => {
  if (name === 'message') setImmediate(() => waiting.splice(0).forEach((event) => parentPort.emit('message', event)))
})
const deliver = (event: object): void => void (parentPort.listenerCount('message') > 0 ? parentPort.emit('message', event) : waiting.push(event))

process.on('message', (received: FromParent | { readonly relay: PortMessage }) => {
  if ('relay' in received) return relay.receive(received.relay)
  deliver({ data: received.message, ports: received.ports.map((id) => new ElectronPort(relay.take(id))) })
})
process.on('disconnect', () => process.exit(0))
delete process.send
Object.assign(process, { parentPort, type: 'utility' })
