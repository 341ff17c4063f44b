import { MessageChannel, type MessagePort } from 'node:worker_threads'

export interface PortMessage {
  readonly port: number
  readonly data?: unknown
  readonly closed?: boolean
}

/** Carries message ports over a link that knows only messages: into a page, or into a child process. Only one side hands ports over. */
export class PortRelay {
  readonly #ports = new Map<number, MessagePort>()
  readonly #send: (message: PortMessage) => void
  #last = 0

  constructor(send: (message: PortMessage) => void) {
    this.#send = send
  }

  /** Hands a port over to the far side, which knows it by this number. */
  give(port: MessagePort): number {
    this.#last++
    this.#join(port, this.#last)
    return this.#last
  }

  /** The port that the far side handed over. */
  take(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    this.#join(port1, id)
    return port2
  }

  receive({ port, data, closed }: PortMessage): void {
    if (closed) this.#ports.get(port)?.close()
    else this.#ports.get(port)?.postMessage(data)
  }

  /** The far side is gone: a page was left, a process ended. */
  closeAll(): void {
    for (const port of this.#ports.values()) port.close()
  }

  #join(port: MessagePort, id: number): void {
    this.#ports.set(id, port)
    port.on('message', (data) => this.#send({ port: id, data }))
    port.on('close', () => {
      this.#ports.delete(id)
      this.#send({ port: id, closed: true })
    })
  }
}
